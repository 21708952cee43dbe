"""A storm of requests over the whole API: made by schemathesis from its description, right ones and wrong ones.

Three of four name what there is, so that the storm reaches the actions and not only the doors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import CheckContext, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.generation.case import Case

from tests.api.conftest import token_for
from tests.api.pool import Pool, known
from tests.cast import Cast, at

SPEAKERS = ("office", "office", "office", "member", "leader", "economy_handler", "economy_head", "")


@schemathesis.check
def says_why(_ctx: CheckContext, response: Response, case: Case) -> None:
    """Every refusal is a problem with a title and a sentence; one about what was sent names field and reason."""
    if not 400 <= response.status_code < 500:
        return
    told = response.json()
    assert response.headers["content-type"] == ["application/problem+json"], response.headers
    assert told["title"], told
    assert told["detail"], told
    assert told["status"] == response.status_code
    if response.status_code == 422:
        assert told["fields"], told
    for name, said in told["fields"].items():
        assert name, told
        assert all(said), told


@dataclass
class Storm:
    """What came of it: answers by status, and by operation those that went well; `never`: operations that never did."""

    statuses: Counter[int] = field(default_factory=Counter)
    well: Counter[str] = field(default_factory=Counter)
    never: set[str] = field(default_factory=set)


def rage(cast: Cast, *, cases: int, chance: int = 0) -> Storm:
    """Send so many requests; raises for the first that breaks something."""
    told, pool = Storm(), known(cast)
    headers = {
        called: {"Authorization": f"Bearer {token_for(cast.people[called], getattr(cast, called))}"} if called else {}
        for called in set(SPEAKERS)
    }
    with _one_transaction():
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _app)
    operations = [one.ok() for one in schema.get_all_operations()]
    modes = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE])

    @seed(chance)
    @settings(
        max_examples=cases, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def blow(data: Any) -> None:
        operation = data.draw(st.sampled_from(operations))
        case = data.draw(operation.as_strategy(data.draw(modes)))
        if data.draw(st.integers(0, 3)):
            _name_what_there_is(data, case, pool)
        called = data.draw(st.sampled_from(SPEAKERS))
        with transaction.atomic():
            # Or the first that withdraws the office's role leaves it nothing to do.
            response = case.call(headers=headers[called])
            transaction.set_rollback(True)
        case.validate_response(response, checks=[not_a_server_error, says_why])
        told.statuses[response.status_code] += 1
        if response.status_code == 200:
            told.well[operation.label] += 1

    with _one_transaction(), at("2025-03-05"):
        blow()
    told.never = {one.label for one in operations} - set(told.well)
    return told


def _app(environ: dict[str, Any], start: Any) -> Any:
    environ.setdefault("REMOTE_ADDR", "127.0.0.1")
    return get_wsgi_application()(environ, start)


@contextmanager
def _one_transaction() -> Iterator[None]:
    """As in Django's own client: the transaction of the test outlives each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _name_what_there_is(data: Any, case: Case, pool: Pool) -> None:
    """Put what is known in its place; leave out half of what may be left out, so that it does not all have to fit."""
    noun = case.operation.path.removeprefix("/api/v1/").split("/")[0]
    if case.path_parameters:
        case.path_parameters.update(_known(data, noun, case.path_parameters, pool))
    for told, needed in ((case.query, []), (case.body, told_by(case))):
        if isinstance(told, dict):
            for name in [one for one in told if one not in needed and data.draw(st.booleans())]:
                del told[name]
            told.update(_known(data, noun, told, pool))


def told_by(case: Case) -> list[str]:
    """What the body of an operation must hold."""
    body = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    for one in body.values():
        schema = one["schema"]
        if "$ref" in schema:
            schema = case.operation.schema.raw_schema["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return list(schema.get("required", []))
    return []


def _known(data: Any, noun: str, names: dict[str, Any], pool: Pool) -> dict[str, Any]:
    found = {}
    for name in names:
        values = pool.get((noun, name)) or pool.get(("", name))
        if values and data.draw(st.integers(0, 9)):
            found[name] = data.draw(st.sampled_from(values))
    return found
