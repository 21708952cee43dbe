"""What waits for a department's opinion: of matters that are open, and no more of those that were."""

from __future__ import annotations

from django.db import connection

from tests.cast import at
from tests.matters.conftest import Walk
from yidu.common import clock
from yidu.matters.desk import desk
from yidu.matters.models import Handling, Matter

NOTHING_IS_TOLD = """
CREATE OR REPLACE FUNCTION matter_tells_its_handlings() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RETURN NULL; END $$
"""


def waiting(walk: Walk) -> int:
    with at("2025-02-19"):
        return sum(item.why == "joint" for item in desk(walk.cast.land_handler).items)


def close(walk: Walk, *, again: bool = False) -> None:
    with at("2025-02-19"):
        when = None if again else clock.now()
        Matter.objects.filter(pk=walk.matter.pk).update(
            closed_at=when, holder="lead" if again else "", due_at=clock.now() if again else None
        )


def test_a_share_waits_while_its_matter_is_open(walk: Walk):
    walk.handed_over()
    assert waiting(walk) == 1
    close(walk)
    assert waiting(walk) == 0
    # Whoever writes the row does not bring it back.
    (share,) = Handling.objects.filter(part="joint")
    share.is_of_open = True
    share.save()
    assert waiting(walk) == 0
    close(walk, again=True)
    assert waiting(walk) == 1


def test_the_twin_of_which_the_shares_are_not_told_waits_for_ever(walk: Walk):
    walk.handed_over()
    with connection.cursor() as cursor:
        cursor.execute(NOTHING_IS_TOLD)
    close(walk)
    assert waiting(walk) == 1
