"""What is in somebody's hands: which matters, by when and why, in one question; and the rows of those that are wanted.

The question tells keys and versions only, sorted and bounded by the database: a page reads no more than it shows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import prefetch_related_objects

from yidu.common import clock, known
from yidu.common.actors import Actor
from yidu.matters.engine import related
from yidu.matters.models import LookBack, Matter, Request
from yidu.people.rules import Standing, standing_of
from yidu.programmes.models import Edition

Why = Literal["holder", "joint", "decide", "look-back", "late"]


class DeskItem(NamedTuple):
    """One line of the desk: why it is there, by when, and the versions of all that it shows.

    `request` waits for the reader's decision. `asked` is who looks back. `is_paused`: something is waited for, and the
    date is not lost meanwhile. `is_own`: the reader raised or recorded it.
    """

    why: Why
    due_at: datetime
    is_paused: bool
    matter: UUID
    version: int
    request: int | None
    look_back: UUID | None
    look_back_version: int | None
    asked: str | None
    is_own: bool

    @property
    def is_late(self) -> bool:
        return self.due_at < clock.now() and not self.is_paused


class Desk(NamedTuple):
    """Some of the items, the most urgent first; and how many there are: in the reader's hands, and late elsewhere."""

    items: list[DeskItem]
    mine: int
    late: int


@dataclass(frozen=True)
class Rows:
    """An item with what it is about, read."""

    item: DeskItem
    matter: Matter
    request: Request | None
    look_back: LookBack | None


# Who holds what, each by an index that ends with the date. A name is that of the ids with which it is asked.
_HANDS = {
    "offices": "m.holder = 'office' AND m.committee_id = ANY(%(offices)s::bigint[])",
    "oversees": "m.holder = 'secretary-general' AND m.committee_id = ANY(%(oversees)s::bigint[])",
    "handles": "m.holder = 'lead' AND m.lead_id = ANY(%(handles)s::bigint[])",
    "signs": "m.holder = 'lead-head' AND m.lead_id = ANY(%(signs)s::bigint[])",
    "speaks": """
        m.holder = 'raiser' AND m.committee_id = ANY(%(records)s::bigint[]) AND m.raised_by_id = %(person)s
        AND m.edition_id || '/' || m.kind = ANY(%(speaks)s::text[])""",
    "records": """
        m.holder = 'recorder' AND m.committee_id = ANY(%(records)s::bigint[]) AND (
            m.raised_by_id = %(person)s OR EXISTS (
                SELECT FROM activities_activity a WHERE a.id = m.activity_id AND a.recorded_by_id = %(person)s))""",
}
_PAUSED = "EXISTS (SELECT FROM matters_pause p WHERE p.matter_id = m.id AND p.ended_at IS NULL)"
_HELD = """
    SELECT 'holder', m.due_at, {paused}, m.id, NULL::bigint, NULL::uuid
    FROM matters_matter m WHERE m.closed_at IS NULL AND {hand}"""
_JOINT = """
    SELECT 'joint', h.due_at, false, h.matter_id, NULL::bigint, NULL::uuid
    FROM matters_handling h
    WHERE h.part = 'joint' AND h.organisation_id = ANY(%(handles)s::bigint[]) AND h.done_at IS NULL
        AND h.ended_at IS NULL AND h.is_of_open"""
_DECIDE = """
    SELECT 'decide', r.due_at, false, m.id, r.id, NULL::uuid
    FROM matters_request r JOIN matters_matter m ON m.id = r.matter_id
    WHERE r.decided_at IS NULL AND r.decides = '{decides}' AND m.committee_id = ANY(%({whose})s::bigint[])
        AND NOT ({in_hand})"""
_LOOK_BACK = """
    SELECT '{why}', b.due_at, false, b.matter_id, NULL::bigint, b.id
    FROM matters_lookback b WHERE b.found_at IS NULL AND b.asks_at <= %(now)s AND {whose}"""
_ASKED = "b.asked_id = %(person)s"
_NOBODY = "b.asked_id IS NULL AND b.committee_id = ANY(%(offices)s::bigint[])"
_OVERDUE = """
    b.due_at < %(now)s AND b.committee_id = ANY(%(oversees)s::bigint[]) AND b.asked_id IS DISTINCT FROM %(person)s
    AND NOT (b.asked_id IS NULL AND b.committee_id = ANY(%(offices)s::bigint[]))"""
_LATE = """
    SELECT 'late', m.due_at, false, m.id, NULL::bigint, NULL::uuid
    FROM matters_matter m
    WHERE m.closed_at IS NULL AND m.committee_id = ANY(%(oversees)s::bigint[]) AND m.due_at < %(now)s
        AND m.holder <> 'raiser' AND NOT {paused} AND NOT ({in_hand})"""
