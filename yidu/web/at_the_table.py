"""What stands on the page of a topic: its sessions, what people are asked, and what came of it.

On that of an agreed point: the session on which it was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yidu.consultations.models import Asking, Outcome, Session
from yidu.consultations.opinions import askings_about
from yidu.consultations.queries import outcomes_of, session_of_point, sessions_about
from yidu.matters.glance import Glance
from yidu.people.rules import Standing
from yidu.programmes.models import programme_of
from yidu.web.asking.sessions import may_convene


@dataclass(frozen=True)
class AtTheTable:
    """`plans`: the reader may plan a session about it, and ask what people think."""

    sessions: Sequence[Session] = ()
    outcomes: Sequence[Outcome] = field(default_factory=list)
    plans: bool = False
    askings: Sequence[Asking] = ()


def at_the_table(glance: Glance, standing: Standing) -> AtTheTable | None:
    """None for kinds of matter about which nobody sits down, and which come from no session: that asks nothing."""
    kinds = programme_of(glance.edition_id).kind
    if kinds[glance.kind].consulting is not None:
        sessions, asked = list(sessions_about(glance.pk, standing)), askings_about(glance.pk, standing)
        return AtTheTable(sessions, outcomes_of(glance.pk), may_convene(glance, standing), asked)
    if any(line.consulting and glance.kind in line.consulting.becomes for line in kinds.values()):
        return AtTheTable(session_of_point(glance.pk, standing))
    return None
