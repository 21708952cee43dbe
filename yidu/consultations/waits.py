"""What waits for a person at the table, for their desk: mostly nothing, and that is found by one cheap question.

The rules stay where they are (`prepared`, `echoes`). The question asks for no less than they would find, in a text that
the server knows; only where there is something are they asked themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from yidu.common import clock
from yidu.consultations.echoes import waiting_for
from yidu.consultations.models import Seat, Session
from yidu.consultations.prepared import awaiting, convened
from yidu.people.rules import Standing

_IS_ANY = """
    WITH own AS (
        SELECT seat.id, seat.answer, seat.invited_at, seat.confirmed_at, session.id AS session, session.called_off_at,
            session.held_at, session.ends_at, session.concluded_at
        FROM consultations_seat seat JOIN consultations_session session ON session.id = seat.session_id
        WHERE seat.taken_off_at IS NULL
            AND (seat.person_id = %(person)s OR seat.organisation_id = ANY(%(bodies)s::bigint[]))
    )
    SELECT
        EXISTS (
            SELECT FROM own WHERE answer = '' AND invited_at IS NOT NULL AND called_off_at IS NULL AND held_at IS NULL
                AND ends_at > %(now)s
        ),
        EXISTS (
            SELECT FROM consultations_session
            WHERE convener_id = ANY(%(posts)s::bigint[]) AND called_off_at IS NULL AND concluded_at IS NULL
        ),
        EXISTS (
            SELECT FROM own JOIN consultations_point point ON point.session_id = own.session
            WHERE own.confirmed_at IS NOT NULL AND own.concluded_at IS NOT NULL
                AND point.stands = 'agreed' AND point.matter_id IS NOT NULL AND point.withdrawn_at IS NULL
                AND NOT EXISTS (
                    SELECT FROM consultations_echo echo WHERE echo.point_id = point.id AND echo.seat_id = own.id
                )
        )
"""


@dataclass(frozen=True)
class Waits:
    """Seats to answer for, sessions that one convenes, and sessions of which one is asked whether all was kept."""

    asked: list[Seat]
    convened: list[Session]
    to_echo: list[Session]


def waits(standing: Standing) -> Waits:
    """One question when nothing waits."""
    if standing.actor.person_id is None:
        return Waits([], [], [])
    told: dict[str, Any] = {
        "person": standing.actor.person_id,
        "bodies": sorted(standing.organisations()),
        "posts": [one.pk for one in standing.held],
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_IS_ANY, told)
        is_asked, convenes, echoes = cursor.fetchone()
    return Waits(
        asked=awaiting(standing) if is_asked else [],
        convened=convened(standing) if convenes else [],
        to_echo=list({seat.session_id: point.session for seat, point in waiting_for(standing)}.values())
        if echoes
        else [],
    )
