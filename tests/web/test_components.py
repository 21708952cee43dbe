"""The pieces of a page: plain HTML that the policy of the site lets through and a screen reader can read."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from yidu.web import forms as ours
from yidu.web.views.look import PAGES

pytestmark = [pytest.mark.urls("tests.web.look_urls")]


def shown(template: str, /, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load yidu %}" + template).render(Context(context))


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_pieces_has_an_inline_style_or_script(page: str):
    client = Client()
    address = "/look/" if page == "gallery" else f"/look/{page}/"
    html = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "<main" in html
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert not re.search(r"<[^>]+\son[a-z]+=", html)
    assert "<style" not in html
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))


@pytest.mark.django_db
def test_an_unknown_sample_page_is_not_found():
    assert Client().get("/look/nothing/").status_code == 404


def test_a_seal_says_which_figure_it_proves():
    html = shown("{% figure 2300 '/proof/' 'visits' %}")
    assert '<b class="num">2,300</b>' in html
    assert 'aria-label="Proof of this figure: 2,300 visits"' in html


def test_a_figure_without_proof_has_no_seal():
    assert "seal" not in shown("{% figure 5 %}")


def test_prose_puts_figures_into_a_sentence_and_escapes_the_rest():
    html = shown(
        "{% prose text figures %}", text="<b>{D03}</b> {D99}", figures={"D03": SimpleNamespace(value=8, url="/p/")}
    )
    assert html.startswith("&lt;b&gt;<span")
    assert html.endswith("&lt;/b&gt; {D99}")


def test_the_three_truths_are_never_merged():
    html = shown("{% truths answered True satisfied %}", answered=date(2020, 7, 30), satisfied=False)
    words = [re.sub(r"<[^>]+>", "", item).strip() for item in re.findall(r"<li>(.*?)</li>", html, re.DOTALL)]
    assert words == ["✓Answered · 30 July 2020", "✓Solved", "×Not satisfied"]
    assert "Not rated yet" in shown("{% truths None None None %}")


def test_a_table_tells_on_each_cell_what_it_is():
    html = shown("{% table heads rows %}", heads=["Place", "Visits"], rows=[["建胜镇", 1234]])
    assert 'data-label="Visits">1,234<' in html


class Visit(ours.Form):
    where = ours.SuggestField(url="/suggest/", label="Where", help_text="so that nobody types it again")
    how = forms.ChoiceField(label="How", choices=[("foot", "on foot"), ("bus", "by bus")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)


def test_an_error_says_what_to_do_and_leads_to_its_field():
    with translation.override("en"):
        html = str(Visit(QueryDict("note=x")))
    assert '<a href="#id_where">Where</a> Please fill this in.' in html
    assert '<a href="#id_how">How</a> Please choose.' in html
    assert 'id="id_how"' in html
    assert 'aria-describedby="id_where_helptext id_where_error"' in html
    assert 'id="id_where_helptext"' in html
    assert 'id="id_where_error"' in html
    assert "(optional)" in html


def test_a_suggestion_comes_back_with_its_id_and_a_plain_text_without():
    assert _cleaned("where=Mill&where_id=7&how=foot") == ours.Suggested("Mill", "7")
    assert _cleaned("where=Mill&how=foot") == ours.Suggested("Mill", "")
    assert 'name="where_id" value="7"' in str(Visit(QueryDict("where=Mill&where_id=7"))["where"])


def test_one_more_block_can_be_asked_for_without_javascript():
    several = ours.repeated(Visit, item_label="A visit", add_label="Another visit")
    data = QueryDict("visit-TOTAL_FORMS=1&visit-INITIAL_FORMS=0&visit-0-note=x&visit-more=1")
    assert several.wants_more(data, "visit")
    html = str(several(several.one_more(data, "visit"), prefix="visit"))
    assert "visit-1-note" in html
    assert "<template>" in html
    assert "Another visit" in html


def _cleaned(query: str) -> object:
    form = Visit(QueryDict(query))
    assert form.is_valid(), form.errors
    return form.cleaned_data["where"]
