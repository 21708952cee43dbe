"""Draws: a sample to look back on, announced first and then drawn so that anybody can draw it again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.shapes import Code, Day, Moment, Out, Page, Typed, Word, Write
from yidu.matters import actions
from yidu.matters.draws import published, results
from yidu.matters.models import Draw
from yidu.programmes.queries import current_edition

OFFICE = ("office", "oversee")
noun = Noun("draws")
Number = Annotated[int, Field(strict=True, ge=1, le=10**6)]


class DrawLine(Out):
    """A draw in a list. `seed_source` is empty where the seed is the root of the first seal after `seed_after`."""

    id: UUID
    committee: str
    programme: str
    procedure: str
    begins: Day
    ends: Day
    announced_at: datetime
    seed_after: datetime
    seed_source: str
    size: int
    drawn_at: datetime | None
    version: int


class ResultOut(Out):
    """What was found so far, for matters that are open to everybody and for the others; null where they are few."""

    is_open: bool
    drawn: int
    counts: dict[str, int] | None


class DrawOut(DrawLine):
    """`published` is the file with which anybody draws again: candidates, seed, what was drawn."""

    published: dict[str, Any]
    results: list[ResultOut]


class DrawAnnounceIn(Write):
    """A share in per cent or a number, else what the procedure says. `after` is now when it is left out."""

    committee: Code | None = None
    programme: Word
    procedure: Word
    begins: Day
    ends: Day
    share: Number | None = None
    number: Number | None = None
    after: Moment | None = None
    source: str = ""


class MakeIn(Write):
    """`seed`: as it was published at the source that was announced; empty where the seals are the source."""

    seed: str = ""


class Wanted(Cursor):
    committee: Code | None = None
    procedure: Typed = ""


@noun.read("/", "everybody", answers=Page[DrawLine], says=_("Every draw of a committee, also those never drawn."))
def list_draws(request: HttpRequest, wanted: Query[Wanted]) -> Page[DrawLine]:
    found = _all().filter(committee=finding.committee_of(speaker_of(request), wanted.committee))
    if wanted.procedure:
        found = found.filter(procedure=wanted.procedure)
    return page(found, wanted, order=("-announced_at", "pk"), shape=draw_line)


@noun.read("/{uuid:pk}", "everybody", answers=DrawOut, says=_("One draw, with all that is needed to draw it again."))
def read_draw(request: HttpRequest, pk: UUID) -> DrawOut:
    return draw_out(finding.one(_all(), pk))


@noun.write(
    "/",
    *OFFICE,
    does="draw.announce",
    answers=DrawOut,
    says=_("Publish what will be drawn from, before anybody can know the seed."),
)
def announce_draw(request: HttpRequest, told: DrawAnnounceIn) -> DrawOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    finding.require_any(speaker, committee, *OFFICE)
    edition = finding.needed(current_edition(committee.pk, told.programme), "programme")
    made = actions.announce_draw(
        committee=committee,
        edition=edition,
        procedure=told.procedure,
        begins=told.begins,
        ends=told.ends,
        share=told.share,
        number=told.number,
        after=told.after,
        source=told.source,
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return draw_out(finding.one(_all(), made.pk))


@noun.write("/{uuid:pk}/make", *OFFICE, does="draw.make", answers=DrawOut, says=_("Draw, once its seed is published."))
def make_draw(request: HttpRequest, pk: UUID, told: MakeIn) -> DrawOut:
    done = actions.make_draw(
        finding.one(_all(), pk), seed=told.seed, actor=speaker_of(request).actor, client_id=told.client_id
    )
    return draw_out(finding.one(_all(), done.pk))


def draw_line(one: Draw) -> DrawLine:
    return DrawLine(**_line(one))


def draw_out(one: Draw) -> DrawOut:
    told = [ResultOut(is_open=part.is_open, drawn=part.drawn, counts=_plain(part.counts)) for part in results(one)]
    return DrawOut(**_line(one), published=published(one), results=told)


def _line(one: Draw) -> dict[str, Any]:
    return {
        "id": one.pk,
        "committee": one.committee.code,
        "programme": one.edition.programme,
        "procedure": one.procedure,
        "begins": one.begins,
        "ends": one.ends,
        "announced_at": one.announced_at,
        "seed_after": one.seed_after,
        "seed_source": one.seed_source,
        "size": one.size,
        "drawn_at": one.drawn_at,
        "version": one.version,
    }


def _plain(counts: Any) -> dict[str, int] | None:
    return {word or "waits": number for word, number in counts.items()} if counts is not None else None


def _all() -> QuerySet[Draw]:
    return Draw.objects.select_related("committee", "edition", "seal").defer("edition__content", "seal__leaves")
