"""A limit counts every try of its span, also those that come at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.http import HttpRequest
from django.test import RequestFactory

from tests.web.rush import room_for
from yidu.common import limits

THREADS, MOST = 8, 5
HOUR = 3600


@pytest.fixture
def request_(transactional_db: None) -> HttpRequest:
    cache.clear()
    return RequestFactory().post("/", REMOTE_ADDR="10.1.2.3")


def at_once(request: HttpRequest, rounds: int) -> int:
    """How many of so many rounds of tries at the same moment were allowed in all."""

    def tries(together: threading.Barrier) -> int:
        try:
            together.wait(30)
            return sum(limits.allowed(request, "trial", most=MOST, seconds=HOUR) for _time in range(rounds))
        finally:
            connections.close_all()

    with room_for(THREADS), ThreadPoolExecutor(THREADS) as pool:
        together = threading.Barrier(THREADS)
        return sum(pool.map(lambda _n: tries(together), range(THREADS)))


def test_tries_at_the_same_moment_are_all_counted(request_: HttpRequest):
    assert at_once(request_, 3) == MOST


def test_the_twin_that_waits_for_nobody_lets_more_through(request_: HttpRequest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "_alone", lambda _key: None)
    for _time in range(20):
        cache.clear()
        if at_once(request_, 3) > MOST:
            return
    raise AssertionError("nobody slipped through")


def test_a_count_lasts_as_long_as_its_span(request_: HttpRequest):
    limits.allowed(request_, "trial", most=MOST, seconds=HOUR)
    limits.allowed(request_, "trial", most=MOST, seconds=HOUR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires > now() + interval '50 minutes' FROM yidu_cache WHERE cache_key LIKE '%limit-%'")
        assert cursor.fetchall() == [(True,)]
