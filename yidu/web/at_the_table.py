"""What stands on the page of a topic: its sessions, what people are asked, and what came of it.

On that of an agreed point: the session on which it was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from yidu.consultations.models import Asking, Gathering, Outcome, Session
from yidu.consultations.opinions import askings_about
from yidu.consultations.prepared import gathered_for
from yidu.consultations.queries import outcomes_of, session_of_point, sessions_about
from yidu.consultations.rules import may_convene
from yidu.matters.glance import Glance
from yidu.people.rules import Standing
from yidu.programmes.models import programme_of
from yidu.web.conclusion import Tells


@dataclass(frozen=True)
class AtTheTable:
    """`gathered`: visits that prepare it. `plans`: the reader may plan a session about it, and ask what people think;
    `tells`: and say what came of it."""

    sessions: Sequence[Session] = ()
    outcomes: Sequence[Outcome] = field(default_factory=list)
    gathered: Sequence[Gathering] = ()
    plans: bool = False
    is_office: bool = False
    tells: Tells | None = None
    askings: Sequence[Asking] = ()


def at_the_table(glance: Glance, standing: Standing) -> AtTheTable | None:
    """None for kinds of matter about which nobody sits down, and which come from no session: that asks nothing."""
    kinds = programme_of(glance.edition_id).kind
    if kinds[glance.kind].consulting is not None:
        sessions = list(sessions_about(glance.pk, standing))
        plans = may_convene(standing, glance.committee_id, kinds[glance.kind])
        office = standing.has("office", glance.committee_id)
        gathered, tells = gathered_for(glance.pk, standing), _tells(sessions, glance, standing)
        told, asked = Tells(glance.pk) if tells else None, askings_about(glance.pk, standing)
        return AtTheTable(sessions, outcomes_of(glance.pk), gathered, plans, office, told, asked)
    if any(line.consulting and glance.kind in line.consulting.becomes for line in kinds.values()):
        return AtTheTable(session_of_point(glance.pk, standing))
    return None


def _tells(sessions: Sequence[Session], glance: Glance, standing: Standing) -> bool:
    """As `may_tell_outcomes`, of sessions that are read already."""
    held = {one.pk for one in standing.held}
    convened = any(one.convener_id in held and not one.called_off_at for one in sessions)
    return convened or standing.has("office", glance.committee_id)
