"""Matters: raised, moved by the actions of their procedures, read as far as one may."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.nouns.kinds import Answers, edition_of
from yidu.api.nouns.matter_shapes import Inputs, MatterLine, MatterOut, matter_line, matter_out
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.shapes import Change, Code, Id, Out, Page, PlaceCode, Typed, Word, Write
from yidu.common.actors import VISITOR, Actor
from yidu.common.limits import allowed
from yidu.matters import actions
from yidu.matters.actions.links import link_secret
from yidu.matters.actions.raising import WITHOUT_ACCOUNT
from yidu.matters.desk import desk, rows_of
from yidu.matters.engine import take as take_action
from yidu.matters.lists import Wanted as Filters
from yidu.matters.lists import matters_wanted, words_wanted
from yidu.matters.models import AccessLink, Handling, Matter
from yidu.matters.queries import listed, one_matter
from yidu.matters.rules import reads_in_full
from yidu.people.models import Organisation, Project
from yidu.people.rules import standing_of

MOST, SECONDS = 20, 60 * 60
noun = Noun("matters")


class RaisedOut(Out):
    """The matter, and for whoever has no account the receipt that opens it. `elsewhere`: words of other ways."""

    matter: MatterOut
    receipt: str | None
    elsewhere: list[str]


class MatterIn(Write):
    """Its id is the client's id. `raised_as` is a role that one holds, or "resident" or "enterprise"."""

    committee: Code | None = None
    programme: Word
    kind: Word
    title: str
    text: str
    place: PlaceCode | None = None
    organisation: Id | None = None
    project: Id | None = None
    raised_as: Word | Literal[""] = ""
    contact: str = ""
    answers: Answers = {}


class TakeIn(Change):
    """An action of the matter's stage, one of its `open_actions`, with what it asks for."""

    action: Word
    inputs: Inputs = Inputs.model_validate({})


class LinkIn(Write):
    """For one handling, or without one for whoever raised it."""

    handling: Id | None = None


class LinkOut(Out):
    """`address` speaks for whom the link is for. It is told here and never again."""

    id: int
    address: str
    expires_at: datetime


class EndedOut(Out):
    id: int
    ended_at: datetime | None


class DeskLine(Out):
    """What is in one's hands, by when, and why: holder, joint, decide, late, look-back."""

    matter: MatterLine
    look_back: UUID | None
    due_at: datetime
    why: str
    is_late: bool
    is_paused: bool


class Wanted(Cursor):
    committee: Code | None = None
    q: Typed = ""
    kind: Word | None = None
    stage: Word | None = None
    holder: Word | None = None
    place: PlaceCode | None = None
    state: Literal["open", "closed", "all"] = "all"
    late: bool = False
    mine: bool = False


@noun.read("/", "signed-in", answers=Page[MatterLine], says=_("The matters that one may read, the newest first."))
def list_matters(request: HttpRequest, wanted: Query[Wanted]) -> Page[MatterLine]:
    speaker = speaker_of(request)
    filters = Filters(
        text=wanted.q,
        kind=wanted.kind or "",
        stage=wanted.stage or "",
        holder=wanted.holder or "",
        place=finding.place_named(wanted.place),
        state=wanted.state,
        late=wanted.late,
        mine=wanted.mine,
    )
    committee, standing = finding.committee_of(speaker, wanted.committee), standing_of(speaker.actor)
    found = listed(matters_wanted(speaker.actor, committee, filters, standing))
    words = words_wanted(committee, filters, standing)
    return page(found, wanted, order=("-raised_at", "pk"), shape=matter_line, pick=words.newest if words else None)


@noun.read("/desk", "signed-in", answers=list[DeskLine], says=_("What is in one's hands, the most urgent first."))
def read_desk(request: HttpRequest) -> list[DeskLine]:
    items = desk(speaker_of(request).actor).items
    return [
        DeskLine(
            matter=matter_line(row.matter),
            look_back=item.look_back if item.why == "look-back" else None,
            due_at=item.due_at,
            why=item.why,
            is_late=item.is_late,
            is_paused=item.is_paused,
        )
        for item, row in zip(items, rows_of(items), strict=True)
    ]


@noun.read("/{uuid:pk}", "everybody", answers=MatterOut, says=_("One matter: whole, or its public part."))
def read_matter(request: HttpRequest, pk: UUID) -> MatterOut:
    speaker = speaker_of(request)
    return matter_out(speaker, _one(speaker.actor, pk))


