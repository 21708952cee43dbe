"""Which programme says what."""

from __future__ import annotations

from collections.abc import Iterable

from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition


def current_editions(committee_id: int) -> list[Edition]:
    """The newest edition of each programme of a committee."""
    return list(
        Edition.objects.filter(committee_id=committee_id)
        .order_by("programme", "-number")
        .distinct("programme")
        .defer("content")
    )


def current_edition(committee_id: int, programme: str) -> Edition | None:
    return Edition.objects.filter(committee_id=committee_id, programme=programme).order_by("-number").first()


def kinds_of(committee_id: int, *, is_: str) -> Iterable[tuple[Edition, str, Kind]]:
    """Every kind of activity or of matter that the committee's programmes have today: (edition, id, kind)."""
    for edition in current_editions(committee_id):
        for id_, kind in edition.read.kind.items():
            if kind.is_ == is_:
                yield edition, id_, kind
