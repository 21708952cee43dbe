"""What is like a text, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yidu.matters.alike import Alike, alike
from yidu.people.models import Committee
from yidu.people.rules import Standing


@dataclass(frozen=True)
class Hit:
    """A matter like it, with the class of its answer in words."""

    alike: Alike
    class_title: str


def alike_hits(texts: Iterable[str], committee: Committee, standing: Standing) -> list[Hit]:
    """For `alike/_hits.html`: whatever writing page shows it before something is sent."""
    return [_hit(one) for one in alike(texts, committee, standing)]


def _hit(one: Alike) -> Hit:
    matter = one.matter
    return Hit(one, matter.class_title(matter.answer_class) if matter.answer_class else "")
