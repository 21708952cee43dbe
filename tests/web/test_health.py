"""Is all well? One word for everybody, the reason for whoever runs the site."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from yidu.cli import watching
from yidu.common.postgresql import direct
from yidu.web import health
from yidu.web.health import WORKER, WORKER_SECONDS, Condition, conditions

PAGES = ["/livez", "/readyz", "/healthz"]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just started."""
    monkeypatch.setattr(health, "_seen", {"worker": time.monotonic()})
    monkeypatch.setattr(health, "_found", [])


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address at which nothing answers."""
    monkeypatch.setattr(health.connection, "get_connection_params", lambda: {"host": "/nowhere", "dbname": "yidu"})


def trouble() -> list[Condition]:
    return [one for one in conditions() if not one.good]


def words(client: Client) -> list[tuple[int, bytes]]:
    return [((answer := client.get(page)).status_code, answer.content) for page in PAGES]


OK, BAD = (200, b"ok\n"), (503, b"not ok\n")


@pytest.mark.django_db
def test_all_is_well(client: Client):
    assert words(client) == [OK, OK, OK]
    assert client.get("/healthz")["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_without_a_database_the_process_lives_and_is_not_ready(client: Client, no_database: None):
    assert words(client) == [OK, BAD, BAD]
    assert [one.name for one in trouble()] == ["database"]


@pytest.mark.django_db
def test_a_missing_migration_is_told_apart(client: Client):
    MigrationRecorder.Migration.objects.filter(app="web").delete()
    assert words(client) == [OK, BAD, BAD]
    (found,) = trouble()
    assert (found.name, found.said) == ("migrations", "some are missing: run `yidu prepare`")


@pytest.mark.django_db
def test_a_worker_that_nobody_has_seen_for_minutes_is_told_apart_and_comes_back(client: Client):
    health._seen["worker"] -= WORKER_SECONDS + 5
    assert words(client) == [OK, OK, BAD]
    assert [one.name for one in trouble()] == ["worker"]
    with direct.connect(WORKER, seconds=5) as worker:
        worker.execute("SELECT 1")
        assert words(client) == [OK, OK, OK]


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_is_told_before_it_is_full(client: Client, settings: Settings):
    settings.YIDU_LEAST_FREE_MB = 2**40
    assert words(client) == [OK, OK, BAD]
    assert [one.name for one in trouble()] == ["disk"]


Ask = Callable[[str], tuple[str, str]]


@pytest.fixture
def ask() -> Ask:
    """What the worker tells at an address."""

    def asked(path: str) -> tuple[str, str]:
        told: list[Any] = []
        (body,) = watching.answer({"PATH_INFO": path}, lambda status, _headers: told.append(status))
        return told[0], body.decode()

    return asked


@pytest.mark.django_db(transaction=True)
def test_whoever_runs_the_site_is_told_why(ask: Ask, settings: Settings):
    settings.YIDU_LEAST_FREE_MB = 2**40
    status, said = ask("/health")
    assert status.startswith("503")
    assert json.loads(said)["database"] == {"good": True, "said": "answers"}
    assert "MB free" in json.loads(said)["disk"]["said"]


@pytest.mark.django_db(transaction=True)
def test_metrics_tell_what_waits_and_are_told_without_a_database_too(
    ask: Ask, client: Client, request: pytest.FixtureRequest
):
    watching.autodiscover_modules("gauges")
    client.get("/livez")
    _status, said = ask("/metrics")
    assert "yidu_ledger_unsealed_entries 0.0" in said
    assert 'yidu_requests_total{method="GET",route="/livez",status="200"}' in said
    assert 'yidu_health{condition="database"} 1.0' in said
    assert "yidu_database_bytes" in said

    request.getfixturevalue("no_database")
    status, said = ask("/metrics")
    assert status == "200 OK"
    assert 'yidu_health{condition="database"} 0.0' in said
    assert "yidu_database_bytes" not in said


def test_nothing_else_is_told(ask: Ask):
    assert ask("/")[0].startswith("404")
