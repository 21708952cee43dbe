"""What a phone loads, and how often a page asks the database: pinned, because both only ever grow by themselves."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.web.conftest import SignIn, Way
from yidu.web import matter_article

LIGHT = 100_000
"""Bytes, compressed: the page with its styles and scripts, on a first visit."""


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries)


def weight(page: str) -> int:
    files = [finders.find(path) for path in re.findall(r'(?:href|src)="/static/([^"]+)"', page)]
    assert len(files) >= 3, "styles and scripts"
    parts = [page.encode(), *(Path(str(one)).read_bytes() for one in files)]
    return sum(len(gzip.compress(part, 6)) for part in parts)


@pytest.mark.parametrize("address", ["/desk/", "/matters/?state=all", "/c/500104/figures/", "/"])
def test_the_first_load_of_a_page_is_light(answered: Way, sign_in: SignIn, address: str):
    page = sign_in("office").get(address).content.decode()
    assert weight(page) <= LIGHT
    # The twin: one picture of a phone in it, and it is too heavy.
    assert weight(page + "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(60_000))) > LIGHT


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        # Three of them are of the table: what one is asked to, what one convenes, what one is asked about afterwards.
        # And whoever writes is asked for names.
        ("office", "/desk/", 7),
        ("secretary", "/desk/", 6),
        ("economy_handler", "/desk/", 6),
        ("office", "/matters/?state=all", 6),
        ("office", "/matters/?state=all&q=厂房", 12),
        ("office", "/c/500104/figures/", 11),
        ("office", "/c/500104/figures/?as-of=2025-03-05", 11),
        ("office", "/c/500000/figures/", 12),
    ],
)
def test_a_page_asks_so_often_and_not_more(answered: Way, sign_in: SignIn, who: str, address: str, most: int):
    assert asked(sign_in(who), address) <= most


def test_a_matter_asks_so_often_and_not_more(answered: Way, cast: Cast, sign_in: SignIn):
    """Session, person, the glance, the chain, the revision, the seal; and the matter, when nothing is kept of it."""
    client, address = sign_in("office"), reverse("matter", args=[answered.matter.pk])
    assert asked(client, address) <= 6
    matter_article._ARTICLES._kept.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 7


def test_by_its_receipt_a_matter_asks_so_often_and_not_more(answered: Way, street: Client):
    street.post(reverse("receipt"), {"receipt": answered.receipt})
    assert asked(street, reverse("receipt")) <= 6
