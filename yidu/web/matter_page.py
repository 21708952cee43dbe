"""What the page of a matter shows to one reader: the whole story, or only its public part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.workdays import Deadline
from yidu.documents.models import Uptake
from yidu.documents.queries import taken_up_in
from yidu.matters.engine import OpenAction, open_actions
from yidu.matters.models import Handling, LookBack, Matter, Reply, Request
from yidu.matters.moves import active_handlings, asks_already, own_handling, waiting_request
from yidu.matters.publishing import Letter, letter_for, tells_promises
from yidu.matters.queries import running_deadline, story
from yidu.matters.rules import may_open, parties, reads_in_full
from yidu.matters.whole import read_with
from yidu.people.rules import Standing
from yidu.programmes.grammar.procedures import CHOSEN_FROM, Party
from yidu.web.due import due_words
from yidu.web.issued import Adopted, Worded, adopted, worded
from yidu.web.naming import holder_name, raised_by_words
from yidu.web.story import Told, tell

Address = Callable[[str], str]

MAIN = (
    "decide", "resume", "accept", "sign", "send-back", "reply", "opinion", "assign", "divide", "rate", "appraise",
    "reopen", "redo", "amend", "confirm", "approve", "edit", "record-adoption", "advance", "issue",
)  # fmt: skip
"""Effects whose buttons are seen at once, the most urgent first; the other ways out are one tap away."""


@dataclass(frozen=True)
class Button:
    id: str
    title: str
    url: str
    help: str


@dataclass(frozen=True)
class Share:
    """One department's part, as a line. `opinion` and `date_url` are empty for readers of the public part."""

    handling: Handling
    state: str
    tone: str
    opinion: str
    is_mine: bool
    date_url: str


@dataclass(frozen=True)
class SignedReply:
    """An answer as the reader may know it. `published` says what of it everybody may read, for whoever reads all."""

    reply: Reply
    class_title: str
    letter: Letter
    published: str
    letter_url: str


@dataclass(frozen=True)
class Tied:
    """Another matter that this one has to do with. `url` is empty for whoever may not open it; so is `text`, which
    is that of what is answered together with it."""

    how: str
    matter: Matter
    url: str
    text: str


@dataclass(frozen=True)
class MatterPage:
    matter: Matter
    full: bool
    tells_text: bool
    is_office: bool
    mine: bool
    holder: str
    what: str
    deadline: Deadline | None
    deadline_url: str
    is_late: bool
    is_paused: bool
    waits: Request | None
    main: list[Button]
    others: list[Button]
    shares: list[Share]
    replies: list[SignedReply]
    draft: Reply | None
    answers: list[Answer]
    raised_by: str
    tied: list[Tied]
    look_backs: list[LookBack]
    worded: Worded | None
    adoptions: list[Adopted]
    uptakes: list[Uptake]
    named: bool
    story: list[Told]

    @property
    def subject(self) -> str:
        """On which subject it is, where that was said."""
        matter = self.matter
        return matter.programme.item(CHOSEN_FROM["subject"], matter.subject) if matter.subject else ""

    @property
    def due_words(self) -> str:
        return due_words(self.matter)[0]

    @property
    def followed(self) -> set[UUID]:
        """Ids of the looks at a promise after which it is looked at again."""
        return {one.follows_id for one in self.look_backs if one.follows_id}

    @property
    def draft_class(self) -> str:
        return self.matter.class_title(self.draft.class_id) if self.draft else ""

    @property
    def draft_publication(self) -> str:
        return self.matter.programme.item("publication", self.draft.publication) if self.draft else ""


def matter_page(
    matter: Matter,
    actor: Actor,
    standing: Standing,
    *,
    address: Address,
    dates: Address = lambda _part: "",
    letters: Callable[[int], str] = lambda _reply: "",
    public: bool = False,
    named: bool = False,
) -> MatterPage:
    """`address(action)` is where an action is taken, `dates(part)` where a date explains itself, `letters(reply)` where
    an answer is a letter; `public` keeps even a party to the public part.

    The raiser's own words are shown to whoever raised it, also on pages that show nothing else of the inside.
    """
    full = reads_in_full(actor, matter, standing) and not public
    who = parties(actor, matter, standing)
    main, others = _buttons(open_actions(matter, actor, standing), address)
    waits = waiting_request(matter)
    paused = any(one.ended_at is None for one in matter.pauses.all())
    raised_by = raised_by_words(matter)
    mine = _is_mine(matter, who, own_handling(matter, actor, standing))
    return MatterPage(
        matter=matter,
        full=full,
        tells_text=full or "raiser" in who,
        is_office="office" in who and not public,
        mine=mine,
        holder=holder_name(matter),
        what=_what(matter, main if mine else []),
        deadline=running_deadline(matter) if matter.is_open else None,
        deadline_url=dates(""),
        is_late=matter.due_at is not None and matter.due_at < clock.now() and not paused,
        is_paused=paused,
        waits=waits if full else None,
        main=main,
        others=others,
        shares=[_share(one, matter, standing, dates, full=full) for one in _lead_first(matter)],
        replies=[_signed_reply(one, matter, letters, whole=full or "raiser" in who) for one in _signed(matter)],
        draft=_draft(matter) if who & {"lead", "lead-head", "office"} and full else None,
        answers=answers_of(matter) if full else [],
        raised_by=raised_by,
        tied=list(_tied(matter, standing, handles=bool(who & {"lead", "joint", "lead-head"}))) if full else [],
        look_backs=sorted(
            _look_backs(matter, whole=full or "raiser" in who), key=lambda one: (one.asks_at, str(one.pk))
        ),
        worded=worded(matter, who, full=full, named=named and full),
        adoptions=adopted(matter, full=full),
        uptakes=taken_up_in(matter),
        named=named and full,
        story=tell(matter, story(matter), full=full, named=named and full, raiser=raised_by),
    )


