"""The words of a matter, apart from it."""

from __future__ import annotations

from django.db import models

from yidu.matters.models.matters import Matter


class Words(models.Model):
    """What a matter is found by, with what narrows the search. The database itself keeps it as the matter is."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="+")
    committee_id = models.BigIntegerField()
    is_public = models.BooleanField()
    raised_at = models.DateTimeField()
    words = models.TextField(db_collation="C")

    class Meta:
        db_table = "matters_words"
        default_permissions = ()