_DESK = """
    WITH item (why, due_at, is_paused, matter, request, look_back) AS ({items}),
    shown AS (
        SELECT *, count(*) FILTER (WHERE why <> 'late') OVER () AS mine,
            count(*) FILTER (WHERE why = 'late') OVER () AS late
        FROM item ORDER BY why = 'late', is_paused, due_at, matter, look_back LIMIT %(most)s OFFSET %(start)s
    )
    SELECT shown.why, shown.due_at, shown.is_paused, shown.matter, m.version, shown.request, shown.look_back,
        b.version, asked.name, m.raised_by_id IS NOT DISTINCT FROM %(person)s OR EXISTS (
            SELECT FROM activities_activity a WHERE a.id = m.activity_id AND a.recorded_by_id = %(person)s),
        shown.mine, shown.late
    FROM shown JOIN matters_matter m ON m.id = shown.matter LEFT JOIN matters_lookback b ON b.id = shown.look_back
        LEFT JOIN people_person asked ON asked.id = b.asked_id
    ORDER BY shown.why = 'late', shown.is_paused, shown.due_at, shown.matter, shown.look_back"""


def desk(actor: Actor, standing: Standing | None = None, *, start: int = 0, most: int = 200) -> Desk:
    """What the actor holds, the most urgent first; then what is late elsewhere, for whoever oversees.

    `standing` is what the actor is today, where the request has read it already.
    """
    if actor.person_id is None:
        return Desk([], 0, 0)
    ids = _ids(standing or standing_of(actor))
    asked: dict[str, Any] = {**ids, "person": actor.person_id, "now": clock.now(), "start": start, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_question(frozenset(name for name, some in ids.items() if some)), asked)
        rows = cursor.fetchall()
    return Desk([DeskItem(*row[:-2]) for row in rows], *(rows[0][-2:] if rows else (0, 0)))


def rows_of(items: Collection[DeskItem]) -> list[Rows]:
    """What the items are about: as few questions for many as for one."""
    matters = _ON_DESK.in_bulk({one.matter for one in items})
    look_backs = LookBack.objects.select_related("asked").in_bulk({one.look_back for one in items if one.look_back})
    # Only what one may act on is read with all that decides how.
    acted_on = {one.matter for one in items if one.why != "late" and not one.look_back}
    prefetch_related_objects([matters[pk] for pk in acted_on], *related())
    rows = []
    for one in items:
        matter = matters[one.matter]
        request = (
            next((some for some in matter.requests.all() if some.pk == one.request), None) if one.request else None
        )
        rows.append(Rows(one, matter, request, look_backs[one.look_back] if one.look_back else None))
    return rows


_ON_DESK = Matter.objects.select_related("lead", "activity").defer(
    "text", "answers", "search_text", "activity__heard", "activity__answers", "activity__search"
)


def _ids(now: Standing) -> dict[str, list[Any]]:
    """For what the actor may act, and of which kinds they speak for themselves."""
    records = sorted(now.committees("record"))
    return {
        "offices": sorted(now.committees("office")),
        "oversees": sorted(now.committees("oversee")),
        "handles": sorted(now.organisations("handle")),
        "signs": sorted(now.organisations("sign")),
        "records": records,
        "speaks": known.kept(("rated by the raiser", *records), partial(_rated_by_the_raiser, records)),
    }


def _rated_by_the_raiser(committees: list[int]) -> list[str]:
    """The kinds that whoever raised it rates by account; of the others the enterprise does, by its link or receipt."""
    editions = Edition.objects.filter(committee__any=committees).defer("content") if committees else ()
    return [
        f"{edition.pk}/{id_}"
        for edition in editions
        for id_, kind in edition.read.kind.items()
        if kind.is_ == "matter" and kind.rated_by == "raiser"
    ]


@lru_cache(maxsize=64)
def _question(may: frozenset[str]) -> str:
    """One text for all who may the same: the server knows each by its text."""
    hands = [hand for name, hand in _HANDS.items() if name in may]
    in_hand = " OR ".join(f"({hand})" for hand in hands)
    items = [_HELD.format(paused=_PAUSED, hand=hand) for hand in hands]
    items.append(_LOOK_BACK.format(why="look-back", whose=_ASKED))
    if "handles" in may:
        items.append(_JOINT)
    if "offices" in may:
        items.append(_DECIDE.format(decides="office", whose="offices", in_hand=in_hand))
        items.append(_LOOK_BACK.format(why="look-back", whose=_NOBODY))
    if "oversees" in may:
        items.append(_DECIDE.format(decides="secretary-general", whose="oversees", in_hand=in_hand))
        items.append(_LOOK_BACK.format(why="late", whose=_OVERDUE))
        items.append(_LATE.format(paused=_PAUSED, in_hand=in_hand))
    return _DESK.format(items=" UNION ALL ".join(items))
