"""Draws and look-backs by the API, with the rules of the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.api.conftest import Enter, Program, token_for
from tests.cast import Cast, actor_of, at
from tests.matters.test_draws import four, sealed
from yidu.common import clock
from yidu.matters.models import Draw, LookBack

__all__ = ["four"]

PERIOD = {"programme": "wuqian", "procedure": "linkage", "begins": "2025-02-01", "ends": "2025-02-28"}


def drawn(cast: Cast, office: Program, **told: Any) -> dict[str, Any]:
    made = office.post("/draws/", **PERIOD, **{"number": 2, **told})
    assert made.status_code == 200, made.content
    sealed(cast)
    with at("2025-03-04"):
        done = office.post(f"/draws/{made.json()['id']}/make")
    assert done.status_code == 200, done.content
    return dict(done.json())


def asked(cast: Cast) -> tuple[LookBack, Program]:
    one = LookBack.objects.exclude(asked=None).select_related("asked").first()
    assert one is not None
    assert one.asked is not None
    return one, Program(token_for(one.asked, actor_of(one.asked)))


def test_a_draw_is_announced_made_and_can_be_drawn_again_by_everybody(four: Cast, program: Enter, visitor: Program):
    office = program("office")
    told = drawn(four, office)
    assert len(told["published"]["drawn"]) == told["size"] == 2
    shown = visitor.get(f"/draws/{told['id']}").json()
    assert shown["published"] == told["published"]
    assert shown["published"]["seed"]
    assert [one["id"] for one in visitor.get("/draws/").json()["items"]] == [told["id"]]


def test_a_draw_has_the_rules_of_the_pages(four: Cast, program: Enter, visitor: Program):
    office = program("office")
    assert program("member").post("/draws/", **PERIOD).status_code == 404
    assert visitor.post("/draws/", **PERIOD).status_code == 401
    both = office.post("/draws/", **PERIOD, share=10, number=2)
    assert (both.status_code, list(both.json()["fields"])) == (422, ["number"])
    assert list(office.post("/draws/", **{**PERIOD, "programme": "nothing"}).json()["fields"]) == ["programme"]
    naive = office.post("/draws/", **PERIOD, after="2025-03-05T09:00:00")
    assert list(naive.json()["fields"]) == ["after"]
    made = office.post("/draws/", **PERIOD).json()
    assert office.post(f"/draws/{made['id']}/make").status_code == 422, "before there is a seed"
    assert list(office.post("/draws/", **PERIOD).json()["fields"]) == ["begins"], "a period is drawn from once"
    assert Draw.objects.count() == 1


def test_whoever_is_asked_says_what_was_found_and_nobody_else_learns_of_it(four: Cast, program: Enter):
    office = program("office")
    drawn(four, office, number=4)
    with clock.at(clock.now() + timedelta(days=2)):
        one, mine = asked(four)
        address = f"/look-backs/{one.pk}"
        assert str(one.pk) in [line["look_back"] for line in mine.get("/matters/desk").json()]
        seen = mine.get(address).json()
        assert seen["still_open"]
        assert office.get(address).status_code == 404
        assert office.post(f"{address}/find", version=seen["version"], found="solved").status_code == 404
        unsaid = mine.post(f"{address}/find", version=seen["version"], found="unsolved")
        assert (unsaid.status_code, list(unsaid.json()["fields"])) == (422, ["seen"])
        done = mine.post(f"{address}/find", version=seen["version"], found="unsolved", seen="门口还堆着。")
        assert (done.status_code, done.json()["found"], done.json()["still_open"]) == (200, "unsolved", False)
        late = mine.post(f"{address}/find", version=seen["version"], found="solved")
        assert (late.status_code, late.json()["current"]) == (409, done.json()["version"])


def test_whoever_hands_it_back_is_asked_no_more(four: Cast, program: Enter):
    drawn(four, program("office"), number=4)
    with clock.at(clock.now() + timedelta(days=2)):
        one, mine = asked(four)
        done = mine.post(f"/look-backs/{one.pk}/hand-back", version=one.version, reason="我认识他们")
        assert (done.status_code, done.json()["still_open"]) == (200, False), done.content
    assert LookBack.objects.get(pk=one.pk).handed_back == [one.asked_id]
