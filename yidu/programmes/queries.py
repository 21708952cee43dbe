"""Which programme says what."""

from __future__ import annotations

from collections.abc import Iterable

from yidu.common import known
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition


def current_editions(committee_id: int) -> list[Edition]:
    """The newest edition of each programme of a committee."""

    def read() -> list[Edition]:
        newest = Edition.objects.filter(committee_id=committee_id).order_by("programme", "-number")
        return list(newest.distinct("programme").defer("content"))

    return known.kept(("editions", committee_id), read)


def current_edition(committee_id: int, programme: str) -> Edition | None:
    return Edition.objects.filter(committee_id=committee_id, programme=programme).order_by("-number").first()


def kinds_of(committee_id: int, *, is_: str) -> Iterable[tuple[Edition, str, Kind]]:
    """Every kind of activity or of matter that the committee's programmes have today: (edition, id, kind)."""
    for edition in current_editions(committee_id):
        for id_, kind in edition.read.kind.items():
            if kind.is_ == is_:
                yield edition, id_, kind
