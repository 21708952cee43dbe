"""The page of a figure by department and by subject: names and numbers, each of which opens the narrowed figure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_proposals import RAISED, answered, examined, proposal
from tests.web.test_lists import asked
from tests.web.test_proof_page import page_of
from tests.web.world import visit
from yidu.ledger.figures import Figure, told_apart, value
from yidu.ledger.figures import apart as reading
from yidu.ledger.fold import fold
from yidu.web.proofs import Part

QUERIES = 17
"""Of the page of a figure that is told apart: that of others, its entries once more, and the names."""


def handed_over(cast: Cast, subject: str, lead: str, title: str = "增加停车位") -> Walk:
    with at(RAISED):
        walk = proposal(cast, title=title)
    told = {"subject": subject} if subject else {}
    examined(walk).does(cast.office, "file", "2025-02-18", hour=10, period="plenary", **told)
    walk.does(cast.office, "assign", "2025-02-19", lead=getattr(cast, lead))
    return walk


@pytest.fixture
def three(cast: Cast) -> Iterator[list[Walk]]:
    told = [handed_over(cast, "city", "economy"), handed_over(cast, "city", "land"), handed_over(cast, "", "land")]
    with at("2025-02-24"):
        yield told


def told(parts: list[Part]) -> list[tuple[str, int]]:
    return [(one.label, int(one.value or 0)) for one in parts]


def test_departments_and_subjects_have_their_names_the_largest_first(three: list[Walk], street: Client) -> None:
    page = street.get(page_of("proposals-handed-over"))
    shown = page.context["apart"]
    cast = three[0].cast
    assert told(shown.departments) == [(cast.land.called, 2), (cast.economy.called, 1)]
    assert told(shown.subjects) == [("城市建设与交通", 2), ("未说明", 1)]
    assert sum(number for _name, number in told(shown.subjects)) == page.context["value"] == 3
    assert "按承办单位" in page.content.decode()
    assert "按类别" in page.content.decode()


def test_each_number_opens_the_figure_narrowed_to_it_with_its_proof(three: list[Walk], street: Client) -> None:
    shown = street.get(page_of("proposals-handed-over")).context["apart"]
    for part in (*shown.departments, *shown.subjects):
        if not part.url:
            assert part.label == "未说明"
            continue
        narrowed = street.get(part.url).context
        assert narrowed["value"] == part.value
        assert narrowed["proof"].count == part.value
        (only,) = narrowed["filters"]
        assert only.value in (part.label, three[0].cast.land.name, three[0].cast.economy.name)
    narrowed = street.get(shown.departments[0].url).context["apart"]
    assert (narrowed.departments, told(narrowed.subjects)) == ([], [("城市建设与交通", 1), ("未说明", 1)])


def test_the_shares_add_up_whatever_is_folded_and_on_any_day(three: list[Walk]) -> None:
    cast = three[0].cast
    three[1].does(cast.office, "classify", "2025-02-20", subject="law")
    for as_of, wanted in (("2025-02-19", {"city": 2, "": 1}), ("2025-02-21", {"city": 1, "law": 1, "": 1})):
        figure = Figure.parse(cast.committee, "wuqian", "proposals-handed-over", {"as-of": as_of})
        before = {one.key: one.value or Decimal(0) for one in told_apart(figure)["subject"]}
        fold()
        assert {one.key: one.value for one in told_apart(figure)["subject"]} == before == wanted
        assert sum(before.values(), Decimal(0)) == value(figure)


def test_of_a_ratio_the_shares_are_ratios(three: list[Walk], street: Client) -> None:
    answered(three[0])
    with at("2025-04-02"):
        parts = street.get(page_of("proposals-on-time-rate")).context["apart"].departments
    assert told(parts) == [(three[0].cast.economy.called, 100)]


def test_what_is_open_on_a_day_is_told_apart_as_of_that_day(three: list[Walk], street: Client) -> None:
    answered(three[0], measures=[{"text": "开放机关车位", "day": "2025-12-31"}])
    with at("2025-04-03"):
        shown = street.get(page_of("commitments-open")).context["apart"]
        assert told(shown.departments) == [(three[0].cast.economy.called, 1)]
        assert told(shown.subjects) == [("城市建设与交通", 1)]
        before = street.get(page_of("commitments-open", "?as-of=2025-03-31")).context["apart"]
    assert (before.departments, before.subjects) == ([], [])


def test_what_names_neither_shows_neither_and_asks_no_more(three: list[Walk], street: Client) -> None:
    for indicator in ("proposals-submitted", "visits"):
        page = street.get(page_of(indicator))
        assert (page.context["apart"].departments, page.context["apart"].subjects) == ([], [])
        assert "按承办单位" not in page.content.decode()


def test_of_a_city_it_is_told_when_somebody_asks(three: list[Walk], street: Client) -> None:
    page = street.get(page_of("proposals-handed-over", code="500000")).context["apart"]
    assert (page.departments, page.subjects) == ([], [])
    assert told(street.get(page.ask).context["apart"].subjects) == [("城市建设与交通", 2), ("未说明", 1)]


def test_how_often_the_database_is_asked_does_not_grow_with_departments(three: list[Walk], street: Client) -> None:
    cast = three[0].cast
    visit(cast, "2025-02-24")
    address = page_of("proposals-handed-over")
    before = asked(street, address)
    for lead, subject in (("economy", "law"), ("economy", "health"), ("land", "other")):
        handed_over(cast, subject, lead)
    assert asked(street, address) == before == QUERIES


def test_the_twin_that_asks_for_each_name_is_caught(
    three: list[Walk], street: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = reading._names
    each = lambda scope, figure, dimension, keys: {  # noqa: E731
        key: name for one in keys for key, name in honest(scope, figure, dimension, {one}).items()
    }
    monkeypatch.setattr(reading, "_names", each)
    with pytest.raises(AssertionError):
        test_how_often_the_database_is_asked_does_not_grow_with_departments(three, street)
