"""Of the voice, something for everybody who signs in: to sign, to examine, to answer, to rate, to edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from yidu.demo.answers import FRAME, Answers
from yidu.demo.cast import County
from yidu.demo.course import Course
from yidu.demo.days import moment, workdays_on, worked_before
from yidu.demo.desks import OWN
from yidu.demo.present import Present
from yidu.demo.proposals import Proposal, is_plenary, proposal
from yidu.demo.prose import read
from yidu.demo.reports import Issues, report
from yidu.demo.schedule import Story
from yidu.demo.signing import sent_round, sign
from yidu.demo.voice import told_by
from yidu.people.models import Appointment

HANDLING = timedelta(days=91)
"""About the three months that departments have."""


def stories(county: County, now: datetime) -> Iterator[Story]:
    it = Desk(county, now)
    for desk in (it.drafts, it.to_be_examined, it.with_departments, it.to_be_rated, it.reports):
        yield from desk()


class Desk(Present):
    """Proposals and opinion reports that stop where they are, each with a subject of its own."""

    def __init__(self, county: County, now: datetime) -> None:
        super().__init__(county, now)
        self.path = f"present/{self.today}/voice"
        self.rng = county.at(self.path)
        self.own = next(one for one in county.members if one.person.username == "member")
        self.others = [one for one in self.members if one.pk != self.own.pk]

    # --- what there is ---

    def drafts(self) -> Iterator[Story]:
        """One that waits for the member's name, and one of the member's own with one name of two."""
        mate, other = self.rng.sample(self.others, 2)
        yield self._sent_round(self._proposal(by=mate), self.before(1, 10), (other, self.own))
        yield self._sent_round(self._proposal(by=self.own), self.before(1, 14), (mate, other))

    def to_be_examined(self) -> Iterator[Story]:
        """Just handed in; looked through; returned to the member; filed, to be handed over."""
        new, looked, filed = (Answers(self._proposal()) for _ in range(3))
        back = Answers(self._proposal(by=self.own, brief=True))
        looked.do(self.before(3, 11), "pre-review", "office")
        back.do(self.before(2, 14), "return", "office", reason=back.words["returned"][0])
        self._filed(filed, self.before(3, 16))
        for acts, raised in ((new, 0), (looked, 4), (back, 4), (filed, 9)):
            yield self._told(acts, self.before(raised, 9))

    def with_departments(self) -> Iterator[Story]:
        """Not accepted yet, almost due, to be joined in, contested, to be signed; and a key one."""
        due = worked_before(self.today - HANDLING + timedelta(days=9))
        new = self._given(self._proposal(lead=OWN), self.before(3, 9))
        joined = self._given(self._proposal(lead="city", joint=OWN), self.before(22, 10), accepted=True, silent=OWN)
        late = self._given(self._proposal(lead=OWN), self.hour(due, 9), accepted=True)
        signing = self._given(self._proposal(lead=OWN), self.before(38, 9), accepted=True)
        signing.letter(self.before(0, 14), "B")
        contested = self._given(self._proposal(lead="transport"), self.before(4, 9))
        contested.do(self.before(0, 14), "contest", "lead", reason=contested.words["contest_reasons"][0])
        key = self._given(self._proposal(lead="education"), self.before(30, 9), accepted=True)
        key.do(
            self.before(20, 15), "feature", "office", supervisor=self.county.leaders[0].person_id,
            text=key.words["plans"][1], note=key.words["featured"],
        )  # fmt: skip
        key.do(self.before(9, 15), "contact", "lead", note=key.words["contacts"][4])
        for acts in (new, joined, late, signing, contested, key):
            yield self._told(acts, _earlier(acts.acts[0].at, 1))

    def to_be_rated(self) -> Iterator[Story]:
        """Two to be rated, by the member and by a leader; one that the member's first rating brought back."""
        for by, lead, due in ((self.own, "commerce", 6), (self.county.leaders[0], "health", 3)):
            signed = self.hour(self.ended(FRAME.rating, due), 14)
            acts = self._given(self._proposal(by=by, lead=lead), _earlier(signed, 45), accepted=True)
            acts.signed(signed, Course(reply="A"))
            yield self._told(acts, _earlier(acts.acts[0].at, 1))
        signed = self.before(24, 10)
        acts = self._given(self._proposal(by=self.own, lead=OWN), _earlier(signed, 40), accepted=True)
        acts.signed(signed, Course(reply="A"))
        acts.do(self.before(16, 20), "not-satisfied", "raiser", what_is_missing=acts.words["missing"][0])
        yield self._told(acts, _earlier(acts.acts[0].at, 1))

    def reports(self) -> Iterator[Story]:
        """To be screened, being edited, to be signed, to be issued."""
        for steps in range(4):
            entry, author = self.unused(read("reports")["report"]), self.rng.choice(self.others)
            it = report(self.county, f"{self.path}/report/{self.next()}", entry, author)
            acts, (title, text) = Issues(it), it.issued_as
            if steps > 0:
                acts.do(self.before(1, 10), "take", "office", note=acts.words["taken"][0])
            if steps > 1:
                acts.do(self.before(0, 11), "edit", "office", title=title, text=text)
            if steps > 2:
                acts.do(self.before(0, 15), "sign", "secretary")
            yield told_by(it.case, author, it.raises, self.before(3 if steps else 0, 9), acts.acts)

    # --- how it comes there ---

    def _proposal(
        self, *, by: Appointment | None = None, lead: str = "", joint: str = "", brief: bool = False
    ) -> Proposal:
        subjects = read("proposals")["subject"]
        fitting = [one for one in subjects if lead in ("", one["lead"]) and (not joint or joint in one["joint"])]
        author = by or self.rng.choice(self.others)
        return proposal(self.county, f"{self.path}/proposal/{self.next()}", self.unused(fitting), author, brief=brief)

    def _sent_round(self, it: Proposal, at: datetime, others: Sequence[Appointment]) -> Story:
        """The first of the others has signed since, the last has not."""
        draft, asked = yield from sent_round(it, at, others)
        yield self.before(0, 10)
        sign(it.case, draft, asked[0], others[0])

    def _told(self, acts: Answers, raised: datetime) -> Story:
        return told_by(acts.it.case, acts.it.author, acts.it.raises, raised, acts.acts)

    def _filed(self, acts: Answers, at: datetime) -> None:
        acts.do(_earlier(at, 5), "pre-review", "office")
        period = "plenary" if is_plenary(_earlier(at, 6)) else "in-year"
        acts.do(at, "file", "office", period=period)

    def _given(self, it: Proposal, at: datetime, *, accepted: bool = False, silent: str = "") -> Answers:
        """With its departments since `at`; once it is accepted, those who join in say what they think, but for one."""
        acts, departments = Answers(it), self.county.departments
        self._filed(acts, _earlier(at, 6))
        joint = [departments[key] for key in it.subject.joint]
        note = acts.words["assign_notes"][0]
        acts.do(at, "assign", "office", lead=departments[it.subject.lead], joint=joint, note=note)
        if accepted:
            acts.do(at.replace(hour=16), "accept", "lead")
            for n, (one, text) in enumerate(zip(joint, acts.opinions(), strict=False)):
                if one is not departments.get(silent):
                    acts.do(_earlier(at, -7 - n), "opinion", "joint", department=one, text=text)
        return acts


def _earlier(at: datetime, days: int) -> datetime:
    """At the same hour so many working days earlier."""
    return moment(workdays_on(at.date(), -days), at.hour, at.minute)
