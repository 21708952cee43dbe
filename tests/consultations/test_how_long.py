"""From a topic to what came of it, in days: the middle one, of planted topics; and the share of agreed points kept."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from tests.cast import Cast, at
from tests.consultations.conftest import topic_of
from tests.matters.conftest import Walk
from yidu.common.actors import VISITOR
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, proof, series, split, told_apart, value
from yidu.ledger.figures.medians import median
from yidu.ledger.fold import fold
from yidu.matters.actions import raise_matter
from yidu.programmes.words import definition

pytestmark = pytest.mark.django_db
WHY, CAME = "多个院落都有。", "换十二部，费用分摊。"


def figure(cast: Cast, indicator: str = "days-to-conclusion", **more: Any) -> Figure:
    return Figure(committee=cast.committee, programme="wuqian", indicator=indicator, **more)


def after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def concluded(cast: Cast, days: int, day: str = "2025-03-03", **more: Any) -> Walk:
    """A topic of a day, of which it was said so many days later what came of it."""
    walk = topic_of(cast, day, **more)
    if days:
        walk.does(cast.office, "choose", day, hour=10, text=WHY)
        walk.does(cast.office, "begin", after(day, days - 1))
        walk.does(cast.office, "conclude", after(day, days), text=CAME)
        return walk
    steps: list[tuple[str, dict[str, Any]]] = [("choose", {"text": WHY}), ("begin", {}), ("conclude", {"text": CAME})]
    for number, (action, told) in enumerate(steps):
        walk.does(cast.office, action, day, hour=11 + number, **told)
    return walk


@pytest.fixture
def planted(cast: Cast) -> list[Walk]:
    """10, 20 and 120 days; one that ended without a result, one that nobody chose, one that is still talked over."""
    walks = [concluded(cast, days, title=f"第{days}个议题") for days in (10, 20, 120)]
    ended: list[tuple[str, dict[str, Any]]] = [("not-chosen", {"reason": "已有计划。"}), ("choose", {"text": WHY})]
    for action, told in ended:
        walks.append(topic_of(cast, title=f"{action}的议题"))
        walks[-1].does(cast.office, action, "2025-03-04", **told)
    dropped = topic_of(cast, title="没有谈成的议题")
    dropped.does(cast.office, "choose", "2025-03-04", text=WHY)
    dropped.does(cast.office, "drop", "2025-03-06", reason="谈不拢。")
    return [*walks, dropped]


@pytest.mark.parametrize(
    ("left", "middle"),
    [
        ({}, None),
        ({"5": 0}, None),
        ({"5": 1}, "5"),
        ({"0": 1, "9": 1}, "4.5"),
        ({"2": 1, "10": 1, "9": 1}, "9"),
        ({"2": 3, "100": 2}, "2"),
        ({"2": 2, "100": 2}, "51"),
        ({"2": 1, "7": -1, "100": 1}, "51"),
        ({"": 4, "3": 1}, "3"),
    ],
)
def test_the_middle_of_numbers(left: dict[str, int], middle: str | None):
    told = median({number: Decimal(many) for number, many in left.items()})
    assert told == (None if middle is None else Decimal(middle))


def test_the_middle_one_counts_and_what_came_to_nothing_is_not_in_it(cast: Cast, planted: list[Walk]):
    with at("2025-08-01"):
        assert value(figure(cast)) == 20, "neither the mean, 50, nor anything of what did not end"
        fold()
        assert value(figure(cast)) == 20
    concluded(cast, 31, title="又一个议题")
    with at("2025-08-01", hour=10):
        assert value(figure(cast)) == Decimal("25.5"), "half way between two, folded and not folded together"
        assert proof(figure(cast), VISITOR).count == 4
        assert audit() == []


def test_of_a_period_a_day_and_a_place(cast: Cast, planted: list[Walk]):
    with at("2025-08-02"):
        fold()
        assert value(figure(cast, to=date(2025, 3, 20))) == 10
        assert value(figure(cast, from_=date(2025, 3, 14))) == 70
        assert value(figure(cast, as_of=date(2025, 3, 12))) is None
        assert value(figure(cast, as_of=date(2025, 6, 1))) == 15
        assert value(figure(cast, from_=date(2025, 4, 1), to=date(2025, 5, 31))) is None
        assert {one.key: one.value for one in split(figure(cast), "township")} == {cast.place.parent.code: 20}
        months = {one.first.month: one.value for one in series(figure(cast))}
        assert [months[month] for month in (3, 4, 7)] == [Decimal(15), None, Decimal(120)]


def test_a_day_is_a_number_too(cast: Cast):
    concluded(cast, 0)
    with at("2025-03-05"):
        assert value(figure(cast)) == 0
        assert [one.value for one in split(figure(cast), "township")] == [0]


def test_whoever_sits_down_again_does_not_make_it_longer(cast: Cast):
    walk = concluded(cast, 10)
    walk.does(cast.office, "again", "2025-04-01", reason="费用还要商量。")
    walk.does(cast.office, "conclude", "2025-06-01", text=CAME)
    walk.does(cast.office, "done", "2025-09-09", text="都换了。")
    with at("2025-09-10"):
        assert value(figure(cast)) == 10
        assert value(figure(cast, "days-to-carried-out")) == (date(2025, 9, 9) - date(2025, 3, 3)).days


def test_the_page_shows_it_with_each_topic_and_its_days(cast: Cast, planted: list[Walk], street: Client):
    with at("2025-08-01"):
        page = street.get(figure(cast).url())
        text = page.content.decode()
        assert page.context["value"] == 20
        assert [line.number for line in page.context["proof"].lines] == ["120", "20", "10"]
        assert "120 天" in text
        assert [number for _month, number in page.context["months"]] == [15, 120], "months without one have no bar"
        assert "第120个议题" in text
        assert "从提出议题到形成协商成果" in street.get("/c/500104/figures/").content.decode()
        table = street.get(page.context["csv_url"]).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[3] for row in rows[1:]] == ["120", "20", "10"]


def test_it_says_in_words_what_it_counts(cast: Cast):
    with translation.override("en"):
        told = definition(cast.edition.read, "days-to-conclusion")
    assert told.startswith("The middle one of the days since it was raised among matters of the kind “Topic")
    assert "first reached the stage “Concluded, being carried out”" in told


def agreed(cast: Cast, number: int) -> Walk:
    with at("2025-03-24"):
        matter = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="agreed-point", raised_as="liaison",
            title=f"共识{number}", text="六月底前做好。", place=cast.place, actor=cast.liaison, client_id=uuid4(),
        )  # fmt: skip
    return Walk(cast, matter)


def test_the_share_of_agreed_points_kept_by_department(cast: Cast):
    """Of three that were handed over one was confirmed; one only answered; one of another department nothing."""
    first, second, third, waiting = (agreed(cast, number) for number in range(4))
    for walk, lead in ((first, cast.economy), (second, cast.economy), (third, cast.land)):
        walk.does(cast.office, "assign", "2025-03-25", lead=lead)
    for walk in (first, second):
        walk.does(cast.economy_handler, "reply", "2025-06-20", text="做好了。", class_="A")
        walk.does(cast.economy_head, "sign", "2025-06-20", hour=10)
    first.does(cast.liaison, "rate", "2025-06-23", satisfaction="satisfied")
    with at("2025-07-01"):
        shown = figure(cast, "points-kept-rate")
        assert waiting.now().assigned_at is None
        assert value(shown) == Decimal("33.3")
        assert {one.label: one.value for one in told_apart(shown)["organisation"]} == {cast.economy.called: 50}
        assert [line.url for line in proof(shown, cast.office).lines] == [f"/matters/{first.matter.pk}/"]
    first.does(cast.office, "reopen", "2025-09-01", what_is_missing="又停了。")
    with at("2025-09-02"):
        assert value(shown) == 0
        assert audit() == []
