"""The cast with something at each stage, and a browser for everybody who comes to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at, build
from tests.consultations.conftest import moment, topic_of
from tests.matters.conftest import Walk, visit
from tests.proposals.conftest import written
from tests.web.world import investor_lead
from yidu.activities.models import Activity
from yidu.common.actors import SYSTEM
from yidu.consultations.actions import keep_words, plan_session, put_point, settle_point, sign_in_seat
from yidu.consultations.links import door_of, session_by_door
from yidu.consultations.models import Session
from yidu.ledger.seals import seal
from yidu.matters.actions import make_link, receipt_code
from yidu.matters.actions.links import link_secret
from yidu.matters.models import Handling
from yidu.proposals.actions import invite_signature, quote_source

TODAY = "2025-02-27"


@dataclass
class World:
    """`begins` says where each person's walk begins."""

    cast: Cast
    folder: Path
    clients: dict[str, Client]
    begins: dict[str, list[str]]


def build_world(folder: Path) -> World:
    with at("2025-01-02"):
        cast = build(folder)
    _matters(cast)
    _texts(cast)
    session = _table(cast)
    with at(TODAY):
        seal()
        clients, begins = _browsers(cast)
        begins["liaison"].append(reverse("session-table", args=[session.pk]))
        begins["door"] = [reverse("at", args=[session.pk, door_of(session)])]
        return World(cast, folder, clients, begins)


def _matters(cast: Cast) -> None:
    """One to be handed over, in hand, asked for more time, paused, to be signed, answered, solved; and a lead."""

    def one(title: str) -> Walk:
        with at("2025-02-17"):
            return Walk(cast, visit(cast, title=title))

    one("路口无灯")
    one("雨水倒灌").handed_over()
    one("招工难").handed_over().does(cast.economy_handler, "extend", "2025-02-25", reason="还在谈", days=3)
    one("断头路").handed_over().does(cast.economy_handler, "pause", "2025-02-25", reason="weather")
    one("停车难").handed_over().does(
        cast.economy_handler, "reply", "2025-02-25", text="已协调。", class_="A"
    )  # fmt: skip
    one("噪声扰民").handed_over().answered()
    solved = one("用电不稳").handed_over().answered()
    solved.does(solved.raiser, "rate", "2025-02-26", satisfaction="satisfied")
    investor_lead(cast, "2025-02-18")


def _texts(cast: Cast) -> None:
    """One that the member writes, with a name that is asked for; and one that another wants the member to sign."""
    with at("2025-02-17"):
        mine = written(cast)
        invite_signature(mine, organisation=cast.land, actor=cast.member)
        quote_source(mine, activity=Activity.objects.earliest("recorded_at"), actor=cast.member)
        invite_signature(written(cast, by=cast.leader), person=cast.people["member"], actor=cast.leader)


def _table(cast: Cast) -> Session:
    """A session today, with somebody who wrote themselves on the list, words, and a point that is open and one settled."""
    topic = topic_of(cast, "2025-02-17")
    topic.does(cast.office, "choose", "2025-02-18", text="多个院落都有。")
    with at("2025-02-18"):
        row = plan_session(
            topic=topic.matter, form="courtyard", convener=cast.appointments["liaison"], station=cast.venue,
            begins_at=moment(TODAY), ends_at=moment(TODAY, 21), actor=cast.office, client_id=uuid4(),
        )  # fmt: skip
    with at(TODAY, 8):
        by, found = cast.liaison, session_by_door(row.pk, door_of(row))
        assert found is not None
        sign_in_seat(row, part="resident", name="刘桂英", actor=found[0])
        keep_words(row, speaker="刘桂英", text="先换三栋", actor=by)
        put_point(row, text="更换十二部电梯", actor=by)
        settle_point(put_point(row, text="分摊比例", actor=by), stands="disagreed", says="不同意", actor=by, version=1)
    return Session.objects.get(pk=row.pk)


def _browsers(cast: Cast) -> tuple[dict[str, Client], dict[str, list[str]]]:
    clients, begins = {}, {}
    for called in (
        "office",
        "member",
        "economy_handler",
        "economy_head",
        "leader",
        "liaison",
        "street",
        "receipt",
        "link",
        "door",
    ):
        clients[called] = Client(raise_request_exception=False)
        begins[called] = ["/desk/", "/me/", "/account/second-factor/"]
        if called in cast.people:
            clients[called].force_login(cast.people[called])
    begins["member"].append("/record/")
    begins["street"] = ["/", "/say/", "/receipt/", "/about/", "/account/login/"]
    answered = Handling.objects.filter(matter__title="噪声扰民").first()
    in_hand = Handling.objects.filter(matter__title="雨水倒灌", organisation=cast.economy).first()
    assert answered is not None
    assert in_hand is not None
    clients["receipt"].post("/receipt/", {"receipt": receipt_code(answered.matter)})
    begins["receipt"] = ["/receipt/"]
    links = [make_link(in_hand.matter, handling=in_hand, actor=SYSTEM), make_link(answered.matter, actor=SYSTEM)]
    begins["link"] = [reverse("link", args=[link_secret(one)]) for one in links]
    return clients, begins
