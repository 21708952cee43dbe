"""What several actions on people ask for in the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from yidu.common.errors import Invalid, Stale
from yidu.common.text import initials, normalise, pinyin
from yidu.people.models import Committee
from yidu.places.models import Place

M = TypeVar("M", bound=models.Model)


class Slips:
    """Collects what is wrong with the inputs of an action, so that all of it is said at once."""

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = defaultdict(list)

    def add(self, field: str, sentence: str) -> None:
        self.fields[field].append(sentence)

    def text(self, field: str, value: str, *, most: int, required: bool = True, lines: bool = False) -> str:
        """The text as it is stored."""
        cleaned = normalise(value, lines=lines)
        if required and not cleaned:
            self.add(field, _("Please fill this in."))
        elif len(cleaned) > most:
            self.add(
                field, _("At most %(most)d characters; these are %(have)d.") % {"most": most, "have": len(cleaned)}
            )
        return cleaned

    def place(self, field: str, place: Place | None, committee: Committee) -> None:
        """A place belongs to the committee's own place or lies below it."""
        if place is not None and place != committee.place and not place.is_below(committee.place):
            self.add(field, _("This place is outside %(place)s.") % {"place": committee.place.name})

    def own(self, field: str, record: models.Model | None, committee: Committee) -> None:
        """A record of the same committee, or none."""
        if record is not None and getattr(record, "committee_id", None) != committee.pk:
            self.add(field, _("Choose one from the list."))

    def raise_any(self) -> None:
        """Raises `Invalid` with every slip, if there is one."""
        if self.fields:
            raise Invalid(_("Some answers need another look."), fields=self.fields)


def locked(model: type[M], record: M, *, version: int, related: Iterable[str] = ()) -> M:
    """The record's row, locked. Raises `Stale` when it changed since `version`."""
    rows = model._default_manager.select_for_update(of=("self",), no_key=True).select_related(*related)
    row: M = rows.get(pk=record.pk)
    current: int = row.version  # type: ignore[attr-defined]
    if current != version:
        raise Stale(_("Somebody changed this meanwhile. Look at it again; nothing was overwritten."), current=current)
    return row


def spell(name: str, *, person: bool = False) -> dict[str, str]:
    """The columns by which a name is found on a keyboard."""
    kind = "person" if person else "word"
    longest = (200, 40) if person else (400, 120)
    return {
        "pinyin": pinyin(name, kind=kind)[: longest[0]],  # type: ignore[arg-type]
        "initials": initials(name, kind=kind)[: longest[1]],  # type: ignore[arg-type]
    }
