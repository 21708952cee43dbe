"""What whoever runs the site asks for: /metrics for Prometheus, /health with the reasons behind /healthz.

Told by the worker on an address of its own (YIDU_WATCH), so that no proxy in front of the pages can pass it on. In
/metrics the counts of all processes of this machine are added up: they lie in one folder.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import psutil
from django.db import connection, connections
from django.utils.module_loading import autodiscover_modules

from yidu.cli.configuration import ConfigurationError
from yidu.common.gauges import registered_gauges

logger = logging.getLogger("yidu.watching")

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
TEXT, JSON = "text/plain; version=0.0.4; charset=utf-8", "application/json"


def count_together(home: Path) -> None:
    """From here on, this process and its children count into one folder. Call it before anything is counted."""
    folder = home / "metrics"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget_the_dead(folder, "*")
    os.environ[FOLDER] = str(folder)


def serve(address: str) -> None:
    """Answer at host:port in a thread. Raises ConfigurationError when the address makes no sense or is taken."""
    host, _colon, port = address.rpartition(":")
    autodiscover_modules("gauges")
    try:
        server = make_server(host.strip("[]"), int(port), answer, handler_class=_Quiet)
    except (OSError, ValueError, OverflowError) as error:
        raise ConfigurationError(f"YIDU_WATCH={address} cannot be listened on: {error}") from None
    threading.Thread(target=server.serve_forever, name="watching", daemon=True).start()


def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The two pages, as a WSGI application."""
    try:
        status, kind, said = _page(environ["PATH_INFO"])
    finally:
        connections.close_all()
    start(status, [("Content-Type", kind), ("Cache-Control", "no-store")])
    return [said.encode()]


def _page(path: str) -> tuple[str, str, str]:
    if path == "/metrics":
        return "200 OK", TEXT, metrics()
    if path == "/health":
        found = health()
        said = {name: {"good": good, "said": said} for name, good, said in found}
        bad = not all(good for _name, good, _said in found)
        return "503 Service Unavailable" if bad else "200 OK", JSON, json.dumps(said, indent=1) + "\n"
    return "404 Not Found", TEXT, "/metrics or /health\n"


def health() -> list[tuple[str, bool, str]]:
    """Every condition with its reason."""
    from yidu.web.health import conditions

    return [(one.name, one.good, one.said) for one in conditions()]


def metrics() -> str:
    """All that was counted by the processes of this machine, and what is looked up now."""
    from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if folder := os.environ.get(FOLDER):
        _forget_the_dead(Path(folder), "gauge_live*")
        MultiProcessCollector(registry, folder)
    registry.register(_Looked())
    own = "" if folder else generate_latest(REGISTRY).decode()
    return own + generate_latest(registry).decode()


class _Looked:
    """The gauges of the apps and the database, for Prometheus. Without the database there is only that."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        conditions = health()
        wells = GaugeMetricFamily("yidu_health", "Whether it is well.", labels=["condition"])
        for name, good, _said in conditions:
            wells.add_metric([name], float(good))
        yield wells
        if all(good for name, good, _said in conditions if name == "database"):
            for name, help_, value in [*_looked_up(), *_database()]:
                yield GaugeMetricFamily(name, help_, value)


def _looked_up() -> Iterator[tuple[str, str, float]]:
    for gauge in registered_gauges().values():
        yield gauge.name, gauge.help, float(gauge.look())


def _database() -> list[tuple[str, str, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"
        )
        size, used = cursor.fetchone()
    return [
        ("yidu_database_bytes", "Size of the database.", float(size)),
        ("yidu_database_connections", "Connections to the database, of all.", float(used)),
    ]


def _forget_the_dead(folder: Path, kind: str) -> None:
    """Remove what processes left that are gone: at the start everything, later only what counts the living."""
    for path in folder.glob(f"{kind}_*.db"):
        number = path.stem.rpartition("_")[2]
        if number.isdecimal() and not psutil.pid_exists(int(number)):
            path.unlink(missing_ok=True)


class _Quiet(WSGIRequestHandler):
    """Without a line for each question."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (named by the library)
        return
