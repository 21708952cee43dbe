"""Stations of the network and the villages that they serve, told apart by kind and name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy

from yidu.common.errors import Invalid
from yidu.people.actions.stations import amend_station, draft_station
from yidu.people.models import Station
from yidu.places.models import Place
from yidu.sheets.columns import Choices, Column
from yidu.sheets.desk import Desk, resolved
from yidu.sheets.kinds.base import Sheet, Told, changed_cells, unchanged
from yidu.sheets.plans import Plan, Wrong, differences, sentences


class Stations(Sheet):
    id = "stations"
    title = gettext_lazy("Stations")
    powers = ("people",)
    model = Station
    set_by_change = ("place", "address", "opened", "closed")

    def _columns(self) -> list[Column]:
        where = gettext_lazy("Name of the township, village or community, or its 12-digit code.")
        return [
            Column(
                "kind",
                gettext_lazy("Kind of station"),
                type="choice",
                choices=station_kinds(self.desk),
                required=True,
                width=20,
            ),
            Column("name", gettext_lazy("Name"), required=True, width=28),
            Column("place", gettext_lazy("Place"), where, required=True, width=20),
            Column("address", gettext_lazy("Address"), width=28),
            Column(
                "covers",
                gettext_lazy("Villages that it serves"),
                gettext_lazy("Besides its own; several are parted by 、"),
                type="pieces",
                width=36,
            ),
            Column("opened", gettext_lazy("Open since"), type="day", required=True),
            Column("closed", gettext_lazy("Last day"), type="day"),
        ]

    def name(self, told: Told) -> str:
        return str(told.get("name", ""))

    def plan(self, told: Told) -> Plan:
        wrong = resolved(told, {"place": self.desk.places.find, "covers": self._villages})
        if wrong:
            raise Wrong(wrong)
        key = (told.get("kind", ""), told.get("name", ""))
        self.once(told["row"], told, ("name", key))
        found = self._known.get(key)
        try:
            return self._new(told) if found is None else self._change(found, told)
        except Invalid as error:
            raise sentences(error) from error

    def rows(self) -> Iterator[Told]:
        for one in self._known.values():
            yield {
                "kind": one.kind,
                "name": one.name,
                "place": self.desk.say_place(one.place),
                "address": one.address,
                "covers": [self.desk.say_place(village) for village in one.covers.all()],
                "opened": one.opened,
                "closed": one.closed,
            }

    @cached_property
    def _known(self) -> dict[tuple[str, str], Station]:
        found = Station.objects.filter(committee=self.desk.committee)
        found = found.select_related("place__parent").prefetch_related("covers__parent")
        known = {(one.kind, one.name): one for one in found}
        for one in known.values():
            one.committee = self.desk.committee
        return known

    def _villages(self, names: list[str]) -> list[Place]:
        return sorted((self.desk.places.find(name) for name in names), key=lambda place: place.code)

    def _new(self, told: Told) -> Plan:
        covers = told.get("covers", [])
        one = draft_station(
            committee=self.desk.committee,
            kind=told["kind"],
            name=told["name"],
            place=told["place"],
            opened=told["opened"],
            covers=covers,
            address=told.get("address", ""),
            closed=told.get("closed"),
        )
        data = {"kind": one.kind, "name": one.name, "covers": len(covers)}
        return Plan("new", one.name, record=one, step="station.opened", data=data, more={"covers": covers})

    def _change(self, one: Station, told: Told) -> Plan:
        covers = sorted(one.covers.all(), key=lambda place: place.code)
        before: dict[str, Any] = {
            "place": one.place,
            "address": one.address,
            "covers": covers,
            "opened": one.opened,
            "closed": one.closed,
        }
        changed = differences(before, told)
        if not changed:
            return unchanged(one.name)
        said = changed_cells(changed, self.columns)
        amend_station(one, **{**before, **{name: now for name, (_was, now) in changed.items()}})
        data = {"opened": one.opened.isoformat(), "place": one.place.code}
        more = {"covers": told["covers"]} if "covers" in changed else {}
        return Plan("changed", one.name, said, one, "station.corrected", data, more)

    def _save_more(self, plans: Sequence[Plan]) -> None:
        through = Station.covers.through
        served = [(plan.record, plan.more["covers"]) for plan in plans if "covers" in plan.more]
        through.objects.filter(station__in=[one for one, _covers in served]).delete()
        through.objects.bulk_create(
            [through(station_id=one.pk, place_id=place.pk) for one, covers in served if one for place in covers]
        )
        stations = [plan.record for plan in plans if plan.record]
        for one in stations:
            vars(one).pop("_prefetched_objects_cache", None)
        # What they state names the villages: read together, or each would be asked for its own.
        prefetch_related_objects(stations, "covers")


def station_kinds(desk: Desk) -> Choices:
    found: dict[str, tuple[str, ...]] = {}
    for edition in desk.editions:
        for id_, line in edition.read.station.items():
            found.setdefault(id_, tuple(dict.fromkeys((str(line.title), line.title.zh, line.title.en))))
    return list(found.items())
