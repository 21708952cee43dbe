"""The objects of each noun, in every situation, for one reader. What is not the reader's own is made once for all.

Situations: `own` (I raised or recorded it, or it is myself), `handed` (my body has an active share), `taken` (it had
one), `other` (another committee's), `moved` (its place was merged away, and it went on a stage or several), `closed`,
and `plain`: of the committee, and I have nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.access import folder
from tests.access.nouns import asked, conclusions, documents, opinions, sent_in, sessions, spot, time, writing
from tests.access.oracle import COMMITTEE, PARTIES, PUBLIC, Thing
from tests.access.readers import CITY, DADUKOU, YUNYANG, Reader
from tests.access.routes import Key, Route
from tests.access.world import HANDED, KINDS, RECORDED, VILLAGES, World, row_thing
from tests.cast import BEGINS, at
from yidu.common import clock
from yidu.common.actors import SYSTEM, Actor
from yidu.ledger.models import Entry
from yidu.matters.actions import end_link
from yidu.matters.actions.links import link_secret
from yidu.people.actions import (
    add_organisation,
    add_person,
    add_project,
    appoint,
    close_organisation,
    close_station,
    end_project,
    open_station,
    withdraw_appointment,
)
from yidu.places.queries import place_of
from yidu.web.actions import remove_view, save_view

Maker = Callable[[World], Thing]
OPEN = (PUBLIC, COMMITTEE, PARTIES)


# --- matters --------------------------------------------------------------------------------------------------------


def matters(world: World, reader: Reader) -> Iterator[Thing]:
    for open_to in OPEN:
        if kind := raisable(reader, open_to):
            yield world.once(("matter", "own", open_to, reader.me), lambda k=kind: own_matter(world, reader, k))  # type: ignore[misc]
        for situation, make in MATTERS.items():
            yield world.once(("matter", situation, open_to), lambda m=make, o=open_to: m(world, KINDS[o]))  # type: ignore[misc]


def raisable(reader: Reader, open_to: str) -> str:
    """A kind of matter with this openness that the reader's role may raise; whoever left raised it before."""
    if reader.post is None or reader.post.committee != DADUKOU:
        return ""
    kinds = folder.kinds("wuqian", "matter").items()
    may = (id_ for id_, line in kinds if line["open-to"] == open_to and reader.post.role in line.get("raised-by", ()))
    return next(may, "")


def own_matter(world: World, reader: Reader, kind: str) -> Thing:
    return world.matter("own", kind, by=reader.me)


def _plain(world: World, kind: str) -> Thing:
    return world.matter("plain", kind)


def _handed(world: World, kind: str) -> Thing:
    thing = world.matter("handed", kind)
    world.hand_over(thing, "economy", "land")
    thing.action = "accept"
    return thing


def _taken(world: World, kind: str) -> Thing:
    """The lead said that it is not theirs, the office agreed, and gave it to somebody else."""
    thing = world.matter("taken", kind)
    world.hand_over(thing, "economy", "land")
    world.take(thing, "contest", world.of("economy"), reason="不属于我单位")
    world.take(thing, "decide", SYSTEM, grant="yes")
    world.hand_over(thing, "education")
    thing.action = "accept"
    return thing


def _other(world: World, kind: str) -> Thing:
    return world.matter("other", kind, committee=YUNYANG)


def _moved(world: World, kind: str) -> Thing:
    """Answered and not signed, or one stage further; its village is no more."""
    thing = world.matter("moved", kind)
    world.hand_over(thing, "economy", "land")
    if kind == KINDS[PARTIES]:
        world.take(thing, "visit", world.of("economy"))
        thing.action = "negotiate"
    else:
        world.take(thing, "reply", world.of("economy"), text="答复", class_="A")
        thing.shares["economy"].accepted = thing.draft = True
        thing.action = "sign"
    return thing


def _closed(world: World, kind: str) -> Thing:
    """Solved, or come to nothing."""
    thing = world.matter("closed", kind, raised_as="" if kind == KINDS[PARTIES] else _without_account(kind))
    world.hand_over(thing, "economy", "land")
    if kind == KINDS[PARTIES]:
        world.take(thing, "drop", SYSTEM, reason="未成")
        thing.action = "drop"
    else:
        world.answer(thing)
        world.take(thing, "rate", Actor(kind="receipt", matter_id=thing.row.pk), satisfaction="satisfied")
        thing.solved, thing.action = True, "reopen"
    thing.gone = True
    return thing


def _without_account(kind: str) -> str:
    return next(one for one in ("enterprise", "resident") if one in folder.kind("wuqian", kind)["raised-by"])


MATTERS = {"plain": _plain, "handed": _handed, "taken": _taken, "other": _other, "moved": _moved, "closed": _closed}


# --- activities -----------------------------------------------------------------------------------------------------


