"""What was written down at the table without signal: the ordinary forms, filled in by a phone.

An envelope names the record that its form is about (`Inside.programme`) and the form by the last word of its address
(`Inside.kind`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid
from yidu.common.ids import uuid_in
from yidu.consultations.actions import add_seat, count_stances, keep_words, put_point, settle_point
from yidu.consultations.models import Point, Seat, Session, Words
from yidu.consultations.queries import one_session, seats_of, words_of
from yidu.consultations.rules import may_prepare
from yidu.ledger.models import Step
from yidu.people.rules import Standing
from yidu.web.asking.fields import ActionForm
from yidu.web.asking.spot import HandsForm, NameForm, PointForm, SettleForm, WordsForm
from yidu.web.outbox.envelope import Inside

OF_A_POINT = ("hands", "settle")


@dataclass(frozen=True)
class Written:
    """A form of the table as it was filled in, and what keeps it."""

    session: Session
    form: ActionForm
    keep: Callable[[dict[str, Any]], Model]
    lead: str = ""


def written(inside: Inside, data: Mapping[str, Any], *, actor: Actor, standing: Standing) -> Written | None:
    """The form with what `data` says; None when there is no such table for the actor today."""
    pk = uuid_in(inside.programme)
    if pk is None:
        return None
    about_point = inside.kind in OF_A_POINT
    point = Point.objects.filter(pk=pk, withdrawn_at=None).first() if about_point else None
    session = one_session(actor, point.session_id if point else pk, standing)
    if session is None or not may_prepare(standing, session):
        return None
    if point is not None:
        point.session = session
        return _of_a_point(point, inside.kind, data, actor, standing)
    return _of_a_session(session, inside.kind, data, actor, standing)


def _of_a_point(point: Point, kind: str, data: Mapping[str, Any], actor: Actor, standing: Standing) -> Written:
    if kind == "hands":
        hands = HandsForm(point, data)
        return Written(point.session, hands, lambda told: count_stances(point, actor=actor, **told), point.text)
    form = SettleForm(point, words_of(point.session, standing), data)
    return Written(point.session, form, lambda _told: settle_point(point, actor=actor, **form.inputs()), point.text)


def _of_a_session(
    session: Session, kind: str, data: Mapping[str, Any], actor: Actor, standing: Standing
) -> Written | None:
    if kind == "words":
        form = WordsForm(seats_of(session, standing), data)
        del form.fields["file"]  # an envelope carries words
        return Written(session, form, lambda told: keep_words(session, actor=actor, **told))
    if kind == "here":
        return Written(session, NameForm(data), lambda told: add_seat(session, actor=actor, **told))
    if kind == "point":
        return Written(session, PointForm(data), lambda told: put_point(session, actor=actor, **told))
    return None


def take_written(inside: Inside, *, client_id: UUID, actor: Actor, standing: Standing) -> Model:
    """Keep it as the ordinary form would have. Raises `Refused`."""
    data = inside.form()
    data["client_id"] = str(client_id)
    found = written(inside, data, actor=actor, standing=standing)
    if found is None:
        raise Invalid(_("This table is not there for you any more."))
    if not found.form.is_valid():
        raise Invalid(
            _("Look at what you wrote."), fields={name: list(said) for name, said in found.form.errors.items()}
        )
    try:
        return found.keep(found.form.cleaned_data)
    except Conflict as error:
        if Step.objects.filter(client_id=client_id).exists():
            raise
        # Not twice with different words: the table is over, or the point is settled.
        raise Invalid(str(error)) from error


def session_of(record: str) -> UUID | None:
    """At which table it is kept, by "type/id"."""
    type_, _slash, pk = record.partition("/")
    models: dict[str, type[Words | Seat | Point]] = {one.record_type: one for one in (Words, Seat, Point)}
    if type_ not in models:
        return None
    found: UUID | None = models[type_].objects.filter(pk=pk).values_list("session", flat=True).first()
    return found
