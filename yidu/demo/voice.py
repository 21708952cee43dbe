"""The suggestions of value of the half year: proposals filed and opinion reports issued, and those that were not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle
from typing import Any

from yidu.demo import proposals, reports
from yidu.demo.acts import Act, carry_out, reported
from yidu.demo.answers import Answers
from yidu.demo.cast import Case, County
from yidu.demo.chance import shuffled
from yidu.demo.days import PRINTED, moment, office_hour, some_day, worked_before
from yidu.demo.proposals import Fate, Proposal, Way, accepted_at, proposal, signed_at
from yidu.demo.reports import Issues, Report, issued_at, report
from yidu.demo.schedule import Story
from yidu.demo.signing import co_signed
from yidu.matters.models import Matter
from yidu.people.models import Appointment

SUGGESTIONS = 492
"""D18 of the printed page."""
FILED, MERGED, CONVERTED = 186, 12, 6
"""Proposals filed, handled together with one of these, and issued as opinion reports; all others are reports."""
NOT_FILED: dict[Fate, int] = {"not-filed": 9, "passed-on": 6, "withdrawn": 2}
KEPT = 34
"""Opinion reports that are kept for reference."""
LATER = 6
"""So many of both are handed in on the printed day and accepted after it."""
AT_PLENARY, CO_SIGNED, KEY = 118, 22, 3
LATEST = moment(PRINTED, 17, 30)
TRIES = 60


def half_year(county: County, *, told: int = 0) -> Iterator[Story]:
    """What the committee accepts by the last day, less what is `told` by the stories; and what it does not."""
    yield from _proposals(county)
    yield from _reports(county, SUGGESTIONS - FILED - MERGED - CONVERTED - told)


def authors(county: County, path: str) -> Iterator[Appointment]:
    """Members in turn, for ever."""
    return cycle(shuffled(county.at(path), county.members))


def proposers(county: County, path: str) -> Iterator[Appointment]:
    """Members in turn, and among them the conveners of the sectors, who propose in its name."""
    return cycle(shuffled(county.at(path), [*county.members, *county.conveners]))


def told_by(case: Case, author: Appointment, raises: Mapping[str, Any], raised: datetime, acts: Sequence[Act]) -> Story:
    """Raised by its author, and all that happens to it."""
    yield from reported(case, raised, author.person, author.role_id, raises)
    yield from carry_out(case, acts)


def _proposals(county: County) -> Iterator[Story]:
    rng = county.at("voice/proposals")
    people, entries = proposers(county, "voice/proposers"), proposals.entries(county, "voice/proposals/entries")
    numbers: dict[Fate, int] = {"filed": FILED, "converted": CONVERTED, **NOT_FILED}
    fates = shuffled(rng, [fate for fate, number in numbers.items() for _ in range(number)])
    filed = [n for n, fate in enumerate(fates) if fate == "filed"]
    at_plenary = [n for n in filed if n < AT_PLENARY]
    key, mains = dict(zip(at_plenary, county.leaders[:KEY], strict=False)), set(rng.sample(at_plenary[KEY:], MERGED))
    together = set(rng.sample(filed, CO_SIGNED))
    for n, fate in enumerate(fates):
        path, entry, author = f"proposal/{n}", next(entries), next(people)
        way = replace(proposals.draw(county.at(f"{path}/way"), fate), supervisor=key.get(n))
        if n in together | mains:
            way = replace(way, returned=False)
        it = proposal(county, path, entry, author, brief=way.returned)
        raised, acts = _in_time(rng, _first_day(rng, n), partial(_told, it, way))
        if n in together:
            yield _signed(it, raised, acts)
        elif fate == "converted":
            yield _converted(it, raised, acts)
        else:
            yield told_by(it.case, author, it.raises, raised, acts)
        if n in mains:
            other = {**entry, "turn": entry["turn"] + 1}
            yield _merged(proposal(county, f"{path}/other", other, next(people)), it.case, raised, acts)
    for n in range(LATER):
        it = proposal(county, f"proposal/later/{n}", next(entries), next(people))
        raised = office_hour(rng, PRINTED)
        yield told_by(it.case, it.author, it.raises, raised, Answers(it).tell(raised, Way()))


def _reports(county: County, number: int) -> Iterator[Story]:
    rng = county.at("voice/reports")
    people, entries = authors(county, "voice/authors"), reports.entries(county, "voice/reports/entries")
    for n in range(number + KEPT):
        fate = reports.draw(rng) if n < number else "kept"
        author = rng.choice(county.liaisons) if rng.random() < 0.12 else next(people)
        it = report(county, f"report/{n}", next(entries), author)
        first = some_day(rng, last=date(2025, 7, 24))
        raised, acts = _in_time(rng, first, partial(_issued, it, fate))
        yield told_by(it.case, author, it.raises, raised, acts)
    for n in range(LATER):
        it = report(county, f"report/later/{n}", next(entries), next(people))
        raised = office_hour(rng, PRINTED, since=16, until=18)
        yield told_by(it.case, it.author, it.raises, raised, Issues(it).tell(raised, "returned"))


def _told(it: Proposal, way: Way, raised: datetime) -> list[Act]:
    return Answers(it).tell(raised, way)


def _issued(it: Report, fate: reports.Fate, raised: datetime) -> list[Act]:
    return Issues(it).tell(raised, fate)


def _first_day(rng: random.Random, n: int) -> date:
    """The first ones are handed in around the plenary session, the others through the half year."""
    if n < AT_PLENARY:
        return some_day(rng, first=date(2025, 1, 2), last=date(2025, 1, 21))
    return some_day(rng, first=date(2025, 2, 6), last=date(2025, 7, 11))


def _in_time(rng: random.Random, first: date, tell: Callable[[datetime], list[Act]]) -> tuple[datetime, list[Act]]:
    """When it is raised and what happens then, so that what is accepted is accepted by the last day."""
    raised = office_hour(rng, first)
    for _attempt in range(TRIES):
        acts = tell(raised)
        at = accepted_at(acts) or issued_at(acts) or raised
        if at <= LATEST:
            return raised, acts
        raised = office_hour(rng, worked_before((raised - (at - LATEST) - timedelta(days=1)).date()))
    raise ValueError(f"what is raised on {first} cannot be accepted by {LATEST}")


def _signed(it: Proposal, raised: datetime, acts: Sequence[Act]) -> Story:
    rng, county = it.teller.rng, it.case.county
    others = rng.sample([one for one in county.members if one.person_id != it.author.person_id], 2)
    yield from co_signed(it, raised, others, declines=rng.random() < 0.25)
    yield from carry_out(it.case, acts)


def _converted(it: Proposal, raised: datetime, acts: Sequence[Act]) -> Story:
    """It goes on as an opinion report of the same author, which is issued."""
    became = reports.converted(it)
    yield from told_by(it.case, it.author, it.raises, raised, acts)
    became.case.matter = Matter.objects.get(came_from=it.case.there)
    yield from carry_out(became.case, Issues(became).tell(acts[-1].at, "issued"))


def _merged(it: Proposal, main: Case, raised: datetime, acts: list[Act]) -> Story:
    """Another proposal on the same subject, handed in a little later, which is answered with it."""
    answered = signed_at(acts)
    assert answered is not None, "what is filed at the plenary session is answered"
    at = raised + timedelta(minutes=it.teller.rng.randrange(20, 300))
    own = Answers(it).merged(at, lambda _matter: main.there, answered=answered)
    yield from told_by(it.case, it.author, it.raises, at, own)
