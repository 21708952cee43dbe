"""The world that is asked about: two districts below a city, everybody of `readers.py`, objects in every situation.

All of it is made by real actions. Recorded on 10 March 2025, handed over early on 7 April, asked about at nine.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.access import folder
from tests.access.oracle import COMMITTEE, PARTIES, PUBLIC, Share, Thing
from tests.access.readers import CITY, DADUKOU, PROGRAMS, READERS, SERVICE, YUNYANG, Reader
from tests.cast import BEGINS, Cast, at, build, open_county
from yidu.activities.actions import add_photo, record_activity, withdraw_activity
from yidu.common.actors import SYSTEM, Actor
from yidu.matters.actions import make_link, raise_matter
from yidu.matters.engine import take
from yidu.matters.models import AccessLink, Handling, Matter
from yidu.people.actions import add_organisation, add_person, add_service, appoint, end_appointment, open_station
from yidu.people.models import Appointment, Committee, Organisation, Person
from yidu.places.actions import CHONGQING, load_divisions, merge_places
from yidu.places.queries import place_of
from yidu.programmes.actions import publish
from yidu.programmes.models import Edition
from yidu.services.actions import end_token, make_token, token_secret
from yidu.services.scopes import SCOPES

RECORDED, HANDED, TODAY = "2025-03-10", "2025-04-07", "2025-04-07"
YESTERDAY, LATER = "2025-04-06", "2025-06-30"
EARLY = 8
"""Things are handed over an hour before they are asked about: what may be contested for four hours still may."""
VILLAGES = {DADUKOU: "500104001001", YUNYANG: "500235001000"}
MERGED = "500104001007"
COUNTY = "500153000000"
KINDS = {PUBLIC: "enterprise-difficulty", COMMITTEE: "resident-concern", PARTIES: "investor-lead"}
TALKS = {PUBLIC: ("wuqian", "household-visit"), COMMITTEE: ("quiet", "talk"), PARTIES: ("quiet", "errand")}


@dataclass
class World:
    """Who and what there is. Organisations and readers by what the matrix calls them."""

    cast: Cast
    folder: Path
    committees: dict[str, Committee] = field(default_factory=dict)
    editions: dict[tuple[str, str], Edition] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Appointment] = field(default_factory=dict)
    stations: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    made: dict[tuple[str, ...], Thing] = field(default_factory=dict)
    walked: dict[str, list[Any]] = field(default_factory=dict)

    def once(self, key: tuple[str, ...], make: Callable[[], Thing]) -> Thing:
        """A thing that is made when it is first asked for."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    # --- people -----------------------------------------------------------------------------------------------------

    def actor(self, reader: str) -> Actor:
        person = self.persons[reader]
        return Actor(kind="person", name=person.name, person_id=person.pk)

    def come(self, reader: Reader) -> None:
        """The reader's person and post."""
        if not reader.account:
            return
        number = len(self.persons) + 1
        committee = self.committees[reader.post.committee if reader.post else DADUKOU]
        if reader is SERVICE:
            person = add_service(committee=committee, name="对接程序", actor=SYSTEM)
        else:
            person = add_person(
                committee=committee, name=f"读者{number}", username=f"reader-{number}", actor=SYSTEM
            )  # fmt: skip
            person.set_password("a-long-word-for-tests")
            person.save()
        self.persons[reader.id] = person
        if reader.post is None:
            return
        where = folder.every_role()[reader.post.role]["at"]
        held: dict[str, dict[str, Any]] = {
            "organisation": {"organisation": self.bodies.get(reader.post.organisation)},
            "station": {"station": self.stations.get(reader.post.committee)},
            "project": {"project": self.cast.project},
            "place": {"place": committee.place},
        }
        self.posts[reader.id] = appoint(
            committee=committee, person=person, role=reader.post.role, starts=BEGINS, actor=SYSTEM,
            **held.get(where, {}),
        )  # fmt: skip

    def entrust(self, reader: Reader) -> None:
        """The token by which the reader speaks to the API."""
        if not reader.account:
            return
        scopes = {"reads": [one for one in SCOPES if one.endswith(":read")], "elsewhere": ["places:read"]}
        maker = self.actor("office" if reader is SERVICE else reader.me)
        token = make_token(
            person=self.persons[reader.me], name=reader.id, scopes=scopes.get(reader.token, SCOPES),
            expires_on=date.fromisoformat(YESTERDAY if reader.token == "over" else LATER), actor=maker,
        )  # fmt: skip
        self.tokens[reader.id] = token_secret(token)
        if reader.token == "ended":
            end_token(token, actor=maker)

    # --- activities -------------------------------------------------------------------------------------------------

    def activity(self, situation: str, open_to: str, *, by: str = "", committee: str = DADUKOU) -> Thing:
        """An activity that a reader (or a member of the cast) recorded and hosted, with a picture."""
        programme, kind = TALKS[open_to] if committee == DADUKOU else ("huhe", "river-patrol")
        host = self.posts[by] if by else self.cast.appointments["member" if committee == DADUKOU else "keeper"]
        actor = self.actor(by) if by else Actor(kind="person", person_id=host.person_id)
        with at(RECORDED):
            place = place_of(MERGED if situation == "moved" else VILLAGES[committee])
            row = record_activity(
                committee=self.committees[committee], edition=self.editions[committee, programme], kind=kind,
                day=date.fromisoformat(RECORDED), place=place, host=host, heard="听到的话",
                answers=folder.answers(programme, kind, RECORDED), actor=actor, client_id=uuid4(),
            )  # fmt: skip
            photo = add_photo(row, picture=picture(), actor=actor)
        if situation == "closed":
            with at(HANDED):
                withdraw_activity(row, version=row.version, reason="记错了", actor=SYSTEM)
        return Thing(
            "activity", situation, committee, open_to=open_to, recorded_by=by, row=row, gone=situation == "closed",
            blanks={("activities", "pk"): row.pk, ("photos", "photo_pk"): photo.pk},
        )  # fmt: skip

    # --- matters ----------------------------------------------------------------------------------------------------

    def matter(
        self, situation: str, kind: str, *, programme: str = "wuqian", by: str = "", committee: str = DADUKOU,
        raised_as: str = "",
    ) -> Thing:  # fmt: skip
        """A matter that was just raised: by a reader, without an account (`raised_as`), or by one of the cast."""
        line = folder.kind(programme, kind)
        cast_name = "member" if committee == DADUKOU else "other_member"
        person = self.persons.get(by) or self.cast.people[cast_name]
        actor = Actor(kind="visitor") if raised_as else Actor(kind="person", person_id=person.pk, name=person.name)
        named: dict[str, dict[str, Any]] = {
            "enterprise": {"organisation": self.bodies["enterprise" if committee == DADUKOU else "other-enterprise"]},
            "project": {"project": self.cast.project},
        }
        about = named.get(line.get("about", ""), {})
        with at(RECORDED):
            row = raise_matter(
                committee=self.committees[committee], edition=self.editions[committee, programme], kind=kind,
                title="一件事", text="事情的经过",
                place=place_of(MERGED if situation == "moved" else VILLAGES[committee]),
                answers=folder.answers(programme, kind, RECORDED), raised_as=raised_as, actor=actor,
                client_id=uuid4(), **about,
            )  # fmt: skip
            link = make_link(row, actor=SYSTEM)
        stage = folder.procedure(programme, kind)["begins"]
        return Thing(
            "matter", situation, committee, open_to=line["open-to"], raised_by=by, programme=programme, kind=kind,
            stage=stage, row=row, action=next(iter(folder.procedure(programme, kind)["stage"][stage]["action"])),
            blanks={
                ("matters", "pk"): row.pk, ("links", "number"): link.pk, ("deadline", "part"): "share-0",
                ("replies", "number"): 0,
            },
        )  # fmt: skip

    def take(self, thing: Thing, action: str, actor: Actor, *, on: str = HANDED, **inputs: Any) -> None:
        """Move a matter for real, and note where it stands."""
        row = Matter.objects.get(pk=thing.row.pk)
        told = {name.replace("_", "-").rstrip("-"): value for name, value in inputs.items()}
        with at(on, EARLY):
            take(row, action, actor=actor, version=row.version, inputs=told)
        thing.row = Matter.objects.get(pk=row.pk)
        thing.stage = thing.row.stage
        thing.blanks["replies", "number"] = row.replies.order_by("-pk").values_list("pk", flat=True).first() or 0

    def hand_over(self, thing: Thing, lead: str, *joint: str, on: str = HANDED) -> None:
        """To a lead and perhaps joint bodies; whoever had it before has it no more."""
        bodies = {"lead": self.bodies[lead]} | ({"joint": [self.bodies[one] for one in joint]} if joint else {})
        first = next(iter(folder.procedure(thing.programme, thing.kind)["stage"][thing.stage]["action"]))
        self.take(thing, first, SYSTEM, on=on, **bodies)
        share = Handling.objects.get(matter=thing.row, organisation=self.bodies[lead], ended_at=None)
        thing.blanks["deadline", "part"], thing.blanks["links", "handling"] = f"share-{share.pk}", share.pk
        thing.shares = {lead: Share("lead"), **{one: Share("joint") for one in joint}}

    def of(self, body: str, *, signs: bool = False) -> Actor:
        """Somebody of a body who handles or signs: not one of the readers."""
        return self.cast.__getattr__(f"{body}_{'head' if signs else 'handler'}")

    def answer(self, thing: Thing, *, on: str = HANDED, class_: str = "A", **more: Any) -> None:
        """The lead's answer, signed where the procedure asks for it."""
        (lead,) = (body for body, share in thing.shares.items() if share.part == "lead")
        self.take(thing, "reply", self.of(lead), on=on, text="答复", class_=class_, **more)
        self.take(thing, "sign", self.of(lead, signs=True), on=on)
        thing.shares[lead].done = thing.shares[lead].accepted = thing.answered = True

    def link(self, thing: Thing, body: str = "") -> AccessLink:
        """A link for the share of a body, or for whoever raised it."""
        handling = (
            Handling.objects.get(matter=thing.row, organisation=self.bodies[body], ended_at=None) if body else None
        )
        with at(HANDED):
            return make_link(thing.row, handling=handling, actor=SYSTEM)


