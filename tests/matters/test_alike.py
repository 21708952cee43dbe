"""What is the same in other words is found, what only sounds alike is not; each with the reasons, and nothing leaks."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from bench import alike_texts as texts
from tests.cast import Cast
from yidu.common.actors import VISITOR, Actor
from yidu.matters import alike as module
from yidu.matters import pairs
from yidu.matters.actions import raise_matter
from yidu.matters.alike import Alike, alike
from yidu.matters.models import Frequency, Matter, Pairs
from yidu.matters.rules import reads_in_full
from yidu.people.rules import standing_of

TODAY = "2025-02-17"
SUBJECTS, EACH = 6, 10


def raised(cast: Cast, title: str, text: str) -> Matter:
    return raise_matter(
        committee=cast.committee, edition=cast.edition, kind="suggestion", title=title, text=text, place=cast.place,
        raised_as="member", actor=cast.member, client_id=uuid4(),
    )  # fmt: skip


def like(cast: Cast, *written: str, who: Actor | None = None) -> list[Alike]:
    return alike(written, cast.committee, standing_of(who or cast.office))


def titles(found: list[Alike]) -> list[str]:
    return [one.matter.title for one in found]


PARKING = (
    "老旧小区停车难",
    "新山村一带的老旧小区没有地下车库，居民晚上只好把车停在消防通道上。桥下有三块空地荒了多年，权属不清。建议逐块登记，能停车的划线开放。",
)
LAMPS = ("背街小巷路灯不亮", "跃进村的背街小巷有二十多盏路灯损坏，老人晚上出门容易摔倒。建议逐盏编号，坏了扫码报修。")
AGAIN = "建议对桥下空地逐块登记，能停车的划线开放。居民晚上只好把车停在消防通道，老旧小区没有车库。"


@pytest.fixture
def two(cast: Cast) -> Cast:
    for title, text in (PARKING, LAMPS):
        raised(cast, title, text)
    return cast


def test_the_same_in_another_order_is_found_with_the_passages_in_common(two: Cast):
    (found,) = like(two, "解决停车问题", AGAIN)
    assert found.matter.title == PARKING[0]
    assert 1 <= len(found.passages) <= module.PASSAGES
    written, theirs = "解决停车问题" + AGAIN, "".join(PARKING)
    for passage in found.passages:
        here, there = ("".join(text for text, _same in side) for side in (passage.here, passage.there))
        assert here in written
        assert there in theirs
        same = [[text for text, same in side if same] for side in (passage.here, passage.there)]
        assert same[0] == same[1] != []
    assert any("逐块登记，能停车的划线开放" in text for one in found.passages for text, same in one.here if same)


def test_what_is_about_something_else_is_not(two: Cast):
    assert like(two, "增设公交站", "双山隧道口到金家湾没有公交车，上班的人要走两公里。建议延长四号线支线。") == []
    assert like(two, "停车") == []
    assert like(two, "", "，，。。") == []


@pytest.fixture
def many(cast: Cast) -> Cast:
    """Ten texts on each of six subjects."""
    for n in range(SUBJECTS * EACH):
        one = source(n)
        raised(cast, one.title[:60], one.text)
    pairs.count_pairs()
    return cast


def source(number: int) -> texts.Written:
    return texts.write(Random(f"text {number}"), number % SUBJECTS)


def recall(cast: Cast, kind: str) -> tuple[int, int]:
    """How many of twelve planted paraphrases were found, and how many others were named with them."""
    right = others = 0
    for n in range(0, SUBJECTS * EACH, 5):
        told = texts.PARAPHRASES[kind](Random(f"{kind} {n}"), source(n), n % SUBJECTS)
        found = titles(like(cast, told.title, told.text))
        right += source(n).title[:60] in found
        others += len(found) - (source(n).title[:60] in found)
    return right, others


def false_alarms(cast: Cast) -> int:
    """How many of twelve texts on the same subjects, that share two clauses with one of them, are said to be alike."""
    told = [texts.another(Random(f"another {n}"), source(n), n % SUBJECTS) for n in range(0, SUBJECTS * EACH, 5)]
    return sum(bool(like(cast, one.title, one.text)) for one in told)


def test_planted_paraphrases_are_found_and_near_misses_are_not(many: Cast):
    found = {kind: recall(many, kind) for kind in texts.PARAPHRASES}
    least = {kind: 8 if kind == "begun" else 12 for kind in texts.PARAPHRASES}
    assert {kind: told for kind, told in found.items() if told[0] < least[kind] or told[1] > 0} == {}
    assert false_alarms(many) == 0


def test_the_twin_where_every_pair_tells_as_much_near_misses_are_said_to_be_alike(
    many: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "weight", lambda share: 1.0)
    assert false_alarms(many) > 4
    assert recall(many, "reordered")[1] > 4


def test_it_is_found_also_before_anything_was_counted(two: Cast):
    """On the first day of a site all pairs tell as much."""
    assert not Frequency.objects.exists()
    assert titles(like(two, "解决停车问题", AGAIN)) == [PARKING[0]]


def test_of_a_long_text_the_index_is_asked_for_the_rarest_pairs_only(two: Cast):
    pairs.count_pairs()
    shares = pairs.shares_of(pairs.pairs_of(AGAIN))
    told: list[Any] = [list(shares), list(shares.values()), [1.0] * len(shares)]
    looked: dict[float, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matters_pairs")
        for looks in (0, 10, module.LOOKS):
            cursor.execute(module._RAREST, [*told, looks])
            looked[looks] = [pair for pair, _weight in cursor.fetchall()]
    assert looked[0] == []
    assert sorted(looked[module.LOOKS]) == sorted(shares)
    assert len(looked[10]) == 10
    assert max(shares[one] for one in looked[10]) < max(shares.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "停",
        "停车",
        "A4纸 B5",
        "大渡口，4号线！",
        "İstanbul Straße K",
        "㐀鿿",
        "𠀀𠀁停车",
        "a\nb停\n车",
        *[PARKING[1]],
    ],
)
def test_the_database_makes_the_same_pairs(db: None, text: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT matters_pairs_of(%s)", [text])
        assert set(cursor.fetchone()[0]) == pairs.pairs_of(text)


def test_the_database_keeps_the_pairs_as_the_matter_is(two: Cast):
    """Whoever writes; the longer answers belong to it, a choice from a list does not."""
    one = Matter.objects.get(title=LAMPS[0])
    answers = {"advice": "把报废的渡轮改成水上图书馆，周末由志愿者值守，向沿江居民开放", "class": "水上渡轮"}
    Matter.objects.filter(pk=one.pk).update(answers=answers)
    assert titles(like(two, "报废的渡轮", "把报废的渡轮改成水上图书馆，向沿江居民开放")) == [LAMPS[0]]
    pairs.keep_pairs()
    kept = set(Pairs.objects.get(pk=one.pk).pairs)
    assert kept == pairs.pairs_of("\n".join([*LAMPS, answers["advice"]]))


def test_the_twin_pairs_that_are_not_kept_are_not_found(two: Cast):
    one = Matter.objects.get(title=LAMPS[0])
    pairs.keep_pairs()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE matters_matter DISABLE TRIGGER matters_pairs_kept")
    Matter.objects.filter(pk=one.pk).update(text="把报废的渡轮改成水上图书馆，周末由志愿者值守，向沿江居民开放")
    assert like(two, "报废的渡轮", "把报废的渡轮改成水上图书馆，向沿江居民开放") == []


def readers(cast: Cast) -> list[Actor]:
    names = ("office", "secretary", "leader", "member", "economy_handler", "economy_head", "land_handler", "liaison")
    return [VISITOR, *(getattr(cast, name) for name in names)]


def test_only_what_one_may_read_whole_is_named(two: Cast):
    """Of the public part of a matter one sees the title; by trying words nobody learns the rest."""
    one = Matter.objects.get(title=PARKING[0])
    seen: dict[str, set[str]] = {}
    for open_to in ("public", "committee", "parties"):
        Matter.objects.filter(pk=one.pk).update(open_to=open_to, raised_by=None)
        one.refresh_from_db()
        for who in readers(two):
            whole = reads_in_full(who, one)
            assert bool(like(two, "解决停车问题", AGAIN, who=who)) is whole, (who, open_to)
            if whole:
                seen.setdefault(open_to, set()).add(who.name)
    assert two.office.name in seen["parties"]
    assert two.member.name in seen["committee"] - seen["parties"]
    assert VISITOR.name not in seen["public"]


def test_the_twin_where_nobody_asks_who_may_read_it_leaks(two: Cast, monkeypatch: pytest.MonkeyPatch):
    Matter.objects.update(open_to="parties", raised_by=None)
    assert like(two, "解决停车问题", AGAIN, who=two.member) == []
    monkeypatch.setattr(module, "readable_whole", lambda standing, within: Matter.objects.all())
    assert titles(like(two, "解决停车问题", AGAIN, who=two.member)) == [PARKING[0]]
