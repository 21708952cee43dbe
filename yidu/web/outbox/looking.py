"""What an author sees of an envelope that was not taken: opened again for the one page, kept sealed all the while."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm, Field
from django.utils.translation import gettext as _

from yidu.activities.models import Activity
from yidu.activities.queries import one_activity
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed, Refused
from yidu.common.ids import clean_receipt
from yidu.consultations.models import Stance
from yidu.matters.actions import receipt_code
from yidu.matters.actions.links import actor_by_receipt
from yidu.matters.models import Matter
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.web.models import Envelope
from yidu.web.outbox.actions import OPEN
from yidu.web.outbox.envelope import Inside, Outside, day_of, opened
from yidu.web.outbox.ratings import receipt_of
from yidu.web.outbox.visits import FilledIn, fill_in, kind_of, kinds_for
from yidu.web.recording import Chosen, hand_in

MISTYPED = 4
"""So many of sixteen characters may differ between the code in an envelope and the right one."""
Words = list[tuple[str, str]]
_SILENT = ("client_id", "csrfmiddlewaretoken", "host", "receipt", "version")
_SILENT_ENDS = ("_FORMS", "_id", "_for", "_ticked", "-more", "-DELETE")


@dataclass(frozen=True)
class Look:
    """An envelope with what can be done with it: the form of a kind, what was written, and what stands already."""

    envelope: Envelope
    inside: Inside
    committee: Committee | None
    kinds: list[Chosen]
    chosen: Chosen | None
    was_kind: bool
    words: Words = field(default_factory=list)
    stands: Words = field(default_factory=list)

    @classmethod
    def at(cls, envelope: Envelope, actor: Actor, standing: Standing, *, wanted: str = "") -> Look:
        """`wanted` ("programme/kind") is another kind than the one that was recorded."""
        inside = opened_again(envelope)
        committee, kinds = kinds_for(inside, standing)
        was = kind_of(inside, kinds)
        chosen = next((one for one in kinds if f"{one[0].programme}/{one[1]}" == wanted), was)
        return cls(
            envelope=envelope,
            inside=inside,
            committee=committee,
            kinds=kinds,
            chosen=chosen or next(iter(kinds), None),
            was_kind=was is not None,
            words=told_by_phone(inside),
            stands=_what_stands(envelope, actor),
        )

    def try_out(self, *, client_id: UUID, actor: Actor) -> FilledIn:
        """The forms with what the phone wrote and everything that is wrong with it today. Nothing is written."""
        assert self.chosen is not None
        assert self.committee is not None
        data = self.inside.form()
        day = day_of(self.inside, self.envelope.recorded_at)
        filled = fill_in(
            data, client_id=str(client_id), day=day, actor=actor, committee=self.committee, chosen=self.chosen
        )
        with suppress(Refused, NotAllowed), transaction.atomic():
            hand_in(filled.form, filled.raises, actor)
            transaction.set_rollback(True)
        return filled


def open_envelopes(actor: Actor) -> QuerySet[Envelope]:
    """An author's own that wait for a look."""
    if actor.person_id is None:
        return Envelope.objects.none()
    return Envelope.objects.filter(person_id=actor.person_id, state__in=OPEN)


def opened_again(envelope: Envelope) -> Inside:
    return opened(
        Outside(
            id=envelope.client_id,
            number=envelope.number,
            at=envelope.phone_says,
            type=envelope.type,
            key=envelope.key,
            sealed=bytes(envelope.sealed),
        )
    )


def told_by_phone(inside: Inside, form: BaseForm | None = None) -> Words:
    """Everything that was written, with the question as the site asks it; with what was chosen as `form` offers it."""
    labels, fields = _labels(), form.fields if form is not None else {}
    return [
        (labels.get(name.rpartition("-")[2], name), _as_offered(fields.get(name), value))
        for name, value in inside.fields
        if value.strip() and name not in _SILENT and not name.endswith(_SILENT_ENDS)
    ]


def _as_offered(field: Field | None, value: str) -> str:
    choices = getattr(field, "choices", None) or ()
    return next((str(label) for key, label in choices if str(key) == value), value)


def rated_with(envelope: Envelope | None, code: str) -> tuple[Actor, Matter] | None:
    """Whom a code speaks for, when the envelope is about its matter."""
    try:
        found = actor_by_receipt(code)
    except Refused:
        return None
    if found is None or envelope is None:
        return None
    return found if is_about(envelope, found[1]) else None


def is_about(envelope: Envelope, matter: Matter) -> bool:
    """Whether a rating is about this matter: by its receipt, or by one that was mistyped.

    Eighty random bits: a code that exists and is that near belongs to nobody else.
    """
    if envelope.record:
        return envelope.record == f"matter/{matter.pk}"
    try:
        typed = clean_receipt(receipt_of(opened_again(envelope)))
    except Refused:
        return False
    return sum(one != other for one, other in zip(typed, receipt_code(matter), strict=True)) <= MISTYPED


def _what_stands(envelope: Envelope, actor: Actor) -> Words:
    """The record that was taken first under the same id, as far as the author may read it."""
    if envelope.state != Envelope.State.CONFLICT:
        return []
    activity = one_activity(actor, envelope.client_id)
    if activity is None:
        return []
    return [
        (_("What it was"), str(activity.title)),
        (_("On which day?"), activity.day.isoformat()),
        (_("What did you hear?"), activity.heard),
        (_("How many people took part, you included?"), str(activity.headcount)),
        *((_("What do you bring back?"), one.title) for one in _brought(activity)),
    ]


def _brought(activity: Activity) -> QuerySet[Matter]:
    found: QuerySet[Matter] = activity.matters.only("title").order_by("number")
    return found


def _labels() -> dict[str, str]:
    """The questions by the names of the inputs, as the ordinary forms ask them."""
    return {
        "organisation": _("Whom did you visit?"),
        "project": _("Which project?"),
        "station": _("At which station?"),
        "heard": _("What did you hear?"),
        "with_whom": _("Who came along?"),
        "companions": _("Others who came along"),
        "headcount": _("How many people took part, you included?"),
        "day": _("On which day?"),
        "place": _("Where was it?"),
        "title": _("In a few words"),
        "text": _("What exactly"),
        "speaker": _("Who speaks?"),
        "part": _("As what?"),
        "name": _("Name, or a few words"),
        "agree": str(Stance.Says.AGREE.label),
        "live_with": str(Stance.Says.LIVE_WITH.label),
        "against": str(Stance.Says.OBJECT.label),
        "because": _("What was said against it"),
        "stands": _("How did it come out?"),
        "says": _("The measure, what was answered on the spot, or why there is no agreement"),
        "owner": _("Who does it?"),
        "joint": _("Who helps?"),
        "words": _("In whose statement?"),
        "solved": _("Is it solved?"),
        "satisfaction": _("Are you satisfied with the result?"),
    }
