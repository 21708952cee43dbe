"""How a department's handling of a matter goes, from the hand-over to what is said of the answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from yidu.common.workdays import Duration, deadline
from yidu.demo.acts import LAPSE, Act, Doing
from yidu.demo.chance import weighted
from yidu.demo.days import later, office_hour, workdays_on
from yidu.demo.prose import Teller, read
from yidu.people.models import Organisation

Ending = Literal["solved", "reopened", "unrated", "seen", "diverted"]


@dataclass(frozen=True)
class Frame:
    """What a procedure calls for: the lead's working days, those of whoever raised it, what a rating may say."""

    lead: int
    rating: int
    attitude: bool


LINKAGE = Frame(lead=10, rating=20, attitude=True)
SUPERVISION = Frame(lead=15, rating=10, attitude=False)


@dataclass(frozen=True)
class Subject:
    """What it is about: the entry of the prose file, told; the departments by their keys."""

    title: str
    solved: str
    plan: str
    lead: str
    joint: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """What happens on the way."""

    ending: Ending = "solved"
    contest: Literal["", "granted", "declined"] = ""
    extension: Literal["", "granted", "declined"] = ""
    pause: bool = False
    sent_back: bool = False
    late: bool = False
    reply: Literal["A", "B", "C"] = "A"


def draw(rng: random.Random, ending: Ending) -> Course:
    """A course as it commonly is: most things go straight, some do not."""
    answers = {"solved": (88, 12, 0), "reopened": (80, 20, 0), "seen": (80, 20, 0)}.get(ending, (45, 35, 20))
    return Course(
        ending=ending,
        contest=weighted(rng, [("", 92), ("granted", 5), ("declined", 3)]),
        extension=weighted(rng, [("", 90), ("granted", 8), ("declined", 2)]),
        pause=rng.random() < 0.07,
        sent_back=rng.random() < 0.06,
        late=rng.random() < 0.08,
        reply=weighted(rng, list(zip(("A", "B", "C"), answers, strict=True))),
    )


