"""Every page in Chinese and in English, whole: no English sentence among the Chinese, no Chinese among the English."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.web.conftest import SignIn
from tests.web.world import investor_lead, solved_difficulty
from yidu.ledger.seals import seal

_INVISIBLE = re.compile(r"<(script|style|code|head)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL)
_SENTENCE = re.compile(r"[A-Za-z][a-z]+(?: [A-Za-z][a-z]+){2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")

LATIN = {"Mulan PSL v"}
NAMES = {"中文", "义渡", "市政协", "国办函", "号", "经济界"}
"""What stands in both languages by right; the last is a sector of the cast, and an example of the catalogue."""

OPEN = [
    "/",
    "/c/500000/",
    "/c/500104/figures/",
    "/c/500104/figures/wuqian/visits/",
    "/c/500104/figures/wuqian/investors-introduced/",
    "/c/500104/figures/wuqian/venue-coverage/",
    "/c/500104/figures/wuqian/villages/",
    "/c/500104/figures/sets/wuqian/page/",
    "/c/500104/programmes/",
    "/c/500104/programmes/wuqian/",
    "/c/500104/stations/",
    "/c/500000/stations/",
    "/c/500104/projects/",
    "/seals/",
    "/about/",
    "/compliance/",
    "/nowhere/",
]


def staff_pages(cast: Cast) -> list[str]:
    member = cast.people["member"].pk
    return [
        reverse("people"),
        reverse("person", args=[member]),
        reverse("person-add"),
        reverse("sector-add"),
        reverse("appoint", args=[member]),
        *(f"{reverse('appoint', args=[member])}?role={role}" for role in ("member", "handler", "liaison")),
        reverse("appointment-end", args=[cast.appointments["member"].pk]),
        reverse("appointment-withdraw", args=[cast.appointments["member"].pk]),
        reverse("organisations"),
        reverse("organisation", args=[cast.enterprise.pk]),
        reverse("organisation-add"),
        reverse("project", args=[cast.project.pk]),
        reverse("project-add"),
        reverse("project-end", args=[cast.project.pk]),
        reverse("station", args=[cast.venue.pk]),
        reverse("station-add"),
        reverse("station-cover", args=[cast.venue.pk]),
        reverse("station-close", args=[cast.venue.pk]),
    ]


def read(client: Client, address: str, language: str) -> str:
    """What a reader sees of a page."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address)
    assert answer.status_code in (200, 404), address
    return re.sub(r"\s+", " ", unescape(_INVISIBLE.sub("\n", answer.content.decode())))


@pytest.fixture
def records(cast: Cast) -> None:
    """Something to show on every page."""
    solved_difficulty(cast)
    investor_lead(cast, "2025-02-03")
    seal()


def test_no_english_sentence_stands_on_a_chinese_page(cast: Cast, records: None, street: Client, sign_in: SignIn):
    for client, pages in ((street, OPEN), (sign_in("office"), staff_pages(cast))):
        for address in pages:
            found = [one for one in _SENTENCE.findall(read(client, address, "zh-hans")) if one not in LATIN]
            assert not found, (address, found)


def test_no_chinese_word_of_ours_stands_on_an_english_page(cast: Cast, records: None, street: Client, sign_in: SignIn):
    ours = _our_words()
    for client, pages in ((street, OPEN), (sign_in("office"), staff_pages(cast))):
        for address in pages:
            text = read(client, address, "en")
            found = [word for word in _CHINESE.findall(text) if word in ours]
            assert not found, (address, found)


def _our_words() -> set[str]:
    """The Chinese of the catalogue: whole texts, and their longest runs of characters."""
    import polib

    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values()) if entry.msgid]
    return {run for text in texts for run in _CHINESE.findall(text) if len(run) > 1} - NAMES
