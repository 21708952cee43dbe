"""Pictures are geometry: no word leaves its box, no way lacks an arrow, numbers are grouped by thousands."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from yidu.common.workdays import DayCount
from yidu.web import look
from yidu.web.drawing import charts, days, maps
from yidu.web.drawing.across import across
from yidu.web.drawing.boxes import Drawing
from yidu.web.drawing.down import down
from yidu.web.drawing.measure import width, wrap
from yidu.web.drawing.procedures import Graph, graph

SIZES = {"stage-name": 15}


@pytest.fixture
def linkage() -> Graph:
    with translation.override("en"):  # the longer words
        return graph(look.samples().procedure)


def test_numbers_are_grouped_by_thousands_in_chinese_too():
    with translation.override("zh-hans"):
        assert [charts.said(value) for value in (12604, Decimal("2300.00"), -1, 45.5, None, "<5")] == [
            "12,604", "2,300", "−1", "45.5", "—", "<5",
        ]  # fmt: skip


def test_a_line_is_never_wider_than_its_room_and_never_begins_with_a_full_stop():
    lines = wrap("由政协办公室在两个工作日内，决定交给谁。Chongqing Municipal Bureau", 13, 80, lines=9)
    assert all(width(line, 13) <= 80 for line in lines)
    assert not any(line[0] in "，。" for line in lines)
    assert "".join(lines).replace(" ", "").startswith("由政协办公室在两个工作日内，决定交给谁。Chongqing")


def test_what_does_not_fit_ends_in_an_ellipsis():
    lines = wrap("一二三四五六七八九十", 10, 30, lines=2)
    assert lines == ["一二三", "四五…"]


@pytest.mark.parametrize("draw", [across, down, lambda read: down(read, wide=240)])
def test_no_word_leaves_its_box_and_no_box_meets_another(linkage, draw):
    drawing: Drawing = draw(linkage)
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.right <= drawing.wide
        assert box.bottom <= drawing.tall
        for text in box.texts:
            assert text.x + width(text.text, SIZES.get(text.kind, 13)) <= box.right
            assert box.y < text.y < box.bottom
        for other in drawing.boxes:
            apart = box.right <= other.x or other.right <= box.x or box.bottom <= other.y or other.bottom <= box.y
            assert other is box or apart


def test_every_action_that_leads_on_has_its_way_and_ways_back_are_known_as_such(linkage):
    ways = sum(len(node.acts) for node in linkage.nodes)
    assert len(across(linkage).edges) == len(down(linkage).edges) == ways == 8
    assert [act.title for node in linkage.nodes for act in node.acts if act.back] == ["退回修改", "还没解决"]
    assert [[node.id for node in layer] for layer in linkage.layers] == [
        ["registered"], ["handling", "diverted"], ["signing"], ["answered"], ["closed"],
    ]  # fmt: skip


def test_bars_lie_down_when_a_word_is_too_long_to_stand_under_one():
    assert not charts.bars([("1月", 8), ("12月", 13)]).lying
    assert charts.bars([("跃进村街道", 8), ("建胜镇", 13)]).lying


def test_a_chart_of_nothing_is_still_a_chart():
    assert charts.bars([]).bars == ()
    assert charts.bars([("1月", 0)]).bars[0].value == "0"
    assert charts.line([]).curve == ""
    assert charts.line([("1月", 3)], goal=10).goal == "10"


def test_more_than_the_target_fills_the_bar_and_no_target_leaves_it_empty():
    assert [charts.share(1200, 1000), charts.share(5, 0), charts.share(None, 10)] == ["100.0", "0", "0"]


def test_a_long_period_folds_whole_weeks_and_keeps_the_day_on_which_it_ends():
    first = date(2025, 9, 1)
    counted = [DayCount(first + timedelta(days=number), number or None, "") for number in range(90)]
    cells = days.cells(counted)
    folded = [cell.kind for cell in cells].index("more")
    assert cells[folded - 1].column == 7
    assert cells[folded + 1].column == 1
    assert cells[-1].kind == "due"
    assert len(cells) < 35


def test_reasons_are_given_once_with_their_days():
    day = date(2025, 7, 28)
    counted = [DayCount(day, None, "wait"), DayCount(day + timedelta(days=1), None, "wait"), DayCount(day, 1, "")]
    with translation.override("en"):
        assert days.because(counted)[0].endswith(": wait")
    assert len(days.because(counted)) == 1


def test_a_map_is_flat_named_where_there_is_room_and_coloured_by_number():
    square = {"type": "Polygon", "coordinates": [[[106, 29], [107, 29], [107, 30], [106, 30], [106, 29]]]}
    speck = {"type": "Polygon", "coordinates": [[[107, 29], [107.01, 29], [107.01, 29.01], [107, 29.01], [107, 29]]]}
    features = [
        {"properties": {"code": "1", "name": "建胜镇"}, "geometry": square},
        {"properties": {"code": "2", "name": "跳磴镇"}, "geometry": speck},
    ]
    drawn = maps.coloured(maps.flatten({"features": features}), {"1": 31, "2": "<5"})
    assert drawn.width == 760
    assert drawn.wide is not None
    assert [label.text for label in drawn.wide.labels] == ["建胜镇", "31"]
    assert [(area.depth, area.value) for area in drawn.areas] == [(5, "31"), (0, "<5")]
