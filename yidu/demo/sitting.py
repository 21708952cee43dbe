"""People sit down about a topic: planned, asked, held, concluded; and what was agreed there is done."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from yidu.common.actors import Actor
from yidu.common.workdays import Duration, deadline
from yidu.consultations.actions.conclusions import conclude_session
from yidu.consultations.actions.echoes import say_echo
from yidu.consultations.actions.invitations import answer_seat, invite
from yidu.consultations.actions.points import put_point, settle_point
from yidu.consultations.actions.sessions import plan_session
from yidu.consultations.actions.spot import confirm_seat, hold_session
from yidu.consultations.actions.stances import count_stances
from yidu.consultations.actions.words import keep_words
from yidu.consultations.models import Point, Seat, Session
from yidu.demo.acts import LAPSE, Act, carry_out
from yidu.demo.cast import Case, acting
from yidu.demo.chance import weighted
from yidu.demo.days import later, office_hour, workdays_on, worked_before
from yidu.demo.prose import read
from yidu.demo.schedule import Story
from yidu.matters.models import Matter
from yidu.people.models import Appointment, Organisation, Person, Station
from yidu.places.models import Place


@dataclass(frozen=True)
class Said:
    """Who says what. `speaker` is somebody asked by name, a body or a member who was asked, or anybody else."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Put:
    """What is put to the table, and how it comes out. `words` is the number of the statement in which it is made."""

    text: str
    stands: str
    says: str = ""
    owner: Organisation | None = None
    joint: Sequence[Organisation] = ()
    day: date | None = None
    words: int | None = None
    hands: tuple[int, int, int] | None = None


@dataclass
class Sitting:
    """One session with what is said there. `named` are (part, name) of whoever has no account."""

    topic: Case
    path: str
    convener: Appointment
    form: str
    title: str
    begins: datetime
    ends: datetime
    people: int
    conclusion: str
    concluded: datetime
    agenda: str = ""
    station: Station | None = None
    place: Place | None = None
    room: str = ""
    members: Sequence[Appointment] = ()
    bodies: Sequence[Organisation] = ()
    named: Sequence[tuple[str, str]] = ()
    words: Sequence[Said] = ()
    points: Sequence[Put] = ()
    session: Session | None = None
    seats: dict[str, Seat] = field(default_factory=dict)

    @property
    def there(self) -> Session:
        assert self.session is not None, f"{self.path} was not planned yet"
        return self.session

    @property
    def keeper(self) -> Actor:
        return acting(self.convener.person)

    def prepared(self, at: datetime, *, answers: bool = True) -> Story:
        """Planned, people asked; whoever has an account answers the day after, if anybody `answers` yet."""
        yield at
        self.session = plan_session(
            topic=self.topic.there, form=self.form, title=self.title, convener=self.convener, begins_at=self.begins,
            ends_at=self.ends, station=self.station, place=self.place, room=self.room, agenda=self.agenda,
            is_public=True, actor=self.keeper, client_id=self.id("planned"),
        )  # fmt: skip
        yield at + timedelta(minutes=12)
        persons = [one.person for one in self.members]
        invite(
            self.session, persons=persons, organisations=self.bodies, named=self.named, actor=self.keeper,
            client_id=self.id("asked"),
        )  # fmt: skip
        self.seats = {_called(seat): seat for seat in self._rows()}
        if not answers:
            return
        yield later(self.topic.county.at(self.path), at, 1)
        for n, seat in enumerate(self._rows()):
            if (person := self._answers_for(seat)) is not None:
                answer_seat(
                    seat, answer="comes", name=person.name if seat.organisation_id else "", actor=acting(person),
                    version=seat.version, client_id=self.id(f"answered-{n}"),
                )  # fmt: skip

    def held(self) -> Story:
        """Who is there is confirmed, words and points are written down one by one, and the people are counted."""
        yield self.begins
        for n, seat in enumerate(self._rows()):
            self.seats[_called(seat)] = confirm_seat(
                seat, actor=self.keeper, version=seat.version, client_id=self.id(f"there-{n}")
            )
        step = (self.ends - self.begins) / (len(self.words) + len(self.points) + 1)
        kept, at = [], self.begins
        for n, one in enumerate(self.words):
            at += step
            yield at
            said = keep_words(
                self.there, speaker=one.speaker, text=one.text, seat=self.seats.get(one.speaker), actor=self.keeper,
                client_id=self.id(f"words-{n}"),
            )  # fmt: skip
            kept.append(said)
        for n, put in enumerate(self.points):
            at += step
            yield at
            words = kept[put.words] if put.words is not None else None
            point = put_point(
                self.there, text=put.text, words=words, actor=self.keeper, client_id=self.id(f"point-{n}")
            )
            if put.hands:
                agree, live_with, against = put.hands
                point = count_stances(
                    point, agree=agree, live_with=live_with, against=against, actor=self.keeper,
                    version=point.version, client_id=self.id(f"hands-{n}"),
                )  # fmt: skip
            settle_point(
                point, stands=put.stands, says=put.says, owner=put.owner, joint=put.joint, day=put.day,
                actor=self.keeper, version=point.version, client_id=self.id(f"settled-{n}"),
            )  # fmt: skip
        yield self.ends
        self.session = hold_session(
            self.fresh(), headcount=self.people, actor=self.keeper, version=self.there.version,
            client_id=self.id("held"),
        )  # fmt: skip

    def is_concluded(self) -> Story:
        """What came of it is said, and each point that is settled becomes a matter of its own."""
        yield self.concluded
        self.session = conclude_session(
            self.fresh(), conclusion=self.conclusion, actor=self.keeper, version=self.there.version,
            client_id=self.id("concluded"),
        )  # fmt: skip

    def became(self, n: int) -> Matter:
        """What became of the n-th point."""
        point = self.point(n)
        assert point.matter is not None, f"nothing became of {point}"
        return point.matter

    def point(self, n: int) -> Point:
        return Point.objects.select_related("matter").get(pk=self.id(f"point-{n}"))

    def echoes(self, n: int, texts: Sequence[str]) -> None:
        """Those without account who took part say that a point was kept, each once."""
        residents = [seat for seat in self.seats.values() if seat.part == Seat.Part.RESIDENT]
        for seat, text in zip(residents, texts, strict=False):
            say_echo(
                self.point(n), seat=seat, kept="yes", text=text, actor=Actor(kind="link", seat_id=seat.pk),
                client_id=self.id(f"echo-{n}-{seat.pk}"),
            )  # fmt: skip

    def fresh(self) -> Session:
        """As it is now: others may have written at this table."""
        self.session = Session.objects.select_related("topic__edition", "committee").get(pk=self.there.pk)
        return self.session

    def id(self, what: str) -> UUID:
        county = self.topic.county
        return county.seed.id(f"{county.code}/{self.path}/{what}")

    def _rows(self) -> list[Seat]:
        rows = self.there.seats.filter(taken_off_at=None).select_related("person", "organisation", "session")
        return list(rows.order_by("pk"))

    def _answers_for(self, seat: Seat) -> Person | None:
        if seat.organisation_id is None:
            return seat.person
        return self.topic.county.handlers.get(seat.organisation_id)


