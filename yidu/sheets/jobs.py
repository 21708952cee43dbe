"""What happens by itself: sent lists are looked at, confirmed ones are taken in, old ones are forgotten."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.common.errors import NotAllowed, Refused, Stale
from yidu.common.jobs import periodic
from yidu.sheets.actions import check_import, discard_import, refuse_import, sender_of, take_in
from yidu.sheets.models import Import, Line
from yidu.sheets.progress import Meter

logger = logging.getLogger(__name__)

MOST_TRIES = 3
KEPT = timedelta(days=7)


@periodic(seconds=2)
def work_at_imports() -> int:
    """Look at what was sent and take in what was confirmed, the oldest first. Returns how many.

    A worker that is killed leaves nothing half done, and the next run begins anew.
    """
    waiting = Import.objects.filter(state__in=[Import.State.UPLOADED, Import.State.CONFIRMED]).order_by("sent_at")
    worked = 0
    for import_ in waiting.select_related("sent_by", "progress"):
        with translation.override(import_.language):
            _work(import_)
        worked += 1
    return worked


@periodic(seconds=3600)
def forget_old_imports() -> int:
    """Delete the files and rows of lists that nobody came back to for a week. Returns how many."""
    old = Import.objects.filter(sent_at__lt=clock.now() - KEPT).exclude(state=Import.State.DISCARDED)
    forgotten = 0
    for import_ in old.filter(~Q(file="") | Q(Exists(Line.objects.filter(upload=OuterRef("pk"))))):
        discard_import(import_, actor=SYSTEM)
        forgotten += 1
    return forgotten


def _work(import_: Import) -> None:
    if import_.progress.tries >= MOST_TRIES:
        refuse_import(
            import_, why=_("The work at this list was interrupted again and again. Send it in smaller parts.")
        )
        return
    try:
        with Meter(import_.pk) as meter:
            if import_.state == Import.State.UPLOADED:
                check_import(import_, meter=meter)
            else:
                _take_in(import_, meter)
    except Refused:
        # Somebody threw it away meanwhile.
        logger.info("import %s was left alone", import_.pk)
    except (DatabaseError, OSError):
        logger.exception("the work at import %s failed", import_.pk)


def _take_in(import_: Import, meter: Meter) -> None:
    try:
        take_in(import_, actor=sender_of(import_), meter=meter)
    except NotAllowed:
        refuse_import(import_, why=_("You may not take this list in any more."))
    except Stale as stale:
        check_import(import_, meter=meter, because=str(stale))