@noun.write(
    "/", "everybody", does="matter.raise", answers=RaisedOut, says=_("Raise a matter, also without an account.")
)
def raise_matter(request: HttpRequest, told: MatterIn) -> RaisedOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    edition, line = edition_of(committee, told.programme, told.kind, is_="matter")
    actor = _raiser(request, speaker, told, office=speaker.standing.has("office", committee.pk))
    made = actions.raise_matter(
        committee=committee,
        edition=edition,
        kind=told.kind,
        title=told.title,
        text=told.text,
        place=finding.place_named(told.place),
        organisation=finding.named(
            Organisation.objects.filter(committee=committee).select_related("place"), told.organisation, "organisation"
        ),
        project=finding.named(
            Project.objects.filter(committee=committee).select_related("place"), told.project, "project"
        ),
        raised_as=told.raised_as,
        contact=told.contact,
        answers=told.answers,
        actor=actor,
        client_id=told.client_id,
    )
    return RaisedOut(
        matter=matter_out(speaker, _one(Actor(kind="receipt", matter_id=made.pk), made.pk)),
        receipt=actions.receipt_code(made) if made.raised_by_id is None else None,
        elsewhere=[word for word in line.divert_words if word in f"{told.title}\n{told.text}"],
    )


@noun.write(
    "/{uuid:pk}/take", "signed-in", does="matter.take", answers=MatterOut, says=_("Take an action of a matter's stage.")
)
def take(request: HttpRequest, pk: UUID, told: TakeIn) -> MatterOut:
    speaker = speaker_of(request)
    return matter_out(speaker, taken(speaker, _one(speaker.actor, pk), told))


@noun.write(
    "/{uuid:pk}/links",
    "office",
    does="link.make",
    answers=LinkOut,
    says=_("Make an address that speaks for a handling or for whoever raised it."),
)
def make_link(request: HttpRequest, pk: UUID, told: LinkIn) -> LinkOut:
    speaker = speaker_of(request)
    matter = _one(speaker.actor, pk)
    handling = finding.named(Handling.objects.filter(matter=matter), told.handling, "handling")
    link = actions.make_link(matter, handling=handling, actor=speaker.actor, client_id=told.client_id)
    address = request.build_absolute_uri(reverse("link", args=[link_secret(link)]))
    return LinkOut(id=link.pk, address=address, expires_at=link.expires_at)


@noun.write(
    "/{uuid:pk}/links/{int:number}/end", "office", does="link.end", answers=EndedOut, says=_("End a link at once.")
)
def end_link(request: HttpRequest, pk: UUID, number: int, told: Write) -> EndedOut:
    speaker = speaker_of(request)
    link: AccessLink = finding.one(_one(speaker.actor, pk).links.all(), number)
    ended = actions.end_link(link, actor=speaker.actor, client_id=told.client_id)
    return EndedOut(id=ended.pk, ended_at=ended.ended_at)


def taken(speaker: Speaker, matter: Matter, told: TakeIn) -> Matter:
    """The matter after an action; as the speaker then sees it."""
    full = reads_in_full(speaker.actor, matter, speaker.standing)
    with finding.seen(matter, told.version, full=full):
        take_action(
            matter,
            told.action,
            actor=speaker.actor,
            version=told.version,
            inputs=told.inputs.by_word(),
            client_id=told.client_id,
        )
    # Whoever handed it on may not read it any more: then they are answered what they saw of it last.
    return one_matter(speaker.actor, matter.pk) or matter


def _raiser(request: HttpRequest, speaker: Speaker, told: MatterIn, *, office: bool) -> Actor:
    """The speaker, or the street: who says something for a resident without being the office is as anybody there."""
    if told.raised_as in WITHOUT_ACCOUNT and not office:
        if not allowed(request, "say", most=MOST, seconds=SECONDS):
            raise ApiProblem("too-many", reason=said("Too much came from your connection just now."), wait=SECONDS)
        return VISITOR
    if speaker.is_visitor:
        raise finding.unknown("raised_as")
    return speaker.actor


def _one(actor: Actor, pk: UUID) -> Matter:
    found = one_matter(actor, pk)
    if found is None:
        raise ApiProblem("not-found")
    return found