class Handlings(Doing):
    """The acts of one matter from the hand-over on. `words` are what people say along the way."""

    words = read("words")

    def __init__(self, teller: Teller, subject: Subject, frame: Frame, departments: Mapping[str, Organisation]) -> None:
        super().__init__(teller)
        self.subject, self.frame, self.departments = subject, frame, departments

    def run(self, raised: datetime, course: Course) -> list[Act]:
        """Every act from the hand-over to the end."""
        given = later(self.rng, raised, self.rng.choice((0, 0, 1)))
        if course.ending == "diverted":
            reason = self.rng.choice(self.words["divert_reasons"])
            where = "court" if "诉讼" in reason else "petition"
            self.do(given, "divert", "office", reason=reason, where=where)
            return self.acts
        given = self._handed_over(given, course)
        answered = self._answered(given, course)
        self._said(answered, course)
        return self.acts

    def _handed_over(self, at: datetime, course: Course) -> datetime:
        """To the right lead, sometimes after another one said that it was not his. Returns when."""
        subject, rng = self.subject, self.rng
        note = rng.choice(self.words["assign_notes"])
        if course.contest == "granted":
            wrong = next(key for key in ("city", "housing", "economy") if key not in (subject.lead, *subject.joint))
            self.do(at, "assign", "office", lead=self.departments[wrong], note=note)
            asked = later(rng, at, 1)
            reason = rng.choice(self.words["contest_reasons"])
            self.do(asked, "contest", "lead", department=self.departments[wrong], reason=reason)
            at = self.do(later(rng, asked, 1), "decide", "office", grant=True, reason=self.words["contest_granted"])
            at += timedelta(minutes=rng.randrange(5, 40))
        joint = [self.departments[key] for key in subject.joint]
        at = self.do(at, "assign", "office", lead=self.departments[subject.lead], joint=joint, note=note)
        if course.contest == "declined":
            asked = later(rng, at, 1)
            self.do(asked, "contest", "lead", reason=rng.choice(self.words["contest_reasons"]))
            self.do(later(rng, asked, 1), "decide", "office", grant=False, reason=self.words["contest_declined"])
        return at

    def _answered(self, given: datetime, course: Course) -> datetime:
        """Accepted, discussed, perhaps delayed, answered and signed. Returns when it was signed."""
        rng, frame, first = self.rng, self.frame, given.date()
        offset, more = (3 if course.contest == "declined" else 1), 0
        if rng.random() < 0.35:
            self.do(office_hour(rng, workdays_on(first, offset)), "accept", "lead")
        for n, key in enumerate(self.subject.joint):
            # Not everybody who is asked to join has something to say.
            if rng.random() > (0.8, 0.35, 0.2)[min(n, 2)]:
                continue
            offset += rng.choice((0, 1))
            text = self.teller.one_of(self.words["opinions"])
            at = office_hour(rng, workdays_on(first, offset))
            self.do(at, "opinion", "joint", department=self.departments[key], text=text)
        if course.pause:
            reasons = ("waiting-for-the-raiser", "waiting-for-a-decision", "waiting-for-an-expert-report")
            n = rng.randrange(3)
            offset += 1
            note = self.words["pause_notes"][n]
            self.do(office_hour(rng, workdays_on(first, offset)), "pause", "lead", reason=reasons[n], note=note)
            stood = rng.randrange(3, 8)
            offset, more = offset + stood, more + stood
            self.do(office_hour(rng, workdays_on(first, offset)), "resume", "lead")
        if course.extension:
            granted, days = course.extension == "granted", rng.choice((5, 8, 10))
            offset += 1
            asked = office_hour(rng, workdays_on(first, offset))
            reason = rng.choice(self.words["extend_reasons"])
            self.do(asked, "extend", "lead", reason=reason, days=days)
            answer = self.words["extend_granted" if granted else "extend_declined"]
            offset, more = offset + 1, more + (days if granted else 0)
            self.do(office_hour(rng, workdays_on(first, offset)), "decide", "office", grant=granted, reason=answer)
        limit = frame.lead + more
        wanted = limit + rng.randrange(1, 7) if course.late else rng.randrange(3, max(4, limit - 2))
        offset = max(offset + 1, wanted)
        return self._signed(office_hour(rng, workdays_on(first, offset)), course)

    def _signed(self, at: datetime, course: Course, *, again: bool = False) -> datetime:
        rng = self.rng
        at = self.reply(at, course.reply, again=again)
        if course.sent_back and not again:
            at = self.do(later(rng, at, 0), "send-back", "head", reason=rng.choice(self.words["send_back"]))
            at = self.reply(later(rng, at, 1), course.reply, again=again)
        return self.do(later(rng, at, rng.choice((0, 0, 1))), "sign", "head")

    def reply(self, at: datetime, class_: str, *, again: bool = False) -> datetime:
        """Write the answer: what was done, what is promised with a date, or why it cannot be."""
        self.teller.known["title"] = self.subject.title
        words, rng = self.words, self.rng
        body = {"A": self.subject.solved, "B": self.subject.plan}.get(class_) or rng.choice(words["limited"])
        opening = words["second_reply"] if again else self.teller.one_of(words["reply_openings"])
        measures = None
        if class_ == "B":
            steps = rng.sample(words["measures"], rng.choice((1, 2)))
            days = (workdays_on(at.date(), rng.randrange(10, 40)) for _ in steps)
            measures = [{"text": text, "day": day.isoformat()} for text, day in zip(steps, sorted(days), strict=True)]
        text = f"{opening}{body}{rng.choice(words['reply_endings'])}"
        return self.do(at, "reply", "lead", text=text, measures=measures, class_=class_)

    def _said(self, answered: datetime, course: Course) -> None:
        """What whoever raised it says of the answer, or that they say nothing."""
        rng = self.rng
        if course.ending in ("unrated", "seen"):
            due = deadline(answered, Duration.parse(f"{self.frame.rating} working days")).due_at
            lapsed = self.do(due + timedelta(minutes=rng.randrange(2, 5)), LAPSE, "system")
            if course.ending == "seen":
                seen = office_hour(rng, workdays_on(lapsed.date(), rng.randrange(2, 9)))
                note = rng.choice(self.words["confirm_notes"])
                self.do(seen, "confirm", rng.choice(("office", "office", "member")), note=note)
            return
        if course.ending == "reopened":
            seen = office_hour(rng, workdays_on(answered.date(), rng.randrange(2, 7)))
            self.do(seen, "reopen", "raiser", what_is_missing=rng.choice(self.words["missing"]))
            again = office_hour(rng, workdays_on(seen.date(), rng.randrange(3, 8)))
            answered = self._signed(again, replace(course, reply="A"), again=True)
        self.rate(office_hour(rng, workdays_on(answered.date(), rng.randrange(1, 8))), course)

    def rate(self, at: datetime, course: Course) -> datetime:
        rng = self.rng
        mood = weighted(rng, [("satisfied", 74), ("mostly-satisfied", 17), ("understands", 5), ("unsatisfied", 4)])
        if course.late and mood == "satisfied":
            mood = rng.choice(("satisfied", "mostly-satisfied", "unsatisfied"))
        note = rng.choice(self.words[{"satisfied": "rated_good", "unsatisfied": "rated_bad"}.get(mood, "rated_fair")])
        attitude = rng.choice(("satisfied", mood)) if self.frame.attitude else None
        return self.do(at, "rate", "raiser", satisfaction=mood, attitude=attitude, note=note)


def ends(acts: list[Act]) -> datetime:
    return acts[-1].at