def row_thing(noun: str, situation: str, committee: str, key: tuple[str, str], row: Any, **more: Any) -> Thing:
    """A thing that is a row and is named by its key."""
    return Thing(noun, situation, committee, {key: row.pk}, row=row, **more)


def picture() -> bytes:
    """A small picture."""
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


def build_world(place: Path) -> World:
    """Call it with the clock free: it sets its own days."""
    with at("2025-01-02"):
        cast = build(place)
        _a_county_without_a_committee(place)
        world = World(cast, place)
        yunyang = open_county(YUNYANG, "云阳县政协", city=cast.city)
        world.committees = {DADUKOU: cast.committee, YUNYANG: yunyang, CITY: cast.city}
        world.editions[DADUKOU, "wuqian"] = cast.edition
        world.editions[DADUKOU, "quiet"] = publish(folder.QUIET, committee=cast.committee, actor=SYSTEM)
        world.editions[YUNYANG, "huhe"] = publish(folder.FOLDERS["huhe"], committee=yunyang, actor=SYSTEM)
        copied = _for_the_other(place)
        world.editions[YUNYANG, "wuqian"] = publish(copied, committee=yunyang, actor=SYSTEM)
        _bodies(world)
        for reader in (*READERS, SERVICE):
            world.come(reader)
        _others(world)
    with at(RECORDED):
        for reader in PROGRAMS:
            world.entrust(reader)
    with at("2025-04-05"):
        former = world.posts["former-office"]
        end_appointment(former, ends=date(2025, 4, 6), version=former.version, actor=SYSTEM)
    _merge_a_village()
    return world