def carried_out(sitting: Sitting, n: int, reply: str, *, kept: str = "") -> Story:
    """The owner of an agreed point reports before its day; whether it was kept the convener says, or the office."""
    county, put, path = sitting.topic.county, sitting.points[n], f"{sitting.path}/point-{n}"
    rng = county.at(path)
    assert put.day is not None, "what is agreed has a day"
    accepted = later(rng, sitting.concluded, 1)
    reported = office_hour(rng, worked_before(put.day - timedelta(days=1)), until=12)
    signed = reported + timedelta(minutes=rng.randrange(20, 180))
    yield accepted
    case = Case(county, path, sitting.became(n))
    acts = [
        Act(accepted, "accept", "lead"),
        Act(reported, "reply", "lead", {"text": reply, "class": "A"}),
        Act(signed, "sign", "head"),
    ]
    course = "kept" if kept else weighted(rng, [("kept", 84), ("reopened", 8), ("unrated", 8)])
    yield from carry_out(case, [*acts, *_confirmed(rng, signed, course, kept)])


def _confirmed(rng: random.Random, signed: datetime, course: str, kept: str) -> Iterator[Act]:
    words = read("words")
    if course == "unrated":
        due = deadline(signed, Duration.parse("20 working days")).due_at
        yield Act(due + timedelta(minutes=3), LAPSE, "system")
        seen = office_hour(rng, workdays_on(due.date(), rng.randrange(6, 15)))
        yield Act(seen, "confirm", "office", {"note": rng.choice(words["confirm_notes"])})
        return
    if course == "reopened":
        missed = office_hour(rng, workdays_on(signed.date(), rng.randrange(2, 5)))
        yield Act(missed, "reopen", "raiser", {"what-is-missing": rng.choice(words["missing"])})
        again = office_hour(rng, workdays_on(missed.date(), rng.randrange(4, 9)), until=15)
        text = read("table")["words"]["again"]
        yield Act(again, "reply", "lead", {"text": text, "class": "A"})
        signed = again + timedelta(minutes=50)
        yield Act(signed, "sign", "head")
    at = office_hour(rng, workdays_on(signed.date(), 1))
    note = kept or rng.choice(words["rated_good"])
    yield Act(at, "rate", "raiser", {"satisfaction": "satisfied", "note": note})


def _called(seat: Seat) -> str:
    """As the words name it: a body by its short name, somebody by their own."""
    if seat.organisation is not None:
        return seat.organisation.called
    return seat.person.name if seat.person is not None else seat.name
