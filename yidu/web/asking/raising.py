"""The form of a matter: at the desk, or from the street without an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition
from yidu.programmes.queries import kinds_of
from yidu.web.asking import sources
from yidu.web.asking.fields import ActionForm, answer_fields, answers_in, choice_field, long_text
from yidu.web.asking.picking import PickField
from yidu.web.naming import role_title

WITHOUT_ACCOUNT = ("resident", "enterprise")
KindOf = tuple[Edition, str, Kind]


def kinds_to_raise(committee: Committee, standing: Standing | None) -> list[KindOf]:
    """The kinds of matter that somebody may raise: by the roles held here, or (None) without an account.

    Not those that are written as a draft first: they are handed in from there.
    """
    if standing is None:
        may = set(WITHOUT_ACCOUNT)
    else:
        may = {one.role_id for one in standing.held if one.committee_id == committee.pk}
    kinds = kinds_of(committee.pk, is_="matter")
    return [one for one in kinds if one[2].writing is None and may.intersection(one[2].raised_by)]


def topic_to_propose(committee: Committee, standing: Standing) -> str:
    """The kind of topic that one may propose here, as its address names it; empty where there is none."""
    kinds = kinds_to_raise(committee, standing) if standing.held else []
    return next((f"{edition.programme}.{id_}" for edition, id_, line in kinds if line.consulting), "")


def raised_as_choices(line: Kind, committee: Committee, standing: Standing | None) -> list[tuple[str, str]]:
    """In which role one may raise it. The office may also write down what somebody without an account says."""
    words = {"resident": _("As a resident"), "enterprise": _("For an enterprise")}
    if standing is None:
        return [(word, words[word]) for word in WITHOUT_ACCOUNT if word in line.raised_by]
    held = {one.role_id: one.role for one in standing.held if one.committee_id == committee.pk}
    own = [(id_, role_title(role)) for id_, role in held.items() if id_ in line.raised_by]
    if standing.has("office", committee.pk):
        by_word = {"resident": _("A resident told us"), "enterprise": _("An enterprise told us")}
        own += [(word, by_word[word]) for word in WITHOUT_ACCOUNT if word in line.raised_by]
    return own


class MatterForm(ActionForm):
    """One matter of one kind."""

    seen_notice = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        committee: Committee,
        edition: Edition,
        kind: str,
        raised_as: Iterable[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.committee, self.edition, self.kind = committee, edition, kind
        self.line = line = edition.read.kind[kind]
        roles = list(raised_as)
        if len(roles) > 1:
            self.fields["raised_as"] = choice_field(roles, label=_("Who raises it?"), initial=roles[0][0])
        self.only_role = roles[0][0] if roles else ""
        if line.about in ("enterprise", "organisation"):
            known = sources.enterprises if line.about == "enterprise" else sources.organisations
            self.fields["organisation"] = PickField(known(committee), label=_("Which enterprise is it about?"))
        if line.about == "project":
            self.fields["project"] = PickField(sources.projects(committee), label=_("Which project is it about?"))
        self.fields["title"] = forms.CharField(label=_("In a few words, what is it?"), max_length=60)
        self.fields["text"] = long_text(label=_("Tell it as it is"), rows=6)
        self.fields |= answer_fields(line.field, programme=edition.read, on=clock.today())
        about = line.about != "none"
        why = _("Empty: where the enterprise or the project is.") if about else _("A sub-district, town or village.")
        self.fields["place"] = PickField(
            sources.places(committee), label=_("Where is it?"), required=not about, help_text=why
        )
        if {one for one, _label in roles}.intersection(WITHOUT_ACCOUNT):
            self.fields["contact"] = forms.CharField(
                label=_("How can you be reached?"),
                required=False,
                max_length=120,
                help_text=_("Only the committee's office sees it. Without it, the receipt code is the only way back."),
            )

    def inputs(self) -> dict[str, Any]:
        """What `raise_matter` takes."""
        told = self.cleaned_data
        return {
            "committee": self.committee,
            "edition": self.edition,
            "kind": self.kind,
            "title": told["title"],
            "text": told["text"],
            "place": told.get("place"),
            "organisation": told.get("organisation"),
            "project": told.get("project"),
            "raised_as": told.get("raised_as") or self.only_role,
            "contact": told.get("contact", ""),
            "answers": answers_in(told),
            "client_id": told["client_id"],
        }

    def words_that_belong_elsewhere(self) -> list[str]:
        """Words of a petition, a lawsuit … that were not pointed out yet. A notice, never a refusal."""
        told = self.cleaned_data
        said = f"{told.get('title', '')}\n{told.get('text', '')}"
        words = [word for word in self.line.divert_words if word in said]
        return [] if told.get("seen_notice") == "1" else words

    def note_seen(self) -> None:
        """The notice is shown now: sending again means it."""
        data: Any = self.data
        self.data = data.copy()
        self.data["seen_notice"] = "1"  # type: ignore[index]
