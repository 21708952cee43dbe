"""Playing an example: who acts, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actors import SYSTEM, VISITOR, Actor
from yidu.common.errors import Invalid
from yidu.matters.actions import (
    announce_draw,
    ask_look_back,
    find_look_back,
    make_draw,
    raise_matter,
    record_and_raise,
)
from yidu.matters.engine import take
from yidu.matters.models import Adoption, LookBack, Matter
from yidu.matters.rehearsal.company import Company
from yidu.people.models import Appointment, Project
from yidu.programmes.grammar import Kind
from yidu.programmes.grammar.examples import Given

HEAD = "head of "
WITHOUT_ACCOUNT = ("enterprise", "resident", "raiser")
OF_THE_ACTIVITY = ("headcount", "heard", "companions")
OF_THE_MATTER = ("title", "text", "contact")


@dataclass
class Play:
    """What has happened so far. `matter` is the one that is looked at: the one raised last, if none is named."""

    company: Company
    raised: list[UUID] = field(default_factory=list)
    chosen: int | None = None

    @property
    def matter(self) -> Matter | None:
        return self.raised_as(self.chosen) if self.raised else None

    def raised_as(self, number: int | None) -> Matter:
        """The matter that was raised as this one, counted from one; the last without a number."""
        pk = self.raised[-1 if number is None else number - 1]
        return Matter.objects.select_related("edition", "activity").get(pk=pk)

    def let(self, given: Given) -> None:
        """Let one thing happen. Raises `Refused` when it cannot."""
        self.chosen = given.of
        match given.does:
            case "record":
                self.record(given)
            case "raise":
                self.raise_(given)
            case "draw":
                self.draw(given)
            case "look-back":
                self.look_back(given)
            case _:
                matter = self.matter
                if matter is not None:
                    inputs = {key: self.input(key, value) for key, value in given.with_.items()}
                    actor = self.actor(given.by)
                    take(matter, given.does, actor=actor, version=matter.version, inputs=inputs, client_id=uuid4())
                    came = Matter.objects.filter(Q(came_from=matter) | Q(part_of=matter)).exclude(pk__in=self.raised)
                    self.raised += came.order_by("number").values_list("pk", flat=True)

    def record(self, given: Given) -> None:
        line = self.company.programme.kind[given.kind or ""]
        host = self.company.person(given.by)
        asked = {one.id for one in line.field}
        raises = []
        if given.raises:
            fields = {one.id for one in self.company.programme.kind[given.raises].field}
            told = {key: value for key, value in given.with_.items() if key in OF_THE_MATTER}
            answers = {key: value for key, value in given.with_.items() if key in fields and key not in asked}
            raises = [{"kind": given.raises, "title": given.raises, "text": given.raises, "answers": answers, **told}]
        _activity, matters = record_and_raise(
            raises=raises,
            committee=self.company.committee,
            edition=self.company.edition,
            kind=given.kind,
            day=clock.today(),
            place=self.company.place,
            host=host,
            answers={key: value for key, value in given.with_.items() if key in asked},
            actor=_acting(host),
            client_id=uuid4(),
            **{key: value for key, value in given.with_.items() if key in OF_THE_ACTIVITY},
            **self.named(given, line),
        )
        self.raised += [matter.pk for matter in matters]

    def raise_(self, given: Given) -> None:
        line = self.company.programme.kind[given.kind or ""]
        told: dict[str, Any] = {"title": given.kind, "text": given.kind}
        told |= {key: value for key, value in given.with_.items() if key in OF_THE_MATTER}
        without = given.by in WITHOUT_ACCOUNT
        matter = raise_matter(
            committee=self.company.committee,
            edition=self.company.edition,
            kind=given.kind or "",
            place=self.company.place,
            raised_as=given.by,
            answers={key: value for key, value in given.with_.items() if key not in OF_THE_MATTER},
            actor=VISITOR if without else _acting(self.company.person(given.by)),
            client_id=uuid4(),
            **told,
            **self.named(given, line),
        )
        self.raised.append(matter.pk)

    def draw(self, given: Given) -> None:
        """A sample of everything that was answered before, announced and drawn within the minute."""
        line = self.matter.kind_line if self.matter else None
        drawn = announce_draw(
            committee=self.company.committee,
            edition=self.company.edition,
            procedure=(line.procedure if line else None) or "",
            begins=self.company.programme.from_,
            ends=clock.today() - timedelta(days=1),
            share=given.with_.get("share"),
            source="example",
            actor=self.actor(given.by),
            client_id=uuid4(),
        )
        with clock.at(clock.now() + timedelta(seconds=1)):
            make_draw(drawn, seed=str(given.with_.get("seed", "example")), actor=self.actor(given.by))

    def look_back(self, given: Given) -> None:
        """Whoever is asked to look at the matter says what they found; nobody is asked before its day."""
        waiting = LookBack.objects.filter(matter=self.matter, found="", asks_at__lte=clock.now())
        one = waiting.order_by("asks_at").first()
        if one is None:
            raise Invalid(_("Nobody is asked to look at it."))
        if one.asked_id is None:
            ask_look_back(one, actor=SYSTEM)
            one.refresh_from_db()
        asked = Actor(kind="person", person_id=one.asked_id)
        told = {key: given.with_[key] for key in ("found", "seen") if key in given.with_}
        find_look_back(one, **{"found": "", **told}, actor=asked, version=one.version, client_id=uuid4())

    def named(self, given: Given, line: Kind) -> dict[str, Any]:
        """What it is about, as the actions call it."""
        if not given.about or line.about == "none":
            return {}
        about = self.company.about(given.about, line)
        return {"project": about} if isinstance(about, Project) else {"organisation": about}

    def actor(self, name: str) -> Actor:
        """A role's person, a department's handler or head, or whoever raised the matter."""
        if name in WITHOUT_ACCOUNT:
            matter = self.matter
            assert matter is not None
            if matter.raised_by_id and matter.kind_line.rated_by == "raiser":
                return Actor(kind="person", person_id=matter.raised_by_id)
            return Actor(kind="receipt", matter_id=matter.pk)
        if name in self.company.programme.role:
            return _acting(self.company.person(name))
        department, role = (name.removeprefix(HEAD), "head") if name.startswith(HEAD) else (name, "handler")
        self.company.department(department)
        return _acting(self.company.people[f"{role} of {department}"])

    def holder(self) -> Actor:
        """Whoever holds the matter now; for a closed one, whoever raised it."""
        matter = self.matter
        assert matter is not None
        match matter.holder:
            case "lead":
                return self.actor(self.name_of_lead() or "")
            case "lead-head":
                return self.actor(f"{HEAD}{self.name_of_lead()}")
            case "office" | "secretary-general":
                return self.actor(matter.holder)
            case "recorder":
                recorded = matter.activity.recorded_by_id if matter.activity else matter.raised_by_id
                return Actor(kind="person", person_id=recorded)
        return self.actor("raiser")

    def name_of_lead(self) -> str | None:
        """What the example calls the department that leads."""
        matter = self.matter
        return next(
            (name for name, one in self.company.organisations.items() if matter and one.pk == matter.lead_id), None
        )

    def input(self, key: str, value: Any) -> Any:
        if key == "lead":
            return self.company.department(value)
        if key == "adoption":  # "last": an example has no ids
            last = Adoption.objects.filter(matter=self.raised[-1], withdrawn_at=None).order_by("recorded_at").last()
            return str(last.pk) if last else value
        if key == "into":
            return self.raised_as(value)
        return [self.company.department(one) for one in value] if key in ("joint", "departments") else value


def _acting(appointment: Appointment) -> Actor:
    return Actor(kind="person", name=appointment.person.name, person_id=appointment.person_id)
