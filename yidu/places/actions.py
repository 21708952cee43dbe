"""Loading the reference list and following its changes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.places.models import Level, Place
from yidu.places.queries import below

CHONGQING = Path(__file__).parent / "data" / "chongqing-2023.csv"
# The list gives no first days. This one lies before everything that a site records, so that every place of the list
# is valid on any day that occurs; it is not the day on which a division was founded.
LISTED_FROM = date(2000, 1, 1)
_BATCH = 2000


@dataclass(frozen=True)
class Loaded:
    """How many places were added and how many of the list were there already."""

    added: int
    kept: int


@dataclass(frozen=True)
class NewPlace:
    """What a division that did not exist before is announced with."""

    code: str
    name: str


@transaction.atomic
def load_divisions(progress: Callable[[int, int], None] | None = None, *, source: Path = CHONGQING) -> Loaded:
    """Add the places of a list (columns code, name, urban_class, level) whose codes are not known yet.

    A place that is there stays as it is, whatever became of it since: loading again changes nothing. `progress` is
    told how many of how many lines are done. Raises ValueError for a line whose parent is neither in the list nor
    known.
    """
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known: dict[str, Place] = {place.code: place for place in Place.objects.order_by("valid_from")}
    before = len(known)
    done = 0
    for level in Level:
        places = [_listed(row, known) for row in rows if row["level"] == level and row["code"] not in known]
        for start in range(0, len(places), _BATCH):
            batch = Place.objects.bulk_create(places[start : start + _BATCH])
            known.update((place.code, place) for place in batch)
            done += len(batch)
            if progress:
                progress(done, len(rows))
    if done:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE places_place")
    if progress:
        progress(len(rows), len(rows))
    return Loaded(added=len(known) - before, kept=len(rows) - (len(known) - before))


@transaction.atomic
def merge_places(old: Sequence[Place], *, into: NewPlace | Place, on: date, actor: Actor) -> Place:
    """End places on a day and let one take their place from that day: a new one, or one of their neighbours.

    `on` is the first day of the new order. Everything below the old places ends too and goes on under the same codes
    below the one that takes over, so that a day before `on` still shows the old tree. Records keep pointing to the
    place as it was when they were made. Returns the place that took over; raises `Invalid`.
    """
    olds = list(Place.objects.select_for_update().filter(pk__in=[place.pk for place in old]).order_by("code"))
    _check_merger(olds, into, on)
    head = into if isinstance(into, Place) else _begun(into, like=olds[0], on=on)
    for place in olds:
        place.valid_until, place.successor = on, head
    Place.objects.bulk_update(olds, ["valid_until", "successor"])
    codes = {place.code for place in olds}
    went_on = {place.pk: head for place in olds}
    for level in Level:
        moved = [
            row
            for place in olds
            for row in below(place).filter(level=level, valid_until__isnull=True).select_for_update(of=("self",))
        ]
        for row in moved:
            row.valid_until = on
        Place.objects.bulk_update(moved, ["valid_until"], batch_size=_BATCH)
        successors = Place.objects.bulk_create(
            [_moved(row, parent=went_on[row.parent_id or 0], old=codes, head=head, on=on) for row in moved], _BATCH
        )
        for row, successor in zip(moved, successors, strict=True):
            row.successor = went_on[row.pk] = successor
        Place.objects.bulk_update(moved, ["successor"], batch_size=_BATCH)
    return head


def _listed(row: dict[str, str], known: dict[str, Place]) -> Place:
    """A place of the list; its parent is the nearest code above it that exists (Chongqing has no cities)."""
    code, level = row["code"], Level(row["level"])
    above = (code[:width].ljust(12, "0") for width in (9, 6, 4, 2))
    parent = next((known[candidate] for candidate in above if candidate != code and candidate in known), None)
    if parent is None and level is not Level.PROVINCE:
        raise ValueError(f"{code} {row['name']}: nothing above it is in the list")
    place = Place(
        code=code,
        name=row["name"],
        level=level,
        urban_class=row["urban_class"],
        valid_from=LISTED_FROM,
        parent=parent,
        path=[*parent.path, parent.code] if parent else [],
    )
    place.spell()
    return place


def _check_merger(olds: Sequence[Place], into: NewPlace | Place, on: date) -> None:
    if not olds:
        raise Invalid(_("Choose the places that are merged."))
    if len({(place.level, place.parent_id) for place in olds}) > 1:
        raise Invalid(_("Only places of one level and with one superior can be merged."))
    if any(place.valid_until is not None or place.valid_from >= on for place in olds):
        raise Invalid(_("A place that is merged must be valid on the day before and have no end yet."))
    if isinstance(into, Place):
        fits = into.is_valid(on) and (into.level, into.parent_id) == (olds[0].level, olds[0].parent_id)
        if not fits or into.pk in {place.pk for place in olds}:
            raise Invalid(_("The place that takes over must be another one of the same level and superior."))
    elif not re.fullmatch("[0-9]{12}", into.code):
        raise Invalid(_("A code has 12 digits."), fields={"code": [_("A code has 12 digits.")]})
    elif Place.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), code=into.code).exists():
        raise Invalid(_("This code is in use."), fields={"code": [_("This code is in use.")]})


def _begun(new: NewPlace, *, like: Place, on: date) -> Place:
    place = Place(code=new.code, name=new.name, level=like.level, parent=like.parent, path=like.path, valid_from=on)
    place.spell()
    place.save(force_insert=True)
    return place


def _moved(row: Place, *, parent: Place, old: set[str], head: Place, on: date) -> Place:
    """The same division from `on` under its new superior."""
    path = [head.code if code in old else code for code in row.path]
    place = Place(
        code=row.code,
        name=row.name,
        level=row.level,
        urban_class=row.urban_class,
        valid_from=on,
        parent=parent,
        path=path,
    )
    place.spell()
    return place
