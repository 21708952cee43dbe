"""The acts of one proposal: the office examines it, departments answer it, its proposer says what it is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from yidu.common.workdays import Duration, deadline
from yidu.demo.acts import LAPSE, Act
from yidu.demo.chance import shuffled, weighted
from yidu.demo.course import Course, Frame, Handlings
from yidu.demo.days import later, office_hour, workdays_on
from yidu.demo.proposals import Proposal, Way, is_plenary
from yidu.demo.prose import read
from yidu.matters.models import Matter

FRAME = Frame(lead=54, rating=20, attitude=True)
"""Three months are never fewer working days than these."""
GROUNDS = ("academic", "personal", "promotion", "no-advice", "no-advice", "in-court", "inner-affairs")


class Answers(Handlings):
    """Makes the acts of one proposal, one after the other."""

    words = read("proposals")["words"]

    def __init__(self, it: Proposal) -> None:
        super().__init__(it.teller, it.subject, FRAME, it.case.county.departments)
        self.it = it
        self.teller.known["title"] = it.subject.title

    def tell(self, raised: datetime, way: Way) -> list[Act]:
        """Every act after it was handed in, up to its end."""
        at = self.examined(raised, way)
        if way.fate == "filed":
            given = self.handed_over(at, way)
            self.said(self.answered(given, way), way)
        return self.acts

    def merged(self, raised: datetime, into: Callable[[Matter], Matter], *, answered: datetime) -> list[Act]:
        """Handled with another, whose answer it gets at the moment `answered`."""
        at = later(self.rng, self._looked_through(raised), self.rng.randrange(1, 5))
        self.do(at, "merge", "office", into=into, note=self.say("merged"))
        self.said(answered, Way(saying=weighted(self.rng, [("rated", 80), ("silent", 20)])))
        return self.acts

    # --- the examination ---

    def examined(self, raised: datetime, way: Way) -> datetime:
        """Looked through, perhaps completed, and examined. Returns when."""
        rng = self.rng
        at = self._looked_through(raised)
        if way.returned:
            at = self.do(later(rng, at, rng.randrange(1, 4)), "return", "office", reason=self.say("returned"))
            at = later(rng, at, rng.randrange(1, 7))
            if way.fate == "withdrawn":
                return self.do(at, "withdraw", "raiser", reason=self.say("withdrawn"))
            at = self.do(at, "complete", "raiser", title=self.subject.title, text=self.it.whole)
            at = self._looked_through(at)
        at = later(rng, at, rng.randrange(2, 8))
        match way.fate:
            case "converted":
                return self.do(at, "convert", "office", reason=self.say("converted"))
            case "passed-on":
                return self.do(at, "pass-on", "office", reason=self.say("passed_on"))
            case "not-filed":
                return self.do(at, "not-filed", "office", reason=rng.choice(GROUNDS), note=self.say("not_filed"))
            case _:
                period = "plenary" if is_plenary(raised) else "in-year"
                return self.do(at, "file", "office", period=period, note=self.say("filed"))

    def _looked_through(self, at: datetime) -> datetime:
        at = later(self.rng, at, self.rng.randrange(4))
        return self.do(at, "pre-review", "office", note=self.say("pre_review"))

    def handed_over(self, filed: datetime, way: Way) -> datetime:
        """To its departments; a key one has a leader who supervises it. Returns when."""
        rng = self.rng
        given = self._handed_over(later(rng, filed, rng.randrange(1, 8)), Course(contest=way.course.contest))
        if way.supervisor:
            self.do(
                later(rng, given, rng.randrange(2, 6)), "feature", "office", supervisor=way.supervisor.person_id,
                text=self.say("plans"), note=self.words["featured"],
            )  # fmt: skip
        return given

    # --- the answer ---

    def answered(self, given: datetime, way: Way) -> datetime:
        """Accepted, discussed with the proposer and the other departments, answered and signed. Returns when."""
        rng, course, first = self.rng, way.course, given.date()
        offset, more = rng.randrange(3, 6) if course.contest == "declined" else rng.randrange(1, 4), 0

        def day() -> datetime:
            return office_hour(rng, workdays_on(first, offset))

        self.do(day(), "accept", "lead")
        for key, text in zip(self.subject.joint, self.opinions(), strict=False):
            if rng.random() < 0.7:
                offset += rng.randrange(2, 7)
                self.do(day(), "opinion", "joint", department=self.departments[key], text=text)
        if course.pause:
            offset += 1
            reasons = ("waiting-for-the-raiser", "waiting-for-a-decision", "waiting-for-an-expert-report")
            n, stood = rng.randrange(3), rng.randrange(5, 12)
            self.do(day(), "pause", "lead", reason=reasons[n], note=self.words["pause_notes"][n])
            offset, more = offset + stood, more + stood
            self.do(day(), "resume", "lead")
        if rng.random() < 0.55:
            offset += rng.randrange(1, 6)
            self.do(day(), "contact", "lead", note=self.say("contacts"))
        if course.extension:
            granted, days = course.extension == "granted", rng.choice((10, 15, 20))
            offset += rng.randrange(2, 8)
            self.do(day(), "extend", "lead", reason=self.say("extend_reasons"), days=days)
            offset, more = offset + 1, more + (days if granted else 0)
            answer = self.words["extend_granted" if granted else "extend_declined"]
            self.do(day(), "decide", "office", grant=granted, reason=answer)
        limit = self.frame.lead + more
        offset = limit + rng.randrange(9, 16) if course.late else rng.randrange(offset + 2, max(offset + 3, limit - 3))
        return self.signed(day(), course)

    def signed(self, at: datetime, course: Course, *, again: bool = False) -> datetime:
        """Written, perhaps sent back by the head, and signed."""
        rng = self.rng
        at = self.letter(at, course.reply, again=again)
        if course.sent_back and not again:
            at = self.do(later(rng, at, 0), "send-back", "head", reason=self.say("send_back"))
            at = self.letter(later(rng, at, 1), course.reply)
        return self.do(later(rng, at, rng.choice((0, 0, 1))), "sign", "head")

    def letter(self, at: datetime, class_: str, *, again: bool = False) -> datetime:
        """The answer with what everybody may read of it, and with the measures that it promises."""
        rng = self.rng
        body = {"A": self.subject.solved + self.say("taken_up"), "B": self.say("planned"), "C": self.say("limited")}
        opening = self.words["second_reply"] if again else self.say("reply_openings")
        measures = None
        if class_ == "B":
            days = sorted(workdays_on(at.date(), rng.randrange(30, 150)) for _ in self.it.measures)
            measures = [
                {"text": text, "day": day.isoformat()} for text, day in zip(self.it.measures, days, strict=True)
            ]
        publication = weighted(rng, [("whole", 66), ("summary", 22), ("not", 12)])
        return self.do(
            at, "reply", "lead", text=opening + body[class_] + self.say("reply_endings"), class_=class_,
            publication=publication, summary=self.say("summaries") if publication == "summary" else "",
            measures=measures,
        )  # fmt: skip

    # --- what is said of it ---

    def said(self, answered: datetime, way: Way) -> None:
        """What the proposer says of the answer, or that they say nothing."""
        rng, saying = self.rng, way.saying
        if saying in ("redone", "met"):
            seen = office_hour(rng, workdays_on(answered.date(), rng.randrange(2, 12)))
            self.do(seen, "not-satisfied", "raiser", what_is_missing=self.say("missing"))
            talked = office_hour(rng, workdays_on(seen.date(), rng.randrange(4, 12)))
            self.do(talked, "contact", "lead", note=self.say("contacts"))
            again = office_hour(rng, workdays_on(talked.date(), rng.randrange(6, 22)))
            answered = self.signed(again, replace(way.course, reply="A"), again=True)
        if saying == "silent":
            due = deadline(answered, Duration.parse(f"{self.frame.rating} working days")).due_at
            self.do(due + timedelta(minutes=rng.randrange(2, 5)), LAPSE, "system")
            return
        at = office_hour(rng, workdays_on(answered.date(), rng.randrange(1, 15)))
        if saying == "met":
            self.do(at, "still-not-satisfied", "raiser", what_is_missing=self.say("still_missing"))
            met = office_hour(rng, workdays_on(at.date(), rng.randrange(5, 15)))
            self.do(met, "met", "office", note=self.words["met"])
            self.do(met + timedelta(hours=1), "conclude", "office", text=self.words["concluded"])
            return
        self.rated(at, late=way.course.late)
        if way.confirmed:
            seen = office_hour(rng, workdays_on(at.date(), rng.randrange(6, 40)))
            self.do(seen, "confirm", rng.choice(("office", "member")), note=self.say("confirmed"))

    def rated(self, at: datetime, *, late: bool = False) -> None:
        weights = [("satisfied", 40 if late else 70), ("mostly-satisfied", 40 if late else 22), ("understands", 8)]
        mood = weighted(self.rng, weights)
        note = self.say("rated_good" if mood == "satisfied" else "rated_fair")
        self.do(at, "rate", "raiser", satisfaction=mood, attitude=self.rng.choice(("satisfied", mood)), note=note)

    def opinions(self) -> list[str]:
        """What those who join in tell the lead, each something else."""
        return shuffled(self.rng, self.words["opinions"])

    def say(self, what: str) -> str:
        """Something that people say at such an occasion."""
        return self.teller.one_of(self.words[what])
