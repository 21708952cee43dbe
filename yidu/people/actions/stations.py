"""Fixed points of a network and the villages that they serve."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.people.checks import Slips, locked
from yidu.people.models import Committee, Station
from yidu.people.rules import require_power
from yidu.places.models import Level, Place


@action("station.open")
def open_station(
    *,
    committee: Committee,
    kind: str,
    name: str,
    place: Place,
    opened: date,
    covers: Collection[Place] = (),
    address: str = "",
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Station]:
    """Open a station of a kind that a programme names; `covers` are the villages that it serves besides its own.

    Raises `NotAllowed` or `Invalid` with every wrong field at once.
    """
    require_power(actor, "people", committee_id=committee.pk)
    station = draft_station(
        committee=committee, kind=kind, name=name, place=place, opened=opened, covers=covers, address=address
    )
    slips = Slips()
    if Station.objects.filter(committee=committee, kind=station.kind, name=station.name).exists():
        slips.add("name", _("There is one with this name already."))
    slips.raise_any()
    station.save(force_insert=True)
    station.covers.set(covers)
    return Change(station, "station.opened", {"kind": kind, "name": station.name, "covers": len(set(covers))})


@action("station.correct")
def correct_station(
    station: Station,
    *,
    place: Place,
    opened: date,
    address: str = "",
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Station]:
    """Correct where it is and since when it is open; every figure follows. Raises also `Stale`."""
    require_power(actor, "people", committee_id=station.committee_id)
    row = locked(Station, station, version=version, related=("committee__place",))
    amend_station(row, place=place, opened=opened, address=address, closed=row.closed, covers=None)
    row.save()
    return Change(row, "station.corrected", {"opened": opened.isoformat(), "place": place.code})


@action("station.cover")
def cover_villages(
    station: Station, *, villages: Collection[Place], actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Station]:
    """Set the villages that it serves besides its own. Raises also `Stale`."""
    require_power(actor, "people", committee_id=station.committee_id)
    row = locked(Station, station, version=version, related=("committee__place",))
    slips = Slips()
    _check_villages(slips, villages, row.committee)
    slips.raise_any()
    row.covers.set(villages)
    row.version += 1
    row.save(update_fields=["version"])
    return Change(row, "station.covering", {"covers": sorted(village.code for village in villages)})


@action("station.close")
def close_station(
    station: Station, *, closed: date, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Station]:
    """Set its last day (inclusive). Raises also `Stale`."""
    require_power(actor, "people", committee_id=station.committee_id)
    row = locked(Station, station, version=version)
    slips = Slips()
    if row.closed is not None:
        slips.add("closed", _("It has ended already."))
    elif closed < row.opened:
        slips.add("closed", _("The last day lies before the first."))
    slips.raise_any()
    row.closed = closed
    row.version += 1
    row.save()
    return Change(row, "station.closed", {"closed": closed.isoformat()})


def draft_station(
    *,
    committee: Committee,
    kind: str,
    name: str,
    place: Place,
    opened: date,
    covers: Collection[Place],
    address: str,
    closed: date | None = None,
) -> Station:
    """A station as it would be opened, not saved. Whether there is one already is not asked. Raises `Invalid`."""
    slips = Slips()
    station = Station(
        committee=committee,
        kind=slips.text("kind", kind, most=40),
        name=slips.text("name", name, most=80),
    )
    _set(slips, station, place=place, opened=opened, address=address, closed=closed, covers=covers)
    slips.raise_any()
    return station


def amend_station(
    station: Station,
    *,
    place: Place,
    opened: date,
    address: str,
    closed: date | None,
    covers: Collection[Place] | None,
) -> None:
    """Set what can be corrected, without saving; the villages are only checked. Raises `Invalid`."""
    slips = Slips()
    _set(slips, station, place=place, opened=opened, address=address, closed=closed, covers=covers or ())
    slips.raise_any()
    station.version += 1


def _set(
    slips: Slips,
    station: Station,
    *,
    place: Place,
    opened: date,
    address: str,
    closed: date | None,
    covers: Collection[Place],
) -> None:
    station.address = slips.text("address", address, most=120, required=False)
    slips.place("place", place, station.committee)
    _check_villages(slips, covers, station.committee)
    if closed is not None and closed < opened:
        slips.add("closed", _("The last day lies before the first."))
    station.place, station.opened, station.closed = place, opened, closed


def _check_villages(slips: Slips, villages: Collection[Place], committee: Committee) -> None:
    for village in villages:
        if village.level != Level.VILLAGE:
            slips.add("covers", _("%(place)s is not a village or community.") % {"place": village.name})
        slips.place("covers", village, committee)
