"""Rights, and how each of them ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tests.access.cells import Browsers
from tests.access.readers import READERS
from tests.access.things import NOUNS
from tests.access.world import HANDED, TODAY, World
from yidu.common.actors import SYSTEM
from yidu.matters.actions import end_link
from yidu.matters.models import AccessLink, Matter
from yidu.people.actions import end_appointment, withdraw_appointment
from yidu.people.models import Appointment, Person
from yidu.services.actions import end_token
from yidu.services.models import Token

YESTERDAY = date.fromisoformat(HANDED) - timedelta(days=1)


@dataclass(frozen=True)
class Right:
    """Something that a reader may open, and how that ends. `by` is a reader's id, or "link" or "program"."""

    by: str
    address: Callable[[World], str]
    ends: Callable[[World], Any]
    gone: tuple[int, ...] = (404,)


def _post(world: World, reader: str) -> Appointment:
    return Appointment.objects.get(pk=world.posts[reader].pk)


def _withdraw(reader: str) -> Callable[[World], Any]:
    def end(world: World) -> None:
        post = _post(world, reader)
        withdraw_appointment(post, version=post.version, reason="记错了", actor=SYSTEM)

    return end


def _end(reader: str) -> Callable[[World], Any]:
    def end(world: World) -> None:
        post = _post(world, reader)
        end_appointment(post, ends=YESTERDAY, version=post.version, actor=SYSTEM)

    return end


def _thing(world: World, key: tuple[str, str], situation: str, reader: str = "visitor", **like: Any) -> Any:
    one = next(one for one in READERS if one.id == reader)
    return next(
        thing
        for thing in NOUNS[key](world, one)
        if thing.situation == situation and all(getattr(thing, name) == value for name, value in like.items())
    )


def _matter(situation: str, open_to: str, tail: str = "", reader: str = "visitor") -> Callable[[World], str]:
    return lambda world: (
        f"/matters/{_thing(world, ('matters', 'pk'), situation, reader, open_to=open_to).row.pk}/{tail}"
    )


def _handed_on(world: World) -> None:
    """The body says that it is not theirs, the office agrees, and gives it to another."""
    thing = _thing(world, ("matters", "pk"), "handed", open_to="parties")
    thing = replace(thing, row=Matter.objects.get(pk=thing.row.pk), shares={})
    world.take(thing, "contest", world.of("economy"), on=TODAY, reason="不属于我单位")
    world.take(thing, "decide", SYSTEM, on=TODAY, grant="yes")
    world.hand_over(thing, "education", on=TODAY)


def _sign_out_everywhere(world: World) -> None:
    Person.objects.filter(pk=world.persons["member"].pk).update(is_active=False)


def _link(world: World) -> AccessLink:
    thing = _thing(world, ("l", "secret"), "handed")
    return AccessLink.objects.filter(matter=thing.row, handling__isnull=False, ended_at=None).latest("pk")


def link_address(world: World) -> str:
    return f"/l/{_thing(world, ('l', 'secret'), 'handed').blanks['l', 'secret']}/"


RIGHTS = {
    "staff withdrawn": Right("office", lambda world: "/people/add/", _withdraw("office")),
    "staff ended": Right("office", lambda world: "/people/", _end("office")),
    "staff read everything": Right("office", _matter("plain", "parties"), _end("office")),
    "members read what is theirs": Right("member", _matter("plain", "committee"), _withdraw("member")),
    "what one raised oneself": Right("member", _matter("own", "committee", reader="member"), _withdraw("member")),
    "the chair's overview": Right(
        "secretary-general", _matter("plain", "parties"), _end("secretary-general")
    ),
    "what was handed on": Right("handler", _matter("handed", "parties"), _handed_on),
    "a body's share": Right("handler", _matter("handed", "parties"), _withdraw("handler")),
    "an account": Right("member", lambda world: "/desk/", _sign_out_everywhere, (302,)),
    "a link ended": Right("link", link_address, lambda world: end_link(_link(world), actor=SYSTEM)),
    "a program's person": Right("program", lambda world: "/api/v1/people/", _withdraw("office")),
    "a token": Right(
        "program",
        lambda world: "/api/v1/people/",
        lambda world: end_token(Token.objects.get(name="office"), actor=world.actor("office")),
        (401,),
    ),
}  # fmt: skip


def still_open(world: World, browsers: Browsers, right: Right) -> list[str]:
    """What is wrong before and after the end. Everything is undone."""
    client = browsers.program if right.by in ("link", "program") else browsers.clients[right.by]
    headers = {"Authorization": f"Bearer {world.tokens['office']}"} if right.by == "program" else {}

    def ask() -> int:
        return int(client.get(right.address(world), headers=headers).status_code)

    with transaction.atomic():
        wrong = [] if (before := ask()) == 200 else [f"it was not open: {before}"]
        right.ends(world)
        wrong += [] if (after := ask()) in right.gone else [f"it is still open: {after}"]
        transaction.set_rollback(True)
    return wrong
