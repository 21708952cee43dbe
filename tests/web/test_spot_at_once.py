"""A courtyard at one moment: a phone that sends eight times, phones while a point is settled, all of it together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import threads
from tests.cast import Cast, at, build
from tests.consultations.conftest import session_of, topic_of
from tests.consultations.settled import HELD, LIFT
from tests.threads import A_MOMENT, SURELY
from tests.web.conftest import doors
from tests.web.rush import BUSY, room_for
from tests.web.test_spot_phones import door, of_point
from yidu.consultations.actions import put_point, sign_in_seat, stances
from yidu.consultations.links import door_of, session_by_door
from yidu.consultations.models import Point, Seat, Session, Stance, Words
from yidu.ledger.audit import audit
from yidu.ledger.models import Step

EVENING, MANY = (HELD, 20), 8


@pytest.fixture
def there(transactional_db: None, tmp_path: Path) -> tuple[Cast, Point]:
    """A point on the table of a courtyard, committed, so that threads see it."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    topic = topic_of(cast)
    topic.does(cast.office, "choose", "2025-03-05", text="多个院落都有。")
    with at(*EVENING):
        return cast, put_point(session_of(cast, topic), text=LIFT, actor=cast.liaison, client_id=uuid4())


def at_once(*sends: Callable[[], Any]) -> list[Any]:
    """All of them at the same moment on the evening; what each of them answers."""
    together = threading.Barrier(len(sends))

    def one(send: Callable[[], Any]) -> Any:
        with at(*EVENING):
            together.wait(SURELY)
            return send()

    with room_for(len(sends)):
        return threads.at_once(*(partial(one, send) for send in sends))


def posts(cookies: SimpleCookie, address: str, /, **told: Any) -> Callable[[], int]:
    """A browser with these cookies, which sends until the machine has room for it."""

    def send() -> int:
        browser = Client(raise_request_exception=False)
        browser.cookies.update(cookies)
        form = {"client_id": str(uuid4()), **told}
        for _try in range(20):
            answer = browser.post(address, form)
            if answer.status_code != BUSY:
                break
        return int(answer.status_code)

    return send


def phone(point: Point) -> SimpleCookie:
    """What a phone holds that has opened the form of a point."""
    browser = Client()
    with at(*EVENING):
        assert browser.get(of_point(point)).status_code == 200
    return browser.cookies


@pytest.mark.parametrize("same", [False, True], ids=["eight times", "the same one eight times"])
def test_a_phone_that_sends_eight_times_at_once_has_one_answer(there: tuple[Cast, Point], same: bool):
    _cast, point = there
    cookies = phone(point)
    more = {"client_id": str(uuid4())} if same else {}
    answers = at_once(*(posts(cookies, of_point(point), says="agree", **more) for _time in range(MANY)))
    assert answers == [302] * MANY
    assert Stance.objects.count() == 1
    assert Step.objects.filter(name="stance.said").count() == (1 if same else MANY)


def test_a_phone_that_got_no_secret_with_the_form_would_have_eight(there: tuple[Cast, Point]):
    """The broken twin of the one before."""
    _cast, point = there
    answers = at_once(*(posts(SimpleCookie(), of_point(point), says="agree") for _time in range(MANY)))
    assert answers == [302] * MANY
    assert Stance.objects.count() == MANY


# --- settling while phones say --------------------------------------------------------------------------------------


