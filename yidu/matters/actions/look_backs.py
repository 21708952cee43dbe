"""Look back: ask somebody, say what was found, hand it back. What is found not solved is opened again by itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.activities.forms import too_long
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import SYSTEM, Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.common.text import normalise
from yidu.matters.commitments import look_again_later
from yidu.matters.effects.rating import give_again
from yidu.matters.engine import locked
from yidu.matters.looking import ask_next, involved, is_asked, rule_of
from yidu.matters.models import LookBack, Matter
from yidu.matters.moves import lead_of, waiting_request
from yidu.people.rules import has_power

LONG = 1000
STEPS = {
    LookBack.Found.SOLVED: "look-back.found-solved",
    LookBack.Found.UNSOLVED: "look-back.found-unsolved",
    LookBack.Found.COULD_NOT: "look-back.could-not-look",
}


@action("look-back.ask")
def ask_look_back(look_back: LookBack, *, actor: Actor = SYSTEM, client_id: UUID | None = None) -> Change[Matter]:
    """Ask somebody, once its day has come and nobody is asked, or whoever was serves no more. By the system."""
    matter, row = _locked(look_back)
    if actor.kind != "system" or row.found or row.asks_at > clock.now():
        raise Invalid(_("There is nobody to ask now."))
    ask_next(row, matter, at=clock.now())
    if row.asked_id is None:
        raise Invalid(_("There is nobody who could be asked: everybody in the roles has to do with it."))
    row.version += 1
    row.save()
    return Change(matter, "look-back.asked", _said(row))


@action("look-back.find")
def find_look_back(
    look_back: LookBack, *, found: str, seen: str = "", actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Matter]:
    """Say what was found: solved, unsolved or could-not-look, with a sentence unless it is solved.

    Unsolved gives an answered matter back to its lead with a new date, in the same transaction. It never touches
    what whoever raised it has said. Where the procedure looks `again`, a promise that is not kept stays open instead.
    Raises `NotAllowed` for whoever is not asked, `Invalid` for whoever has to do
    with the matter, `Stale` when somebody else did something with it since `version`.
    """
    matter, row = _locked(look_back)
    _require_asked(row, actor, version)
    if actor.person_id in involved(matter):
        # The database holds the same with a trigger.
        raise Invalid(_("You have to do with this matter yourself. Hand it back, and somebody else is asked."))
    seen = _words(seen, required=found != LookBack.Found.SOLVED)
    if found not in STEPS:
        raise Invalid(_("Say what you found."), fields={"found": [_("Say what you found.")]})
    now = clock.now()
    row.found, row.seen, row.found_at, row.found_by_id = found, seen, now, actor.person_id
    row.version += 1
    row.save()
    promised = row.why == LookBack.Why.PROMISED
    again = promised and found == LookBack.Found.UNSOLVED and rule_of(matter).again is not None
    reopened = found == LookBack.Found.UNSOLVED and not again and _open_again(matter, at=now)
    later = [look_again_later(row, at=now)] if again or (promised and found == LookBack.Found.COULD_NOT) else []
    matter.version += 1
    matter.save()
    said = {**_said(row), "text": seen, "reopened": reopened, "stage": matter.stage}
    return Change(matter, STEPS[LookBack.Found(found)], said, also=(row, *later))


@action("look-back.hand-back")
def hand_back_look_back(
    look_back: LookBack, *, reason: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Matter]:
    """Whoever is asked cannot, or has to do with the matter: the next in drawn order is asked, with a new date."""
    matter, row = _locked(look_back)
    _require_asked(row, actor, version)
    if row.asked_id is None:
        raise NotAllowed(_("This cannot be done now."))
    reason = _words(reason, required=True)
    row.handed_back = [*row.handed_back, row.asked_id]
    ask_next(row, matter, at=clock.now())
    row.version += 1
    row.save()
    return Change(matter, "look-back.handed-back", {**_said(row), "reason": reason})


@action("look-back.withdraw")
def withdraw_promise(
    look_back: LookBack, *, reason: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Matter]:
    """A promise is not held to any more, and everybody reads why: by the office, that has nothing to do with it.

    Raises `NotAllowed` for everybody else, and for what is no open promise; `Invalid` without a reason.
    """
    matter, row = _locked(look_back)
    if actor.person_id is None or not has_power(actor, "office", committee_id=row.committee_id):
        raise NotAllowed("not there")
    if row.why != LookBack.Why.PROMISED:
        raise NotAllowed(_("This cannot be done now."))
    if row.version != version or row.found:
        raise Stale(
            _("Somebody acted on this meanwhile. Look at what is new; what you wrote is kept here."),
            current=row.version,
        )
    if actor.person_id in involved(matter):
        raise Invalid(_("You have to do with this matter yourself. Let somebody else of the office withdraw it."))
    reason = _words(reason, required=True, name="reason", please=_("Say why it is withdrawn."))
    row.found, row.seen, row.found_at, row.found_by_id = "withdrawn", reason, clock.now(), actor.person_id
    row.version += 1
    row.save()
    matter.version += 1
    matter.save()
    return Change(matter, "look-back.withdrawn", {**_said(row), "reason": reason}, also=(row,))


def _locked(look_back: LookBack) -> tuple[Matter, LookBack]:
    """The matter first, always: two who hold a row each would wait for each other."""
    matter = locked(Matter(pk=look_back.matter_id))
    row = LookBack.objects.select_for_update(of=("self",)).select_related("draw").get(pk=look_back.pk)
    row.matter = matter
    return matter, row


def _require_asked(row: LookBack, actor: Actor, version: int) -> None:
    mine = is_asked(row, actor) or actor.person_id in (row.found_by_id, *row.handed_back)
    if not mine or actor.person_id is None:
        raise NotAllowed("not there")
    if row.version != version or not is_asked(row, actor):
        raise Stale(
            _("Somebody acted on this meanwhile. Look at what is new; what you wrote is kept here."),
            current=row.version,
        )


def _words(text: str, *, required: bool, name: str = "seen", please: str = "") -> str:
    text = normalise(text, lines=True)
    said = too_long(text, LONG) if len(text) > LONG else please or _("Say in a sentence what you saw.")
    if len(text) > LONG or (required and not text):
        raise Invalid(_("Some answers need another look."), fields={name: [said]})
    return text


def _open_again(matter: Matter, *, at: datetime) -> bool:
    """Give it to the lead again, unless it is in the lead's hands already or has none any more."""
    in_hand = matter.holder in ("lead", "lead-head") or waiting_request(matter, lead_only=True) is not None
    if in_hand or matter.answered_at is None or lead_of(matter) is None:
        return False
    again = rule_of(matter).unsolved
    give_again(matter, again.to, at=at, within=again.within)
    return True


def _said(row: LookBack) -> dict[str, str]:
    return {"look-back": str(row.pk), "why": row.why, "measure": row.measure}
