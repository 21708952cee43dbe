"""How the promises of a session stand: what was agreed by a day, and what departments promised in their answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.consultations.models import Session
from yidu.matters.models import LookBack

Found = LookBack.Found


@dataclass(frozen=True)
class Promised:
    """A measure, the day by which it was promised, and what was found when somebody looked. None: nothing yet."""

    measure: str
    day: date
    is_kept: bool | None

    @property
    def state(self) -> str:
        if self.is_kept is not None:
            return _("kept") if self.is_kept else _("not kept")
        return _("the day has come") if self.day < clock.today() else _("not due yet")

    @property
    def tone(self) -> str:
        return "plain" if self.is_kept is None else "ok" if self.is_kept else "late"


@dataclass(frozen=True)
class Tally:
    """How many promises a session led to, and of how many somebody has found that they are kept, or are not."""

    made: int
    kept: int
    broken: int

    @property
    def open(self) -> int:
        """Of how many nobody has found anything yet."""
        return self.made - self.kept - self.broken


def promises_in(matters: Collection[UUID]) -> dict[UUID, list[Promised]]:
    """The promises in each of these, as they stand now: withdrawn ones and those that were promised anew are left out.

    That one may read them is settled.
    """
    found: dict[UUID, list[Promised]] = {}
    for one in _standing(Q(matter__in=list(matters))):
        found.setdefault(one.matter_id, []).append(_told(one))
    return found


def tally_of(session: Session) -> Tally:
    """Numbers that whoever reads the session may know: they say nothing of what was promised."""
    told = [_told(one).is_kept for one in _standing(Q(matter__point__session=session))]
    return Tally(len(told), sum(one is True for one in told), sum(one is False for one in told))


def _standing(which: Q) -> list[LookBack]:
    rows = LookBack.objects.filter(which, why=LookBack.Why.PROMISED, followed_by=None, renewed_by=None)
    shown = ("matter_id", "measure", "promised_on", "found", "follows__found")
    return list(
        rows.exclude(found=Found.WITHDRAWN).select_related("follows").only(*shown).order_by("promised_on", "pk")
    )


def _told(one: LookBack) -> Promised:
    """Of one that is to be looked at again, what was found the last time."""
    found = one.found or (one.follows.found if one.follows else "")
    kept = {str(Found.SOLVED): True, str(Found.UNSOLVED): False}.get(found)
    assert one.promised_on is not None, "every promise has a day"
    return Promised(one.measure, one.promised_on, kept)