def _a_county_without_a_committee(place: Path) -> None:
    """The city may open one there."""
    with CHONGQING.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    target = place / "county.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row[head.index("code")] == COUNTY)])
    load_divisions(source=target)


def _for_the_other(place: Path) -> Path:
    """The programme wuqian as the other district would run it."""
    copied = place / "wuqian"
    shutil.copytree(folder.FOLDERS["wuqian"], copied)
    for file in copied.rglob("*.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace(DADUKOU, YUNYANG), encoding="utf-8")
    return copied


def _bodies(world: World) -> None:
    cast = world.cast

    def body(committee: str, kind: str, name: str) -> Organisation:
        place = place_of(VILLAGES[committee])
        return add_organisation(
            committee=world.committees[committee], kind=kind, name=name, place=place, actor=SYSTEM
        )  # fmt: skip

    world.bodies = {
        "economy": cast.economy,
        "land": cast.land,
        "enterprise": cast.enterprise,
        "education": body(DADUKOU, "department", "大渡口区教育委员会"),
        "water": body(YUNYANG, "department", "云阳县水利局"),
        "other-enterprise": body(YUNYANG, "enterprise", "云阳县磨刀溪食品有限公司"),
    }
    world.stations = {
        DADUKOU: cast.venue,
        YUNYANG: open_station(
            committee=world.committees[YUNYANG], kind="river-post", name="磨刀溪驿站",
            place=place_of(VILLAGES[YUNYANG]), opened=BEGINS, actor=SYSTEM,
        ),
    }  # fmt: skip


def _others(world: World) -> None:
    """People of the cast who are no readers: they make what is nobody's own."""
    cast, yunyang = world.cast, world.committees[YUNYANG]
    cast.add("second_leader", "副主席", "leader")
    cast.add("other_member", "云阳委员", "member", committee=yunyang)
    cast.add("second_member", "云阳第二人", "member", committee=yunyang)
    cast.add("keeper", "云阳护河员", "river-keeper", committee=yunyang, station=world.stations[YUNYANG])
    cast.add("water_handler", "云阳承办人", "handler", committee=yunyang, organisation=world.bodies["water"])
    cast.add("water_head", "云阳负责人", "head", committee=yunyang, organisation=world.bodies["water"])
    cast.add("education_handler", "教委承办人", "handler", organisation=world.bodies["education"])
    cast.add("education_head", "教委负责人", "head", organisation=world.bodies["education"])


def _merge_a_village() -> None:
    """On the first of April a village became part of its neighbour. What was recorded there before has moved."""
    with at("2025-03-31"):
        old, new = place_of(MERGED), place_of(VILLAGES[DADUKOU])
        merge_places([old], into=new, on=date(2025, 4, 1), actor=SYSTEM)
