"""国办函〔2026〕12号, rule by rule: what the page says is held here, under the names in `yidu.web.compliance`."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.cast import BEGINS, Cast
from tests.web.conftest import SignIn
from tests.web.world import visit
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid
from yidu.consultations.models import Point
from yidu.ledger.figures.shapes import By
from yidu.ledger.models import Entry, Line, Total
from yidu.people.actions import open_committee
from yidu.people.models import Centre, Person
from yidu.places.queries import place_of
from yidu.programmes.grammar import Field
from yidu.programmes.grammar.indicators import Dimension
from yidu.web.compliance import RULES

ROOT = Path(__file__).resolve().parents[2]

FORBIDDEN = re.compile(
    r"(^|_)(score|points?|rank|ranking|badge|level_up|streak|check_?in|sign_?in_count|online|duration_online|"
    r"latitude|longitude|lat|lng|gps|track|steps_walked|likes?)(_|$)"
)
OURS = [model for model in apps.get_models() if model.__module__.startswith("yidu.")]


def test_each_promise_names_what_holds_it():
    for rule in RULES:
        assert rule.held, rule.asks
        for held in rule.held:
            file, _, name = held.partition("::")
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, held


def test_the_page_says_every_rule(cast: Cast, street: Client):
    page = street.get("/compliance/")
    assert list(page.context["rules"]) == list(RULES)


def test_no_record_has_room_for_points_ranks_or_tracks():
    """A point that was put to the table is none that anybody gets: what leads to one is left out.

    And so is where the middle of a village lies, which knows of no person and no time. Nothing else.
    """
    assert {field.name for field in Centre._meta.get_fields()} == {
        *("id", "committee", "place", "longitude", "latitude", "version")
    }
    found = [
        f"{model.__name__}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if FORBIDDEN.search(field.name) and field.related_model is not Point and model is not Centre
    ]
    assert found == []


def test_no_figure_can_be_split_by_person():
    people = {"person", "member", "host-name", "recorded-by", "raised-by", "actor"}
    assert not people.intersection(get_args(Dimension))
    assert set(get_args(By)) == {"county", "township", "sector", "host"}
    for model in (Entry, Total, Line):
        assert not [field.name for field in model._meta.get_fields() if field.related_model is Person], model


def test_no_entry_names_a_person(cast: Cast):
    visit(cast, "2025-02-03")
    ids = {str(pk) for pk in Person.objects.values_list("pk", flat=True)}
    names = set(Person.objects.values_list("name", flat=True))
    entries = Entry.objects.exclude(dims={})
    assert entries.exists()
    for entry in entries:
        assert set(entry.dims) <= set(get_args(Dimension))
        assert not names.intersection(entry.dims.values())
        assert "person" not in entry.dims
    assert ids


def test_a_visitor_reads_the_public_pages_without_an_account(cast: Cast, street: Client):
    visit(cast, "2025-02-03")
    pages = [
        "/",
        reverse("figures", args=["500104"]),
        reverse("figure", args=["500104", "wuqian", "visits"]),
        reverse("programmes", args=["500104"]),
        reverse("programme", args=["500104", "wuqian"]),
        reverse("stations", args=["500104"]),
        reverse("projects", args=["500104"]),
        "/seals/",
        "/say/",
        "/receipt/",
        "/about/",
        "/compliance/",
    ]
    assert [street.get(page).status_code for page in pages] == [200] * len(pages)


def test_a_visit_is_complete_without_a_picture(cast: Cast, street: Client):
    assert visit(cast, "2025-02-03").photos.count() == 0
    assert street.get(reverse("figure", args=["500104", "wuqian", "visits"])).context["value"] == 1


def test_no_question_without_a_reason():
    assert Field.model_fields["why"].is_required()
    with pytest.raises(ValueError, match="why"):
        Field.model_validate({"id": "age", "type": "number", "ask": {"zh": "年龄", "en": "Age"}})


@pytest.mark.parametrize("code", ["500104001000", "500104001001"])
def test_a_committee_belongs_to_a_county_or_above(cast: Cast, code: str):
    assert cast.committee.place.valid_from <= BEGINS
    with pytest.raises(Invalid) as refused:
        open_committee(place=place_of(code), name="某某镇政协", short_name="镇政协", parent=cast.city, actor=SYSTEM)
    assert "place" in refused.value.fields


@pytest.mark.parametrize("called", ["", "member", "office", "economy_handler"])
def test_every_page_leads_to_the_form_for_concerns(cast: Cast, street: Client, sign_in: SignIn, called: str):
    client = sign_in(called) if called else street
    for address in ("/", "/about/", "/seals/", reverse("figures", args=["500104"]), "/nowhere/"):
        assert 'href="/say/"' in client.get(address).content.decode(), address
