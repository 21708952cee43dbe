"""Errors of pydantic, said for people who never heard of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from yidu.programmes.loading.problems import did_you_mean


def explain(error: ErrorDetails, model: Any) -> tuple[str, str]:
    """The message and the hint for one error, at `error["loc"]` within `model`."""
    kind, loc, given = error["type"], error["loc"], error["input"]
    name = str(loc[-1]) if loc else ""
    match kind:
        case "missing":
            return _("“%(name)s” is missing.") % {"name": name}, _missing_hint(name)
        case "extra_forbidden":
            words = words_at(model, loc[:-1])
            return _("“%(name)s” is not a word of the grammar here.") % {"name": name}, did_you_mean(name, words)
        case "literal_error":
            return _("“%(given)s” is not one of the words for this.") % {"given": given}, did_you_mean(
                str(given), choices_of(error)
            )
        case "string_pattern_mismatch":
            hint = _("Small letters, digits and hyphens, beginning with a letter, e.g. “enterprise-visit”.")
            if "{6}" in str(error.get("ctx", {}).get("pattern", "")):
                hint = _("Write the six digits of the division, e.g. “500104”.")
            return _("“%(given)s” is not written in the form that is needed.") % {"given": given}, hint
        case "value_error":
            # Lengths of time are the one kind of value that the grammar itself refuses.
            hint = _("Write a number and a unit: “10 working days”, “20 days”, “3 months”, “1 year”, “24 hours”.")
            return _("“%(given)s” is not a length of time.") % {"given": given}, hint
    return _out_of_bounds(error, name) or _expected(kind, error["msg"], given)


def choices_of(error: ErrorDetails) -> list[str]:
    """The words of a closed list, as pydantic names them."""
    return re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))


_FORMS: Mapping[str, Any] = {
    "string": gettext_lazy("Write text in quotation marks."),
    "int": gettext_lazy("Write a whole number without quotation marks."),
    "bool": gettext_lazy("Write true or false, without quotation marks."),
    "date": gettext_lazy("Write a date without quotation marks, e.g. 2025-07-31."),
    "dict": gettext_lazy('Write a table, e.g. { zh = "…", en = "…" }.'),
    "model": gettext_lazy('Write a table, e.g. { zh = "…", en = "…" }.'),
    "tuple": gettext_lazy("Write a list in square brackets."),
    "list": gettext_lazy("Write a list in square brackets."),
}


def _out_of_bounds(error: ErrorDetails, name: str) -> tuple[str, str] | None:
    limit = next(iter(error.get("ctx", {}).values()), "")
    shown = _("“%(given)s” cannot stand here.") % {"given": error["input"]}
    match error["type"]:
        case "too_short":
            return _("“%(name)s” names nothing.") % {"name": name}, _("Name at least one.")
        case "greater_than_equal":
            return shown, _("At least %(limit)s.") % {"limit": limit}
        case "less_than_equal":
            return shown, _("At most %(limit)s.") % {"limit": limit}
    return None


def _expected(kind: str, said: str, given: object) -> tuple[str, str]:
    form = _FORMS.get(kind.split("_", maxsplit=1)[0])
    if form is None:
        return said, ""
    shown = str(given)[:40]
    return _("“%(given)s” cannot stand here.") % {"given": shown}, str(form)


def _missing_hint(name: str) -> str:
    if name in ("title", "ask", "why", "unit", "short", "role"):
        return _('Write %(name)s = { zh = "…", en = "…" }.') % {"name": name}
    if name in ("zh", "en"):
        return _("Every text stands in both languages.")
    return ""


def words_at(model: Any, loc: tuple[int | str, ...]) -> list[str]:
    """The words that may stand in the table at `loc` within a type."""
    found = _models_at(model, loc)
    return [field.alias or name for one in found for name, field in one.model_fields.items()]


def _models_at(annotation: Any, loc: tuple[int | str, ...]) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not loc:
            return [annotation]
        for name, field in annotation.model_fields.items():
            if loc[0] in (field.alias, name):
                return _models_at(field.annotation, loc[1:])
        return []
    inner = [one for one in get_args(annotation) if one is not Ellipsis]
    if get_origin(annotation) in (dict, tuple, list, Mapping) and loc:
        return _models_at(inner[-1], loc[1:]) if inner else []
    return [model for one in inner for model in _models_at(one, loc)]
