"""A glance at a matter: who may read it, and what its page would show, told by numbers. One small query, always fresh.

The numbers are a key for what was drawn of the matter. Every action on it leaves a step, there is no way around that,
so the same number of `steps` is the same matter with the same story. Of what belongs to it and may change without a
step of its own, the versions are added up (`look_backs`, `parts`) or the ids named (`links`). Nothing of all this is
ever deleted, so no number comes again. What has names or dates of its own (organisations, people, the calendar) is
under the revision of `yidu.common.known`.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from yidu.activities.rules import Reach
from yidu.common import clock

# Plain SQL: composing it anew takes longer than running it.
_GLANCE = """
    SELECT matter.id, matter.title, matter.committee_id, matter.open_to, matter.raised_by_id,
           matter.kind, matter.edition_id,
           activity.id, activity.version, activity.committee_id, activity.open_to, activity.recorded_by_id,
           host.person_id,
           ARRAY(SELECT organisation_id FROM matters_handling WHERE matter_id = matter.id AND ended_at IS NULL),
           (SELECT count(*) FROM ledger_step WHERE record_type = 'matter' AND record_id = matter.id::text),
           (SELECT coalesce(sum(version), 0) FROM matters_lookback WHERE matter_id = matter.id),
           (SELECT coalesce(sum(version), 0) FROM matters_matter AS part WHERE part.part_of_id = matter.id),
           ARRAY(SELECT id FROM matters_accesslink
                 WHERE matter_id = matter.id AND ended_at IS NULL AND expires_at > %s ORDER BY id),
           coalesce(matter.part_of_id, matter.id)
    FROM matters_matter AS matter
    LEFT JOIN activities_activity AS activity ON activity.id = matter.activity_id
    LEFT JOIN people_appointment AS host ON host.id = activity.host_id
    WHERE matter.id = %s
"""


@dataclass(frozen=True, slots=True)
class Glance:
    """`organisations` are those with an active handling; `links` the ids of those that open something now;
    `whole` is the matter of which it is a part, or itself."""

    pk: UUID
    title: str
    committee_id: int
    open_to: str
    raised_by_id: int | None
    kind: str
    edition_id: int
    activity: Reach | None
    organisations: frozenset[int]
    steps: int
    look_backs: int
    parts: int
    links: tuple[int, ...]
    whole: UUID

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
    pk, title, committee_id, open_to, raised_by_id, kind, edition_id = row[:7]
    visit, (organisations, steps, look_backs, parts, links, whole) = row[7:13], row[13:]
    return Glance(
        pk=pk,
        title=title,
        committee_id=committee_id,
        open_to=open_to,
        raised_by_id=raised_by_id,
        kind=kind,
        edition_id=edition_id,
        activity=Reach(*visit) if visit[0] else None,
        organisations=frozenset(organisations),
        steps=steps,
        look_backs=int(look_backs),
        parts=int(parts),
        links=tuple(links),
        whole=whole,
    )
