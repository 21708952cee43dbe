"""What sessions and outcomes state to the ledger. Points become matters, which state what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from yidu.common.actors import Actor
from yidu.consultations.models import Outcome, Session
from yidu.consultations.rules import readable, readable_outcomes
from yidu.ledger.statements import Source, Statement


def session_statements(session: Session) -> Iterator[Statement]:
    """Held, once, on its day; nothing before, and nothing when it was called off."""
    if session.held_at is None or session.headcount is None:
        return
    dims = {"form": session.form, "consultation": str(session.topic_id), "host": session.convener.role_id}
    if session.station is not None:
        dims |= {"station": str(session.station_id), "station-kind": session.station.kind}
    yield Statement(
        counts="session",
        moment="held",
        day=localtime(session.begins_at).date(),
        place_id=session.place_id,
        dims=dims,
        quantities={"headcount": Decimal(session.headcount)},
    )


def outcome_statements(outcome: Outcome) -> Iterator[Statement]:
    """A quantity on its day, unless it was withdrawn."""
    if outcome.withdrawn_at is not None:
        return
    yield Statement(
        counts="outcome",
        moment="there",
        day=outcome.day,
        place_id=outcome.topic.place_id,
        dims={"outcome": outcome.item, "consultation": str(outcome.topic_id)},
        quantities={"quantity": Decimal(outcome.quantity)},
    )


def _sessions() -> QuerySet[Session]:
    return Session.objects.select_related("topic", "convener", "station").defer("topic__search_text").order_by("pk")


def _outcomes() -> QuerySet[Outcome]:
    return Outcome.objects.select_related("topic").defer("topic__search_text").order_by("pk")


def _readable_sessions(actor: Actor, ids: list[str]) -> set[str]:
    return {str(pk) for pk in readable(actor).filter(pk__in=ids).values_list("pk", flat=True)}


def _readable_outcomes(actor: Actor, ids: list[str]) -> set[str]:
    return {str(pk) for pk in readable_outcomes(actor).filter(pk__in=ids).values_list("pk", flat=True)}


def _outcome_title(outcome: Outcome) -> str:
    return f"{outcome.topic.programme.item('outcome', outcome.item)} {outcome.quantity}"


SOURCES = (
    Source(
        record_type="session",
        model=Session,
        statements=session_statements,
        all=_sessions,
        title=lambda session: f"{session.topic.title} · {session.programme.item('consultation-form', session.form)}",
        url=lambda session: reverse("session", args=[session.pk]),
        readable=_readable_sessions,
        touched_by={
            "appointment": lambda appointments: Session.objects.filter(convener__in=appointments),
            "station": lambda stations: Session.objects.filter(station__in=stations),
        },
    ),
    Source(
        record_type="outcome",
        model=Outcome,
        statements=outcome_statements,
        all=_outcomes,
        title=_outcome_title,
        url=lambda outcome: reverse("matter", args=[outcome.topic_id]),
        readable=_readable_outcomes,
    ),
)
