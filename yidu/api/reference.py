"""What the API says about itself: for programs as OpenAPI, for people as a page."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from yidu.api import problems
from yidu.api.access import for_everybody
from yidu.api.v1 import api


@for_everybody
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs, in English."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@for_everybody
def reference(request: HttpRequest) -> HttpResponse:
    return JsonResponse({})


@for_everybody
@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:
    """An address that there is not answers as everything that is not there."""
    return problems.answer("not-found")


def description(language: str = "en") -> dict[str, Any]:
    """OpenAPI 3.1 of the whole API."""
    with override(language):
        # Through JSON, so that every sentence is in this language and not in that of whoever reads it later.
        told = json.dumps(api.get_openapi_schema(path_prefix="api/v1"), cls=DjangoJSONEncoder, ensure_ascii=False)
    schema: dict[str, Any] = json.loads(told)
    for operations in schema["paths"].values():
        for operation in operations.values():
            _mend(operation)
    return schema


def _mend(operation: dict[str, Any]) -> None:
    """What the library cannot be told: the media type of problems, and that a token is not always needed."""
    for status, answered in operation["responses"].items():
        if int(status) >= 400:
            answered["content"] = {problems.MEDIA_TYPE: answered["content"]["application/json"]}
    if "everybody" in operation["x-who"]:
        operation["security"].append({})
