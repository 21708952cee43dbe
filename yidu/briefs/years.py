"""A member's own year: what one did, what one raised and what became of it, what one looked back at.

It tells one person's own doings and compares nothing: there are no points in it, no ranks, no totals, nobody else.
Everything in it is read as the reader may read it anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, Q

from yidu.activities import rules as activities
from yidu.activities.models import Activity
from yidu.activities.queries import RELATED
from yidu.briefs.became import became, read_with
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.clock import SHANGHAI
from yidu.matters import rules as matters
from yidu.matters.models import LookBack, Matter
from yidu.people.models import Committee, Person
from yidu.proposals.models import Signature


@dataclass(frozen=True)
class Raised:
    """Something that was raised, and what became of it."""

    matter: Matter
    became: tuple[str, ...]


@dataclass(frozen=True)
class MemberYear:
    """The newest last, as a year goes. What was raised is also what was signed with others; what is divided is one."""

    person: Person
    committee: Committee
    year: int
    did: Sequence[Activity]
    raised: Sequence[Raised]
    looked_back: Sequence[LookBack]

    @property
    def is_empty(self) -> bool:
        return not (self.did or self.raised or self.looked_back)


def years_of(person: Person, committee: Committee) -> range:
    """The years in which the person served the committee, up to this one; none for whoever never did."""
    served = person.appointments.filter(committee=committee, withdrawn=False)
    first: date | None = served.aggregate(first=Min("starts"))["first"]
    return range(first.year, clock.today().year + 1) if first else range(0)


def year_of(person: Person, committee: Committee, year: int, *, reader: Actor) -> MemberYear:
    """The year as the reader may see it: three questions and what became of it, however much was done."""
    begins, ends = (datetime(one, 1, 1, tzinfo=SHANGHAI) for one in (year, year + 1))
    did = activities.readable(reader).filter(
        Q(host__person=person) | Q(recorded_by=person), committee=committee, day__year=year, withdrawn_at=None
    )
    signed = Signature.objects.filter(draft__matter=OuterRef("pk"), person=person, confirmed_at__isnull=False)
    with_others = Exists(signed.filter(withdrawn_at=None))
    raised = matters.readable(reader).filter(
        Q(raised_by=person) | Q(with_others),
        committee=committee, raised_at__gte=begins, raised_at__lt=ends, part_of=None,
    )  # fmt: skip
    raised = raised.select_related("edition", "lead", "place", "merged_into").defer("edition__content")
    looked_back = LookBack.objects.filter(found_by=person, committee=committee, found_at__gte=begins, found_at__lt=ends)
    return MemberYear(
        person=person,
        committee=committee,
        year=year,
        did=list(did.select_related(*RELATED).defer("edition__content").order_by("day", "recorded_at")),
        raised=[Raised(one, tuple(became(one))) for one in raised.prefetch_related(*read_with()).order_by("raised_at")],
        looked_back=list(looked_back.select_related("matter").order_by("found_at")),
    )
