"""Two topical consultations of a standing committee, from the yearly plan to the look-back: prose/standing.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.consultations.actions.preparing import gather, write_plan_line
from yidu.consultations.actions.reception import book_slot, open_slots
from yidu.consultations.models import Point
from yidu.demo.acts import Act, carry_out, reported
from yidu.demo.cast import Case, County, acting
from yidu.demo.chance import Seed
from yidu.demo.county import Size, open_county
from yidu.demo.days import later, moment, office_hour, told_at, workdays_on
from yidu.demo.prose import read
from yidu.demo.schedule import Story
from yidu.demo.sitting import Put, Said, Sitting
from yidu.matters.actions import ask_look_back, find_look_back, record_and_raise
from yidu.matters.models import LookBack
from yidu.people.models import Appointment, Committee

PROGRAMMES = {"500108": "service-industry", "500117": "precise-law"}
"""County → the programme under which it sits down."""
SIZE = Size(members=0.3, leaders=3, office=2, venues=0, enterprises=0, projects=False, reached=("justice", "tax"))
SLOT = 20
"""Minutes that each member has on the chair's reception day."""


def open_both(*, city: Committee, seed: Seed) -> list[County]:
    return [open_county(code, programme, city=city, seed=seed, size=SIZE) for code, programme in PROGRAMMES.items()]


def stories(counties: list[County]) -> Iterator[Story]:
    for county in counties:
        for line in read("standing")["consultation"]:
            if line["county"] == county.code:
                yield from Standing(county, line).stories()


