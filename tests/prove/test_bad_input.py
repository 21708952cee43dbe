"""The big list of naughty strings and our own, each into each field of each form that people come to."""

from __future__ import annotations

import pytest

from tests.bad.conftest import _on_the_day, visited, world  # noqa: F401  (fixtures)
from tests.bad.sending import Found, attack, doors
from tests.bad.strings import CHINESE, naughty
from tests.bad.walk import Visited
from tests.bad.world import World
from tests.prove.conftest import Measured

pytestmark = [pytest.mark.prove, pytest.mark.django_db]


@pytest.mark.parametrize("strings", [CHINESE, naughty()], ids=["ours", "naughty"])
def test_every_string_in_every_field_is_answered(
    world: World,  # noqa: F811
    visited: list[Visited],  # noqa: F811
    measured: Measured,
    strings: dict[str, str],
):
    found, forms = Found(), doors(visited)
    for door in forms:
        attack(world, door, lambda: strings, found)
    measured(
        strings=len(strings),
        forms=len(forms),
        fields=sum(len(door.form.free) for door in forms),
        sent=found.sent,
        taken=found.taken,
        refused_with_a_reason=found.refused,
        wrong=len(found.wrong),
    )
    assert not found.wrong, "\n".join(found.wrong[:100])
