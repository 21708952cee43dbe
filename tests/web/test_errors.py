"""Pages for what goes wrong: they need neither the database nor a request."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests.cast import Cast


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_said_without_a_database(template: str, language: str):
    with translation.override(language):
        page = render_to_string(template)
    assert 'href="/say/"' in page
    assert ("义渡 Yidu" in page) == (language == "en")


def test_what_breaks_is_answered_by_a_page_that_breaks_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: object) -> None:
        raise RuntimeError("the cellar is under water")

    monkeypatch.setattr("yidu.web.views.seals.render", broken)
    answer = Client(raise_request_exception=False).get("/seals/")
    assert answer.status_code == 500
    assert "是我们的问题，不是您的" in answer.content.decode()
    assert "cellar" not in answer.content.decode()


def test_an_old_form_is_refused_with_what_to_do(cast: Cast):
    answer = Client(enforce_csrf_checks=True).post("/receipt/", {"receipt": "1"})
    assert answer.status_code == 403
    assert "请返回，重新打开页面" in answer.content.decode()


def test_what_is_not_there_leads_on(cast: Cast):
    page = Client().get("/c/500104/nothing/")
    assert page.status_code == 404
    assert 'href="/receipt/"' in page.content.decode()