class Standing:
    """One consultation: the topic on the yearly plan, visits, the session, what becomes of each recommendation."""

    def __init__(self, county: County, line: Mapping[str, Any]) -> None:
        self.county, self.line = county, line
        self.case = Case(county, "standing")
        self.rng = county.at("standing")
        self.chair = county.leaders[0]
        self.lines = line["words"]
        self.sitting = self._standing_session()

    def stories(self) -> Iterator[Story]:
        yield self._course()
        for n, visit in enumerate(self.line["visit"]):
            yield self._visit(n, visit)
        yield from (self._answered(n, line["point"]) for n, line in enumerate(self.lines))

    # --- the topic and its session ---

    def _course(self) -> Story:
        line, office = self.line, self.county.office[0]
        author = self._member(self.lines[-1]["sector"])
        raises = {"kind": "topic", "title": line["topic"], "text": line["text"], "place": self.county.place}
        proposed = self._hour(line["proposed"], 10)
        yield from reported(self.case, proposed, author.person, author.role_id, raises)
        yield from carry_out(self.case, [Act(later(self.rng, proposed, 2), "plan", "office", {"text": line["why"]})])
        begins = self.sitting.begins
        write_plan_line(
            self.case.there, year=begins.year, form=self.sitting.form, month=begins.month, actor=acting(office),
            version=0, client_id=self.county.seed.id(f"{self.county.code}/standing/plan-line"),
        )  # fmt: skip
        words = read("standing")["words"]
        chairs, decided = line["chairs"], line["decided"]
        acts = [
            Act(self._hour(line["agreed-with"], 15), "agreed-with", "office", {"note": words["agreed-with"]}),
            Act(self._hour(chairs, 16), "chairs", "office", {"day": chairs.isoformat()}),
            Act(self._hour(decided, 16), "decided", "office", {"day": decided.isoformat(), "text": line["why"]}),
        ]
        yield from carry_out(self.case, acts)
        if "reception" in line:
            yield from self._reception(line["reception"])
        yield from self.sitting.prepared(self._hour(workdays_on(begins.date(), -17), 10))
        yield from carry_out(self.case, [Act(moment(begins.date(), 8, 40), "begin", "office")])
        yield from self.sitting.held()
        yield from self.sitting.is_concluded()
        concluded = self.sitting.concluded + timedelta(hours=1)
        yield from carry_out(self.case, [Act(concluded, "conclude", "office", {"text": line["conclusion"]})])

    def _standing_session(self) -> Sitting:
        line, departments = self.line, self.county.departments
        bodies = chain.from_iterable((one["point"]["lead"], *one["point"]["joint"]) for one in self.lines)
        members = [self._member(one["sector"]) for one in self.lines]
        points = [
            Put(
                one["point"]["text"], Point.Stands.RECOMMENDED, one["point"]["says"],
                owner=departments[one["point"]["lead"]], joint=[departments[key] for key in one["point"]["joint"]],
                words=n,
            )
            for n, one in enumerate(self.lines)
        ]  # fmt: skip
        spoken = zip(members, self.lines, strict=True)
        return Sitting(
            topic=self.case, path="standing/session", convener=self.chair, form=line["form"], title=line["title"],
            begins=told_at(line["at"]), ends=told_at(line["ends"]), people=line["people"],
            conclusion=line["conclusion"], concluded=self._hour(line["concluded"], 10), agenda=line["agenda"],
            place=self.county.place, room=line["room"], members=members, points=points,
            bodies=[departments[key] for key in dict.fromkeys(bodies)],
            words=[Said(member.person.name, one["text"]) for member, one in spoken],
        )  # fmt: skip

    def _reception(self, line: Mapping[str, Any]) -> Story:
        """The chair's reception day: each member books a slot, and what they say is written down."""
        members = [self._member(one["sector"]) for one in line["words"]]
        spoken = zip(members, line["words"], strict=True)
        sitting = Sitting(
            topic=self.case, path="standing/reception", convener=self.chair, form="reception-day",
            title=line["title"], begins=told_at(line["at"]), ends=told_at(line["ends"]), people=line["people"],
            conclusion=read("standing")["words"]["reception"], concluded=told_at(line["ends"]) + timedelta(hours=4),
            agenda=line["agenda"], place=self.county.place, room=line["room"], members=members,
            words=[Said(member.person.name, one["text"]) for member, one in spoken],
        )  # fmt: skip
        planned = sitting.begins - timedelta(days=4)
        yield from sitting.prepared(planned)
        session, seed = sitting.there, self.county.seed
        open_slots(
            session, begins_at=sitting.begins, minutes=SLOT, many=len(members) + 2, actor=sitting.keeper,
            client_id=seed.id(f"{self.county.code}/standing/slots"),
        )  # fmt: skip
        for n, (member, slot, one) in enumerate(zip(members, session.slots.all(), line["words"], strict=False)):
            book_slot(
                slot, about=one["text"][:40], actor=acting(member.person),
                client_id=seed.id(f"{self.county.code}/standing/slot-{n}"),
            )  # fmt: skip
        yield from sitting.held()
        yield from sitting.is_concluded()

    def _visit(self, n: int, line: Mapping[str, Any]) -> Story:
        """A research visit, named under the topic on the next working day."""
        at, county = told_at(line["at"]), self.county
        place = county.at(f"standing/visit-{n}").choice(county.villages)
        yield at
        activity, _ = record_and_raise(
            committee=county.committee, edition=county.edition, kind=line["kind"], day=at.date(), host=self.chair,
            place=place, companions=line["companions"], headcount=line["people"], heard=line["heard"],
            answers=line.get("answers"), raises=[], actor=acting(self.chair.person),
            client_id=county.seed.id(f"{county.code}/standing/visit-{n}"),
        )  # fmt: skip
        yield later(self.rng, at, 1)
        gather(
            self.case.there, activity=activity, actor=acting(county.office[0]),
            client_id=county.seed.id(f"{county.code}/standing/gathered-{n}"),
        )  # fmt: skip

    # --- what becomes of a recommendation ---

    def _answered(self, n: int, line: Mapping[str, Any]) -> Story:
        """The department answers in writing, in the class that is printed; who is drawn looks when its day has come."""
        path, signed = f"standing/point-{n}", self._hour(line["answered"], 16)
        accepted = later(self.rng, self.sitting.concluded, 1)
        yield accepted
        case, departments = Case(self.county, path, self.sitting.became(n)), self.county.departments
        reply: dict[str, Any] = {"text": line["reply"], "class": line["class"]}
        if "measure" in line:
            reply["measures"] = [{"text": line["measure"], "day": line["day"].isoformat()}]
        words = read("standing")["words"]
        joint = [
            Act(
                office_hour(self.rng, workdays_on(accepted.date(), 8 + 3 * k)), "opinion", "joint",
                {"text": words["opinions"][(n + k) % len(words["opinions"])]}, departments[key],
            )
            for k, key in enumerate(line["joint"])
        ]  # fmt: skip
        last = [Act(signed - timedelta(hours=6), "reply", "lead", reply), Act(signed, "sign", "head")]
        yield from carry_out(case, [Act(accepted, "accept", "lead"), *joint, *last])
        if "measure" in line:
            yield from self._looked_at(case, line)

    def _looked_at(self, case: Case, line: Mapping[str, Any]) -> Story:
        """Whoever is drawn says some days later what there is."""
        row = LookBack.objects.get(matter=case.there, why=LookBack.Why.PROMISED, found_at=None)
        yield self._hour(workdays_on(clock.local_day(row.asks_at), 1), 9)
        seed, path = self.county.seed, f"{self.county.code}/{case.path}"
        ask_look_back(row, client_id=seed.id(f"{path}/asked"))
        yield self._hour(workdays_on(clock.today(), self.rng.randrange(2, 8)), 15)
        row.refresh_from_db()
        find_look_back(
            row, found=line["found"], seen=line["seen"], actor=Actor(kind="person", person_id=row.asked_id),
            version=row.version, client_id=seed.id(f"{path}/found"),
        )  # fmt: skip

    # --- who and when ---

    def _member(self, sector: str) -> Appointment:
        """The last of a sector: the first of some lead the committee."""
        return [one for one in self.county.members if one.sector == self.county.sectors[sector]][-1]

    def _hour(self, day: date, hour: int) -> datetime:
        return moment(day, hour, self.rng.randrange(50))
