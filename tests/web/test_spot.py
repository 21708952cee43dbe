"""The session itself by forms, without a script: who is there, what is said, what is settled, and that it was held."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import session as session  # noqa: PLC0414
from tests.consultations.conftest import topic as topic  # noqa: PLC0414
from tests.consultations.settled import BY, HELD, LIFT, concluded
from tests.web.conftest import SignIn
from yidu.consultations.actions import add_seat, invite, keep_words, put_point
from yidu.consultations.models import Point, Seat, Session, Words
from yidu.ledger.audit import audit

pytestmark = pytest.mark.django_db
EVENING = (HELD, 20)


@pytest.fixture
def convener(sign_in: SignIn) -> Client:
    return sign_in("liaison")


def send(door: Client, name: str, pk: Any, /, **told: Any) -> Any:
    """The form of a route, on the evening of the session."""
    with at(*EVENING):
        return door.post(reverse(name, args=[pk]), {"client_id": str(uuid4()), **told})


def done(door: Client, name: str, pk: Any, session: Session, /, **told: Any) -> None:
    """It is kept, and leads back to the table."""
    answer = send(door, name, pk, **told)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == reverse("session-table", args=[session.pk])


def table(door: Client, session: Session, day: str = HELD) -> str:
    with at(day, 20):
        answer = door.get(reverse("session-table", args=[session.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def put(door: Client, session: Session, text: str = LIFT) -> Point:
    done(door, "point-put", session.pk, session, text=text)
    return Point.objects.get(text=text)


# --- who is there ---------------------------------------------------------------------------------------------------


def test_somebody_who_came_is_added_and_a_slip_is_taken_back(convener: Client, session: Session):
    done(convener, "seat-add", session.pk, session, part="resident", name="3 栋刘桂英")
    seat = Seat.objects.get()
    assert seat.confirmed_at
    assert "3 栋刘桂英" in table(convener, session)
    done(convener, "seat-confirm", seat.pk, session, version="1", there="no")
    assert Seat.objects.get().confirmed_at is None
    done(convener, "seat-confirm", seat.pk, session, version="2")
    assert Seat.objects.get().confirmed_at


def test_a_name_that_is_missing_is_asked_for_and_what_was_typed_is_kept(convener: Client, session: Session):
    answer = send(convener, "seat-add", session.pk, part="expert", name="")
    assert answer.status_code == 422
    assert re.search(r'value="expert"[^>]*checked', answer.content.decode())
    assert not Seat.objects.exists()


def test_a_button_that_comes_too_late_says_so(cast: Cast, convener: Client, session: Session):
    with at("2025-03-11"):
        invite(session, named=[("resident", "居民代表")], actor=cast.office)
    seat = session.seats.get()
    done(convener, "seat-confirm", seat.pk, session, version="1")
    for version in ("1", "", "x", "²", "9" * 5000):
        done(convener, "seat-confirm", seat.pk, session, version=version, there="no")
        assert Seat.objects.get().confirmed_at
        assert 'class="notice late"' in table(convener, session)


# --- that it was held -----------------------------------------------------------------------------------------------


def test_it_is_held_with_a_headcount_and_counted_anew_with_a_reason(convener: Client, session: Session):
    none = send(convener, "session-held", session.pk, version="1", headcount="0")
    assert none.status_code == 422
    done(convener, "session-held", session.pk, session, version="1", headcount="36")
    again = send(convener, "session-held", session.pk, version="2", headcount="38")
    assert again.status_code == 422
    done(convener, "session-held", session.pk, session, version="2", headcount="38", reason="漏数两人")
    assert Session.objects.get().headcount == 38
    with at(*EVENING):
        assert "漏数两人" in convener.get(reverse("session", args=[session.pk])).content.decode()
    assert audit() == []


def test_fewer_than_are_confirmed_by_name_are_refused_with_the_number(convener: Client, session: Session):
    for name in ("刘桂英", "张工"):
        done(convener, "seat-add", session.pk, session, part="resident", name=name)
    few = send(convener, "session-held", session.pk, version="1", headcount="1")
    assert few.status_code == 422
    assert 'value="1"' in few.content.decode()
    assert Session.objects.get().held_at is None


# --- what was said --------------------------------------------------------------------------------------------------


def test_words_are_kept_and_taken_back(convener: Client, session: Session):
    done(convener, "words-keep", session.pk, session, speaker="刘桂英", text="先换三栋，\n老人下不了楼。")
    words = Words.objects.get()
    assert "先换三栋，<br>" in table(convener, session)
    done(convener, "words-withdraw", words.pk, session, version="1")
    assert "先换三栋" not in table(convener, session)


def test_a_recording_is_handed_out_to_be_saved_and_never_shown_in_place(
    convener: Client, session: Session, sign_in: SignIn, street: Client
):
    file = SimpleUploadedFile("发言 1.m4a", b"\0\0\0\x20ftypM4A <script>", "text/html")
    done(convener, "words-keep", session.pk, session, speaker="刘桂英", text="", file=file)
    words = Words.objects.get()
    way = reverse("words-file", args=[words.pk])
    assert way in table(convener, session)
    with at(*EVENING):
        answer = convener.get(way)
        assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%8F%91%E8%A8%80%201.m4a"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"].startswith("private")
        assert sign_in("member").get(way).status_code == 200
        for door in (sign_in("economy_handler"), street):
            assert door.get(way).status_code == 404
        assert street.get(f"/media/{words.file.name}").status_code == 404
        Session.objects.filter(pk=session.pk).update(is_public=True)
        assert street.get(reverse("session", args=[session.pk])).status_code == 200
        assert street.get(way).status_code == 404
    done(convener, "words-withdraw", words.pk, session, version="1")
    assert convener.get(way).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("页.html", b"<script>alert(1)</script>"), ("发言.mp3", b"MZ\x90"), ("说明.pdf", b"<svg>")]
)
def test_a_wrong_file_is_refused_and_the_text_stays(convener: Client, session: Session, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    answer = send(convener, "words-keep", session.pk, speaker="刘桂英", text="先换三栋", file=file)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert ".m4a" in told
    assert "先换三栋" in told
    assert not Words.objects.exists()


def test_neither_text_nor_file_is_nothing_said(convener: Client, session: Session):
    assert send(convener, "words-keep", session.pk, speaker="刘桂英", text=" ").status_code == 422


def test_the_same_form_sent_twice_is_kept_once(convener: Client, session: Session):
    id_ = str(uuid4())
    for name, told in (
        ("words-keep", {"speaker": "刘桂英", "text": "先换三栋"}),
        ("seat-add", {"part": "resident", "name": "刘桂英"}),
        ("point-put", {"text": LIFT}),
    ):
        for _time in range(2):
            done(convener, name, session.pk, session, **told, client_id=id_)
        id_ = str(uuid4())
    assert (Words.objects.count(), Seat.objects.count(), Point.objects.count()) == (1, 1, 1)


# --- what is settled ------------------------------------------------------------------------------------------------


def test_what_is_agreed_needs_who_does_it_and_by_when(cast: Cast, convener: Client, session: Session):
    point = put(convener, session)
    lacking = send(convener, "point-settle", point.pk, version="1", stands="agreed", says="三栋先换。")
    told = lacking.content.decode()
    assert lacking.status_code == 422
    assert "三栋先换。" in told
    assert told.count('aria-invalid="true"') == 2
    done(
        convener, "point-settle", point.pk, session, version="1", stands="agreed", says="三栋先换。",
        owner=cast.economy.name, day=BY.isoformat(),
    )  # fmt: skip
    settled = Point.objects.get()
    assert (settled.stands, settled.owner, settled.day) == ("agreed", cast.economy, BY)
    shown = table(convener, session)
    assert cast.economy.called in shown
    assert reverse("point-unsettle", args=[point.pk]) in shown
    assert reverse("point-hands", args=[point.pk]) not in shown


def test_what_is_opened_again_is_proposed_as_it_was_written(cast: Cast, convener: Client, session: Session):
    point = put(convener, session)
    done(
        convener, "point-settle", point.pk, session, version="1", stands="agreed", says="三栋先换。",
        owner=cast.economy.name, day=BY.isoformat(),
    )  # fmt: skip
    done(convener, "point-unsettle", point.pk, session, version="2")
    with at(*EVENING):
        form = convener.get(reverse("point-settle", args=[point.pk])).content.decode()
    for said in ("三栋先换。", cast.economy.name, BY.isoformat()):
        assert said in form
    done(convener, "point-settle", point.pk, session, version="3", stands="disagreed", says="底层住户不同意均摊")
    assert "底层住户不同意均摊" in table(convener, session)
    assert (Point.objects.get().owner, Point.objects.get().day) == (None, None)


def test_what_was_put_by_mistake_is_taken_off_while_it_is_open(convener: Client, session: Session):
    point = put(convener, session)
    done(convener, "point-settle", point.pk, session, version="1", stands="disagreed", says="不")
    done(convener, "point-withdraw", point.pk, session, version="2")
    assert LIFT in table(convener, session)
    done(convener, "point-unsettle", point.pk, session, version="2")
    done(convener, "point-withdraw", point.pk, session, version="3")
    assert LIFT not in table(convener, session)
    with at(*EVENING):
        assert convener.get(reverse("point-settle", args=[point.pk])).status_code == 404


def test_hands_are_counted_and_corrected_from_what_was_counted(convener: Client, session: Session):
    point = put(convener, session)
    told = {"agree": "20", "live_with": "6", "against": "3", "because": "噪声"}
    done(convener, "point-hands", point.pk, session, version="1", **told)
    with at(*EVENING):
        form = convener.get(reverse("point-hands", args=[point.pk])).content.decode()
    for said in ('value="20"', 'value="6"', 'value="3"', 'value="噪声"'):
        assert said in form
    for wrong in ("-1", "", "x", "99999999"):
        assert send(convener, "point-hands", point.pk, version="2", **{**told, "agree": wrong}).status_code == 422
    done(convener, "point-hands", point.pk, session, version="2", **{**told, "agree": "21"})
    assert dict(point.stances.values_list("says", "count")) == {"agree": 21, "live-with": 6, "object": 3}


def test_whoever_comes_too_late_reads_what_happened_and_keeps_what_they_wrote(
    convener: Client, session: Session, sign_in: SignIn
):
    point, office = put(convener, session), sign_in("office")
    done(office, "point-hands", point.pk, session, version="1", agree="9", live_with="0", against="0")
    late = send(convener, "point-settle", point.pk, version="1", stands="disagreed", says="底层住户不同意均摊")
    told = late.content.decode()
    assert late.status_code == 409
    assert 'id="news"' in told
    assert "清点了举手" in told
    assert "底层住户不同意均摊" in told
    assert 'name="version" value="2"' in told
    assert Point.objects.get().stands == "open"
    done(office, "session-held", session.pk, session, version="1", headcount="9")
    late = send(convener, "session-held", session.pk, version="1", headcount="36", reason="漏数")
    assert late.status_code == 409
    assert 'id="news"' in late.content.decode()
    assert 'value="36"' in late.content.decode()


# --- who may, and when ----------------------------------------------------------------------------------------------

PAGES = ("session-table", "session-held", "seat-add", "words-keep", "point-put", "session-door")
OF_POINT = ("point-settle", "point-hands", "point-unsettle", "point-withdraw")


def test_only_whoever_prepares_it_finds_the_table(cast: Cast, session: Session, convener: Client, sign_in: SignIn):
    point = put(convener, session)
    done(convener, "words-keep", session.pk, session, speaker="刘", text="好")
    done(convener, "seat-add", session.pk, session, part="resident", name="刘")
    for called in ("member", "leader", "economy_handler"):
        door = sign_in(called)
        with at(*EVENING):
            for name in PAGES:
                assert door.get(reverse(name, args=[session.pk])).status_code == 404, (called, name)
        for name in OF_POINT:
            assert send(door, name, point.pk, version="1").status_code == 404, (called, name)
        assert send(door, "words-withdraw", Words.objects.get().pk, version="1").status_code == 404
        assert send(door, "seat-confirm", Seat.objects.get().pk, version="1", there="no").status_code == 404
    assert sign_in("office").get(reverse("session-table", args=[session.pk])).status_code == 200


def test_before_its_day_the_table_says_what_is_said_on_its_day(cast: Cast, session: Session, sign_in: SignIn):
    with at("2025-03-11"):
        convener = sign_in("liaison")
        invite(session, named=[("resident", "居民代表")], actor=cast.office)
        told = {"client_id": str(uuid4()), "version": "1"}
        early = convener.post(reverse("session-held", args=[session.pk]), {**told, "headcount": "36"})
        assert early.status_code == 409
        assert 'value="36"' in early.content.decode()
        assert convener.post(reverse("seat-confirm", args=[session.seats.get().pk]), told).status_code == 302
        assert session.seats.get().confirmed_at is None
        shown = convener.get(reverse("session-table", args=[session.pk])).content.decode()
    assert "在当天" in shown
    assert reverse("seat-confirm", args=[session.seats.get().pk]) not in shown
    assert reverse("words-keep", args=[session.pk]) in shown


def test_what_is_over_is_shown_and_offers_nothing(cast: Cast, convener: Client, session: Session, sign_in: SignIn):
    point = put(convener, session)
    done(convener, "point-settle", point.pk, session, version="1", stands="disagreed", says="不")
    done(convener, "session-held", session.pk, session, version="1", headcount="12")
    done(convener, "words-keep", session.pk, session, speaker="刘桂英", text="先换三栋")
    concluded(cast, Session.objects.get())
    with at("2025-03-25"):
        convener = sign_in("liaison")
    shown = table(convener, session, "2025-03-25").split("<main")[1].split("</main")[0]
    assert "先换三栋" in shown
    assert "<form" not in shown
    assert reverse("words-keep", args=[session.pk]) not in shown


def test_the_table_asks_few_questions(
    cast: Cast, convener: Client, session: Session, django_assert_max_num_queries: Any
):
    with at(*EVENING):
        for number in range(12):
            add_seat(session, part="resident", name=f"居民 {number}", actor=cast.liaison)
            keep_words(session, speaker=f"居民 {number}", text="好", actor=cast.liaison)
            put_point(session, text=f"第 {number} 件", actor=cast.liaison)
    table(convener, session)
    with django_assert_max_num_queries(10):
        table(convener, session)
