"""Answers to the fields of a kind, cleaned. The same for the page, the importer and the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.errors import Invalid
from yidu.common.text import normalise
from yidu.programmes.grammar import Field, Programme

LONG = 5000
SHORT = 200
WHOLE = 10**9


def clean_answers(
    fields: Sequence[Field], given: Mapping[str, Any], *, programme: Programme, on: date
) -> dict[str, Any]:
    """The answers as JSON. Raises `Invalid` with every error at once, each under the id of its field.

    An answer to a question that the form does not ask is an error: nothing is thrown away silently.
    """
    errors: dict[str, list[str]] = {}
    cleaned: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.id)
        if value in (None, "", []):
            if field.required:
                errors[field.id] = [_("Please fill this in.")]
            continue
        try:
            cleaned[field.id] = _clean(field, value, programme=programme, on=on)
        except ValueError as error:
            errors[field.id] = [str(error)]
    for unknown in set(given) - {field.id for field in fields}:
        errors[unknown] = [_("This form has no such question.")]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)
    return cleaned


def too_long(text: str, most: int) -> str:
    """The sentence for a text of more than `most` characters."""
    return _("At most %(most)d characters; these are %(have)d.") % {"most": most, "have": len(text)}


def _clean(field: Field, value: Any, *, programme: Programme, on: date) -> Any:
    match field.type:
        case "number":
            return _number(field, value)
        case "date":
            try:
                return clock.read_day(normalise(str(value))).isoformat()
            except ValueError:
                raise ValueError(_("Write the date like 2025-07-31.")) from None
        case "yes-no":
            return value in (True, "true", "yes", "on", "1")
        case "choice" | "choices":
            known = {item.id for item in programme.choices(field.options or "", on)}
            chosen = [value] if isinstance(value, str) else list(value)
            if not known.issuperset(chosen):
                raise ValueError(_("Choose from the list."))
            return chosen[0] if field.type == "choice" else chosen
        case _:
            text = normalise(str(value), lines=field.type == "long-text")
            most = field.most or (LONG if field.type == "long-text" else SHORT)
            if len(text) > most:
                raise ValueError(too_long(text, most))
            return text


def _number(field: Field, value: Any) -> int:
    try:
        number = int(normalise(str(value)))
    except ValueError:
        raise ValueError(_("Write a whole number.")) from None
    if number < (field.least or 0):
        raise ValueError(_("At least %(least)d.") % {"least": field.least or 0})
    if number > (field.most or WHOLE):
        raise ValueError(_("At most %(most)d.") % {"most": field.most or WHOLE})
    return number