def activities(world: World, reader: Reader) -> Iterator[Thing]:
    for open_to in OPEN:
        programme, kind = ("wuqian", "household-visit") if open_to == PUBLIC else ("quiet", "talk")
        hosts = folder.kind(programme, kind)["hosts"]
        if reader.post and reader.post.committee == DADUKOU and reader.post.role in hosts:
            mine = ("activity", "own", open_to, reader.me)
            yield world.once(mine, lambda o=open_to: world.activity("own", o, by=reader.me))  # type: ignore[misc]
        for situation in ("plain", "moved", "closed"):
            key: tuple[str, ...] = ("activity", situation, open_to)
            yield world.once(key, lambda s=situation, o=open_to: world.activity(s, o))  # type: ignore[misc]
    yield world.once(("activity", "other"), lambda: world.activity("other", PUBLIC, committee=YUNYANG))


# --- people and what they keep --------------------------------------------------------------------------------------


def people(world: World, reader: Reader) -> Iterator[Thing]:
    """A person belongs to the committees where they have or had a role; without any, to whoever enters people."""
    if reader.account:
        committee = reader.post.committee if reader.post else ""
        yield row_thing("person", "own", committee, ("people", "pk"), world.persons[reader.me])
    cast = world.cast
    yield row_thing("person", "plain", DADUKOU, ("people", "pk"), cast.people["member"])
    yield row_thing("person", "other", YUNYANG, ("people", "pk"), cast.people["other_member"])
    yield world.once(("person", "closed"), lambda: _withdrawn(world)[0])
    yield world.once(("person", "moved"), lambda: _roleless(world))


def appointments(world: World, reader: Reader) -> Iterator[Thing]:
    cast, key = world.cast, ("appointments", "pk")
    if reader.me in world.posts:
        assert reader.post is not None
        yield row_thing("appointment", "own", reader.post.committee, key, world.posts[reader.me])
    yield row_thing("appointment", "plain", DADUKOU, key, cast.appointments["leader"])
    yield row_thing("appointment", "other", YUNYANG, key, cast.appointments["other_member"])
    world.once(("person", "closed"), lambda: _withdrawn(world)[0])
    yield world.made["appointment", "closed"]


def organisations(world: World, reader: Reader) -> Iterator[Thing]:
    key = ("organisations", "pk")
    yield row_thing("organisation", "plain", DADUKOU, key, world.bodies["economy"])
    yield row_thing("organisation", "other", YUNYANG, key, world.bodies["water"])
    yield world.once(("organisation", "closed"), lambda: _closed_body(world))


def projects(world: World, reader: Reader) -> Iterator[Thing]:
    yield row_thing("project", "plain", DADUKOU, ("projects", "pk"), world.cast.project)
    yield world.once(("project", "other"), lambda: _project(world, YUNYANG, "other"))
    yield world.once(("project", "closed"), lambda: _project(world, DADUKOU, "closed"))


def stations(world: World, reader: Reader) -> Iterator[Thing]:
    yield row_thing("station", "plain", DADUKOU, ("stations", "pk"), world.stations[DADUKOU])
    yield row_thing("station", "other", YUNYANG, ("stations", "pk"), world.stations[YUNYANG])
    yield world.once(("station", "closed"), lambda: _closed_station(world))


def views(world: World, reader: Reader) -> Iterator[Thing]:
    if reader.account:
        yield world.once(("view", "own", reader.me), lambda: _view(world, "own", reader.me))
    yield world.once(("view", "closed"), lambda: _view(world, "closed", "office"))
    yield world.once(("view", "plain"), lambda: _view(world, "plain", ""))


def _withdrawn(world: World) -> tuple[Thing, Thing]:
    """Somebody whose only role was entered by mistake and taken back."""
    with at(RECORDED):
        committee = world.committees[DADUKOU]
        person = add_person(committee=committee, name="误记者", actor=SYSTEM)
        post = appoint(committee=committee, person=person, role="leader", starts=BEGINS, actor=SYSTEM)
        post = withdraw_appointment(post, version=post.version, reason="记错了", actor=SYSTEM)
    found = row_thing("person", "closed", DADUKOU, ("people", "pk"), person)
    also = row_thing("appointment", "closed", DADUKOU, ("appointments", "pk"), post)
    found.gone = also.gone = True
    world.made["appointment", "closed"] = also
    return found, also


def _roleless(world: World) -> Thing:
    person = add_person(committee=world.committees[DADUKOU], name="尚无任职者", actor=SYSTEM)
    return row_thing("person", "moved", "", ("people", "pk"), person)


def _closed_body(world: World) -> Thing:
    with at(HANDED):
        committee = world.committees[DADUKOU]
        body = add_organisation(committee=committee, kind="department", name="已撤销的局", actor=SYSTEM)
        body = close_organisation(body, on=date.fromisoformat(HANDED), version=body.version, actor=SYSTEM)
    thing = row_thing("organisation", "closed", DADUKOU, ("organisations", "pk"), body)
    thing.gone = True
    return thing


