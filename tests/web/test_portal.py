"""The front pages: everything on them is counted from the ledger or taken from the published programme."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.cast import YUNYANG, Cast, at, open_county
from tests.web.test_lists import asked
from tests.web.world import investor_lead, solved_difficulty, visit
from yidu.common.actors import SYSTEM
from yidu.ledger.figures import figure_list
from yidu.matters.actions import raise_matter
from yidu.people.models import Committee
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY


@pytest.fixture
def yunyang(cast: Cast) -> Committee:
    """A county with a quite different programme."""
    county = open_county(YUNYANG, "云阳县政协", city=cast.city)
    publish(LIBRARY / "huhe", committee=county, actor=SYSTEM)
    return county


def test_the_headline_is_made_of_figures(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    visit(cast, "2025-02-04", by="leader")
    page = street.get("/")
    (front,) = page.context["page"].programmes
    assert {name: row.value for name, row in front.figures.items()}["visits"] == 2
    text = page.content.decode()
    assert "用脚步丈量民情" in text
    assert "{visits}" not in text


def test_each_campaign_shows_its_target_and_what_the_ledger_counts(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    investor_lead(cast, "2025-02-04")
    rows = {row.id: row.value for row in figure_list(cast.committee)}
    (front,) = street.get("/c/500104/").context["page"].programmes
    assert [str(one.campaign.short) for one in front.campaigns] == ["助千企", "引千商", "促千项", "联千户", "献千策"]
    for one in front.campaigns:
        assert one.first.target == 1000
        assert one.first.value == rows[one.first.id]
    assert [(row.id, row.value) for row in front.campaigns[1].others] == [
        ("investors-by-leaders", 0),
        ("investors-by-members", 1),
    ]


def test_answered_solved_and_satisfied_are_three_numbers(cast: Cast, street: Client):
    solved_difficulty(cast)
    with at("2025-02-24"):
        (front,) = street.get("/").context["page"].programmes
    assert [(row.id, row.value) for row, _bad in front.truths] == [
        ("answered", 1), ("solved", 1), ("satisfied", 1), ("reopened", 0),
    ]  # fmt: skip


def test_a_solved_matter_that_is_public_is_a_story(cast: Cast, street: Client):
    solved_difficulty(cast, title="生产用地不足")
    with at("2025-02-24"):
        page = street.get("/")
    assert [matter.title for matter in page.context["page"].stories] == ["生产用地不足"]
    assert "生产用地不足" in page.content.decode()


def test_what_is_not_public_or_not_solved_is_no_story(cast: Cast, street: Client):
    investor_lead(cast, "2025-02-03", title="某仪器公司来考察")
    raise_matter(
        committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", title="货款拖欠", text="半年了",
        organisation=cast.enterprise, actor=cast.member,
    )  # fmt: skip
    page = street.get("/")
    assert page.context["page"].stories == []
    assert "某仪器公司" not in page.content.decode()


def test_the_villages_where_nobody_was_for_ninety_days_are_places_in_the_order_of_need(cast: Cast, street: Client):
    visit(cast, "2025-01-06")
    with at("2025-04-30"):
        front = street.get("/").context["page"]
    assert front.villages == front.unheard == 12
    assert front.silent[0].last_heard is None
    with at("2025-04-05"):
        front = street.get("/").context["page"]
    assert front.unheard == 11
    assert cast.place.pk not in {village.pk for village in front.silent}


def test_another_county_has_its_own_page_without_a_line_of_code(cast: Cast, yunyang: Committee, street: Client):
    page = street.get(f"/c/{YUNYANG}/")
    (front,) = page.context["page"].programmes
    assert [str(one.campaign.short) for one in front.campaigns] == ["巡河", "看水"]
    text = page.content.decode()
    assert "公里河岸" in text
    assert "助千企" not in text


def test_the_city_sums_its_counties_and_leads_to_them(cast: Cast, yunyang: Committee, street: Client):
    visit(cast, "2025-02-03")
    investor_lead(cast, "2025-02-04")
    page = street.get("/c/500000/")
    assert page.context["raised"] == {"500104": 1}
    assert {one.code: titles for one, titles in page.context["page"].counties} == {
        "500104": ["五千行动"], YUNYANG: ["守河护江"],
    }  # fmt: skip
    assert page.context["addresses"] == {"500104": "/c/500104/", YUNYANG: f"/c/{YUNYANG}/"}


def test_a_committee_without_a_programme_has_a_page(cast: Cast, street: Client):
    open_county(YUNYANG, "云阳县政协", city=cast.city)
    assert street.get(f"/c/{YUNYANG}/").status_code == 200


@pytest.mark.django_db
def test_an_empty_site_says_how_to_begin():
    page = Client().get("/")
    assert page.status_code == 200
    assert "yidu demo" in page.content.decode()


def test_the_ways_in_stand_on_it(cast: Cast, street: Client):
    text = street.get("/").content.decode()
    assert 'href="/say/"' in text
    assert 'href="/receipt/"' in text


def test_how_often_the_database_is_asked_does_not_grow_with_the_records(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    before = asked(street, "/")
    for day in range(4, 14):
        visit(cast, f"2025-02-{day:02}")
        investor_lead(cast, f"2025-02-{day:02}")
    assert asked(street, "/") == before == 15


def test_the_portal_sets_in_the_folders_name_what_there_is():
    for folder in ("wuqian", "huhe"):
        assert (Path(LIBRARY) / folder / "portal.toml").is_file()
