"""The session itself: who was there, what was said, what was put to the table, and how it came out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum

from tests.cast import Cast, at
from tests.consultations.conftest import moment, session_of
from tests.consultations.settled import BY, HELD, LIFT, concluded
from tests.matters.conftest import Walk
from yidu.common.actors import VISITOR, Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.consultations.actions import (
    add_seat,
    confirm_seat,
    count_stances,
    hold_session,
    invite,
    keep_words,
    put_point,
    say_stance,
    settle_point,
    sign_in_seat,
    unsettle_point,
    withdraw_point,
    withdraw_words,
)
from yidu.consultations.links import door_of, link_of, seat_by_link, session_by_door
from yidu.consultations.models import Point, Session, Stance
from yidu.ledger.audit import audit
from yidu.ledger.models import Entry, Step
from yidu.people.actions import close_organisation

pytestmark = pytest.mark.django_db
THAT_EVENING = (HELD, 20)


def at_door(session: Session) -> Actor:
    found = session_by_door(session.pk, door_of(session))
    assert found is not None
    return found[0]


def put(session: Session, by: Actor, text: str = LIFT) -> Point:
    with at(*THAT_EVENING):
        return put_point(session, text=text, actor=by, client_id=uuid4())


def now(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


def counted() -> dict[str, int]:
    """What the ledger says of sessions."""
    found = Entry.objects.filter(record__startswith="session/").values("indicator").annotate(sum=Sum("quantity"))
    return {one["indicator"]: int(one["sum"]) for one in found}


# --- who is there ---------------------------------------------------------------------------------------------------


def test_whoever_is_at_the_place_signs_in_and_is_on_the_list_when_the_convener_says_so(cast: Cast, session: Session):
    with at(*THAT_EVENING):
        seat = sign_in_seat(session, name="刘桂英", part="resident", actor=at_door(session), client_id=uuid4())
        assert (seat.confirmed_at, seat.invited_at) == (None, None)
        seat = confirm_seat(seat, actor=cast.liaison, version=seat.version)
    assert (seat.name, seat.part, seat.signed_in_at, seat.confirmed_at) == (
        "刘桂英", "resident", moment(HELD, 20), moment(HELD, 20),
    )  # fmt: skip
    found = seat_by_link(link_of(seat))
    assert found is not None
    assert found[1] == seat


@pytest.mark.parametrize(("day", "hour"), [("2025-03-19", 20), ("2025-03-21", 9)])
def test_people_sign_in_on_its_day_alone(cast: Cast, session: Session, day: str, hour: int):
    with at(day, hour), pytest.raises(Conflict):
        sign_in_seat(session, name="刘桂英", part="resident", actor=at_door(session))


def test_by_the_link_of_this_session_alone(cast: Cast, topic: Walk, session: Session):
    other = session_of(cast, topic, "2025-03-20")
    assert session_by_door(session.pk, door_of(other)) is None
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        for actor in (VISITOR, cast.member, cast.liaison, at_door(other)):
            with pytest.raises(NotAllowed):
                sign_in_seat(session, name="刘桂英", part="resident", actor=actor)
            with pytest.raises(NotAllowed):
                say_stance(point, phone="a", says="agree", actor=actor)


def test_somebody_who_came_without_being_asked_is_added_and_was_there(cast: Cast, session: Session):
    with at(*THAT_EVENING):
        seat = add_seat(session, part="expert", name="张工", actor=cast.liaison)
        member = add_seat(session, part="member", person=cast.people["member"], actor=cast.liaison)
        with pytest.raises(Invalid):
            add_seat(session, part="member", person=cast.people["member"], actor=cast.liaison)
    assert seat.confirmed_at
    assert (str(member), member.link) == ("王晓岚", "")
    with at("2025-03-19"), pytest.raises(Conflict):
        add_seat(session, part="expert", name="李工", actor=cast.liaison)


def test_a_slip_of_the_finger_is_taken_back(cast: Cast, session: Session):
    with at("2025-03-11"):
        invite(session, named=[("resident", "居民代表")], actor=cast.office)
    seat = session.seats.get()
    with at("2025-03-19"), pytest.raises(Conflict):
        confirm_seat(seat, actor=cast.liaison, version=1)
    with at(*THAT_EVENING):
        seat = confirm_seat(seat, actor=cast.liaison, version=1)
        with pytest.raises(Stale):
            confirm_seat(seat, there=False, actor=cast.liaison, version=1)
        seat = confirm_seat(seat, there=False, actor=cast.liaison, version=2)
    assert seat.confirmed_at is None


# --- that it was held -----------------------------------------------------------------------------------------------


def test_it_is_held_with_so_many_people_and_the_ledger_counts_it(cast: Cast, session: Session):
    with at("2025-03-19"), pytest.raises(Conflict):
        hold_session(session, headcount=36, actor=cast.liaison, version=1)
    with at(*THAT_EVENING):
        held = hold_session(session, headcount=36, actor=cast.liaison, version=1)
    assert counted() == {"sessions-held": 1, "courtyard-sessions": 1, "people-at-the-table": 36}
    assert (held.headcount, held.held_at) == (36, moment(HELD, 20))
    assert audit() == []


def test_the_number_is_said_anew_with_a_reason_until_it_is_concluded(cast: Cast, session: Session):
    with at(*THAT_EVENING):
        held = hold_session(session, headcount=36, actor=cast.liaison, version=1)
        with pytest.raises(Invalid) as slip:
            hold_session(held, headcount=38, actor=cast.liaison, version=2)
        assert set(slip.value.fields) == {"reason"}
        again = hold_session(held, headcount=38, reason="漏数两人", actor=cast.liaison, version=2)
    assert (again.headcount, again.held_at) == (38, held.held_at)
    assert counted()["people-at-the-table"] == 38
    assert Step.objects.get(name="session.counted-anew").data["reason"] == "漏数两人"
    assert audit() == []
    done = concluded(cast, now(session))
    with at("2025-03-25"), pytest.raises(Conflict):
        hold_session(done, headcount=40, reason="又漏", actor=cast.liaison, version=done.version)


def test_nobody_who_is_confirmed_is_missing_in_the_headcount(cast: Cast, session: Session):
    with at(*THAT_EVENING):
        for name in ("刘桂英", "张工"):
            add_seat(session, part="resident", name=name, actor=cast.liaison)
        with pytest.raises(Invalid):
            hold_session(session, headcount=1, actor=cast.liaison, version=1)
        hold_session(session, headcount=2, actor=cast.liaison, version=1)
        with pytest.raises(Invalid):
            add_seat(session, part="resident", name="第三人", actor=cast.liaison)
        late = sign_in_seat(session, part="resident", name="第三人", actor=at_door(session))
        with pytest.raises(Invalid):
            confirm_seat(late, actor=cast.liaison, version=late.version)


def test_only_whoever_prepares_it_keeps_its_table(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        words = keep_words(session, speaker="刘桂英", text="先换三栋。", actor=cast.liaison)
        seat = add_seat(session, part="resident", name="刘桂英", actor=cast.liaison)
        for do in (
            lambda: add_seat(session, part="resident", name="刘", actor=cast.member),
            lambda: confirm_seat(seat, actor=cast.member, version=1),
            lambda: hold_session(session, headcount=9, actor=cast.member, version=1),
            lambda: keep_words(session, speaker="我", text="好", actor=cast.member),
            lambda: withdraw_words(words, actor=cast.member, version=1),
            lambda: put_point(session, text="好", actor=cast.member),
            lambda: settle_point(point, stands="disagreed", says="不", actor=cast.member, version=1),
            lambda: count_stances(point, agree=3, actor=cast.member, version=1),
        ):
            with pytest.raises(NotAllowed):
                do()


# --- what was said --------------------------------------------------------------------------------------------------


def test_words_are_kept_in_their_order_and_taken_off_unless_a_point_has_them(cast: Cast, session: Session):
    with at("2025-03-18"):
        paper = keep_words(session, speaker="物业公司", text="书面说明", actor=cast.liaison)
    with at(*THAT_EVENING):
        seat = add_seat(session, part="resident", name="刘桂英", actor=cast.liaison)
        said = keep_words(session, seat=seat, text="先换三栋。", actor=cast.liaison)
        put_point(session, text=LIFT, words=said, actor=cast.liaison)
        with pytest.raises(Conflict):
            withdraw_words(said, actor=cast.liaison, version=1)
        withdraw_words(paper, actor=cast.liaison, version=1)
    assert (said.speaker, said.position, paper.before) == ("刘桂英", 2, True)
    assert [one.pk for one in session.words.filter(withdrawn_at=None)] == [said.pk]


@pytest.mark.parametrize(
    ("name", "content"), [("发言.m4a", b"\0\0\0\x20ftypM4A "), ("发言.mp3", b"ID3\x04"), ("说明.pdf", b"%PDF-1.7")]
)
def test_a_short_recording_or_a_paper_is_kept_as_a_file(cast: Cast, session: Session, name: str, content: bytes):
    with at(*THAT_EVENING):
        said = keep_words(session, speaker="刘桂英", file=content, file_name=name, actor=cast.liaison)
    assert (said.file_name, said.text, len(said.digest)) == (name, "", 64)
    with said.file.open("rb") as file:
        assert file.read() == content


@pytest.mark.parametrize("name", ["发言.m4a", "页.html", "说明.pdf", "没有"])
def test_a_file_is_what_its_content_says(cast: Cast, session: Session, name: str):
    with at(*THAT_EVENING), pytest.raises(Invalid) as slip:
        keep_words(session, speaker="刘桂英", file=b"<script>", file_name=name, actor=cast.liaison)
    assert set(slip.value.fields) == {"file"}


# --- what is settled ------------------------------------------------------------------------------------------------


def test_what_is_agreed_names_what_who_and_by_when(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        with pytest.raises(Invalid) as slip:
            settle_point(point, stands="agreed", actor=cast.liaison, version=1)
        assert set(slip.value.fields) == {"says", "owner", "day"}
        done = settle_point(
            point, stands="agreed", says="三栋先换。", owner=cast.economy, joint=[cast.land], day=BY,
            actor=cast.liaison, version=1,
        )  # fmt: skip
    assert (done.stands, done.owner, done.day, list(done.joint.all())) == ("agreed", cast.economy, BY, [cast.land])


def test_what_is_not_agreed_says_why_and_is_nobodys(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        with pytest.raises(Invalid):
            settle_point(point, stands="disagreed", actor=cast.liaison, version=1)
        done = settle_point(
            point, stands="disagreed", says="底层住户不同意均摊", owner=cast.economy, day=BY, actor=cast.liaison,
            version=1,
        )  # fmt: skip
    assert (done.stands, done.owner, done.day) == ("disagreed", None, None)


def test_what_is_recommended_keeps_whose_words_it_is(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        words = keep_words(session, speaker="王晓岚", text="建议设专户。", actor=cast.liaison)
        done = settle_point(
            point, stands="recommended", owner=cast.land, words=words, actor=cast.liaison, version=1
        )  # fmt: skip
    assert (done.stands, done.owner, done.words) == ("recommended", cast.land, words)


def test_who_does_it_is_open_and_of_this_committee_and_named_once(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at("2025-03-19"):
        close_organisation(cast.land, on=date(2025, 3, 19), actor=cast.office, version=cast.land.version)
    cast.land.refresh_from_db()
    told: dict[str, Any] = {"stands": "agreed", "says": "换", "day": BY, "actor": cast.liaison, "version": 1}
    with at(*THAT_EVENING):
        for wrong, field in (
            ({"owner": cast.land}, "owner"),
            ({"owner": cast.economy, "joint": [cast.economy]}, "joint"),
            ({"owner": cast.economy, "day": date(2025, 3, 19)}, "day"),
            ({"owner": cast.economy, "stands": "open"}, "stands"),
        ):
            with pytest.raises(Invalid) as slip:
                settle_point(point, **{**told, **wrong})
            assert set(slip.value.fields) == {field}


def test_a_settled_point_is_opened_again_until_it_is_concluded(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        done = settle_point(point, stands="disagreed", says="不", actor=cast.liaison, version=1)
        with pytest.raises(Conflict):
            settle_point(done, stands="disagreed", says="还是不", actor=cast.liaison, version=2)
        with pytest.raises(Conflict):
            withdraw_point(done, actor=cast.liaison, version=2)
        again = unsettle_point(done, actor=cast.liaison, version=2)
        assert (again.stands, again.says, again.settled_at) == ("open", "不", None)
        settle_point(again, stands="agreed", says="换", owner=cast.economy, day=BY, actor=cast.liaison, version=3)
        other = put(session, cast.liaison, "说错了")
        withdraw_point(other, actor=cast.liaison, version=1)
        hold_session(session, headcount=12, actor=cast.liaison, version=1)
    concluded(cast, now(session))
    with at("2025-03-25"), pytest.raises(Conflict):
        unsettle_point(again, actor=cast.liaison, version=4)
    assert Point.objects.get(pk=point.pk).matter is not None
    assert audit() == []


# --- how people stand -----------------------------------------------------------------------------------------------


def test_each_phone_says_once_how_it_stands_and_may_change_its_mind(cast: Cast, session: Session):
    point, other = put(session, cast.liaison), put(session, cast.liaison, "分摊比例")
    with at(*THAT_EVENING):
        door = at_door(session)
        for phone, says in (("a", "agree"), ("b", "object"), ("a", "live-with")):
            say_stance(point, phone=phone, says=says, because="怕吵", actor=door, client_id=uuid4())
        say_stance(other, phone="a", says="agree", actor=door)
    assert sorted(point.stances.values_list("says", flat=True)) == ["live-with", "object"]
    tokens = set(Stance.objects.values_list("token", flat=True))
    assert len(tokens) == 3, "the phone is not known again at another point"
    assert not any(step.data for step in Step.objects.filter(name="stance.said"))


def test_once_it_is_settled_it_stays_as_it_was(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        settle_point(point, stands="disagreed", says="不", actor=cast.liaison, version=1)
        with pytest.raises(Conflict):
            say_stance(point, phone="a", says="agree", actor=at_door(session))
        with pytest.raises(Conflict):
            count_stances(point, agree=3, actor=cast.liaison, version=2)


def test_hands_are_counted_and_counted_again(cast: Cast, session: Session):
    point = put(session, cast.liaison)
    with at(*THAT_EVENING):
        count_stances(point, agree=20, live_with=6, against=3, because="噪声", actor=cast.liaison, version=1)
        with pytest.raises(Stale):
            count_stances(point, agree=9, actor=cast.liaison, version=1)
        count_stances(point, agree=21, live_with=6, against=2, because="噪声", actor=cast.liaison, version=2)
    assert dict(point.stances.values_list("says", "count")) == {"agree": 21, "live-with": 6, "object": 2}
    assert point.stances.get(says="object").because == "噪声"
