"""What the pages of a draft show: its length, its parts, the names below it, how it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yidu.people.rules import Standing
from yidu.proposals.differences import Piece, difference
from yidu.proposals.models import Draft, Signature, Wording
from yidu.proposals.rules import may_confirm, writing_of
from yidu.web.words import short_moment


@dataclass(frozen=True)
class Length:
    """How long a text is, in words; `is_long` when it is longer than the guide says."""

    said: str
    is_long: bool


@dataclass(frozen=True)
class Name:
    """A name that was asked for, and what its owner said."""

    signature: Signature
    state: str
    tone: str


@dataclass(frozen=True)
class Part:
    """A part of a text, and what of it changed."""

    label: str
    pieces: list[Piece]


def length_of(draft: Draft) -> Length:
    """Characters, spaces not counted, against the guide of the programme."""
    told = [draft.text, *(value for value in draft.answers.values() if isinstance(value, str))]
    have = sum(len("".join(one.split())) for one in told)
    guide, words = writing_of(draft), {"have": have}
    if guide.about and guide.most:
        said = _("%(have)d characters; about %(about)d are usual, at most %(most)d.") % {
            **words, "about": guide.about, "most": guide.most,
        }  # fmt: skip
    else:
        said = _("%(have)d characters.") % words
    return Length(said, bool(guide.most and have > guide.most))


def saved_words(draft: Draft) -> str:
    """When it was saved, and how long it is."""
    return _("Saved at %(moment)s.") % {"moment": short_moment(draft.saved_at)} + " " + length_of(draft).said


def labels_of(draft: Draft) -> dict[str, str]:
    """What the parts of such a text are called, in their order."""
    return {
        "title": _("Subject"),
        "text": _("Situation"),
        **{field.id: str(field.ask) for field in draft.kind_line.field},
    }


def parts_of(draft: Draft) -> list[tuple[str, str]]:
    """The parts that are written, as they read."""
    said: dict[str, Any] = {"text": draft.text, **draft.answers}
    return [(label, str(said[name])) for name, label in labels_of(draft).items() if said.get(name)]


def missing_from(draft: Draft) -> list[str]:
    """What has to be there before it is handed in, and is not."""
    labels = labels_of(draft)
    needed = ["title", "text", *(field.id for field in draft.kind_line.field if field.required)]
    said: Mapping[str, Any] = {"title": draft.title, "text": draft.text, **draft.answers}
    return [labels[name] for name in needed if said.get(name) in (None, "", [])]


def changes(draft: Draft, before: Wording | None, after: Wording) -> list[Part]:
    """What changed from one wording to another, part by part; before the first there was nothing."""
    found = []
    for name, label in labels_of(draft).items():
        pieces = difference(_said(before, name) if before else "", _said(after, name))
        if pieces:
            found.append(Part(label, pieces))
    return found


def _said(wording: Wording, name: str) -> str:
    return str(getattr(wording, name) if name in ("title", "text") else wording.answers.get(name, ""))


def names_shown(signatures: Sequence[Signature]) -> list[Name]:
    return [Name(one, *_state(one)) for one in signatures]


def _state(one: Signature) -> tuple[str, str]:
    if one.declined_at:
        return _("declined"), "off"
    if one.withdrawn_at:
        return _("taken off"), "off"
    if one.confirmed_at:
        return _("confirmed"), "ok"
    return (_("asked again: the text was changed"), "wait") if one.signed else (_("asked, no answer yet"), "wait")


def own_signature(standing: Standing, signatures: Sequence[Signature]) -> Signature | None:
    """The name that the reader can give, if one is asked for."""
    return next((one for one in signatures if one.is_open and may_confirm(standing, one)), None)
