"""Who looks back: somebody in one of the named roles who has nothing to do with the matter, chosen by lot."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from yidu.activities.models import OpenTo
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.ids import digest
from yidu.common.workdays import Duration, deadline
from yidu.matters.models import LookBack, Matter
from yidu.matters.sampling import in_drawn_order
from yidu.people.models import Appointment
from yidu.people.rules import has_power
from yidu.programmes.grammar import LookBackRule

CODE = 16
"""Hex digits of a code that stands for a person or for a matter that is not open to everybody."""

# The view is the one definition of who has to do with a matter; the trigger `look_back_by_another` asks it too.
_INVOLVED = "SELECT person_id FROM matters_involved WHERE matter_id = %s"


def involved(matter: Matter) -> set[int]:
    """Ids of the persons who have to do with it: who raised it, wrote it down or hosted the visit, who answered,
    and the people of the organisations that handle it, that it is about, or whose project it is about."""
    with connection.cursor() as cursor:
        cursor.execute(_INVOLVED, [matter.pk])
        return {row[0] for row in cursor.fetchall()}


def rule_of(matter: Matter) -> LookBackRule:
    """The rule with which the matter began. A look-back is only made where there is one."""
    rule = matter.procedure.look_back
    assert rule is not None
    return rule


def may_be_asked(matter: Matter) -> list[int]:
    """Ids of the persons who may be asked today; nobody for a matter that only its parties may read."""
    if matter.open_to == OpenTo.PARTIES:
        return []
    held = Appointment.objects.in_force(clock.today()).filter(
        committee_id=matter.committee_id, role__in=rule_of(matter).by, role__powers__contains=["read"]
    )
    people = held.filter(person__is_active=True).values_list("person_id", flat=True)
    return sorted(set(people) - involved(matter))


def code_of(look_back: LookBack, person_id: int) -> str:
    """What stands for a person in the published list of one look-back: another code in each, and not to be undone."""
    return digest(f"{look_back.pk}|{person_id}", "look-back")[:CODE]


def lots_of(look_back: LookBack, people: list[int]) -> dict[str, int]:
    """Code → person, in drawn order. A promised one has its id as its seed: only the site can tell whose code it is."""
    seed = f"{look_back.draw.seed}|{look_back.name}" if look_back.draw else str(look_back.pk)
    by_code = {code_of(look_back, person): person for person in people}
    return {code: by_code[code] for code in in_drawn_order(by_code, seed)}


def ask_next(look_back: LookBack, matter: Matter, *, at: datetime) -> list[str]:
    """Ask the next in drawn order who has not handed it back, with a date of their own; else the office holds it.

    Returns the codes of everybody who might have been asked. The look-back is not saved.
    """
    lots = lots_of(look_back, may_be_asked(matter))
    left = (person for person in lots.values() if person not in look_back.handed_back)
    look_back.asked_id = next(left, None)
    look_back.due_at = deadline(at, Duration.parse(rule_of(matter).within)).due_at
    return sorted(lots)


def is_asked(look_back: LookBack, actor: Actor) -> bool:
    """Whether it is in the actor's hands: asked for it and still serving, or of the office meanwhile."""
    if actor.kind != "person" or actor.person_id is None or look_back.found or look_back.asks_at > clock.now():
        return False
    if look_back.asked_id is None:
        return has_power(actor, "office", committee_id=look_back.committee_id)
    return look_back.asked_id == actor.person_id and _still_may(look_back)


def to_be_asked() -> QuerySet[LookBack]:
    """Look-backs whose day has come and for which nobody is asked, or somebody who has left the committee since."""
    serves = Appointment.objects.in_force(clock.today()).filter(
        person_id=OuterRef("asked_id"), committee_id=OuterRef("committee_id"), role__powers__contains=["read"]
    )
    waiting = LookBack.objects.filter(found_at=None, asks_at__lte=clock.now())
    return waiting.filter(~Exists(serves)).order_by("asks_at", "pk")


def _still_may(look_back: LookBack) -> bool:
    assert look_back.asked_id is not None
    person = Actor(kind="person", person_id=look_back.asked_id)
    return has_power(person, "read", committee_id=look_back.committee_id)
