"""A programme's fields as a form's fields, and the forms that everything here is built on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from yidu.programmes.grammar import Field, Programme
from yidu.web.forms import DayInput, Form

M = TypeVar("M", bound=Model)

FEW = 12
"""So many choices are shown as chips; more are a list that opens."""
ANSWER = "answer-"


class ActionForm(Form):
    """A form that is sent once: its id is made with it and goes to the action."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class VersionForm(ActionForm):
    """A form about a record as the reader saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def answer_fields(lines: Iterable[Field], *, programme: Programme, on: date) -> dict[str, forms.Field]:
    """A form field for each field of a kind, by its name in the form."""
    return {f"{ANSWER}{line.id}": _field(line, programme=programme, on=on) for line in lines}


def answers_in(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The answers out of a form's cleaned data, by the ids of their fields; what was left empty is left out."""
    told = {name.removeprefix(ANSWER): value for name, value in cleaned.items() if name.startswith(ANSWER)}
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def choice_field(choices: Iterable[tuple[str, Any]], *, many: bool = False, **kwargs: Any) -> forms.Field:
    """One or several of a list."""
    listed = list(choices)
    if many:
        return forms.MultipleChoiceField(choices=listed, widget=forms.CheckboxSelectMultiple, **kwargs)
    if len(listed) <= FEW:
        return forms.ChoiceField(choices=listed, widget=forms.RadioSelect, **kwargs)
    return forms.ChoiceField(choices=[("", "—"), *listed], **kwargs)


def one_of(records: Sequence[M], *, named: Callable[[M], str], **kwargs: Any) -> forms.Field:
    """One of a few records that are read already: whatever is sent asks the database nothing.

    A list that may be left empty begins empty: else its first would be chosen by nobody.
    """
    by_key = {str(one.pk): one for one in records}
    empty = [] if kwargs.get("required", True) or "widget" in kwargs else [("", "—")]
    choices = [*empty, *((key, named(one)) for key, one in by_key.items())]
    return forms.TypedChoiceField(choices=choices, coerce=lambda key: by_key.get(str(key)), empty_value=None, **kwargs)


def long_text(*, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea({"rows": rows}), strip=False, **kwargs)


def number(*, least: int | None = 0, most: int | None = None, **kwargs: Any) -> forms.CharField:
    """A whole number as it was typed: the action reads it, full-width digits included."""
    limits = {key: value for key, value in (("min", least), ("max", most)) if value is not None}
    return forms.CharField(widget=forms.NumberInput({"inputmode": "numeric", **limits}), **kwargs)


def day(**kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=DayInput, **kwargs)


def _field(line: Field, *, programme: Programme, on: date) -> forms.Field:
    said: dict[str, Any] = {"label": str(line.ask), "help_text": str(line.why), "required": line.required}
    match line.type:
        case "long-text":
            return long_text(**said)
        case "number":
            return number(least=line.least or 0, most=line.most, **said)
        case "date":
            return day(**said)
        case "yes-no":
            return choice_field([("yes", _("Yes")), ("no", _("No"))], **said)
        case "choice" | "choices":
            items = [(item.id, str(item.title)) for item in programme.choices(line.options or "", on)]
            return choice_field(items, many=line.type == "choices", **said)
        case _:
            return forms.CharField(max_length=line.most, **said)