def _project(world: World, committee: str, situation: str) -> Thing:
    with at(RECORDED):
        row = add_project(
            committee=world.committees[committee], name=f"工程 {situation}", place=place_of(VILLAGES[committee]),
            starts=BEGINS, actor=SYSTEM,
        )  # fmt: skip
        if situation == "closed":
            row = end_project(row, ends=date.fromisoformat(RECORDED), version=row.version, actor=SYSTEM)
    thing = row_thing("project", situation, committee, ("projects", "pk"), row)
    thing.gone = situation == "closed"
    return thing


def _closed_station(world: World) -> Thing:
    with at(RECORDED):
        row = open_station(
            committee=world.committees[DADUKOU], kind="consultation-venue", name="已关闭的阵地",
            place=place_of(VILLAGES[DADUKOU]), opened=BEGINS, actor=SYSTEM,
        )  # fmt: skip
        row = close_station(row, closed=date.fromisoformat(RECORDED), version=row.version, actor=SYSTEM)
    thing = row_thing("station", "closed", DADUKOU, ("stations", "pk"), row)
    thing.gone = True
    return thing


def _view(world: World, situation: str, reader: str) -> Thing:
    actor = world.actor(reader) if reader else world.cast.leader
    row = save_view(name=f"清单 {situation}", query="state=open", actor=actor)
    if situation == "closed":
        remove_view(row, actor=actor)
    thing = row_thing("view", situation, DADUKOU, ("views", "pk"), row)
    thing.recorded_by, thing.gone = reader, situation == "closed"
    return thing


# --- ways in without an account -------------------------------------------------------------------------------------


def links(world: World, reader: Reader) -> Iterator[Thing]:
    """What a link opens does not depend on who is signed in."""
    for situation, make in LINKS.items():
        yield world.once(("link", situation), lambda m=make: m(world))  # type: ignore[misc]


def _linked(thing: Thing, situation: str, secret: str, *, says: str, action: str) -> Thing:
    blanks = {**thing.blanks, ("l", "secret"): secret, ("take", "action"): action}
    return Thing(
        **{**vars(thing), "noun": "link", "situation": situation, "says": says, "action": action, "blanks": blanks}
    )  # fmt: skip


def _link_handed(world: World) -> Thing:
    thing = _handed(world, KINDS[PUBLIC])
    return _linked(thing, "handed", link_secret(world.link(thing, "economy")), says="lead", action="accept")


def _link_own(world: World) -> Thing:
    thing = world.matter("own", KINDS[PUBLIC], raised_as="enterprise")
    world.hand_over(thing, "economy", "land")
    world.answer(thing)
    return _linked(thing, "own", link_secret(world.link(thing)), says="raiser", action="rate")


def _link_plain(world: World) -> Thing:
    """A link of whoever raised it, where an action of the office is asked for."""
    thing = world.matter("plain", KINDS[PUBLIC], raised_as="enterprise")
    return _linked(thing, "plain", link_secret(world.link(thing)), says="raiser", action="assign")


def _link_taken(world: World) -> Thing:
    """The share that the link speaks for has ended."""
    thing = world.matter("taken", KINDS[PUBLIC])
    world.hand_over(thing, "economy", "land")
    secret = link_secret(world.link(thing, "economy"))
    world.take(thing, "contest", world.of("economy"), reason="不属于我单位")
    world.take(thing, "decide", SYSTEM, grant="yes")
    world.hand_over(thing, "education")
    return _over(_linked(thing, "taken", secret, says="lead", action="accept"))


def _link_closed(world: World) -> Thing:
    thing = _handed(world, KINDS[PUBLIC])
    link = world.link(thing, "economy")
    end_link(link, actor=SYSTEM)
    return _over(_linked(thing, "closed", link_secret(link), says="lead", action="accept"))


def _link_moved(world: World) -> Thing:
    """It was made so long ago that it opens nothing today."""
    thing = _handed(world, KINDS[PUBLIC])
    link = world.link(thing, "economy")
    link.expires_at = clock.now() - timedelta(minutes=1)
    link.save(update_fields=["expires_at"])
    return _over(_linked(thing, "moved", link_secret(link), says="lead", action="accept"))


def _over(thing: Thing) -> Thing:
    thing.gone = True
    return thing


LINKS: dict[str, Maker] = {
    "own": _link_own,
    "plain": _link_plain,
    "handed": _link_handed,
    "taken": _link_taken,
    "moved": _link_moved,
    "closed": _link_closed,
}


