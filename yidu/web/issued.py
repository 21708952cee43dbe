"""How a text was worded for issue beside its author's own, and what became of it: as the page of a matter shows it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yidu.matters.issued_texts import issue_words, own_text, went_out_in
from yidu.matters.models import IssuedText, Matter
from yidu.matters.whole import read_with
from yidu.programmes.grammar.procedures import Party
from yidu.proposals.differences import Piece, difference
from yidu.proposals.queries import signers_of_each
from yidu.web.naming import raised_by_words


@dataclass(frozen=True)
class Worded:
    """The latest words, what they differ in from the author's own, and the versions before.

    `authors` are told where there are several. `is_own`: not those of another with which it was issued together.
    """

    words: IssuedText
    issue: str
    state: str
    tone: str
    title: list[Piece]
    text: list[Piece]
    earlier: list[IssuedText]
    authors: list[str]
    is_own: bool

    @property
    def is_changed(self) -> bool:
        return any(piece.what != "same" for piece in (*self.title, *self.text))


@dataclass(frozen=True)
class Adopted:
    """One adoption in words; `instructions` are who, when, which class of words."""

    level: str
    carrier: str
    on: date
    instructions: list[tuple[str, date, str]]
    taken_back: str


def worded(matter: Matter, who: AbstractSet[Party], *, full: bool, named: bool = False) -> Worded | None:
    """What was issued, for readers of the inside; before that for whoever words it and for its author.

    `named`: authors are told by name, else as what they wrote it.
    """
    main = went_out_in(matter)
    versions: list[IssuedText] = list(main.issued_texts.all())
    if not versions or not full:
        return None
    words = versions[-1]
    if words.issued_at is None and not who & {"office", "secretary-general", "recorder", "raiser"}:
        return None
    if words.issued_at is not None:
        state, tone = _("issued"), "ok"
    elif words.signed_at is not None:
        state, tone = _("signed, to be issued"), "ok"
    else:
        state, tone = _("edited, not signed yet"), "wait"
    authors = _authors(main, named=named)
    return Worded(
        words=words,
        issue=issue_words(matter.programme, words.series, words.year, words.number),
        state=state,
        tone=tone,
        title=difference(matter.title, words.title),
        text=difference(own_text(matter), words.text),
        earlier=versions[-2::-1] if main is matter else [],
        authors=authors if len(authors) > 1 else [],
        is_own=main is matter,
    )


def _authors(main: Matter, *, named: bool) -> list[str]:
    """Whoever wrote what it is made of: first its own author, then those of what is merged into it. By name, each with
    whoever signed it too."""
    already = read_with(main)
    tied = already.tied if already else main.merged.order_by("raised_at", "pk")
    all_ = [main, *(one for one in tied if one.merged_into_id == main.pk)]
    if not named or len(all_) == 1:
        return [raised_by_words(one) for one in all_]
    signed = signers_of_each([one.pk for one in all_])
    first = [(one, one.raised_by.name if one.raised_by else raised_by_words(one)) for one in all_]
    return [name for one, own in first for name in (own, *map(str, signed.get(one.pk, ())))]


def adopted(matter: Matter, *, full: bool) -> list[Adopted]:
    """What was adopted where; what leaders wrote and what was taken back is for readers of the inside."""
    matter = went_out_in(matter)
    item, instructions = matter.programme.item, list(matter.instructions.all())
    return [
        Adopted(
            level=item("adoption-level", one.level),
            carrier=item("adoption-carrier", one.carrier),
            on=one.adopted_on,
            instructions=[
                (each.instructed_by, each.instructed_on, item("instruction", each.words))
                for each in instructions
                if full and each.adoption_id == one.pk
            ],
            taken_back=one.withdrawn_because,
        )
        for one in matter.adoptions.all()
        if full or one.withdrawn_at is None
    ]
