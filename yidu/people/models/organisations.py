"""Departments, enterprises and other bodies around a committee."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yidu.people.models.committees import Committee
from yidu.places.models import Place


class Organisation(models.Model):
    """A department that handles matters, an enterprise that is visited, or another body that is asked or helped."""

    record_type: ClassVar[str] = "organisation"

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("department")
        ENTERPRISE = "enterprise", _("enterprise")
        OTHER = "other", _("other body")

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    uscc = models.CharField(max_length=18, blank=True, help_text="unified social credit code, GB 32100-2015")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    line = models.CharField(max_length=60, blank=True, help_text="what it does, in a few words")
    pinyin = models.CharField(max_length=400, blank=True, editable=False)
    initials = models.CharField(max_length=120, blank=True, editable=False)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pinyin", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "uscc"], condition=~models.Q(uscc=""), name="organisation_code_once"
            ),
            models.UniqueConstraint(fields=["committee", "kind", "name"], name="organisation_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name
