"""From what a matter came, to what it led, and who signed it: as far as the reader may read each of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from yidu.activities.models import Activity
from yidu.activities.queries import RELATED
from yidu.activities.rules import readable as readable_activities
from yidu.matters.glance import Glance
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.rules import Standing
from yidu.proposals.models import Signature
from yidu.proposals.queries import chain_of, signers_of


@dataclass(frozen=True)
class ChainShown:
    """`first` and `names` are told to whoever stands among them, to the office, and to the departments that answer
    them; others learn how many there are."""

    activities: list[Activity] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    led_to: list[Matter] = field(default_factory=list)
    names: list[Signature] = field(default_factory=list)
    signers: int = 0
    first: str = ""

    def __bool__(self) -> bool:
        return bool(self.activities or self.matters or self.led_to or self.signers or self.first)


def chain_shown(glance: Glance, standing: Standing) -> ChainShown | None:
    """None where there is no chain: that is one small question."""
    chain = chain_of(glance.whole)
    if not chain:
        return None
    actor = standing.actor
    linked = {*chain.matters, *chain.led_to}
    matters = readable_matters(actor, standing).filter(pk__in=linked).in_bulk() if linked else {}
    visits = readable_activities(actor).filter(pk__in=chain.activities).select_related(*RELATED)
    signers = signers_of(glance.whole) if chain.signers else []
    is_told = _is_told(glance, standing, signers)
    return ChainShown(
        activities=list(visits.defer("edition__content")) if chain.activities else [],
        matters=[matters[pk] for pk in chain.matters if pk in matters],
        led_to=[matters[pk] for pk in chain.led_to if pk in matters],
        names=signers if is_told else [],
        signers=chain.signers,
        first=chain.first if is_told else "",
    )


def _is_told(glance: Glance, standing: Standing, signers: list[Signature]) -> bool:
    person = standing.actor.person_id
    mine = person is not None and person in (glance.raised_by_id, *(one.confirmed_by_id for one in signers))
    office = any(standing.has(power, glance.committee_id) for power in ("office", "oversee"))
    return mine or office or bool(glance.organisations & standing.organisations())