def _is_mine(matter: Matter, who: set[Party], own: Handling | None) -> bool:
    """Whether something is for the reader to do: as holder, as the one who decides, with an opinion that is owed."""
    waits = waiting_request(matter)
    decides = waits is not None and waits.decides in who
    owes_opinion = own is not None and own.part == Handling.Part.JOINT and own.done_at is None
    return matter.is_open and (matter.holder in who or decides or owes_opinion)


def _what(matter: Matter, buttons: list[Button]) -> str:
    """What is to be done next: the first ways to go on when it is the reader's turn, else where it stands."""
    match [button.title for button in buttons]:
        case [first, *_rest, last]:
            return _("%(first)s, or %(second)s") % {"first": first, "second": last}
        case _:
            return str(matter.stage_line.title)


def _buttons(actions: list[OpenAction], address: Address) -> tuple[list[Button], list[Button]]:
    main = sorted((one for one in actions if one.line.effect in MAIN), key=lambda one: MAIN.index(one.line.effect))
    others = [one for one in actions if one.line.effect not in MAIN]
    if not main:
        main, others = others, []
    return [_button(one, address) for one in main], [_button(one, address) for one in others]


def _button(one: OpenAction, address: Address) -> Button:
    return Button(one.id, str(one.line.title), address(one.id), str(one.line.help or ""))


def _look_backs(matter: Matter, *, whole: bool) -> list[LookBack]:
    """What was drawn is told to everybody; what was promised, to whoever may read the answers."""
    told: Any = matter
    found: list[LookBack] = list(told.look_backs.all())
    return found if whole or tells_promises(matter) else [one for one in found if not one.measure]


def _lead_first(matter: Matter) -> list[Handling]:
    return sorted(active_handlings(matter), key=lambda one: (one.part != Handling.Part.LEAD, one.pk))


def _share(handling: Handling, matter: Matter, standing: Standing, dates: Address, *, full: bool) -> Share:
    waits = asks_already(handling, matter)
    late = handling.done_at is None and handling.due_at < clock.now()
    if handling.done_at:
        lead = handling.part == Handling.Part.LEAD
        state, tone = _("answered") if lead else _("gave its opinion"), "ok"
    elif waits and full:
        state, tone = _("asked for a decision"), "wait"
    elif handling.accepted_at:
        state, tone = _("took it on"), "plain"
    else:
        state, tone = _("has not taken it on yet"), "wait"
    if late:
        state, tone = _("%(state)s, late") % {"state": state}, "late"
    return Share(
        handling=handling,
        state=state,
        tone=tone,
        opinion=handling.opinion if full else "",
        is_mine=handling.organisation_id in standing.organisations(),
        date_url=dates(f"share-{handling.pk}") if full and matter.is_open else "",
    )


def _signed_reply(reply: Reply, matter: Matter, letters: Callable[[int], str], *, whole: bool) -> SignedReply:
    """What is not published is no letter either, for whoever does not read all."""
    published = matter.programme.item("publication", reply.publication) if whole and reply.publication else ""
    letter = letter_for(reply, matter, whole=whole)
    url = letters(reply.pk) if letter.text else ""
    return SignedReply(reply, matter.class_title(reply.class_id), letter, published, url)


def _tied(matter: Matter, standing: Standing, *, handles: bool) -> Iterator[Tied]:
    """What is merged with it, its parts, what it became, what it came from: each with an address where the reader may
    open it, and with its words for whoever answers both."""
    already = read_with(matter)
    for one in already.tied if already else ():
        opens = may_open(one, standing)
        url = reverse("matter", args=[one.pk]) if opens else ""
        together = one.merged_into_id == matter.pk
        yield Tied(_how(one, matter), one, url, one.text if together and (opens or handles) else "")


def _how(one: Matter, matter: Matter) -> str:
    """What another matter has to do with this one."""
    if one.merged_into_id == matter.pk:
        return _("handled together with it")
    if matter.merged_into_id == one.pk:
        return _("it is handled together with this one")
    if one.part_of_id == matter.pk:
        words = {"lead": one.lead.called if one.lead else "–", "stage": one.stage_line.title}
        return _("answered apart by %(lead)s: %(stage)s") % words
    if matter.part_of_id == one.pk:
        return _("of this one it is a part, answered apart")
    return _("came of it") if one.came_from_id == matter.pk else _("it came of this one")


def _signed(matter: Matter) -> list[Reply]:
    return sorted((one for one in matter.replies.all() if one.signed_at), key=_signed_at, reverse=True)


def _signed_at(reply: Reply) -> datetime:
    assert reply.signed_at is not None
    return reply.signed_at


def _draft(matter: Matter) -> Reply | None:
    return next((one for one in matter.replies.all() if not one.signed_at and not one.returned_at), None)


class Answer(NamedTuple):
    """What a kind's own question asks, and what was said; a long text is a part of its own."""

    ask: str
    said: str
    is_part: bool


def answers_of(record: Any) -> list[Answer]:
    """The answers to a kind's own questions, as they read."""
    programme, told = record.edition.read, []
    for field in record.kind_line.field:
        value = record.answers.get(field.id)
        if value in (None, "", []):
            continue
        lists = programme.list_.get(field.options or "", ())
        items: dict[str, str] = {item.id: str(item.title) for one in lists for item in one.item}
        if isinstance(value, bool):
            said = _("yes") if value else _("no")
        elif isinstance(value, list):
            said = _(", ").join(items.get(str(one), str(one)) for one in value)
        else:
            said = items.get(str(value), str(value))
        told.append(Answer(str(field.ask), said, field.type == "long-text"))
    return told
