"""The filters of lists. They live in the address, so that a list can be kept, shared and gone back to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yidu.matters.lists import Wanted, kinds_and_stages
from yidu.matters.models.matters import Holder
from yidu.people.models import Committee
from yidu.programmes.queries import kinds_of
from yidu.web.asking import sources
from yidu.web.asking.picking import PickField
from yidu.web.forms import Form

Choices = list[tuple[str, str]]
LONGEST = 60
"""So many characters may be looked for."""


class Filter(Form):
    """What is asked for by name; a filter that makes no sense is left out, with a word beside it."""

    def __init__(self, committee: Committee, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.committee = committee
        self.fields["q"] = forms.CharField(
            label=_("Words or number"), required=False, max_length=LONGEST, widget=forms.TextInput({"type": "search"})
        )
        self.fields["place"] = PickField(sources.places(committee), label=_("Place"), required=False)

    def _given(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def more_is_used(self) -> bool:
        """Whether one of the filters that are folded away is in use."""
        self.is_valid()
        return bool(self.errors) or any(
            value for name, value in self.cleaned_data.items() if name not in ("q", "state")
        )


class ActivityFilter(Filter):
    def __init__(self, committee: Committee, data: Mapping[str, Any]) -> None:
        super().__init__(committee, data)
        kinds = [(id_, str(line.title)) for _edition, id_, line in kinds_of(committee.pk, is_="activity")]
        self.fields["kind"] = _any(kinds, label=_("Kind"))
        self.fields["mine"] = forms.BooleanField(label=_("Only mine"), required=False)

    def words(self) -> dict[str, Any]:
        """What `activities_like` takes."""
        return {
            "text": self._given("q") or "",
            "kind": self._given("kind") or "",
            "place": self._given("place"),
            "mine": bool(self._given("mine")),
        }


class MatterFilter(Filter):
    def __init__(self, committee: Committee, data: Mapping[str, Any]) -> None:
        super().__init__(committee, data)
        kinds, stages = kinds_and_stages(committee)
        self.fields["state"] = forms.ChoiceField(
            label=_("Open or closed"),
            choices=[("open", _("Open")), ("closed", _("Closed")), ("all", _("All"))],
            required=False,
        )
        self.fields["kind"] = _any(kinds, label=_("Kind"))
        self.fields["stage"] = _any(stages, label=_("Stage"))
        self.fields["holder"] = _any([(one.value, str(one.label)) for one in Holder], label=_("In whose hands"))
        self.fields["late"] = forms.BooleanField(label=_("Only late ones"), required=False)
        self.fields["mine"] = forms.BooleanField(label=_("Only mine"), required=False)

    def wanted(self) -> Wanted:
        state = self._given("state")
        return Wanted(
            text=self._given("q") or "",
            kind=self._given("kind") or "",
            stage=self._given("stage") or "",
            holder=self._given("holder") or "",
            place=self._given("place"),
            state=state if state in ("open", "closed") else "all",
            late=bool(self._given("late")),
            mine=bool(self._given("mine")),
        )


def _any(choices: Choices, *, label: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", _("All")), *choices], label=label, required=False)
