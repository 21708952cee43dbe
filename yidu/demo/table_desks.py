"""Of the table, something for everybody who signs in: topics to choose, a session today, one to conclude."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from yidu.common import clock
from yidu.demo.acts import Act, carry_out
from yidu.demo.asked import asked
from yidu.demo.cast import Case, County, acting, said
from yidu.demo.days import later, moment, workdays_on
from yidu.demo.present import Present
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.demo.sitting import Sitting
from yidu.demo.table import conclusion_of, place_of, proposed, sitting_of
from yidu.people.models import Appointment


def stories(county: County, now: datetime) -> Iterator[Story]:
    it = Desk(county, now)
    for desk in (it.to_be_chosen, it.to_be_held, it.to_be_concluded, it.being_done):
        yield from desk()


class Desk(Present):
    """Topics and sessions that stop where they are. The liaison who signs in convenes the sessions."""

    def __init__(self, county: County, now: datetime) -> None:
        super().__init__(county, now)
        self.path = f"present/{self.today}/table"
        self.rng = county.at(self.path)
        self.liaison = next(one for one in county.liaisons if one.person.username == "liaison")
        self.own = next(one for one in county.members if one.person.username == "member")
        self.entries: list[dict[str, Any]] = read("table")["topic"]

    def to_be_chosen(self) -> Iterator[Story]:
        """Three that residents proposed, two of which are much the same."""
        other = next(one for one in self.county.liaisons if one.station != self.liaison.station)
        for n, (entry, convener) in enumerate(((0, other), (6, self.liaison), (6, self.liaison))):
            case = Case(self.county, f"{self.path}/proposed-{n}")
            yield self._proposed(case, self.entries[entry], convener, self.before(3 - n, 15), again=n == 2)

    def to_be_held(self) -> Iterator[Story]:
        """One tonight, with people already asked what they think; one next week, to which the member is asked."""
        for n, (entry, days) in enumerate(((1, 0), (3, 5))):
            begins = moment(workdays_on(self.eve, 1 + days) if days else self.today, 19)
            case, convener = Case(self.county, f"{self.path}/held-{n}"), self.liaison
            sitting = self._sitting(case, entry, convener, begins)
            sitting.members = [self.own]
            yield self._prepared(case, sitting, self.entries[entry], answers=not days)
            if not days:
                opens, keeper = self.before(6).date(), acting(self.county.office[0])
                yield asked(case, keeper, read("table")["asking"], opens, self.today + timedelta(days=6))

    def to_be_concluded(self) -> Iterator[Story]:
        """One of the evening before: what was agreed is written down, the conclusion is not."""
        case = Case(self.county, f"{self.path}/concluded")
        sitting = self._sitting(case, 5, self.liaison, moment(self.eve, 19))
        yield self._prepared(case, sitting, self.entries[5], held=True)

    def being_done(self) -> Iterator[Story]:
        """Concluded two weeks ago: what was agreed is with its department, which has accepted it."""
        case = Case(self.county, f"{self.path}/doing")
        convener = next(one for one in self.county.liaisons if one.station != self.liaison.station)
        sitting = self._sitting(case, 5, convener, moment(workdays_on(self.eve, -10), 19))
        yield self._done_by_now(case, sitting, self.entries[5])

    # --- how it comes there ---

    def _done_by_now(self, case: Case, sitting: Sitting, entry: dict[str, Any]) -> Story:
        yield from self._prepared(case, sitting, entry, held=True, days=11)
        yield from sitting.is_concluded()
        closing = {"text": conclusion_of(entry)}
        yield from carry_out(case, [Act(sitting.concluded + timedelta(hours=2), "conclude", "office", closing)])
        yield later(self.rng, sitting.concluded, 1)
        point = Case(self.county, f"{sitting.path}/point-0", sitting.became(0))
        yield from carry_out(point, [Act(clock.now(), "accept", "lead")])

    def _sitting(self, case: Case, entry: int, convener: Appointment, begins: datetime) -> Sitting:
        people = self.rng.randrange(24, 60)
        return sitting_of(case, f"{case.path}/sitting", self.entries[entry], convener, begins, people, settles=True)

    def _proposed(
        self, case: Case, entry: dict[str, Any], convener: Appointment, at: datetime, *, again: bool = False
    ) -> Story:
        place = place_of(convener)
        title = f"{said(place)}：{entry['title']}"
        text = Teller(self.rng, place=said(place)).tell(entry["text"])
        if again:
            title, text = f"再说一次：{title}", f"上次说过，再补充一点。{text}"
        yield from proposed(case, at, place, title=title, text=text)

    def _prepared(
        self,
        case: Case,
        sitting: Sitting,
        entry: dict[str, Any],
        *,
        answers: bool = True,
        held: bool = False,
        days: int = 0,
    ) -> Story:
        """Proposed nine working days before the last one; `days` earlier than that."""
        yield from self._proposed(case, entry, sitting.convener, self.before(9 + days, 11))
        why = Teller(self.rng, place=said(place_of(sitting.convener))).tell(entry["why"])
        yield from carry_out(case, [Act(self.before(8 + days, 15), "choose", "office", {"text": why})])
        yield from sitting.prepared(self.before(7 + days, 10), answers=answers)
        if held:
            yield from carry_out(case, [Act(sitting.begins.replace(hour=9), "begin", "office")])
            yield from sitting.held()
