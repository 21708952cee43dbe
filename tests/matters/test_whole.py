"""Of many matters at once the same are read whole as of each by itself."""

from __future__ import annotations

import pytest

from tests.cast import Cast, at
from tests.matters.conftest import Walk, visit
from yidu.common.actors import VISITOR
from yidu.matters.models import Matter
from yidu.matters.rules import readable_whole, reads_in_full
from yidu.people.rules import standing_of

NAMES = (
    "office", "secretary", "leader", "member", "economy_handler", "economy_head", "land_handler", "land_head",
    "supervisor", "liaison",
)  # fmt: skip


@pytest.fixture
def several(walk: Walk) -> Cast:
    """Handed over and not yet, open to the public, to the committee and to those who have to do with it."""
    walk.handed_over()
    with at("2025-02-18"):
        for _ in range(2):
            visit(walk.cast)
    for matter, open_to in zip(Matter.objects.order_by("number"), ("parties", "committee", "public"), strict=True):
        Matter.objects.filter(pk=matter.pk).update(open_to=open_to)
    return walk.cast


def test_whole_of_many_is_whole_of_each(several: Cast):
    within, numbers = several.city.family(), set()
    with at("2025-02-18"):
        for who in (VISITOR, *(getattr(several, name) for name in NAMES)):
            standing = standing_of(who)
            found = set(readable_whole(standing, within=within))
            assert found == {one for one in Matter.objects.all() if reads_in_full(who, one)}, who
            numbers.add(len(found))
    assert {0, 1, 3} <= numbers
