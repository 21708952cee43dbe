"""What the index leaves out early is what the reader may not read anyhow, and nothing is lost between the months."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.cast import Cast, at
from yidu.common.actors import VISITOR, Actor
from yidu.matters import searching
from yidu.matters.actions import raise_matter
from yidu.matters.lists import Wanted, matters_wanted
from yidu.matters.models import Matter
from yidu.matters.rules import readable
from yidu.web.paging import FoundPaginator

MONTHS = ("2025-01-02", "2025-01-31", "2025-02-28", "2025-06-01", "2025-09-30", "2025-10-01", "2025-11-03")
TODAY = "2025-11-03"


@pytest.fixture
def many(cast: Cast) -> Cast:
    """The same words in several months, open to the public, to the committee, and to those who have to do with it."""
    for number, day in enumerate(MONTHS):
        with at(day):
            for open_to in ("public", "committee", "parties"):
                matter = raise_matter(
                    committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty",
                    title=f"变压器容量不足 {number}", text="厂房用电", organisation=cast.enterprise, raised_as="member",
                    actor=cast.member, client_id=uuid4(),
                )  # fmt: skip
                Matter.objects.filter(pk=matter.pk).update(open_to=open_to)
    return cast


def readers(cast: Cast) -> list[Actor]:
    return [VISITOR, cast.member, cast.office, cast.secretary, cast.economy_handler, cast.leader, cast.liaison]


def found(cast: Cast, who: Actor, text: str, committee: str) -> list[UUID]:
    of = getattr(cast, committee)
    return [key.pk for key in FoundPaginator(matters_wanted(who, of, Wanted(text=text)), 100).page(1)]


@pytest.mark.parametrize("committee", ["committee", "city"])
@pytest.mark.parametrize("text", ["容量", "容量不足", "用电 变压器"])
def test_each_reader_finds_all_that_they_may_read(many: Cast, committee: str, text: str):
    with at(TODAY):
        numbers = {len(found(many, who, text, committee)) for who in readers(many)}
        for who in readers(many):
            wanted = list(readable(who).order_by("-raised_at", "pk").values_list("pk", flat=True))
            assert found(many, who, text, committee) == wanted, who
        assert len(numbers) > 1
        assert max(numbers) == 3 * len(MONTHS)
        assert found(many, many.office, "从来没有", committee) == []


def test_the_twin_a_wrong_token_hides_what_one_may_read(many: Cast, monkeypatch: pytest.MonkeyPatch):
    with at(TODAY):
        monkeypatch.setattr("yidu.matters.lists.scope_tokens", lambda *_: ["'@another'"])
        assert found(many, many.office, "容量", "committee") == []


@pytest.mark.django_db
def test_every_month_is_in_one_span():
    for today in ("2025-01-01", "2025-12-31", "2024-02-29"):
        with at(today), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM generate_series(24200, 24330) AS month, unnest(%s::text[]) AS span"
                " WHERE array_to_tsvector(ARRAY['#' || month]) @@ span::tsquery",
                [list(searching.spans())],
            )
            assert cursor.fetchone() == (131,)


def test_what_the_planner_guesses_makes_no_walk_through_all(many: Cast):
    """The order is not that of an index: else a rare word would be looked for in every matter from the newest back."""
    with at(TODAY):
        asked = searching.newest_first(matters_wanted(many.office, many.city, Wanted(text="容量不足")))
        plan = asked[:301].explain()
    assert "Sort Key: ((raised_at +" in plan, plan
    assert "matter_newest" not in plan, plan
