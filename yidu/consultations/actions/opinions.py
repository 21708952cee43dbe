"""Ask for opinions, say one, vote, read statements before they are shown, close the asking for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations.models import Asking, Opinion, Session, Vote
from yidu.consultations.opinions import RELATED, moderates, require_moderating, voters_of
from yidu.consultations.rules import may_convene
from yidu.matters.models import Matter
from yidu.people.checks import Slips, locked
from yidu.people.rules import standing_of

REASONS = "opinion-refused"
QUESTION, TEXT = 120, 140
LONGEST = timedelta(days=366)
MOST_OPINIONS = 300
"""Statements that are asked about at once: nobody votes on more."""


@dataclass(frozen=True)
class Ballot:
    """How a browser stands to a statement. What is written of it in the steps tells neither who nor what."""

    opinion: Opinion
    secret: str
    says: int
    told_apart_by = ""


@action("asking.open")
def open_asking(
    *,
    topic: Matter,
    question: str,
    opens_on: date,
    closes_on: date,
    when: str = Asking.When.BEFORE,
    session: Session | None = None,
    is_public: bool = True,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Asking]:
    """Ask what people think about a topic. Its id is `client_id`. The office does, and whoever may convene about it.

    Raises `NotAllowed`, or `Invalid` with every wrong field at once.
    """
    row = Asking(
        id=client_id or uuid4(), topic=topic, committee=topic.committee, session=session,
        asked_by_id=actor.person_id, asked_at=clock.now(),
    )  # fmt: skip
    if not may_convene(standing_of(actor), topic.committee_id, topic.kind_line):
        raise NotAllowed("not there")
    _fill(row, question=question, opens_on=opens_on, closes_on=closes_on, when=when, is_public=is_public)
    row.save(force_insert=True)
    told = Change(topic, "matter.asked", {"asking": str(row.pk), "question": row.question})
    return Change(row, "asking.opened", _said(row), further=(told,), new=True)


@action("asking.change")
def change_asking(
    asking: Asking,
    *,
    question: str,
    opens_on: date,
    closes_on: date,
    when: str = Asking.When.BEFORE,
    session: Session | None = None,
    is_public: bool = True,
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Asking]:
    """Say anew what is asked and until when. Once somebody has voted the question stays. Raises as `open_asking`."""
    row = _to_look_after(asking, actor=actor, version=version)
    if row.question != question and Vote.objects.filter(opinion__asking=row).exists():
        said = _("People have voted on this question. Ask another one beside it.")
        raise Invalid(said, fields={"question": [said]})
    row.session = session
    _fill(row, question=question, opens_on=opens_on, closes_on=closes_on, when=when, is_public=is_public)
    row.version += 1
    row.save()
    return Change(row, "asking.changed", _said(row))


@action("asking.close")
def close_asking(asking: Asking, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Asking]:
    """Close it for good: nobody votes any more, and who voted together becomes a number of a row.

    Numbers are dealt by lot, so not even the order tells anything. Raises `NotAllowed`, `Stale`, `Conflict`.
    """
    row = _to_look_after(asking, actor=actor, version=version)
    row.closed_at = clock.now()
    row.version += 1
    row.save()
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERED, [row.pk, row.pk])
    return Change(row, "asking.closed")


@action("opinion.say")
def say_opinion(*, asking: Asking, text: str, actor: Actor, client_id: UUID | None = None) -> Change[Opinion]:
    """Say something short in answer. It waits to be read, unless whoever looks after the asking says it.

    Nothing is kept of who says it: whoever calls has seen that they may read the asking. Raises `Invalid`, `Conflict`.
    """
    row = _open(asking)
    slips = Slips()
    cleaned = slips.text("text", text, most=TEXT)
    slips.raise_any()
    if row.opinions.filter(text=cleaned).exclude(state=Opinion.State.REFUSED).exists():
        said = _("This has been said already. You can vote on it once it is shown.")
        raise Invalid(said, fields={"text": [said]})
    if row.opinions.exclude(state=Opinion.State.REFUSED).count() >= MOST_OPINIONS:
        raise Conflict(_("Enough has been said here. Please vote on what is there."))
    own = moderates(standing_of(actor), row)
    if not own and actor.kind != "visitor":
        raise NotAllowed("nobody speaks under a name here")
    state = Opinion.State.SHOWN if own else Opinion.State.WAITING
    opinion = Opinion(id=client_id or uuid4(), asking=row, text=cleaned, state=state, said_at=clock.now())
    opinion.save(force_insert=True)
    return Change(opinion, "opinion.said", {}, new=True)


@action("opinion.show")
def show_opinion(opinion: Opinion, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Opinion]:
    """Let everybody read it and vote on it. Raises `NotAllowed`, `Stale`, `Invalid`."""
    row = _to_read(opinion, actor=actor, version=version)
    if row.asking.opinions.filter(text=row.text, state=Opinion.State.SHOWN).exclude(pk=row.pk).exists():
        raise Conflict(_("The same is shown already."))
    row.state, row.because = Opinion.State.SHOWN, ""
    return _read(row, "opinion.shown", {})


@action("opinion.refuse")
def refuse_opinion(
    opinion: Opinion, *, because: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Opinion]:
    """Do not show it, or not any more, for a reason of the list; its votes count no more. Raises as `show_opinion`."""
    row = _to_read(opinion, actor=actor, version=version)
    if because not in {item.id for item in row.asking.programme.choices(REASONS, clock.today())}:
        said = _("Choose from the list.")
        raise Invalid(said, fields={"because": [said]})
    row.state, row.because = Opinion.State.REFUSED, because
    return _read(row, "opinion.refused", {"because": because})


@action("vote.cast")
def cast_vote(*, asking: Asking, ballot: Ballot, actor: Actor) -> Change[Asking]:
    """Agree, disagree or pass; said again, it is what was said last. Sent twice it is the same, so it needs no id.

    The step says that somebody voted, and no more. Whoever calls has seen that they may read the asking. Raises
    `Invalid`, `Conflict` when it is not open, `NotAllowed` for a statement that is not shown.
    """
    if actor.kind != "visitor":
        raise NotAllowed("nobody votes under a name here")
    if ballot.says not in Vote.Says.values or not ballot.secret:
        raise Invalid(_("Please choose."), fields={"says": [_("Please choose.")]})
    row = _open(asking)
    opinion = row.opinions.filter(pk=ballot.opinion.pk, state=Opinion.State.SHOWN).first()
    if opinion is None:
        raise NotAllowed("not there")
    voters = voters_of(row, ballot.secret)
    if not Vote.objects.filter(opinion=opinion, voter__in=voters).update(says=ballot.says):
        # Whoever began under an earlier key goes on under it: else they would be two.
        began = Vote.objects.filter(opinion__asking=row, voter__in=voters).values_list("voter", flat=True).first()
        Vote.objects.create(opinion=opinion, voter=began or voters[0], says=ballot.says)
    _count(row)
    return Change(row, "asking.voted")


_NUMBERED = """
    WITH numbered AS (
        SELECT voter, row_number() OVER (ORDER BY random()) AS number
        FROM (SELECT DISTINCT vote.voter FROM consultations_vote AS vote
              JOIN consultations_opinion AS opinion ON opinion.id = vote.opinion_id
              WHERE opinion.asking_id = %s) AS voters
    )
    UPDATE consultations_vote AS vote SET voter = numbered.number::text
    FROM numbered, consultations_opinion AS opinion
    WHERE vote.voter = numbered.voter AND opinion.id = vote.opinion_id AND opinion.asking_id = %s
