"""A glance at a matter: who may read it, and what its page would show, told by versions. One small query, always fresh.

Its numbers are a key for what was drawn of the matter. Every action on a matter adds to `version`; every step to
`steps`; what is looked back on, to `look_backs`; nothing of all this is ever deleted. So the same numbers are the same
content. What has no version of its own (names, appointments, the calendar) is under the revision of `common.known`.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from yidu.common import clock

# Plain SQL: composing it anew takes longer than running it.
_GLANCE = """
    SELECT matter.id, matter.title, matter.version, matter.committee_id, matter.open_to, matter.raised_by_id,
           activity.id, activity.version, activity.committee_id, activity.open_to, activity.recorded_by_id,
           host.person_id,
           ARRAY(SELECT organisation_id FROM matters_handling WHERE matter_id = matter.id AND ended_at IS NULL),
           (SELECT count(*) FROM ledger_step WHERE record_type = 'matter' AND record_id = matter.id::text),
           (SELECT coalesce(sum(version), 0) FROM matters_lookback WHERE matter_id = matter.id),
           ARRAY(SELECT id FROM matters_accesslink
                 WHERE matter_id = matter.id AND ended_at IS NULL AND expires_at > %s ORDER BY id)
    FROM matters_matter AS matter
    LEFT JOIN activities_activity AS activity ON activity.id = matter.activity_id
    LEFT JOIN people_appointment AS host ON host.id = activity.host_id
    WHERE matter.id = %s
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """The activity that a matter came from, by what decides who may read it."""

    pk: UUID
    version: int
    committee_id: int
    open_to: str
    recorded_by_id: int | None
    hosted_by_id: int | None


@dataclass(frozen=True, slots=True)
class Glance:
    """`organisations` are those with an active handling; `links` the ids of those that open something now."""

    pk: UUID
    title: str
    version: int
    committee_id: int
    open_to: str
    raised_by_id: int | None
    activity: Visit | None
    organisations: frozenset[int]
    steps: int
    look_backs: int
    links: tuple[int, ...]

    @property
    def recorded_by_id(self) -> int | None:
        return self.activity.recorded_by_id if self.activity else None


def glance_at(pk: UUID) -> Glance | None:
    """None when there is no such matter. Who may read it: `rules.may_read`."""
    with connection.cursor() as cursor:
        cursor.execute(_GLANCE, [clock.now(), pk])
        row = cursor.fetchone()
    if row is None:
        return None
    matter, activity, (organisations, steps, look_backs, links) = row[:6], row[6:12], row[12:]
    visit = Visit(*activity) if activity[0] else None
    return Glance(*matter, visit, frozenset(organisations), steps, int(look_backs), tuple(links))
