"""From a token's secret to who speaks, read anew with each request: what ended is gone with the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.ids import digests

MINUTE = 60


@dataclass(frozen=True)
class Caller:
    """Who speaks by a token, for what it is, and how many requests it has made in this minute."""

    actor: Actor
    scopes: tuple[str, ...]
    is_service: bool
    spent: int


# One statement: it counts, notes the day, and reads who it is.
_USE = """
    UPDATE services_token AS token
    SET spent = CASE WHEN token.span = %(span)s THEN token.spent + 1 ELSE 1 END, span = %(span)s, used_on = %(today)s
    FROM people_person AS person
    WHERE token.digest = ANY(%(digests)s) AND token.ended_at IS NULL AND token.expires_on >= %(today)s
        AND person.id = token.person_id AND person.is_active
    RETURNING person.id, person.name, person.is_service, token.scopes, token.spent
"""


def caller_by(secret: str) -> Caller | None:
    """Who a secret speaks for; None when it is unknown, ended or over, or its person may not sign in any more."""
    if not secret:
        return None
    told: dict[str, Any] = {
        "span": int(clock.now().timestamp()) // MINUTE,
        "today": clock.today(),
        "digests": digests(secret, "token"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_USE, told)
        found = cursor.fetchone()
    if found is None:
        return None
    person_id, name, is_service, scopes, spent = found
    return Caller(Actor(kind="person", person_id=person_id, name=name), tuple(scopes), is_service, spent)
