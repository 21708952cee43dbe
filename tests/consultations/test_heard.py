"""Where people are heard: the next venue as far as it can be known, and the villages that were not heard for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BEGINS, Cast, at
from tests.consultations.conftest import moment, session_of, topic_of
from tests.matters.conftest import Walk, visit
from tests.web.conftest import SignIn
from yidu.activities.actions import record_activity
from yidu.common.actors import SYSTEM
from yidu.consultations import heard as heard_module
from yidu.consultations.heard import Heard, by_need, heard
from yidu.consultations.models import Session
from yidu.people.actions import open_station
from yidu.people.actions.centres import draft_centre
from yidu.people.models import Centre
from yidu.people.rules import standing_of
from yidu.places.queries import place_of

pytestmark = pytest.mark.django_db
TODAY = "2025-05-05"
HERE, SERVED, NEAR, FAR = "500104001001", "500104001004", "500104001007", "500104002007"


def village(code: str) -> Any:
    return place_of(code)


def all_of(cast: Cast, actor: Any = None, day: str = TODAY) -> dict[str, Heard]:
    with at(day):
        found = heard(
            cast.committee, standing_of(actor or cast.office), venue_kinds=["consultation-venue"],
            liaison_roles=["liaison"], topics={"topic"}, concerns={"resident-concern"},
        )  # fmt: skip
    names = {one.id: one for one in found}
    return {code: names[village(code).pk] for code in (HERE, SERVED, NEAR, FAR) if village(code).pk in names}


def held(session: Session, count: int = 20) -> None:
    Session.objects.filter(pk=session.pk).update(held_at=session.ends_at, headcount=count)


def visited(cast: Cast, code: str, day: str) -> None:
    with at(day):
        record_activity(
            committee=cast.committee, edition=cast.edition, kind="household-visit", day=date.fromisoformat(day),
            place=village(code), host=cast.appointments["member"], heard="楼道漏水", answers={"households": "3"},
            actor=cast.member, client_id=uuid4(),
        )  # fmt: skip


def test_the_next_venue_in_steps_that_can_be_known(cast: Cast):
    ways = {code: one.way.steps for code, one in all_of(cast).items()}
    assert ways == {HERE: "own", SERVED: "served", NEAR: "near", FAR: "none"}
    with at("2025-03-03"):
        open_station(
            committee=cast.committee, kind="consultation-venue", name="跃进村阵地", place=village(FAR), covers=[],
            opened=BEGINS, actor=SYSTEM,
        )  # fmt: skip
    assert all_of(cast)[FAR].way.steps == "own"


# Hundredths of a degree to the north are 1.11 km each.
NORTH = {HERE: 0, SERVED: 1, NEAR: 2, FAR: 3}


def enter_centres(cast: Cast, *codes: str) -> None:
    for code in codes:
        draft_centre(
            committee=cast.committee, place=village(code), longitude="106.48", latitude=f"29.{40 + NORTH[code]}"
        ).save()


def away(cast: Cast, *codes: str) -> dict[str, tuple[str, float | None]]:
    found = all_of(cast)
    return {
        code: (found[code].way.steps, None if (km := found[code].way.km) is None else round(km, 2)) for code in codes
    }


def test_where_centres_are_entered_it_is_said_how_far_the_next_venue_is(cast: Cast):
    assert away(cast, HERE, SERVED, NEAR) == {HERE: ("own", 0), SERVED: ("served", None), NEAR: ("near", None)}
    enter_centres(cast, HERE, SERVED, NEAR, FAR)
    assert away(cast, HERE, SERVED, NEAR, FAR) == {
        HERE: ("own", 0), SERVED: ("served", 1.11), NEAR: ("near", 2.22), FAR: ("far", 3.34)
    }  # fmt: skip


def test_the_nearest_is_the_next_and_not_the_one_of_the_same_township(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    enter_centres(cast, HERE, NEAR, FAR)
    with at("2025-03-03"):
        open_station(
            committee=cast.committee, kind="consultation-venue", name="跃进村阵地", place=village(FAR), covers=[],
            opened=BEGINS, actor=SYSTEM,
        )  # fmt: skip
    (next_,) = all_of(cast)[NEAR].way.venues
    assert (next_.name, away(cast, NEAR)) == ("跃进村阵地", {NEAR: ("far", 1.11)})
    monkeypatch.setattr(heard_module, "centres_of", lambda _committee: {})
    (next_,) = all_of(cast)[NEAR].way.venues
    assert next_.name == cast.venue.name, "the broken twin: the township alone"


def test_of_two_venues_that_serve_it_the_nearer_is_the_next(cast: Cast):
    with at("2025-03-03"):
        open_station(
            committee=cast.committee, kind="consultation-venue", name="跃进村阵地", place=village(FAR),
            covers=[village(SERVED)], opened=BEGINS, actor=SYSTEM,
        )  # fmt: skip
    enter_centres(cast, HERE, SERVED, FAR)
    assert [one.name for one in all_of(cast)[SERVED].way.venues] == [cast.venue.name, "跃进村阵地"]
    Centre.objects.filter(place=village(HERE)).update(latitude="29.48")
    assert [one.name for one in all_of(cast)[SERVED].way.venues] == ["跃进村阵地", cast.venue.name]


def test_of_two_that_need_it_alike_the_one_with_the_longer_way_comes_first():
    ways = [heard_module.Way("served", km=km) for km in (1.0, 4.0)]
    near, far = (replace(place(200, number=number), way=way) for number, way in enumerate(ways))
    assert by_need([near, far]) == [far, near]
    longer_unheard = replace(place(201, number=3), way=ways[0])
    assert by_need([far, longer_unheard]) == [longer_unheard, far], "need stays need"


def test_the_page_tells_kilometres_and_where_they_are_not_known(cast: Cast, street: Client, sign_in: SignIn):
    url, enter = reverse("venues", args=["500104"]), reverse("sheet", args=["centres"])
    with at(TODAY):
        before = street.get(url).content.decode()
        assert "公里" not in before
        enter_centres(cast, HERE, SERVED)
        told = street.get(url).content.decode()
        assert "直线约1.1公里" in told
        assert "有10个村（社区）不知道距离" in told
        assert enter not in told
        assert enter in sign_in("office").get(url).content.decode()


def test_somebody_is_heard_at_a_session_and_at_a_visit_to_a_household(cast: Cast, topic: Walk):
    session = session_of(cast, topic)
    assert all_of(cast)[HERE].last is None
    held(session)
    visited(cast, NEAR, "2025-04-25")
    found = all_of(cast)
    assert (found[HERE].last, found[HERE].sessions, found[HERE].days) == (date(2025, 3, 20), 1, 46)
    assert (found[NEAR].last, found[NEAR].sessions, found[NEAR].days) == (date(2025, 4, 25), 0, 10)
    assert found[FAR].last is None
    assert found[FAR].days == 46, "as long as anything is written down"


def test_a_visit_to_an_enterprise_hears_nobody_of_the_village(cast: Cast):
    with at("2025-04-25"):
        visit(cast)
    assert all_of(cast)[HERE].last is None


def test_a_session_counts_for_twelve_months(cast: Cast, topic: Walk):
    held(session_of(cast, topic))
    assert all_of(cast, day="2026-03-19")[HERE].sessions == 1
    gone = all_of(cast, day="2026-03-22")[HERE]
    assert (gone.sessions, gone.last) == (0, date(2025, 3, 20))


def test_open_topics_count_and_those_that_are_done_do_not(cast: Cast, topic: Walk):
    assert all_of(cast)[HERE].topics == 1
    other = topic_of(cast, "2025-03-04", title="院坝装灯")
    assert all_of(cast)[HERE].topics == 2
    other.does(cast.office, "not-chosen", "2025-03-06", reason="已列入街道计划")
    assert all_of(cast)[HERE].topics == 1


def place(days: int, topics: int = 0, concerns: int = 0, planned: date | None = None, number: int = 1) -> Heard:
    return Heard(
        id=number, name=str(number), township="", way=heard_module.Way("none"), sessions=0, last=None, days=days,
        topics=topics, concerns=concerns, planned=planned, call=(),
    )  # fmt: skip


def test_the_longest_unheard_comes_first_and_what_is_open_weighs():
    quiet, urgent, noisy = place(200), place(150, topics=1, concerns=1, number=2), place(90, concerns=50, number=3)
    assert by_need([noisy, quiet, urgent]) == [urgent, quiet, noisy]
    planned = place(900, planned=date(2025, 6, 1), number=4)
    assert by_need([planned, noisy])[0] == noisy


def test_without_a_bound_a_noisy_village_would_be_heard_for_ever(monkeypatch: pytest.MonkeyPatch):
    """The twin."""
    monkeypatch.setattr(Heard, "need", property(lambda one: one.days * (1 + one.topics + one.concerns)))
    quiet, noisy = place(200), place(90, concerns=50, number=3)
    assert by_need([quiet, noisy]) == [noisy, quiet]


def test_whom_to_call_is_named_and_nothing_is_counted_of_them(cast: Cast):
    found = all_of(cast)
    assert found[HERE].call == ("郑小梅",)
    assert found[NEAR].call == ("郑小梅",)
    assert found[FAR].call == ()


def test_everybody_reads_coverage_and_who_serves_reads_the_rest(
    cast: Cast, topic: Walk, street: Client, sign_in: SignIn
):
    held(session_of(cast, topic))
    url = reverse("venues", args=["500104"])
    with at(TODAY):
        public = street.get(url).content.decode()
        assert "新山村街道协商阵地" in public
        for inside in ("郑小梅", "46 "):
            assert inside not in public
        for called in ("office", "member", "liaison"):
            said = sign_in(called).get(url).content.decode()
            assert "郑小梅" in said
            assert "46 " in said
        assert "郑小梅" not in sign_in("economy_handler").get(url).content.decode()
        assert street.get(reverse("venues", args=["500000"])).status_code == 200
        assert street.get(reverse("venues", args=["999999"])).status_code == 404


def test_a_planned_session_is_said(cast: Cast, topic: Walk, sign_in: SignIn):
    session_of(cast, topic, begins_at=moment("2025-05-20"), ends_at=moment("2025-05-20", 21))
    assert all_of(cast)[HERE].planned == date(2025, 5, 20)


def test_it_asks_the_same_however_many_villages_and_visits(
    cast: Cast, topic: Walk, sign_in: SignIn, django_assert_num_queries: Any
):
    door, url = sign_in("member"), reverse("venues", args=["500104"])
    with at(TODAY):
        door.get(url)
        with django_assert_num_queries(QUESTIONS):
            door.get(url)
    held(session_of(cast, topic))
    visited(cast, NEAR, "2025-04-25")
    visited(cast, FAR, "2025-04-28")
    with at(TODAY):
        door.get(url)
        with django_assert_num_queries(QUESTIONS):
            door.get(url)


QUESTIONS = 12
