"""What only the pages keep: the lists that somebody wants to see again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yidu.people.models import Person


class SavedView(models.Model):
    """A filter of the list of matters under a name of one's own. Only its person sees it."""

    record_type: ClassVar[str] = "saved-view"

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500, help_text="the query of the address, as the filter wrote it")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], condition=models.Q(removed_at=None), name="saved_view_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
