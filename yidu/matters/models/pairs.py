"""The pairs of characters of a matter, by which others like it are found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yidu.matters.models.matters import Matter


class Pairs(models.Model):
    """What was written, as its pairs of characters, each once. Made anew whenever the matter says something else.

    A pair is a number, as `yidu.matters.pairs.pairs_of` makes it.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="+")
    committee_id = models.BigIntegerField()
    pairs = ArrayField(models.IntegerField())

    class Meta:
        db_table = "matters_pairs"
        default_permissions = ()


class Unpaired(models.Model):
    """That the pairs of a matter are still to be made: a row for each writing of it, by the database itself."""

    id = models.BigAutoField(primary_key=True)
    matter_id = models.UUIDField()

    class Meta:
        db_table = "matters_unpaired"
        default_permissions = ()


class Frequency(models.Model):
    """In what share of the matters a pair stands. Counted anew now and then; what is missing here is seldom."""

    pair = models.IntegerField(primary_key=True)
    share = models.FloatField()

    class Meta:
        db_table = "matters_frequency"
        default_permissions = ()
