"""The pages of tokens, webhooks and the API on a phone: they fit, break no rule, and ask nobody else for anything."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Axe
from tests.browser.test_look import SMALL
from tests.cast import Cast
from yidu.common import clock
from yidu.services.actions import add_webhook, make_token
from yidu.services.scopes import SCOPES

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "https://oa.example.org/hooks/yidu/very/long/path/to/receiver?tenant=500104&program=linkage"


def test_they_fit_a_phone_and_keep_the_policy(cast: Cast, phone: BrowserContext, axe: Axe, live_server: LiveServer):
    make_token(
        person=cast.people["office"],
        name="驻村日报对接程序",
        scopes=SCOPES,
        expires_on=clock.today() + timedelta(days=90),
        actor=cast.office,
        client_id=uuid4(),
    )
    hook = add_webhook(
        committee=cast.committee, owner=cast.people["office"], url=LONG, events=["matter.*"], actor=cast.office
    )
    office = Client()
    office.force_login(cast.people["office"])
    kept = office.cookies[settings.SESSION_COOKIE_NAME].value
    phone.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": live_server.url}])
    tab, said, asked = phone.new_page(), list[str](), list[str]()
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("request", lambda request: asked.append(request.url))
    for path in ("/me/tokens/", "/me/tokens/new/", "/me/webhooks/", f"/me/webhooks/{hook.pk}/", "/api/v1/"):
        tab.goto(path)
        if path == "/api/v1/":
            tab.locator("#record_activity summary").click()
            assert tab.locator("#record_activity td", has_text="6 位数字").is_visible()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert tab.evaluate(SMALL) == [], path
        # The rest of a long page is drawn by the same lines.
        tab.evaluate("[...document.querySelectorAll('.operation')].slice(12).forEach(one => one.remove())")
        assert axe(tab) == [], path
    assert said == []
    assert all(url.startswith((live_server.url, "data:", "blob:")) for url in asked)
