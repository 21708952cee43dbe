"""One line and a few counts for each request: which route, how it ended, how long it took. Never who or what."""

from __future__ import annotations

import logging
import time
from secrets import token_hex

from django.db import connection
from django.http import HttpRequest, HttpResponse

from yidu.common import metrics
from yidu.common.logs import numbered
from yidu.common.postgresql.spent import Spent, account
from yidu.web.middleware import Next

logger = logging.getLogger("yidu.requests")

NUMBER = "X-Request-ID"
"""The header with the number under which the lines of a request are found."""
QUIET = ("/static/", "/healthz", "/readyz", "/livez")


class Observed:
    """The outermost layer. The number of a request is made here: one that somebody sends may say anything."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, began = token_hex(8), time.perf_counter()
        request.number = number  # type: ignore[attr-defined]
        with numbered(number), account() as spent:
            response = self.get_response(request)
            _write_down(request, response, spent, time.perf_counter() - began)
        response[NUMBER] = number
        return response


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, without what stood in its blanks; "-" for an address that does not exist."""
    if request.path.startswith("/static/"):
        return "/static/"
    return f"/{request.resolver_match.route}" if request.resolver_match else "-"


def _write_down(request: HttpRequest, response: HttpResponse, spent: Spent, seconds: float) -> None:
    route, method = route_of(request), request.method if request.method in _METHODS else "OTHER"
    metrics.requests.labels(route, method, response.status_code).inc()
    metrics.request_seconds.labels(route).observe(seconds)
    metrics.queries.labels(route).inc(spent.queries)
    metrics.query_seconds.labels(route).inc(spent.seconds)
    _look_at_pool()
    if not request.path.startswith(QUIET) or response.status_code >= 500:
        told = {
            "route": route,
            "method": method,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "database_ms": round(spent.seconds * 1000, 1),
            "queries": spent.queries,
        }
        logger.info("", extra={"told": told})


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _look_at_pool() -> None:
    pool = connection.pool  # type: ignore[attr-defined]
    if pool is not None:
        stats = pool.get_stats()
        metrics.pool.labels("open").set(stats.get("pool_size", 0))
        metrics.pool.labels("free").set(stats.get("pool_available", 0))
        metrics.pool.labels("waited-for").set(stats.get("requests_waiting", 0))
