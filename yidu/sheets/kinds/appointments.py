"""Who is what, from a day to a day: told apart by person, role, where it is held, and first day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common.errors import Invalid
from yidu.people.actions.appointments import WHERE, amend_appointment, draft_appointment
from yidu.people.models import Appointment
from yidu.sheets.columns import Choices, Column
from yidu.sheets.desk import Desk, Finder, resolved
from yidu.sheets.kinds.base import Sheet, Told, changed_cells, unchanged
from yidu.sheets.plans import Plan, Wrong, differences, fixed, no_import, sentences

Key = tuple[Any, ...]


class Appointments(Sheet):
    id = "appointments"
    title = gettext_lazy("Appointments")
    powers = ("people",)
    model = Appointment
    set_by_change = ("ends",)

    def _columns(self) -> list[Column]:
        return [
            Column(
                "person",
                gettext_lazy("Person"),
                gettext_lazy("User name, your own number, or the name if only one person here is called so."),
                required=True,
            ),
            Column("role", gettext_lazy("Role"), type="choice", choices=role_choices(self.desk), required=True),
            Column(
                "where",
                gettext_lazy("Where it is held"),
                gettext_lazy("The organisation, station, project or place that the role needs; else empty."),
                width=28,
            ),
            Column("sector", gettext_lazy("Sector"), gettext_lazy("Only for roles at the committee.")),
            Column("starts", gettext_lazy("First day"), type="day", required=True),
            Column("ends", gettext_lazy("Last day"), gettext_lazy("Left empty: until somebody ends it."), type="day"),
        ]

    def name(self, told: Told) -> str:
        return str(told.get("person", ""))

    def plan(self, told: Told) -> Plan:
        name = str(told.get("person", ""))
        role = self.desk.roles[told["role"]]
        named: dict[str, Finder[Any]] = {
            "organisation": self.desk.organisations,
            "station": self.desk.stations,
            "project": self.desk.projects,
            "place": self.desk.places,
        }
        finder = named.get(role.at)
        if "where" in told and finder is None:
            raise Wrong({"where": _("This role is not held there.")})
        finders: dict[str, Callable[[Any], Any]] = {"person": self.desk.persons.find, "sector": self.desk.sectors.find}
        if finder is not None:
            finders["where"] = finder.find
            if "where" not in told:
                raise Wrong({"where": _("Say where: this role needs it.")})
        if wrong := resolved(told, finders):
            raise Wrong(wrong)
        where = told.get("where")
        held = (told["person"].pk, role.pk, where.pk if where else None)
        self.once(told["row"], told, ("person", (*held, told["starts"])))
        found = next((one for one in self._held[held] if one.starts == told["starts"]), None)
        try:
            return self._new(told, name, held) if found is None else self._change(found, told, name)
        except Invalid as error:
            raise sentences(error, lambda field: "where" if field in WHERE else field) from error

    def rows(self) -> Iterator[Told]:
        for some in self._held.values():
            for one in some:
                if not one.withdrawn:
                    yield {
                        "person": self.desk.say_person(one.person),
                        "role": one.role_id,
                        "where": self._say(one),
                        "sector": str(one.sector or ""),
                        "starts": one.starts,
                        "ends": one.ends,
                    }

    def _say(self, one: Appointment) -> str:
        if one.place_id:
            return self.desk.say_place(one.place)
        if one.organisation_id:
            return self.desk.say_organisation(one.organisation)
        return self.desk.say_station(one.station) or str(one.project or "")

    @cached_property
    def _held(self) -> dict[Key, list[Appointment]]:
        related = ("person", "role", "sector", "organisation", "station", "project", "place__parent")
        held: dict[Key, list[Appointment]] = defaultdict(list)
        for one in Appointment.objects.filter(committee=self.desk.committee).select_related(*related):
            one.committee = self.desk.committee
            where = place_held(one)
            held[one.person_id, one.role_id, where.pk if where else None].append(one)
        return held

    def _new(self, told: Told, name: str, held: Key) -> Plan:
        role = self.desk.roles[told["role"]]
        told_where = {role.at: told["where"]} if "where" in told else {}
        one = draft_appointment(
            committee=self.desk.committee,
            person=told["person"],
            role=role,
            starts=told["starts"],
            ends=told.get("ends"),
            sector=told.get("sector"),
            **{field: told_where.get(field) for field in WHERE},
        )
        if any(_overlap(one, other) for other in self._held[held] if not other.withdrawn):
            raise Wrong({"starts": _("This person holds the role there in these days already.")})
        self._held[held].append(one)
        data = {"role": role.pk, "starts": one.starts.isoformat(), "ends": one.ends.isoformat() if one.ends else None}
        return Plan("new", name, record=one, step="appointment.made", data=data)

    def _change(self, one: Appointment, told: Told, name: str) -> Plan:
        if one.withdrawn:
            raise Wrong({"starts": _("This appointment was withdrawn.")})
        changed = differences({"sector": one.sector, "ends": one.ends}, told)
        if not changed:
            return unchanged(name)
        fixed(changed, ("ends",), no_import())
        said = changed_cells(changed, self.columns)
        amend_appointment(one, ends=told["ends"])
        return Plan(
            "changed", name, said, one, "appointment.ended", {"role": one.role_id, "ends": told["ends"].isoformat()}
        )


def role_choices(desk: Desk) -> Choices:
    return [(role.pk, (role.title_zh, role.title_en)) for role in desk.roles.values()]


def place_held(one: Appointment) -> Any:
    """The organisation, station, project or place at which it is held; None at the committee."""
    return one.organisation or one.station or one.project or one.place


def _overlap(one: Appointment, other: Appointment) -> bool:
    return one.starts <= (other.ends or date.max) and other.starts <= (one.ends or date.max)
