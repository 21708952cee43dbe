"""What must be done. A matter from a list begins its procedure on the day on which it was raised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.common import clock
from yidu.common.actions import Change
from yidu.common.errors import Invalid
from yidu.matters.actions.raising import WITHOUT_ACCOUNT
from yidu.matters.drafting import draft_matter
from yidu.matters.models import Matter
from yidu.people.models import Appointment
from yidu.people.models.counters import next_numbers
from yidu.sheets.columns import Column, titled
from yidu.sheets.desk import resolved
from yidu.sheets.kinds.appointments import role_choices
from yidu.sheets.kinds.base import NUMBER, OWN, Sheet, Told, check_own, unchanged
from yidu.sheets.kinds.programmes import Kinds, Known
from yidu.sheets.plans import Plan, Wrong, differences, fixed, no_import, sentences

TOLD = ("subject", "stage", "lead", "due", "closed")
RELATED = ("edition", "organisation", "project", "lead", "raised_by", "place__parent")


class Matters(Sheet):
    id = "matters"
    title = gettext_lazy("Matters")
    powers = ("office",)
    model = Matter
    takes_papers = True

    def _columns(self) -> list[Column]:
        told = gettext_lazy("What the platform says. An import cannot change it.")
        where = gettext_lazy("Left empty: where the enterprise or project is.")
        without = titled((("enterprise", gettext_lazy("an enterprise")), ("resident", gettext_lazy("a resident"))))
        return [
            NUMBER,
            OWN,
            Column("kind", gettext_lazy("Kind"), type="choice", choices=self.kinds.choices, required=True, width=18),
            Column("title", gettext_lazy("Title"), required=True, width=32),
            Column("text", gettext_lazy("What is the matter"), type="long-text", required=True, width=48),
            Column("place", gettext_lazy("Place"), where, width=20),
            Column("organisation", gettext_lazy("Enterprise or organisation"), width=28),
            Column("project", gettext_lazy("Project"), width=24),
            Column(
                "raised_on",
                gettext_lazy("Raised on"),
                gettext_lazy("Its dates count from this day. Left empty: today."),
                type="day",
            ),
            Column(
                "raised_as",
                gettext_lazy("Raised as"),
                gettext_lazy("A role, or an enterprise, a resident."),
                type="choice",
                choices=[*role_choices(self.desk), *without],
                required=True,
            ),
            Column("raised_by", gettext_lazy("Raised by"), gettext_lazy("Who, when it was raised in a role.")),
            Column("contact", gettext_lazy("Contact"), gettext_lazy("Of whoever has no account; for the office only.")),
            *self.kinds.columns,
            Column("subject", gettext_lazy("Subject"), told, told=True),
            Column("stage", gettext_lazy("Stage"), told, told=True),
            Column("lead", gettext_lazy("Lead"), told, told=True, width=24),
            Column("due", gettext_lazy("Due"), told, type="day", told=True),
            Column("closed", gettext_lazy("Closed on"), told, type="day", told=True),
        ]

    def beside_papers(self) -> dict[str, str]:
        """A paper is a proposal of a member that concerns the whole committee's place."""
        return {"kind": "proposal", "raised_as": "member", "place": self.desk.committee.place.name}

    def name(self, told: Told) -> str:
        return str(told.get("title", ""))

    def prepare(self, told: Sequence[Told]) -> None:
        """The matters that the next rows name."""
        numbers = [one["number"] for one in told if "number" in one]
        ids = [id_ for one in told if (id_ := self.by_own.get(one.get("own", "")))]
        found = self._all().filter(Q(number__in=numbers) | Q(pk__in=ids)) if numbers or ids else []
        self._found = {one.number: one for one in found}
        self._found |= {str(one.pk): one for one in found}

    def plan(self, told: Told) -> Plan:
        check_own(told)
        known = self.kinds.known[told["kind"]]
        answers = self.kinds.answers(known, told)
        finders = {
            "raised_by": self.desk.persons.find,
            "place": self.desk.places.find,
            "organisation": self.desk.organisations.find,
            "project": self.desk.projects.find,
        }
        if wrong := resolved(told, finders):
            raise Wrong(wrong)
        found = self._find(told)
        self.once(told["row"], told, *[(name, told[name]) for name in ("number", "own") if name in told])
        if found is not None:
            self.once(told["row"], told, ("number", found.pk))
            return self._same(found, told, answers)
        try:
            return self._new(told, known, answers)
        except Invalid as error:
            raise sentences(error, lambda field: self.kinds.column_of(known, field)) from error

    def rows(self) -> Iterator[Told]:
        for one in self._all().order_by("raised_at", "number").iterator(chunk_size=500):
            yield self._said(one)

    def save(self, plans: Sequence[Plan]) -> Iterator[Change[Any]]:
        by_year: dict[int, list[Matter]] = defaultdict(list)
        for plan in plans:
            if isinstance(plan.record, Matter):
                by_year[clock.local_day(plan.record.raised_at).year].append(plan.record)
        for year, some in sorted(by_year.items()):
            numbers = next_numbers(self.desk.committee.pk, "matter", year, len(some))
            for one, number in zip(some, numbers, strict=True):
                one.number = number
        for plan in plans:
            if isinstance(plan.record, Matter):
                plan.data["number"] = plan.record.number
        yield from super().save(plans)

    @cached_property
    def kinds(self) -> Kinds:
        return Kinds(self.desk, "matter")

    @cached_property
    def _held(self) -> Mapping[int, list[Appointment]]:
        held: dict[int, list[Appointment]] = defaultdict(list)
        found = Appointment.objects.filter(committee=self.desk.committee, withdrawn=False)
        for one in found.select_related("role", "sector").order_by("starts", "pk"):
            held[one.person_id].append(one)
        return held

    def _all(self) -> QuerySet[Matter]:
        found = Matter.objects.filter(committee=self.desk.committee)
        return found.select_related(*RELATED).defer("edition__content", "search_text")

    def _find(self, told: Told) -> Matter | None:
        id_ = self.by_own.get(told.get("own", ""))
        if "number" not in told:
            return self._found.get(id_ or "")
        found = self._found.get(told["number"])
        if found is None:
            raise Wrong({"number": _("This committee has none with this number.")})
        if id_ not in (None, str(found.pk)):
            raise Wrong({name: _("These numbers and names belong to different records.") for name in ("number", "own")})
        return found

    def _new(self, told: Told, known: Known, answers: dict[str, Any]) -> Plan:
        if not told.get("own"):
            raise Wrong({"own": _("Give it a number of your own, so that it is not taken in twice.")})
        if wrong := [
            (name, _("What is new begins at the first stage: leave this empty.")) for name in TOLD if name in told
        ]:
            raise Wrong(wrong)
        at = self._moment(told.get("raised_on"))
        appointment = self._appointment(told, known, clock.local_day(at))
        one = draft_matter(
            committee=self.desk.committee,
            edition=known.edition,
            kind=known.id,
            title=told.get("title", ""),
            text=told.get("text", ""),
            place=told.get("place"),
            organisation=told.get("organisation"),
            project=told.get("project"),
            activity=None,
            raised_as=told["raised_as"],
            appointment=appointment,
            contact=told.get("contact", ""),
            answers=answers,
            id_=uuid4(),
            at=at,
        )
        data = {"kind": one.kind, "as": one.raised_as, "stage": one.stage}
        return Plan("new", one.title, record=one, step="matter.raised", data=data, more={"own": told["own"]})

    def _same(self, one: Matter, told: Told, answers: dict[str, Any]) -> Plan:
        """A matter is moved by its procedure and by nothing else: what a list says otherwise is wrong."""
        kind = f"{one.edition.programme}/{one.kind}"
        told |= self.kinds.told(kind, answers)
        said = self._said(one)
        if "kind" in told and told["kind"] != kind:
            raise Wrong({"kind": no_import()})
        columns = [column.id for column in self.columns if column.id.startswith(f"{kind}.") or "/" not in column.id]
        before = {column: said.get(column) for column in columns}
        before |= {"place": one.place, "organisation": one.organisation, "project": one.project}
        before |= {"raised_by": one.raised_by, "own": said["own"] or ""}
        fixed(differences(before, told), (), no_import())
        return unchanged(one.title)

    def _said(self, one: Matter) -> Told:
        kind = f"{one.edition.programme}/{one.kind}"
        return {
            "number": one.number,
            "own": self.desk.own_numbers("matter").get(str(one.pk)),
            "kind": kind,
            "title": one.title,
            "text": one.text,
            "place": self.desk.say_place(one.place),
            "organisation": self.desk.say_organisation(one.organisation),
            "project": str(one.project or ""),
            "raised_on": clock.local_day(one.raised_at),
            "raised_as": one.raised_as,
            "raised_by": self.desk.say_person(one.raised_by),
            "contact": one.contact,
            **self.kinds.told(kind, one.answers),
            "subject": one.programme.item("subject", one.subject) if one.subject else "",
            "stage": str(one.stage_line.title),
            "lead": str(one.lead or ""),
            "due": clock.local_day(one.due_at) if one.due_at else None,
            "closed": clock.local_day(one.closed_at) if one.closed_at else None,
        }

    def _moment(self, day: date | None) -> datetime:
        """Nine in the morning of a past day; now, when it was today."""
        if day is None or day == self.desk.today:
            return clock.now()
        if day > self.desk.today:
            raise Wrong({"raised_on": _("That day has not come yet.")})
        if day.year < 1949:
            raise Wrong({"raised_on": _("There is no such day in the calendar.")})
        return datetime.combine(day, time(9), tzinfo=clock.SHANGHAI)

    def _appointment(self, told: Told, known: Known, day: date) -> Appointment | None:
        raised_as = told["raised_as"]
        if raised_as not in known.line.raised_by:
            raise Wrong({"raised_as": _("This cannot be raised here.")})
        if raised_as in WITHOUT_ACCOUNT:
            if "raised_by" in told:
                raise Wrong({"raised_by": _("Only for what was raised in a role.")})
            return None
        if "raised_by" not in told:
            raise Wrong({"raised_by": _("Please fill this in.")})
        held = self._held[told["raised_by"].pk]
        then = [one for one in held if one.role_id == raised_as and one.starts <= day and (one.ends or day) >= day]
        if not then:
            raise Wrong({"raised_by": _("This person did not hold the role on that day.")})
        return then[0]
