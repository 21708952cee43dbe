"""Who is told names in a letter, and whose file somebody may open."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import QuerySet

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.matters.rules import parties
from yidu.people.models import Committee, Person
from yidu.people.rules import Standing
from yidu.proposals.queries import signers_of

OPENED = "file.opened"
_TOLD_NAMES = {"office", "secretary-general", "lead", "lead-head", "joint", "raiser", "recorder"}


def is_told_names(actor: Actor, matter: Matter, standing: Standing) -> bool:
    """Whoever has to do with the matter, or signed it, reads the letter as it was sent; others as it is published."""
    if parties(actor, matter, standing) & _TOLD_NAMES:
        return True
    signed = signers_of(matter.part_of_id or matter.pk) if actor.person_id is not None else ()
    return any(one.confirmed_by_id == actor.person_id for one in signed)


def may_open_file(standing: Standing, person: Person, committee: Committee) -> bool:
    """The office of the committee that somebody serves or served is in charge of the files there. Of one's own file
    nobody is in charge but oneself."""
    own = standing.actor.person_id == person.pk
    return not own and standing.has("office", committee.pk) and _served(person, committee)


def has_opened(actor: Actor, person: Person, committee: Committee, year: int) -> bool:
    """Whether the actor opened this year of this person's file today, as the steps tell: no trace, no reading."""
    morning = datetime.combine(clock.today(), time.min, clock.SHANGHAI)
    mine = openings(person, committee).filter(actor_id=actor.person_id, at__gte=morning, data__year=year)
    return actor.person_id is not None and mine.exists()


def openings(person: Person, committee: Committee) -> QuerySet[Step]:
    """Each time that somebody opened the file, the newest first."""
    of = Step.objects.filter(record_type=Person.record_type, record_id=str(person.pk), name=OPENED)
    return of.filter(data__committee=committee.code).order_by("-pk")


def _served(person: Person, committee: Committee) -> bool:
    return person.appointments.filter(committee=committee, withdrawn=False).exists()
