"""What is done with a matter under way: who acts, when, with what. Carried out through the engine and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from yidu.common.actors import Actor
from yidu.common.clock import local_day
from yidu.demo.cast import Case, acting
from yidu.demo.prose import Teller
from yidu.demo.schedule import Story
from yidu.matters.actions import make_link, raise_matter
from yidu.matters.actions.links import actor_by_link, link_secret
from yidu.matters.engine import lapse_matter, take
from yidu.matters.models import Handling
from yidu.people.models import Organisation, Person

LAPSE = "lapse"
"""Not an action of a procedure: the date passes in silence."""


@dataclass(frozen=True)
class Act:
    """An action at a moment, by a party: office, secretary, lead, head, joint, raiser, recorder or member.

    `department` says which joint one; without it the lead acts. An input that is only known at that moment is a
    function of the matter as it is then.
    """

    at: datetime
    action: str
    by: str = "office"
    inputs: Mapping[str, Any] = field(default_factory=dict)
    department: Organisation | None = None


class Doing:
    """Makes the acts of one matter, one after the other. `acts` is what came of it."""

    def __init__(self, teller: Teller) -> None:
        self.teller, self.rng = teller, teller.rng
        self.acts: list[Act] = []

    def do(
        self, at: datetime, action: str, by: str, *, department: Organisation | None = None, **inputs: Any
    ) -> datetime:
        """Add an act; never before the last one. Returns when."""
        if self.acts and at <= self.acts[-1].at:
            at = self.acts[-1].at + timedelta(minutes=self.rng.randrange(6, 50))
        told = {name.rstrip("_").replace("_", "-"): value for name, value in inputs.items() if value not in ("", None)}
        self.acts.append(Act(at, action, by, told, department))
        return at


def carry_out(case: Case, acts: Iterable[Act]) -> Story:
    """Do one after the other, each at its moment. Whoever acts looks first: others may have looked back."""
    for n, act in enumerate(acts):
        yield act.at
        client_id = case.county.seed.id(f"{case.county.code}/{case.path}/{n}-{act.action}")
        if act.action == LAPSE:
            case.matter = lapse_matter(case.there, client_id=client_id)
            continue
        case.there.refresh_from_db(fields=["version"])
        case.matter = take(
            case.there,
            act.action,
            actor=actor_for(case, act),
            version=case.there.version,
            inputs={name: value(case.there) if callable(value) else value for name, value in act.inputs.items()},
            client_id=client_id,
        )


def reported(case: Case, at: datetime, person: Person, raised_as: str, raises: Mapping[str, Any]) -> Story:
    """Somebody raises a matter by itself, without an activity."""
    yield at
    case.matter = raise_matter(
        committee=case.county.committee,
        edition=case.county.edition,
        raised_as=raised_as,
        actor=acting(person),
        client_id=case.county.seed.id(f"{case.county.code}/{case.path}"),
        **raises,
    )


def actor_for(case: Case, act: Act) -> Actor:
    """Who acts: somebody with an account, the holder of a receipt, or a department by the link that it was sent."""
    county, matter = case.county, case.there
    if act.by in ("lead", "joint"):
        department_id = act.department.pk if act.department else matter.lead_id
        assert department_id is not None
        handler = county.handlers.get(department_id)
        return acting(handler) if handler else _by_link(case, department_id)
    if act.by == "raiser" and (matter.raised_by_id is None or matter.kind_line.rated_by == "enterprise"):
        return Actor(kind="receipt", matter_id=matter.pk)
    return Actor(kind="person", person_id=_person(case, act.by))


def _person(case: Case, by: str) -> int | None:
    county, matter = case.county, case.there
    match by:
        case "raiser":
            return matter.raised_by_id
        case "recorder":
            return matter.activity.recorded_by_id if matter.activity else None
        case "head":
            return county.heads[matter.lead_id or 0].pk
        case "secretary":
            return county.secretary.pk if county.secretary else None
        case "member":
            others = [one.person_id for one in county.members if one.person_id != matter.raised_by_id]
            return others[local_day(matter.raised_at).toordinal() % len(others)]
        case _:
            return county.office[local_day(matter.raised_at).day % len(county.office)].pk


def _by_link(case: Case, organisation_id: int) -> Actor:
    """The office sends a link to a department without accounts; whoever opens it acts for the department."""
    matter = case.there
    handling = Handling.objects.get(matter=matter, organisation_id=organisation_id, ended_at=None)
    link = handling.links.filter(ended_at=None).first() or make_link(
        matter,
        handling=handling,
        actor=acting(case.county.office[0]),
        client_id=case.county.seed.id(f"{case.county.code}/{case.path}/link-{organisation_id}"),
    )
    found = actor_by_link(link_secret(link))
    assert found is not None, "a link that was just made opens"
    return found[0]
