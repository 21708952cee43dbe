"""What the API says about itself: for programs as OpenAPI, for people as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt

from yidu.api import outline, problems
from yidu.api.access import for_everybody
from yidu.api.v1 import api

SHAPES = "#/components/schemas/"
REFUSALS = "#/components/responses/"


@for_everybody
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs, in English."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@for_everybody
def reference(request: HttpRequest) -> HttpResponse:
    """The same for people, in their language: what there is, who may, what is asked for and answered."""
    told = description(get_language() or "zh-hans")
    context = {
        "nouns": outline.nouns(told),
        "shapes": outline.shapes(told),
        "problems": [(word, status, title) for word, (status, title) in problems.TITLES.items()],
    }
    return render(request, "api/reference.html", context)


@for_everybody
@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:
    """An address that there is not answers as everything that is not there."""
    return problems.answer("not-found")


@cache
def description(language: str = "en") -> dict[str, Any]:
    """OpenAPI 3.1 of the whole API. Nobody changes what this returns."""
    with override(language):
        # Through JSON, so that every sentence is in this language and not in that of whoever reads it later.
        told = json.dumps(api.get_openapi_schema(path_prefix="api/v1"), cls=DjangoJSONEncoder, ensure_ascii=False)
    schema: dict[str, Any] = json.loads(told, object_hook=_without_title)
    parts = schema["components"]
    parts["responses"] = {}
    for operations in schema["paths"].values():
        for operation in operations.values():
            _mend(operation, parts["responses"])
    used = _used(schema)
    parts["schemas"] = {name: one for name, one in sorted(parts["schemas"].items()) if name in used}
    return schema


def _without_title(told: dict[str, Any]) -> dict[str, Any]:
    """Titles that only say the name of the field again are left out."""
    if isinstance(told.get("title"), str) and "version" not in told:
        del told["title"]
    return told


def _mend(operation: dict[str, Any], refusals: dict[str, Any]) -> None:
    """What the library cannot be told: refusals are all of one kind, and a token is not always needed."""
    answers = operation["responses"]
    for status, answered in answers.items():
        if int(status) >= 400:
            shape = answered["content"]["application/json"]
            refusals[status] = {**answered, "content": {problems.MEDIA_TYPE: shape}}
            answers[status] = {"$ref": f"{REFUSALS}{status}"}
    operation["responses"] = dict(sorted(answers.items()))
    if "everybody" in operation["x-who"]:
        operation["security"].append({})


def _used(schema: dict[str, Any]) -> set[str]:
    """The shapes that something in the description leads to."""
    used: set[str] = set()
    ahead = list(_references([schema["paths"], schema["components"]["responses"]]))
    while ahead:
        name = ahead.pop()
        if name not in used:
            used.add(name)
            ahead += _references(schema["components"]["schemas"][name])
    return used


def _references(told: Any) -> Iterator[str]:
    match told:
        case dict():
            for key, value in told.items():
                if key == "$ref" and value.startswith(SHAPES):
                    yield value.removeprefix(SHAPES)
                else:
                    yield from _references(value)
        case list():
            for value in told:
                yield from _references(value)
