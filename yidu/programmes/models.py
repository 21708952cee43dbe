"""Published editions. What is under way keeps the edition that it began with."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from django.db import models

from yidu.people.models import Committee, Person
from yidu.programmes.grammar import Programme


class Edition(models.Model):
    """One published version of a programme folder, joined with the folders that it builds on.

    `content` is the whole programme as JSON (`Programme.model_dump(mode="json", by_alias=True)`), `digest` the
    SHA-256 of its canonical form. An edition is never changed.
    """

    record_type: ClassVar[str] = "edition"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="editions")
    programme = models.SlugField(max_length=60)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … per committee and programme")
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "programme", "number"], name="edition_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"

    @property
    def read(self) -> Programme:
        """The programme as frozen objects; parsed once per process."""
        return _read(self.pk)


@lru_cache(maxsize=256)
def _read(pk: int) -> Programme:
    # Editions never change, so a cached one can never be stale.
    return Programme.model_validate(Edition.objects.values_list("content", flat=True).get(pk=pk))
