"""One thing to tell one person, and who of the persons that are asked about holds what today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from yidu.activities.rules import SERVES
from yidu.common import clock
from yidu.consultations.models import Session
from yidu.matters.models import Handling, Matter
from yidu.people.models import Appointment
from yidu.proposals.models import Draft, Signature
from yidu.proposals.rules import writing_of

NOBODY = frozenset[int]()
TOLD_FOR = timedelta(days=3)
"""Whoever is told at once is told within minutes; after days of standstill it is no news any more."""


@dataclass(frozen=True)
class Due:
    """One thing to tell one person. `why`: held, opinion, decision, look-back, late (in other hands), or here (it has
    come to a stage of which they are told at once; `due_at` is then when it came); or, of a draft, asked, asked-again,
    declined, confirmed; or, of a session about the matter, asked, moved, called-off, or near (`due_at` is when it
    begins), concluded, kept (what was agreed there is reported done, and they are asked whether it was kept), or closed
    (the topic has come to its end)."""

    person_id: int
    matter: Matter | None = field(compare=False)
    what: str
    occasion: str
    due_at: datetime = field(compare=False)
    why: str = field(compare=False)
    at_once: bool = field(compare=False)
    draft: Draft | None = field(default=None, compare=False)
    """Where there is no matter yet: the text that somebody is asked to sign."""
    session: Session | None = field(default=None, compare=False)

    @property
    def about(self) -> Matter | Draft:
        found = self.matter or self.draft
        assert found is not None
        return found

    @property
    def key(self) -> tuple[UUID, int, str, str]:
        """The natural key of its reminder."""
        return (self.about.pk, self.person_id, self.what, self.occasion)


@dataclass
class Posts:
    """Who of the persons holds what today: power at a committee, power for an organisation, and who just records."""

    office: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    oversee: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    record: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    handle: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    sign: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    serve: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Committee → whoever serves there in any role: they may be asked to look back."""
    own_name: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Committee → whoever serves there so that they may write and sign in their own name."""
    sector: dict[tuple[int, int, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    """Committee, sector and role → whoever holds it: a convener signs for the sector."""

    def giving(self, name: Signature) -> Collection[int]:
        """Who of them may give this name, as `yidu.proposals.rules.may_confirm` has it."""
        committee = name.draft.committee_id
        if name.person_id is not None:
            return self.own_name.get(committee, NOBODY) & {name.person_id}
        if name.sector_id is not None:
            keys = [(committee, name.sector_id, role) for role in writing_of(name.draft).conveners]
            return NOBODY.union(*(self.sector.get(key, NOBODY) for key in keys))
        return self.sign.get(name.organisation_id or 0, NOBODY)

    def signers(self, matter: Matter) -> Collection[int]:
        """Who of them signed it with whoever raised it: all are told, one rates."""
        draft: Draft | None = getattr(matter.whole, "draft", None)
        names = draft.signatures.all() if draft else ()
        serve = self.own_name.get(matter.committee_id, NOBODY)
        signed = {one.confirmed_by_id for one in names if one.stands}
        return serve & {one for one in signed if one is not None}

    @property
    def any(self) -> bool:
        return bool(self.serve or self.handle or self.sign)

    @property
    def bodies(self) -> dict[int, set[int]]:
        """Organisation → whoever acts for it in any way."""
        return {one: self.handle.get(one, set()) | self.sign.get(one, set()) for one in {*self.handle, *self.sign}}

    def holding(self, holder: str, matter: Matter) -> Collection[int]:
        """Who of them is this party of the matter."""
        lead = matter.lead_id or 0
        match holder:
            case "office":
                return self.office.get(matter.committee_id, NOBODY)
            case "secretary-general":
                return self.oversee.get(matter.committee_id, NOBODY)
            case "lead":
                return self.handle.get(lead, NOBODY)
            case "lead-head":
                return self.sign.get(lead, NOBODY)
            case "joint":
                return NOBODY.union(*(self.handle.get(one.organisation_id, NOBODY) for one in _owe(matter)))
        own = {matter.raised_by_id} if holder == "raiser" and matter.kind_line.rated_by == "raiser" else set()
        if holder == "recorder":
            own = {matter.raised_by_id, matter.activity.recorded_by_id if matter.activity else None}
        return {one for one in own if one is not None and one in self.record.get(matter.committee_id, NOBODY)}


def _owe(matter: Matter) -> list[Handling]:
    """What joint organisations have not answered yet."""
    return [
        one for one in matter.handlings.all() if one.part == Handling.Part.JOINT and not (one.ended_at or one.done_at)
    ]


def posts_of(persons: Collection[int]) -> Posts:
    held = Appointment.objects.in_force(clock.today()).filter(person__in=persons).select_related("role")
    posts = Posts()
    for one in held:
        powers = set(one.role.powers)
        posts.serve[one.committee_id].add(one.person_id)
        for power in powers & {"office", "oversee", "record"}:
            getattr(posts, power)[one.committee_id].add(one.person_id)
        for power in powers & {"handle", "sign"} if one.organisation_id else ():
            getattr(posts, power)[one.organisation_id].add(one.person_id)
        if powers & set(SERVES):
            posts.own_name[one.committee_id].add(one.person_id)
        if one.sector_id is not None:
            posts.sector[one.committee_id, one.sector_id, one.role_id].add(one.person_id)
    return posts
