"""One record out of many, by what was typed. With a script it is chosen while typing, without one after sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from yidu.common.text import normalise
from yidu.web.forms import Suggest, Suggested, SuggestField

Find = Callable[[str], Sequence[Any]]


@dataclass(frozen=True)
class Picked(Suggested):
    """What was typed, the suggestion that was chosen, and which of the offered ones was ticked for which text."""

    ticked: str = ""
    offered_for: str = ""


class Pick(Suggest):
    """A text with suggestions; after an answer that fits several, these as a choice below it."""

    template_name = "asking/pick.html"

    def __init__(self, url: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(url, attrs)
        self.offered: list[tuple[str, str, str]] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"offered": self.offered, "ticked_name": f"{name}_ticked", "for_name": f"{name}_for"}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Picked:
        return Picked(
            text=normalise(data.get(name) or ""),
            id=data.get(f"{name}_id") or "",
            ticked=data.get(f"{name}_ticked") or "",
            offered_for=data.get(f"{name}_for") or "",
        )


@dataclass(frozen=True)
class Source:
    """Where a field's records come from: `find(text)`, the best first, and what is shown of each.

    `chosen(id)` is the record with this id if it could be found: quicker than finding it by what was typed.
    """

    url: str
    find: Find
    label: Callable[[Any], str] = str
    detail: Callable[[Any], str] = field(default=lambda _record: "")
    chosen: Callable[[str], Any] = field(default=lambda _id: None)

    def held(self, record: Model | None) -> Suggested | None:
        """A record as the value that the field begins with."""
        return Suggested(self.label(record), str(record.pk)) if record is not None else None


class PickField(SuggestField):
    """A record of a `Source`, or None when the field is left empty and need not be filled in."""

    widget: Pick

    def __init__(self, source: Source, **kwargs: Any) -> None:
        super().__init__(url=source.url, **kwargs)
        self.widget = Pick(source.url, kwargs.get("widget_attrs"))
        self.widget.is_required = self.required
        self.source = source

    def clean(self, value: Any) -> Any:
        if not isinstance(value, Picked) or not value.text:
            super().clean(value)
            return None
        # The whole name with the id of a suggestion: mostly it was chosen while typing.
        record = self.source.chosen(value.id) if value.id and not value.ticked else None
        if record is not None and self.source.label(record) == value.text:
            return record
        found = list(self.source.find(value.text))
        chosen = value.ticked if value.ticked and value.offered_for == value.text else value.id
        for record in found:
            if str(record.pk) == chosen:
                return record
        exact = [record for record in found if self.source.label(record) == value.text]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(_("Nothing with this name is in the list. Write a part of the name."))
        self.widget.offered = [(str(one.pk), self.source.label(one), self.source.detail(one)) for one in found]
        raise forms.ValidationError(_("Several have this name. Choose one below."))