def said_while_it_is_settled(
    there: tuple[Cast, Point], monkeypatch: pytest.MonkeyPatch, *, seconds: float = A_MOMENT
) -> list[str]:
    """A phone has seen that the point is open, and is slow; the convener settles it meanwhile, if they are let."""
    cast, point = there
    seen, settled, honest = threading.Event(), threading.Event(), stances._require_open

    def slowly(row: Point) -> None:
        honest(row)
        seen.set()
        settled.wait(seconds)  # the convener waits for the point that this one holds

    monkeypatch.setattr(stances, "_require_open", slowly)
    says = posts(phone(point), of_point(point), says="object")
    with at(*EVENING):
        convener = doors(cast)("liaison").cookies
    told = {"version": "1", "stands": "disagreed", "says": "底层住户不同意均摊"}
    settles = posts(convener, reverse("point-settle", args=[point.pk]), **told)

    def settle() -> int:
        assert seen.wait(SURELY)
        status = settles()
        settled.set()
        return status

    assert at_once(says, settle) == [302, 302]
    assert Point.objects.get().stands == "disagreed"
    steps = Step.objects.filter(name__in=["stance.said", "point.settled"]).order_by("pk")
    return list(steps.values_list("name", flat=True))


def test_nothing_is_said_of_a_point_after_it_is_settled(there: tuple[Cast, Point], monkeypatch: pytest.MonkeyPatch):
    assert said_while_it_is_settled(there, monkeypatch) == ["stance.said", "point.settled"]


def test_without_the_lock_it_would_be(there: tuple[Cast, Point], monkeypatch: pytest.MonkeyPatch):
    """The broken twin of the one before."""
    monkeypatch.setattr(Point.objects, "select_for_update", lambda **_of: Point.objects.all())
    settled_first = said_while_it_is_settled(there, monkeypatch, seconds=SURELY)
    assert settled_first == ["point.settled", "stance.said"]


def test_many_phones_while_it_is_settled_are_counted_or_told(there: tuple[Cast, Point]):
    cast, point = there
    phones = [posts(phone(point), of_point(point), says="agree") for _one in range(MANY)]
    with at(*EVENING):
        convener = doors(cast)("liaison").cookies
    settles = posts(
        convener, reverse("point-settle", args=[point.pk]), version="1", stands="disagreed", says="不同意均摊"
    )
    *said, settled = at_once(*phones, settles)
    assert settled == 302
    assert set(said) <= {302, 409}
    assert Stance.objects.count() == said.count(302)
    names = list(Step.objects.order_by("pk").values_list("name", flat=True))
    assert "stance.said" not in names[names.index("point.settled") :]


# --- all of it ------------------------------------------------------------------------------------------------------


def test_two_phones_and_the_convener_write_at_once_and_nothing_is_lost(there: tuple[Cast, Point]):
    cast, point = there
    session, first, second = point.session, phone(point), phone(point)
    with at(*EVENING):
        convener = doors(cast)("liaison").cookies
        found = session_by_door(session.pk, door_of(session))
        assert found is not None
        seat = sign_in_seat(session, part="resident", name="刘桂英", actor=found[0], client_id=uuid4())

    def of(name: str, pk: Any, /, **told: Any) -> Callable[[], int]:
        return posts(convener, reverse(name, args=[pk]), **told)

    answers = at_once(
        posts(first, door(session), part="resident", name="张三"),
        posts(second, door(session), part="enterprise", name="物业公司"),
        posts(first, of_point(point), says="agree"),
        posts(second, of_point(point), says="object", because="怕吵"),
        of("seat-confirm", seat.pk, version="1"),
        of("seat-add", session.pk, part="expert", name="张工"),
        of("words-keep", session.pk, speaker="刘桂英", text="先换三栋"),
        of("words-keep", session.pk, speaker="张工", text="要加固"),
        of("point-put", session.pk, text="分摊比例"),
        of("session-held", session.pk, version="1", headcount="36"),
    )
    assert answers == [302] * 10
    assert Session.objects.get().headcount == 36
    assert sorted(Seat.objects.values_list("name", flat=True)) == sorted(["刘桂英", "张三", "物业公司", "张工"])
    assert Seat.objects.filter(confirmed_at__isnull=False).count() == 2
    assert sorted(Words.objects.values_list("position", flat=True)) == [1, 2]
    assert sorted(Point.objects.values_list("position", flat=True)) == [1, 2]
    assert sorted(Stance.objects.values_list("says", flat=True)) == ["agree", "object"]
    with at(*EVENING):
        assert audit() == []
