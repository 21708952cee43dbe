"""What waits for somebody at the table is found by one question, and whatever the rules find is found."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast, at
from tests.consultations.conftest import session_of
from tests.consultations.settled import BY, concluded, full_session
from tests.matters.conftest import Walk
from yidu.consultations import waits as waits_module
from yidu.consultations.actions import answer_seat, invite, say_echo
from yidu.consultations.echoes import waiting_for
from yidu.consultations.models import Point, Seat, Session
from yidu.consultations.prepared import awaiting, convened
from yidu.consultations.waits import waits
from yidu.people.rules import standing_of

pytestmark = pytest.mark.django_db
READERS = ("office", "member", "leader", "liaison", "economy_handler", "land_handler", "secretary")
AFTER = "2025-07-01"


def checked(cast: Cast, day: str) -> dict[str, str]:
    """Who has what waiting, by the one question; it is what the rules say without it."""
    found = {}
    with at(day):
        for reader in READERS:
            standing = standing_of(getattr(cast, reader))
            told = waits(standing)
            by_rule = {point.session_id for _seat, point in waiting_for(standing)}
            assert told.asked == awaiting(standing), reader
            assert told.convened == convened(standing), reader
            assert {one.pk for one in told.to_echo} == by_rule, reader
            marks = (("a", told.asked), ("c", told.convened), ("e", told.to_echo))
            if said := "".join(mark for mark, some in marks if some):
                found[reader] = said
    return found


def test_from_the_invitation_to_whether_it_was_kept(cast: Cast, topic: Walk):
    assert checked(cast, "2025-03-10") == {}
    session = session_of(cast, topic)
    assert checked(cast, "2025-03-10") == {"liaison": "c"}
    with at("2025-03-10"):
        invite(session, persons=[cast.people["member"]], organisations=[cast.economy], actor=cast.office)
    assert checked(cast, "2025-03-10") == {"liaison": "c", "member": "a", "economy_handler": "a"}
    with at("2025-03-11"):
        answer_seat(Seat.objects.get(person=cast.people["member"]), answer="comes", actor=cast.member, version=1)
    assert checked(cast, "2025-03-11") == {"liaison": "c", "economy_handler": "a"}
    assert checked(cast, "2025-03-22") == {"liaison": "c"}, "it is over, and waits to be concluded"


def test_after_it_was_concluded_until_it_is_said(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    assert checked(cast, "2025-03-25") == {}, "its day has not come"
    assert checked(cast, AFTER) == {"member": "e"}
    point, seat = Point.objects.get(session=session, stands="agreed"), Seat.objects.get(session=session, part="member")
    with at(AFTER):
        say_echo(point, seat=seat, kept="yes", actor=cast.member, client_id=uuid4())
    assert checked(cast, AFTER) == {}


@pytest.mark.parametrize("forgotten", ["bodies", "posts", "person"])
def test_a_question_that_asks_for_less_is_noticed(
    cast: Cast, topic: Walk, monkeypatch: pytest.MonkeyPatch, forgotten: str
):
    """The broken twin."""
    session = session_of(cast, topic)
    with at("2025-03-10"):
        invite(session, persons=[cast.people["member"]], organisations=[cast.economy], actor=cast.office)
    nobody = {"person": "NULL", "bodies": "'{}'", "posts": "'{}'"}[forgotten]
    less: Any = waits_module._IS_ANY.replace(f"%({forgotten})s", nobody)
    monkeypatch.setattr(waits_module, "_IS_ANY", less)
    with pytest.raises(AssertionError):
        checked(cast, "2025-03-10")
    assert Session.objects.exists()


def test_where_nothing_waits_one_question_is_asked(cast: Cast, django_assert_num_queries: Any):
    with at(BY.isoformat()):
        standing = standing_of(cast.office)
        assert standing.held
        with django_assert_num_queries(1):
            waits(standing)
