"""What was done, with the answers that its kind asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.activities.actions.correct import amend_activity
from yidu.activities.actions.record import draft_activity
from yidu.activities.models import Activity
from yidu.activities.rules import has_hosted
from yidu.common.actions import Change
from yidu.common.errors import Invalid
from yidu.people.models import Appointment, Person
from yidu.people.models.counters import next_numbers
from yidu.sheets.columns import Column
from yidu.sheets.desk import resolved
from yidu.sheets.kinds.appointments import role_choices
from yidu.sheets.kinds.base import NUMBER, OWN, Sheet, Told, changed_cells, check_own, unchanged
from yidu.sheets.kinds.programmes import Kinds, Known
from yidu.sheets.plans import Plan, Wrong, differences, fixed, no_import, sentences

CORRECTED = ("day", "companions", "headcount", "heard")
RELATED = ("edition", "host__person", "host__role", "host__sector", "organisation", "project", "station")


class Activities(Sheet):
    id = "activities"
    title = gettext_lazy("Activities")
    powers = ("record", "office")
    model = Activity
    set_by_change = (*CORRECTED, "search")

    def _columns(self) -> list[Column]:
        where = gettext_lazy("Left empty: where the enterprise, project or station is.")
        return [
            NUMBER,
            OWN,
            Column("kind", gettext_lazy("Kind"), type="choice", choices=self.kinds.choices, required=True, width=18),
            Column("day", gettext_lazy("Day"), type="day", required=True),
            Column("host", gettext_lazy("Led by"), gettext_lazy("Name or user name."), required=True),
            Column(
                "role",
                gettext_lazy("Role"),
                gettext_lazy("In which it counts; only needed for those who hold several."),
                type="choice",
                choices=role_choices(self.desk),
            ),
            Column("place", gettext_lazy("Place"), where, width=20),
            Column("organisation", gettext_lazy("Enterprise or organisation"), width=28),
            Column("project", gettext_lazy("Project"), width=24),
            Column("station", gettext_lazy("Station"), width=24),
            Column("headcount", gettext_lazy("People who took part"), type="number"),
            Column("companions", gettext_lazy("Who came along"), width=24),
            Column("heard", gettext_lazy("What was heard"), type="long-text", width=48),
            *self.kinds.columns,
            Column(
                "reason",
                gettext_lazy("Why it is corrected"),
                gettext_lazy("For a row that changes what is there. It stands beside the figure that changes."),
                width=24,
            ),
        ]

    def name(self, told: Told) -> str:
        known = self.kinds.known.get(told.get("kind", ""))
        about = told.get("organisation") or told.get("project") or told.get("station") or told.get("place") or ""
        return f"{known.line.title if known else ''} {about}".strip()

    def prepare(self, told: Sequence[Told]) -> None:
        """The activities that the next rows name."""
        numbers = [one["number"] for one in told if "number" in one]
        ids = [id_ for one in told if (id_ := self.by_own.get(one.get("own", "")))]
        found = self._own().filter(Q(number__in=numbers) | Q(pk__in=ids)) if numbers or ids else []
        self._found = {one.number: one for one in found}
        self._found |= {str(one.pk): one for one in found}

    def plan(self, told: Told) -> Plan:
        check_own(told)
        known = self.kinds.known[told["kind"]]
        answers = self.kinds.answers(known, told)
        finders = {
            "host": self.desk.persons.find,
            "place": self.desk.places.find,
            "organisation": self.desk.organisations.find,
            "project": self.desk.projects.find,
            "station": self.desk.stations.find,
        }
        if wrong := resolved(told, finders):
            raise Wrong(wrong)
        found = self._find(told)
        self.once(told["row"], told, *[(name, told[name]) for name in ("number", "own") if name in told])
        if found is not None:
            self.once(told["row"], told, ("number", found.pk))
        name = f"{known.line.title} {told['day'].isoformat()}"
        try:
            return self._new(told, known, answers, name) if found is None else self._change(found, told, answers, name)
        except Invalid as error:
            raise sentences(error, lambda field: self.kinds.column_of(known, field)) from error

    def rows(self) -> Iterator[Told]:
        own = self.desk.own_numbers("activity")
        found = self._own().filter(withdrawn_at=None).order_by("day", "number")
        for one in found.iterator(chunk_size=500):
            kind = f"{one.edition.programme}/{one.kind}"
            yield {
                "number": one.number,
                "own": own.get(str(one.pk)),
                "kind": kind,
                "day": one.day,
                "host": self.desk.say_person(one.host.person),
                "role": one.host.role_id,
                "place": self.desk.say_place(one.place),
                "organisation": self.desk.say_organisation(one.organisation),
                "project": str(one.project or ""),
                "station": self.desk.say_station(one.station),
                "headcount": one.headcount,
                "companions": one.companions,
                "heard": one.heard,
                **self.kinds.told(kind, one.answers),
            }

    def save(self, plans: Sequence[Plan]) -> Iterator[Change[Any]]:
        by_year: dict[int, list[Activity]] = defaultdict(list)
        for plan in plans:
            if plan.state == "new" and isinstance(plan.record, Activity):
                by_year[plan.record.day.year].append(plan.record)
        for year, some in sorted(by_year.items()):
            numbers = next_numbers(self.desk.committee.pk, "activity", year, len(some))
            for one, number in zip(some, numbers, strict=True):
                one.number = number
        for plan in plans:
            if plan.state == "new" and isinstance(plan.record, Activity):
                plan.data["number"] = plan.record.number
        yield from super().save(plans)

    @cached_property
    def kinds(self) -> Kinds:
        return Kinds(self.desk, "activity")

    @cached_property
    def _office(self) -> bool:
        return self.desk.standing.has("office", self.desk.committee.pk)

    @cached_property
    def _hosts(self) -> Mapping[int, list[Appointment]]:
        """Everybody's appointments at the committee, also those that ended: a list tells of the past."""
        held: dict[int, list[Appointment]] = defaultdict(list)
        found = Appointment.objects.filter(committee=self.desk.committee).select_related("role", "sector")
        for one in found.order_by("starts", "pk"):
            held[one.person_id].append(one)
        return held

    def _own(self) -> QuerySet[Activity]:
        """The committee's; for those who are not of the office, what they may correct."""
        found = Activity.objects.filter(committee=self.desk.committee)
        if not self._office:
            person = self.desk.actor.person_id
            found = found.filter(Q(recorded_by_id=person) | Q(host__person_id=person))
        return found.select_related(*RELATED, "place__parent").defer("edition__content")

    def _find(self, told: Told) -> Activity | None:
        if "number" in told:
            found = self._found.get(told["number"])
            if found is None:
                raise Wrong({"number": _("This committee has none with this number.")})
            if "own" in told and self.by_own.get(told["own"]) not in (None, str(found.pk)):
                raise Wrong(
                    {name: _("These numbers and names belong to different records.") for name in ("number", "own")}
                )
            return found
        id_ = self.by_own.get(told.get("own", ""))
        if id_ is not None and id_ not in self._found:
            raise Wrong({"own": _("This number is used already.")})
        return self._found.get(id_ or "")

    def _host(self, told: Told, known: Known) -> Appointment | None:
        """In which role: the first that the kind names."""
        person: Person = told["host"]
        held = [one for one in self._hosts[person.pk] if told.get("role") in (None, one.role_id)]
        may = [
            one
            for one in held
            if has_hosted(
                self.desk.actor,
                one,
                known.line.hosts,
                committee_id=self.desk.committee.pk,
                on=told["day"],
                office=self._office,
            )
        ]
        return min(may, key=lambda one: known.line.hosts.index(one.role_id), default=None)

    def _new(self, told: Told, known: Known, answers: dict[str, Any], name: str) -> Plan:
        if not told.get("own"):
            raise Wrong({"own": _("Give it a number of your own, so that it is not taken in twice.")})
        host = self._host(told, known)
        if host is None:
            raise Wrong({"host": _("Choose who led it, from those who may.")})
        one = draft_activity(
            committee=self.desk.committee,
            edition=known.edition,
            kind=known.id,
            day=told["day"],
            place=told.get("place"),
            host=host,
            organisation=told.get("organisation"),
            project=told.get("project"),
            station=told.get("station"),
            companions=told.get("companions", ""),
            headcount=told.get("headcount", 1),
            heard=told.get("heard", ""),
            answers=answers,
            actor=self.desk.actor,
            id_=uuid4(),
            may_host=True,
        )
        return Plan(
            "new", name, record=one, step="activity.recorded", data={"kind": one.kind}, more={"own": told["own"]}
        )

    def _change(self, one: Activity, told: Told, answers: dict[str, Any], name: str) -> Plan:
        if one.withdrawn_at:
            raise Wrong({"": _("This activity was withdrawn.")})
        kind = f"{one.edition.programme}/{one.kind}"
        before: dict[str, Any] = {
            "own": self.desk.own_numbers("activity").get(str(one.pk), ""),
            "kind": kind,
            "day": one.day,
            "host": one.host.person,
            "role": one.host.role_id,
            "place": one.place,
            "organisation": one.organisation,
            "project": one.project,
            "station": one.station,
            "headcount": one.headcount,
            "companions": one.companions,
            "heard": one.heard,
            **{column.id: None for column in self.kinds.columns if column.id.startswith(f"{kind}.")},
            **self.kinds.told(kind, one.answers),
        }
        told |= self.kinds.told(kind, answers)
        changed = differences(before, told)
        if not changed:
            return unchanged(name)
        fixed(changed, CORRECTED, no_import())
        reason = told.get("reason") or _("Corrected by an imported list.")
        was = amend_activity(one, reason=reason, **{column: now for column, (_was, now) in changed.items()})
        said = changed_cells(changed, self.columns)
        return Plan("changed", name, said, one, "activity.corrected", {"reason": reason[:500], "before": was})
