"""Where the middle of each village is, so that the distance to the next venue can be told. One row a village."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common.errors import Invalid
from yidu.people.actions.centres import amend_centre, draft_centre
from yidu.people.models import Centre
from yidu.people.queries import centres_of, villages_of
from yidu.sheets.columns import Column
from yidu.sheets.desk import resolved
from yidu.sheets.kinds.base import Sheet, Told, changed_cells, unchanged
from yidu.sheets.plans import Plan, Wrong, differences, sentences


class Centres(Sheet):
    id = "centres"
    title = gettext_lazy("Centres of villages")
    powers = ("people",)
    model = Centre
    set_by_change = ("longitude", "latitude")

    def _columns(self) -> list[Column]:
        where = gettext_lazy("Name of the village or community, or its 12-digit code.")
        one_map = gettext_lazy("In degrees, like %(like)s. All from one map.")
        return [
            Column("place", gettext_lazy("Village or community"), where, required=True, width=24),
            Column("longitude", gettext_lazy("Longitude"), one_map % {"like": "106.48312"}),
            Column("latitude", gettext_lazy("Latitude"), one_map % {"like": "29.48415"}),
        ]

    def name(self, told: Told) -> str:
        return str(told.get("place", ""))

    def plan(self, told: Told) -> Plan:
        if wrong := resolved(told, {"place": self.desk.places.find}):
            raise Wrong(wrong)
        place = told["place"]
        self.once(told["row"], told, ("place", place.pk))
        if missing := [name for name in ("longitude", "latitude") if name not in told]:
            if len(missing) == 2:
                return unchanged(place.name)  # as it goes out where nothing is known yet
            raise Wrong({missing[0]: _("Please fill this in.")})
        found = self._known.get(place.pk)
        try:
            return self._change(found, told) if found is not None else self._new(told)
        except Invalid as error:
            raise sentences(error) from error

    def rows(self) -> Iterator[Told]:
        """Every village, those without a centre too: to be filled in."""
        for place in villages_of(self.desk.committee).select_related("parent"):
            one = self._known.get(place.pk)
            told = {"longitude": str(one.longitude), "latitude": str(one.latitude)} if one else {}
            yield {"place": self.desk.say_place(place), **told}

    @cached_property
    def _known(self) -> dict[int, Centre]:
        known = centres_of(self.desk.committee)
        for one in known.values():
            one.committee = self.desk.committee
        return known

    def _new(self, told: Told) -> Plan:
        place = told["place"]
        one = draft_centre(
            committee=self.desk.committee, place=place, longitude=told["longitude"], latitude=told["latitude"]
        )
        return Plan("new", place.name, record=one, step="centre.entered", data={"place": place.code})

    def _change(self, one: Centre, told: Told) -> Plan:
        before = {"longitude": str(one.longitude), "latitude": str(one.latitude)}
        amend_centre(one, longitude=told["longitude"], latitude=told["latitude"])
        changed = differences(before, {"longitude": str(one.longitude), "latitude": str(one.latitude)})
        if not changed:
            return unchanged(one.place.name)
        said = changed_cells(changed, self.columns)
        return Plan("changed", one.place.name, said, one, "centre.corrected", {"place": one.place.code})
