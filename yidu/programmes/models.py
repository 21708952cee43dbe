"""Published editions. What is under way keeps the edition that it began with."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from django.db import models

from yidu.people.models import Committee, Person
from yidu.programmes.grammar import Programme


class Edition(models.Model):
    """One published version of a programme folder, joined with the folders that it builds on.

    `content` is the whole programme as JSON text, `digest` the SHA-256 of that text. It is text and not `jsonb`,
    which forgets the order of keys: stages and actions stand in the order of the folder. It is never changed.
    """

    record_type: ClassVar[str] = "edition"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="editions")
    programme = models.SlugField(max_length=60)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … per committee and programme")
    digest = models.CharField(max_length=64)
    content = models.TextField()
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
        return programme_of(self.pk)


@lru_cache(maxsize=256)
def programme_of(pk: int) -> Programme:
    """The programme of an edition by its id, without reading the row again."""
    # Editions never change, so a cached one can never be stale.
    return Programme.model_validate_json(Edition.objects.values_list("content", flat=True).get(pk=pk))
