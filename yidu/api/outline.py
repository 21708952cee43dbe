"""The description of the API as its page shows it: nouns, their operations, the shapes that go in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidu.services.scopes import NOUNS

Schema = Mapping[str, Any]
PATTERNS = {
    r"^[0-9]{6}$": gettext_lazy("6 digits"),
    r"^[0-9]{12}$": gettext_lazy("12 digits"),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": gettext_lazy("small letters, digits, hyphens"),
}
"""What a pattern means, for who reads no patterns."""


@dataclass(frozen=True)
class Field:
    """One field: its name, what it holds in words, and the shape that this leads to, if it is one of ours."""

    name: str
    holds: str
    shape: str
    needed: bool
    limits: str


@dataclass(frozen=True)
class Shape:
    name: str
    about: str
    fields: list[Field]


@dataclass(frozen=True)
class Operation:
    """`asks` are fields of the address, `sends` those of the body (`form` when it comes with a file)."""

    id: str
    method: str
    path: str
    says: str
    who: list[str]
    scope: str
    asks: list[Field]
    sends: Shape | None
    form: bool
    answers: Field


@dataclass(frozen=True)
class Noun:
    name: str
    title: str
    operations: list[Operation]


def nouns(told: Schema) -> list[Noun]:
    found = [
        (operation["tags"][0], _operation(told, method.upper(), path, operation))
        for path, by_method in told["paths"].items()
        for method, operation in by_method.items()
    ]
    return [
        Noun(name, str(NOUNS[name]), [operation for _name, operation in group])
        for name, group in groupby(found, key=lambda one: one[0])
    ]


def shapes(told: Schema) -> list[Shape]:
    """Everything that another shape or an operation leads to, by name."""
    return [_shape(name, one) for name, one in told["components"]["schemas"].items()]


def _operation(told: Schema, method: str, path: str, operation: Schema) -> Operation:
    ((media, body),) = operation.get("requestBody", {"content": {"": {}}})["content"].items()
    sent, answered = body.get("schema"), operation["responses"]["200"].get("content", {})
    return Operation(
        id=operation["operationId"],
        method=method,
        path=path,
        says=operation["summary"],
        who=operation["x-who"],
        scope=operation["x-scope"],
        asks=[_field(one["name"], one["schema"], needed=one["required"]) for one in operation["parameters"]],
        sends=_shape("", _resolved(told, sent)) if sent else None,
        form=media == "multipart/form-data",
        answers=_field("", answered["application/json"]["schema"], needed=True)
        if answered
        else Field("", _("a file"), "", needed=True, limits=""),
    )


def _resolved(told: Schema, schema: Schema) -> Schema:
    name = _name_of(schema)
    found: Schema = told["components"]["schemas"][name] if name else schema
    return found


def _shape(name: str, schema: Schema) -> Shape:
    needed = schema.get("required", ())
    fields = [_field(one, held, needed=one in needed) for one, held in schema.get("properties", {}).items()]
    return Shape(name, schema.get("description", ""), fields)


def _field(name: str, schema: Schema, *, needed: bool) -> Field:
    holds, shape = _type(schema)
    return Field(name, holds, shape, needed=needed, limits=_limits(schema))


def _type(schema: Schema) -> tuple[str, str]:  # noqa: PLR0911  (one line for each kind of schema)
    """What a value is, in words; and the name of the shape in it."""
    if name := _name_of(schema):
        return name, name
    if options := schema.get("anyOf"):
        told = [_type(one) for one in options if one.get("type") != "null"]
        words = _(" or ").join(dict.fromkeys(words for words, _shape in told))
        nothing = _("%(what)s or nothing (null)") % {"what": words}
        return nothing if len(told) < len(options) else words, told[0][1]
    if "const" in schema or "enum" in schema:
        values = schema.get("enum") or [schema["const"]]
        return _("one of: %(words)s") % {"words": ", ".join(f"“{one}”" for one in values)}, ""
    match schema.get("type"):
        case "array":
            words, shape = _type(schema.get("items", {}))
            return _("list of: %(what)s") % {"what": words}, shape
        case "object" if isinstance(schema.get("additionalProperties"), Mapping):
            words, shape = _type(schema["additionalProperties"])
            return _("names with: %(what)s") % {"what": words}, shape
        case str(kind):
            return _words(kind, schema.get("format", "")), ""
        case _:
            return _("anything"), ""


def _words(kind: str, form: str) -> str:
    told = {
        "uuid": _("id (UUID)"),
        "date": _("day"),
        "date-time": _("moment"),
        "binary": _("file"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("true or false"),
        "string": _("text"),
        "object": _("fields"),
        "array": _("list"),
    }
    return told.get(form) or told.get(kind, kind)


def _limits(schema: Schema) -> str:
    """How long, how many, from where to where; what is taken when nothing is said."""
    told = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"] or [schema]
    said = [PATTERNS.get(one["pattern"], one["pattern"]) for one in told if "pattern" in one]
    for key, words in (
        ("maxLength", _("at most {} characters")),
        ("maxItems", _("at most {}")),
        ("minimum", _("from {}")),
        ("maximum", _("up to {}")),
    ):
        said += [words.format(one[key]) for one in told if key in one and abs(_size(one[key])) < 10**9]
    if schema.get("default") not in (None, "", [], {}):
        said.append(_("else {}").format(schema["default"]))
    return _(", ").join(str(one) for one in said)


def _size(value: Any) -> float:
    return value if isinstance(value, int | float) else 0


def _name_of(schema: Schema) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
