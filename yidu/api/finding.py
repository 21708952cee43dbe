"""From an id to the record that it names, as far as the speaker may know of it. What they may not is not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from yidu.api.door import Speaker
from yidu.api.problems import ApiProblem
from yidu.api.shapes import StepOut
from yidu.common import clock
from yidu.common.errors import Invalid, Stale
from yidu.ledger.models import Step
from yidu.matters.telling import is_told
from yidu.people.models import Committee
from yidu.places.models import Place

M = TypeVar("M", bound=Model)


def committee_of(speaker: Speaker, code: str | None) -> Committee:
    """The committee of a code; without one, that which the speaker serves, else the site's."""
    if code is None:
        held = sorted(speaker.standing.held, key=lambda one: (one.starts, one.pk))
        code = held[0].committee.code if held else settings.YIDU_COMMITTEE
    found = Committee.objects.select_related("place", "parent").filter(code=code).first()
    if found is None:
        raise ApiProblem("not-found")
    return found


def one(found: QuerySet[M], pk: Any) -> M:
    """The record of an address. Raises `ApiProblem` when it is not there."""
    return first(found.filter(pk=pk))


def first(found: QuerySet[M]) -> M:
    record = found.first()
    if record is None:
        raise ApiProblem("not-found")
    return record


def named(found: QuerySet[M], pk: Any, field: str) -> M | None:
    """The record that an input names, or None for no input. Raises `Invalid` when it is not there."""
    if pk is None:
        return None
    record = found.filter(pk=pk).first()
    if record is None:
        raise unknown(field)
    return record


def place_named(code: str | None, field: str = "place") -> Place | None:
    """The place of a 12-digit code as it is today. Raises `Invalid`."""
    if code is None:
        return None
    place = Place.objects.on(clock.today()).select_related("parent").filter(code=code).first()
    if place is None:
        raise unknown(field)
    return place


def needed(record: M | None, field: str) -> M:
    """What must be named. Raises `Invalid`."""
    if record is None:
        raise unknown(field)
    return record


def unknown(field: str) -> Invalid:
    return Invalid(_("Some answers need another look."), fields={field: [_("Choose one from the list.")]})


def require_any(speaker: Speaker, committee: Committee, *powers: str) -> None:
    """Raises `ApiProblem` unless the speaker holds one of the powers at this committee today."""
    if not any(speaker.standing.has(power, committee.pk) for power in powers):
        raise ApiProblem("not-found")


@contextmanager
def seen(record: Model, version: int, *, full: bool = True) -> Iterator[None]:
    """Within the block, a refusal because of a newer version says what happened since `version`."""
    try:
        yield
    except Stale as error:
        steps = Step.objects.filter(
            record_type=record.record_type,  # type: ignore[attr-defined]
            record_id=str(record.pk),
            version__gt=version,
        )
        told = [one for one in steps.order_by("pk") if is_told(one, full=full)]
        error.meanwhile = [StepOut(step=one.name, at=one.at, version=one.version) for one in told]  # type: ignore[attr-defined]
        raise