def receipts(world: World, reader: Reader) -> Iterator[Thing]:
    """The matter whose receipt is open in the browser of whoever holds one."""
    yield world.once(("receipt", "own"), lambda: _receipt(world, "own", "rate"))
    yield world.once(("receipt", "closed"), lambda: _receipt(world, "closed", "reopen"))
    yield world.once(("receipt", "plain"), lambda: _receipt(world, "plain", "assign"))


def _receipt(world: World, situation: str, action: str) -> Thing:
    thing = world.matter(situation, KINDS[PUBLIC], raised_as="enterprise")
    if situation != "plain":
        world.hand_over(thing, "economy", "land")
        world.answer(thing)
    if situation == "closed":
        world.take(thing, "rate", Actor(kind="receipt", matter_id=thing.row.pk), satisfaction="satisfied")
        thing.solved = thing.gone = True
    held = _linked(thing, situation, "", says="raiser", action=action)
    held.noun = "receipt"
    return held


# --- what belongs to a committee ------------------------------------------------------------------------------------


def committees(world: World, reader: Reader) -> Iterator[Thing]:
    """The pages of a district, of another, of the city; and a figure that is not for everybody."""
    list(activities(world, reader))  # so that the figures have records behind them
    told = (
        ("own", DADUKOU, "wuqian", "households-visited", "page", "household-visit"),
        ("plain", DADUKOU, "quiet", "talks", "page", "talk"),
        ("other", YUNYANG, "huhe", "patrols", "spring", "river-patrol"),
        ("moved", CITY, "wuqian", "households-visited", "page", "household-visit"),
    )
    for situation, *more in told:
        one = (situation, *more)
        yield world.once(("committee", situation), lambda t=one: _committee(*t))  # type: ignore[misc]


def _committee(situation: str, code: str, programme: str, indicator: str, name: str, kind: str) -> Thing:
    committee = code if code != CITY else DADUKOU
    entry = Entry.objects.filter(committee__code=committee, programme=programme, indicator=indicator).first()
    public = folder.read(programme, "indicators")[indicator].get("public", True)
    return Thing(
        "committee", situation, code, programme=programme, open_to=PUBLIC if public else COMMITTEE, row=entry,
        query=f"committee={code}",
        blanks={
            ("c", "code"): code, ("committees", "code"): code, ("plan", "year"): 2025,
            ("figures", "programme"): programme, ("programmes", "programme"): programme,
            ("offline", "programme"): programme, ("offline", "kind"): kind,
            ("session", "form"): "words",
            ("figures", "indicator"): indicator, ("sets", "programme"): programme, ("sets", "name"): name,
            ("entries", "pk"): entry.pk if entry else 0, ("entries", "kind"): "csv",
        },
    )  # fmt: skip


def kinds(world: World, reader: Reader) -> Iterator[Thing]:
    """A kind of activity to record: of one's own committee, of another's, and one that is a matter."""
    told = (
        ("own", DADUKOU, "wuqian", "household-visit"),
        ("plain", DADUKOU, "quiet", "errand"),
        ("other", YUNYANG, "huhe", "river-patrol"),
        ("closed", DADUKOU, "wuqian", "resident-concern"),
    )
    for situation, code, programme, kind in told:
        names = [(before, name) for before in ("record", "hosts") for name in ("programme", "kind")]
        blanks = dict(zip(names, (programme, kind) * 2, strict=True))
        yield Thing("kind", situation, code, blanks, programme=programme, kind=kind)


NOUNS: dict[Key, Callable[[World, Reader], Iterator[Thing]]] = {
    ("matters", "pk"): matters,
    ("activities", "pk"): activities,
    ("people", "pk"): people,
    ("appointments", "pk"): appointments,
    ("organisations", "pk"): organisations,
    ("projects", "pk"): projects,
    ("stations", "pk"): stations,
    ("views", "pk"): views,
    ("l", "secret"): links,
    ("take", "action"): receipts,
    ("c", "code"): committees,
    ("committees", "code"): committees,
    ("figures", "programme"): committees,
    ("programmes", "programme"): committees,
    ("record", "programme"): kinds,
    ("hosts", "programme"): kinds,
    **documents.NOUNS,
    **sessions.NOUNS,
    **conclusions.NOUNS,
    **opinions.NOUNS,
    **spot.NOUNS,
    **time.NOUNS,
    **sent_in.NOUNS,
    **asked.NOUNS,
    **writing.NOUNS,
}
"""Who knows objects for the first blank of an address. A route with another one fails until somebody thinks of it."""


def things_for(route: Route, world: World, reader: Reader) -> Iterator[Thing | None]:
    """The objects of a route's address for a reader; None, once, for an address without blanks."""
    if route.noun is None:
        yield None
        return
    for thing in NOUNS[route.noun](world, reader):
        thing.blanks.setdefault(("take", "action"), thing.action)
        yield thing
        if route.name in asked.OF_NO_COMMITTEE:
            return
