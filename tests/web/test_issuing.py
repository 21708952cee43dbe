"""The office edits on a page that shows the author's text; the author reads both and what was changed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_issuing import ADVICE, EDITED, OWN, report, signed
from tests.web.conftest import SignIn, Way


@pytest.fixture
def way(cast: Cast, sign_in: SignIn) -> Way:
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
    return Way(report(cast).matter, sign_in)


def page(way: Way, called: str, on: str) -> str:
    with at(on, 18):
        answer = way.enter(called).get(reverse("matter", args=[way.matter.pk]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def form(way: Way, called: str, action: str, on: str) -> str:
    with at(on, 18):
        answer = way.enter(called).get(way.address(action))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_form_begins_with_the_authors_text_and_then_with_the_latest_words(way: Way):
    way.send("office", "take", on="2025-03-04")
    begun = form(way, "office", "edit", "2025-03-04")
    assert f'value="{OWN["title"]}"' in begun
    assert f"{OWN['text']}\n\n{ADVICE}" in begun
    way.send("office", "draft", on="2025-03-04", **EDITED)
    again = form(way, "office", "edit", "2025-03-04")
    assert f'value="{EDITED["title"]}"' in again
    assert EDITED["text"] in again
    assert OWN["text"] in again, "the author's own stays before one's eyes"


def test_the_author_reads_both_and_what_was_changed(way: Way):
    way.send("office", "take", on="2025-03-04")
    way.send("office", "edit", on="2025-03-04", **EDITED)
    read = page(way, "member", "2025-03-04")
    assert OWN["text"] in read
    assert EDITED["text"] in read
    assert re.search(r"<del>.*?</del>", read)
    assert re.search(r"<ins>.*?</ins>", read)
    assert "已编辑，尚未审签" in read


def test_what_is_not_issued_yet_is_for_whoever_words_it_and_for_its_author(way: Way):
    way.send("office", "take", on="2025-03-04")
    way.send("office", "edit", on="2025-03-04", **EDITED)
    assert EDITED["text"] not in page(way, "another", "2025-03-04")
    assert EDITED["text"] in form(way, "secretary", "sign", "2025-03-04"), "whoever signs reads what they sign"
    way.send("secretary", "sign", on="2025-03-04")
    way.send("office", "issue", on="2025-03-05", series="opinion")
    read = page(way, "another", "2025-03-05")
    assert EDITED["text"] in read
    assert "社情民意信息 2025 年第 1 期" in read


def test_a_refusal_keeps_what_was_typed(way: Way):
    way.send("office", "take", on="2025-03-04")
    with at("2025-03-04"):
        url, told = way.form("edit", title="长" * 61, text="改好的正文")
        answer = way.enter("office").post(url, told)
    assert answer.status_code == 422
    assert "改好的正文" in answer.content.decode()


def test_where_it_was_adopted_stands_on_top_and_an_instruction_with_it(cast: Cast, sign_in: SignIn):
    walk = signed(cast)
    walk.does(cast.office, "issue", "2025-03-03", hour=13, series="opinion")
    walk.does(cast.office, "send-up", "2025-03-04", note="市政协")
    way = Way(walk.matter, sign_in)
    way.send("office", "adopt", on="2025-03-20", level="city", carrier="single", day="2025-03-20")
    chosen = form(way, "office", "instruct", "2025-03-20")
    assert "市级 · 单篇采用 · 2025-03-20" in chosen
    adoption = str(walk.matter.adoptions.get().pk)
    told: dict[str, Any] = {"adoption": adoption, "instructed-by": "王副市长", "instruction": "handle"}
    way.send("office", "instruct", on="2025-03-21", day="2025-03-21", **told)
    read = page(way, "member", "2025-03-21")
    assert "王副市长 3月21日：批示办理" in read
    assert read.index("采用情况") < read.index('id="story"')
    assert 'class="truths"' not in read, "nobody answers a report: it is not called unanswered"


def test_the_pages_ask_few_questions_of_the_database(way: Way, django_assert_max_num_queries: Any):
    way.send("office", "take", on="2025-03-04")
    way.send("office", "edit", on="2025-03-04", **EDITED)
    browser = way.enter("member")
    address = reverse("matter", args=[way.matter.pk])
    with at("2025-03-04", 18):
        browser.get(address)
        with django_assert_max_num_queries(6):
            browser.get(address)


def test_words_that_would_be_markup_are_shown_as_they_are(cast: Cast, sign_in: SignIn):
    walk: Walk = report(cast, title="<b>标题</b>", text="<script>alert(1)</script>")
    way = Way(walk.matter, sign_in)
    way.send("office", "take", on="2025-03-04")
    way.send("office", "edit", on="2025-03-04", title="<i>新</i>", text="<script>alert(2)</script>")
    read = page(way, "member", "2025-03-04")
    assert "<script>alert" not in read
    assert "&lt;script&gt;alert" in read
    assert "<i>新" not in read