"""


def _fill(row: Asking, *, question: str, opens_on: date, closes_on: date, when: str, is_public: bool) -> None:
    """Put what was told into the row, not saved; raises `Invalid` with all that is wrong."""
    slips = Slips()
    row.question = slips.text("question", question, most=QUESTION)
    row.opens_on, row.closes_on, row.when, row.is_public = opens_on, closes_on, when, is_public
    if row.topic.kind_line.consulting is None:
        slips.add("topic", _("Nobody sits down about a matter of this kind."))
    if when not in Asking.When.values:
        slips.add("when", _("Please choose."))
    if row.session is not None and row.session.topic_id != row.topic_id:
        slips.add("session", _("Choose one from the list."))
    if closes_on < opens_on:
        slips.add("closes_on", _("It closes on the day on which it opens, or later."))
    elif closes_on - opens_on > LONGEST:
        slips.add("closes_on", _("It is open for a year at most."))
    elif closes_on < clock.today():
        slips.add("closes_on", _("Choose today or a later day."))
    slips.raise_any()


def _to_look_after(asking: Asking, *, actor: Actor, version: int) -> Asking:
    row = locked(Asking, asking, version=version, related=("topic", "committee"))
    require_moderating(actor, row)
    if row.closed_at is not None:
        raise Conflict(_("This asking is closed for good."))
    return row


def _open(asking: Asking) -> Asking:
    """The row, locked, while it is open: one vote after the other, and none beside the closing."""
    row = Asking.objects.select_for_update(of=("self",), no_key=True).select_related(*RELATED).get(pk=asking.pk)
    if not row.is_open(clock.today()):
        raise Conflict(_("This asking is not open."))
    return row


def _to_read(opinion: Opinion, *, actor: Actor, version: int) -> Opinion:
    """The statement, locked after its asking. It is read until the asking is closed for good."""
    asking = Asking.objects.select_for_update(of=("self",), no_key=True).select_related(*RELATED)
    row_of = asking.get(pk=opinion.asking_id)
    require_moderating(actor, row_of)
    row = locked(Opinion, opinion, version=version)
    row.asking = row_of
    if row_of.closed_at is not None:
        raise Conflict(_("This asking is closed for good."))
    return row


def _read(row: Opinion, step: str, data: dict[str, Any]) -> Change[Opinion]:
    row.version += 1
    row.save()
    _count(row.asking)
    return Change(row, step, data)


def _count(row: Asking) -> None:
    """Something changed that the groups follow from. Not a version: whoever changes the asking is not late by it."""
    row.changes += 1
    row.save(update_fields=["changes"])


def _said(row: Asking) -> dict[str, Any]:
    return {
        "question": row.question,
        "opens": row.opens_on.isoformat(),
        "closes": row.closes_on.isoformat(),
        "public": row.is_public,
    }
