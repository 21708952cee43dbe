"""Places as dated rows: a division that is renamed, redrawn or merged ends, and another begins."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from yidu.common.text import initials, pinyin, search_document


class Level(models.TextChoices):
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")


class PlaceQuerySet(models.QuerySet["Place"]):
    def on(self, day: date) -> PlaceQuerySet:
        """Those that were valid on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


class Place(models.Model):
    """A division with its 12-digit statistical code (GB/T 2260 and the codes below it), from a day to a day.

    A code may come again with other days, never twice for one day. The type of a village (居委会, 村委会) is what its
    name says: the code does not tell it reliably.
    """

    record_type: ClassVar[str] = "place"

    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    urban_class = models.CharField(
        _("urban-rural class"),
        max_length=3,
        blank=True,
        help_text=_("of the statistics bureau: 111 to 123 urban, 2x0 rural"),
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("the first day after its last"))
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    path = ArrayField(models.CharField(max_length=12), default=list, editable=False, help_text="codes of its ancestors")
    pinyin = models.CharField(max_length=200, editable=False)
    initials = models.CharField(max_length=60, editable=False)
    words = models.TextField(editable=False, help_text="search_document() of the name")
    found_by = models.GeneratedField(
        expression=SearchVector("words", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["code", "valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="place_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="place_code_has_12_digits"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="place_days_in_order"
            ),
            # The code as a range of one number: the embedded server has no btree_gist, which would compare the text.
            ExclusionConstraint(
                name="place_code_once_a_day",
                expressions=[
                    (
                        Func(
                            Cast("code", models.BigIntegerField()),
                            Cast("code", models.BigIntegerField()),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (Func("valid_from", "valid_until", function="daterange"), "&&"),
                ],
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Read often, written in bulk once: with a list of pending entries the planner would avoid them for hours.
            GinIndex(fields=["path"], name="place_path", fastupdate=False),
            GinIndex(fields=["found_by"], name="place_found_by", fastupdate=False),
            models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="place_code"),
            models.Index(fields=["pinyin"], opclasses=["varchar_pattern_ops"], name="place_pinyin"),
            models.Index(fields=["initials"], opclasses=["varchar_pattern_ops"], name="place_initials"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def is_below(self, other: Place) -> bool:
        """Whether the other is among its ancestors. A place is not below itself."""
        return other.code in self.path

    def spell(self) -> None:
        """Set the columns by which the name is found. Whoever sets a name calls this before saving."""
        self.pinyin = pinyin(self.name, kind="place")[:200]
        self.initials = initials(self.name, kind="place")[:60]
        self.words = search_document(self.name)
