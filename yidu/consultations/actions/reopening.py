"""Open a session again that was concluded by mistake, while nothing has gone out from it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict
from yidu.consultations.actions.sessions import REASON, RELATED
from yidu.consultations.models import Session
from yidu.people.checks import Slips, locked
from yidu.people.rules import require_power


@action("session.reopen")
def reopen_session(
    session: Session, *, reason: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Session]:
    """The secretary-general says why; it is settled and concluded anew. The sentences that were said stay in the steps.

    Not where a matter came of it: departments act on that, and what is wrong is put right there. Raises `NotAllowed`,
    `Stale`, `Invalid`, `Conflict`.
    """
    row = locked(Session, session, version=version, related=RELATED)
    require_power(actor, "oversee", committee_id=row.committee_id)
    if row.concluded_at is None:
        raise Conflict(_("This session is not concluded."))
    if row.points.filter(matter__isnull=False).exists():
        raise Conflict(_("What was settled here is in the hands of its owners. What is wrong is put right there."))
    slips = Slips()
    because = slips.text("reason", reason, most=REASON)
    slips.raise_any()
    said = {"reason": because, "conclusion": row.conclusion}
    row.concluded_at, row.conclusion = None, ""
    row.version += 1
    row.save()
    told = Change(
        row.topic, "matter.session-reopened", {"session": str(row.pk), "number": row.number, "reason": because}
    )
    return Change(row, "session.reopened", said, further=(told,))
