"""What is wrong with an input, in the reader's language, from the word by which the checker names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def sentence(error: Mapping[str, Any]) -> str:
    """A sentence that says what to do. `error` is one of pydantic's, with `type` and perhaps `ctx`."""
    kind, told = str(error["type"]), error.get("ctx", {})
    if kind == "value_error":
        return str(told.get("error") or _("This cannot be taken."))
    for beginning, said in _by_kind(told).items():
        if kind.startswith(beginning):
            return said
    return _("This cannot be taken.")


def _by_kind(told: Mapping[str, Any]) -> dict[str, str]:
    limits = {key: told[key] for key in told if isinstance(told[key], int | float | str)}
    return {
        "missing": _("Please fill this in."),
        "extra_forbidden": _("There is no such field."),
        "string_too_long": _("At most %(max_length)s characters.") % {"max_length": "", **limits},
        "string_too_short": _("Please fill this in."),
        "string_pattern_mismatch": _("This is not written as it should be."),
        "string": _("Write a text."),
        "int": _("Write a whole number."),
        "bool": _("Say yes or no: true or false."),
        "uuid": _("Write an id like 7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f001."),
        "date": _("Write the date like 2025-07-31."),
        "literal": _("Choose from the list."),
        "enum": _("Choose from the list."),
        "greater": _("This number is too small."),
        "less": _("This number is too large."),
        "too_long": _("At most %(max_length)s items.") % {"max_length": "", **limits},
        "too_short": _("Please choose."),
        "list": _("Write a list."),
        "dict": _("Write an object with fields."),
        "model": _("Write an object with fields."),
    }
