"""A storm of requests over the whole API: made by schemathesis from its description, right ones and wrong ones.

Half of them name what there is, so that the storm reaches the actions and not only the doors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import CheckContext, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.generation.case import Case

from tests.api.conftest import token_for
from tests.cast import Cast
from tests.web.world import investor_lead, solved_difficulty, visit
from yidu.ledger.seals import seal
from yidu.matters.actions import receipt_code
from yidu.matters.models import Matter

SPEAKERS = ("office", "member", "economy_handler", "economy_head", "")


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
    """What came of it: answers by status, and by operation those that went well."""

    statuses: Counter[int] = field(default_factory=Counter)
    well: Counter[str] = field(default_factory=Counter)


def rage(cast: Cast, *, cases: int, chance: int = 0) -> Storm:
    """Send so many requests; raises for the first that breaks something."""
    told, pool = Storm(), known(cast)
    headers = {
        called: {"Authorization": f"Bearer {token_for(cast.people[called], getattr(cast, called))}"} if called else {}
        for called in SPEAKERS
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
        if data.draw(st.booleans()):
            _name_what_there_is(data, case, pool)
        called = data.draw(st.sampled_from(SPEAKERS))
        response = case.call(headers=headers[called])
        case.validate_response(response, checks=[not_a_server_error, says_why])
        told.statuses[response.status_code] += 1
        if response.status_code == 200:
            told.well[operation.label] += 1

    with _one_transaction():
        blow()
    return told


def known(cast: Cast) -> dict[str, list[Any]]:
    """Values that mean something here, by the names of inputs."""
    matter = solved_difficulty(cast)
    lead, activity = investor_lead(cast, "2025-02-03"), visit(cast, "2025-02-05")
    seal()
    bodies = [cast.economy.pk, cast.land.pk, cast.enterprise.pk]
    return {
        "pk": [*bodies, str(matter.pk), str(lead.pk), str(activity.pk), cast.people["member"].pk, cast.venue.pk, 1, 2],
        "code": ["500104", "500000", cast.place.code],
        "number": [1],
        "committee": ["500104", "500000"],
        "parent": ["500000", "500104000000"],
        "programme": ["wuqian"],
        "indicator": ["visits", "members", "solved", "coverage"],
        "kind": ["enterprise-visit", "enterprise-difficulty", "investor-lead", "enterprise", "consultation-venue"],
        "place": [cast.place.code, "500104000000"],
        "villages": [[cast.place.code]],
        "covers": [[cast.place.code]],
        "host": [cast.appointments["member"].pk],
        "organisation": bodies,
        "project": [cast.project.pk],
        "station": [cast.venue.pk],
        "sector": [cast.sector.pk],
        "person": [cast.people["member"].pk],
        "role": ["member", "handler", "liaison"],
        "owner": bodies,
        "version": [1, 2, 3, matter.version],
        "action": ["assign", "accept", "reply", "note", "close", "rate", "divert"],
        "inputs": [{"lead": cast.land.pk}, {"text": "看过了", "class": "A"}, {"note": "请尽快"}, {}],
        "answers": [{}, {"people": 3}],
        "raises": [[{"kind": "enterprise-difficulty", "title": "用地", "text": "厂房不够"}], []],
        "raised_as": ["resident", "enterprise", "member", ""],
        "receipt": [receipt_code(Matter.objects.get(pk=matter.pk))],
        "day": ["2025-02-10"],
        "starts": ["2025-02-10"],
        "ends": ["2025-03-10", None],
        "opened": ["2025-02-10"],
        "closed": ["2025-03-10"],
        "on": ["2025-02-20"],
        "from": ["2025-01-01"],
        "as-of": ["2025-02-17"],
        "handling": [None, 1],
        "cursor": [""],
        "limit": [2],
        "client_id": [str(uuid4()), str(uuid4())],
        "events": [["*"], ["matter.*"]],
        "url": ["https://127.0.0.1/x", "https://example.org/hook"],
        "state": ["open", "all"],
    }


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


def _name_what_there_is(data: Any, case: Case, pool: dict[str, list[Any]]) -> None:
    containers = [case.path_parameters, case.query, case.body]
    for told in containers:
        if not isinstance(told, dict):
            continue
        for name in [one for one in told if one in pool]:
            if data.draw(st.integers(0, 3)):
                told[name] = data.draw(st.sampled_from(pool[name]))
