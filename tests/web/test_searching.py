"""A search finds all that one may read and that has the words, the newest first, and looks no further than it must."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import Cast, at
from yidu.api.paging import Cursor, part
from yidu.common.actors import VISITOR, Actor
from yidu.matters import searching
from yidu.matters.actions import raise_matter
from yidu.matters.keys import Key
from yidu.matters.lists import Wanted, matters_wanted, words_wanted
from yidu.matters.models import Matter
from yidu.matters.rules import readable
from yidu.people.rules import standing_of
from yidu.web.paging import FoundPaginator

DAYS = ("2025-01-02", "2025-01-31", "2025-02-28", "2025-06-01", "2025-09-30", "2025-10-01", "2025-11-03")
TODAY = "2025-11-03"
OPEN_TO = ("public", "committee", "parties")
ALL = len(DAYS) * len(OPEN_TO)


@pytest.fixture
def many(cast: Cast) -> Cast:
    """The same words at several times, open to the public, to the committee, and to those who have to do with it."""
    for number, day in enumerate(DAYS):
        with at(day):
            for open_to in OPEN_TO:
                matter = raise_matter(
                    committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty",
                    title=f"变压器容量不足 {number}", text="厂房用电", organisation=cast.enterprise, raised_as="member",
                    actor=cast.member, client_id=uuid4(),
                )  # fmt: skip
                Matter.objects.filter(pk=matter.pk).update(open_to=open_to)
    return cast


def readers(cast: Cast) -> list[Actor]:
    return [VISITOR, cast.member, cast.office, cast.secretary, cast.economy_handler, cast.leader, cast.liaison]


def pages(cast: Cast, who: Actor, text: str, committee: str = "committee", per_page: int = 100) -> FoundPaginator:
    of, wanted = getattr(cast, committee), Wanted(text=text)
    words = words_wanted(of, wanted, standing_of(who))
    assert words is not None
    return FoundPaginator(matters_wanted(who, of, wanted), per_page, sought=words)


def found(cast: Cast, who: Actor, text: str, committee: str = "committee") -> list[Matter]:
    return matters_of(list(pages(cast, who, text, committee).page(1)))


def matters_of(keys: list[Key]) -> list[Matter]:
    rows = Matter.objects.in_bulk([key.pk for key in keys])
    return [rows[key.pk] for key in keys]


@pytest.mark.parametrize("committee", ["committee", "city"])
@pytest.mark.parametrize("text", ["量", "容量", "容量不足", "用电 变压器"])
def test_each_reader_finds_all_that_they_may_read(many: Cast, committee: str, text: str):
    with at(TODAY):
        for who in readers(many):
            wanted = list(readable(who).order_by("-raised_at", "pk"))
            assert found(many, who, text, committee) == wanted, who
        numbers = {len(found(many, who, text, committee)) for who in readers(many)}
        assert len(numbers) > 1
        assert max(numbers) == ALL
        for nothing in ("从来没有", "不足容量", "，%_"):
            assert found(many, many.office, nothing, committee) == []


def test_other_conditions_hold_beside_the_words(many: Cast):
    Matter.objects.filter(raised_at__lt="2025-05-01T00:00Z").update(kind="another")
    with at(TODAY):
        wanted = Wanted(text="容量", kind="another")
        words = words_wanted(many.committee, wanted, standing_of(many.office))
        among = matters_wanted(many.office, many.committee, wanted)
        assert words
        assert len(words.newest(among, 100)) == 3 * len(OPEN_TO)
        assert words.newest(among.none(), 100) == []


def test_part_after_part_each_is_found_once(many: Cast):
    with at(TODAY):
        words, among = words_wanted(many.city, Wanted(text="容量"), standing_of(many.office)), readable(many.office)
        assert words
        parts: list[list[Matter]] = []
        following: str | None = ""
        while following is not None:
            rows, following = part(
                among, Cursor(cursor=following, limit=4), order=("-raised_at", "pk"), pick=words.newest
            )
            parts.append(rows)
        assert [one for rows in parts for one in rows] == found(many, many.office, "容量")
        assert len(parts) == ALL // 4 + 1


def test_the_twin_a_wrong_side_hides_what_one_may_read(many: Cast, monkeypatch: pytest.MonkeyPatch):
    with at(TODAY):
        monkeypatch.setattr(searching, "_sides", lambda *_: (searching._Side(("+",)),))
        assert len(found(many, many.office, "容量")) == len(DAYS)


def test_the_twin_without_a_look_at_the_words_pairs_that_stand_apart_are_found(
    many: Cast, monkeypatch: pytest.MonkeyPatch
):
    with at(TODAY):
        assert found(many, many.office, "容量变压") == []
        monkeypatch.setattr(searching, "_NEWEST", searching._NEWEST.replace("LIKE ALL (asked", "<> ALL (asked"))
        assert len(found(many, many.office, "容量变压")) == ALL


def test_the_database_keeps_the_words_as_the_matter_is(many: Cast):
    """Whoever writes: who may read it, where and when it was raised, and what it says."""
    one = Matter.objects.filter(open_to="committee").latest("raised_at")
    with at(TODAY):
        assert one not in found(many, VISITOR, "容量")
        Matter.objects.filter(pk=one.pk).update(open_to="public")
        assert one in found(many, VISITOR, "容量")
        Matter.objects.filter(pk=one.pk).update(raised_at=one.raised_at - timedelta(days=700))
        assert found(many, many.office, "容量")[-1] == one
        Matter.objects.filter(pk=one.pk).update(search_text="路灯 路 灯")
        assert found(many, many.office, "路灯") == [one]
        assert one not in found(many, many.office, "容量")


def test_the_twin_words_that_are_not_kept_are_not_found(many: Cast):
    one = Matter.objects.latest("raised_at")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE matters_matter DISABLE TRIGGER matters_words_kept")
    Matter.objects.filter(pk=one.pk).update(search_text="路灯 路 灯")
    with at(TODAY):
        assert found(many, many.office, "路灯") == []


def test_the_number_of_what_is_found_is_said_as_far_as_it_is_known(many: Cast):
    """Looked for no further than the page: until the last one it is not known how many there are in all."""
    with at(TODAY):
        told = []
        for number in (None, 2, 3, 9, "x"):
            asked = pages(many, many.office, "容量", per_page=9)
            page = asked.get_page(number)
            told.append((page.number, len(page.object_list), asked.count, asked.is_more, page.has_next()))
        assert told == [
            (1, 9, 9, True, True), (2, 9, 18, True, True), (3, 3, ALL, False, False),
            (3, 3, ALL, False, False), (1, 9, 9, True, True),
        ]  # fmt: skip
        everything = [one for number in (1, 2, 3) for one in pages(many, many.office, "容量", per_page=9).page(number)]
        assert matters_of(everything) == found(many, many.office, "容量")


def test_of_what_is_found_the_newest_are_shown_and_no_more(many: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(FoundPaginator, "most", 18)
    with at(TODAY):
        asked = pages(many, many.office, "容量", per_page=9)
        page = asked.get_page(3)
    assert (page.number, asked.count, asked.is_more, page.has_next()) == (2, 18, True, False)


def test_every_fortnight_is_in_one_span():
    near, far = searching._SPANS
    assert near[0] == 0
    assert all(of - 1 == until for of, until in zip(near[1:], far, strict=False))
    assert all(one <= next_ for one, next_ in pairwise([b - a for a, b in zip(near, far, strict=True)]))
    assert far[-1] >= 26 * 100


def looks(cast: Cast, text: str, most: int) -> tuple[int, str]:
    """How often the index is asked, and the plan."""
    words, among = words_wanted(cast.city, Wanted(text=text), standing_of(cast.office)), readable(cast.office)
    assert words
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        conditions, asked = among.order_by().values("pk").query.sql_with_params()
        question = searching._NEWEST.format(conditions)
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}", [*words._asked(most), *asked])
        plan = cursor.fetchone()[0][0]["Plan"]
    return sum(one["Actual Loops"] for one in nodes(plan) if one.get("Index Name") == "matters_words_keys"), str(plan)


def nodes(plan: dict) -> list[dict]:
    return [plan, *(one for below in plan.get("Plans", ()) for one in nodes(below))]


def test_a_full_page_is_not_looked_for_further_back(many: Cast):
    with at(TODAY):
        few, plan = looks(many, "容量", 3)
        all_, _ = looks(many, "容量", 100)
    assert 0 < few < all_, plan
    assert few <= 2, plan
