"""What happens by itself: silence lapses as the procedure says; somebody is asked to look back when its day comes; how
often pairs of characters are written is counted.
"""

from __future__ import annotations

import logging

from yidu.common import clock
from yidu.common.errors import Refused
from yidu.common.jobs import periodic
from yidu.matters.actions import ask_look_back
from yidu.matters.engine import lapse_matter
from yidu.matters.looking import to_be_asked
from yidu.matters.models import Matter
from yidu.matters.pairs import count_pairs, keep_pairs

logger = logging.getLogger(__name__)


@periodic(seconds=60)
def lapse_silent_matters() -> int:
    """Close what stayed silent past its date where the procedure says so. Returns how many."""
    lapsed = 0
    late = Matter.objects.filter(closed_at=None, due_at__lt=clock.now()).select_related("edition").order_by("due_at")
    for matter in late.iterator(chunk_size=200):
        if matter.stage_line.lapse is None:
            continue
        try:
            lapse_matter(matter)
            lapsed += 1
        except Refused:
            # Somebody answered between the look and the lock: then it did not lapse.
            logger.info("matter %s did not lapse", matter.pk)
    return lapsed


@periodic(seconds=600)
def ask_to_look_back() -> int:
    """Ask somebody where the day has come, and another where whoever was asked has left. Returns how many."""
    asked = 0
    for look_back in to_be_asked():
        try:
            ask_look_back(look_back)
            asked += 1
        except Refused as refused:
            # Nobody is there who has nothing to do with it: it stays in the office's hands, and on its desk.
            logger.info("look-back %s: %s", look_back.pk, refused)
    return asked


@periodic(seconds=2)
def read_what_was_written() -> int:
    """Make the pairs by which a matter is found that is like another. Returns of how many."""
    return keep_pairs()


@periodic(seconds=86_400)
def count_what_is_frequent() -> int:
    """What stands everywhere tells nothing of what is alike. Returns how many pairs of characters are told apart."""
    return count_pairs()
