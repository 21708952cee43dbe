"""What the API says when something does not happen: one shape for all (problem details, RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from yidu.api.sentences import sentence
from yidu.api.shapes import Problem
from yidu.common.errors import Conflict, NotAllowed, Refused, Stale

MEDIA_TYPE = "application/problem+json"

TITLES: Mapping[str, tuple[int, str | Promise]] = {
    "unreadable": (400, gettext_lazy("This request cannot be read.")),
    "no-token": (401, gettext_lazy("Send a token that is in force.")),
    "out-of-scope": (403, gettext_lazy("This token is not for that.")),
    "second-factor": (403, gettext_lazy("Your role needs a second factor. Set it up on the pages first.")),
    "not-found": (404, gettext_lazy("There is no such thing, or it is not open to you.")),
    "method": (405, gettext_lazy("This address is not used that way.")),
    "conflict": (409, gettext_lazy("This id was used before for something else. The first is kept.")),
    "stale": (409, gettext_lazy("Somebody changed this meanwhile. Nothing was overwritten.")),
    "refused": (409, gettext_lazy("This cannot be done now.")),
    "too-large": (413, gettext_lazy("This is too large.")),
    "media-type": (415, gettext_lazy("Send it as application/json.")),
    "invalid": (422, gettext_lazy("Some answers need another look.")),
    "too-many": (429, gettext_lazy("Too many requests. Wait a minute.")),
}
"""The closed list of what can be wrong. `type` of a problem is the address of its line on the page of the API."""


class ApiProblem(Exception):  # noqa: N818  (an answer, not an error of the program)
    """An answer of the API that no action gave: `word` is a key of `TITLES`."""

    def __init__(
        self, word: str, *, reason: Any = None, fields: Mapping[str, Sequence[Any]] | None = None, wait: int = 0
    ) -> None:
        super().__init__(word)
        self.word, self.reason, self.fields, self.wait = word, reason, fields or {}, wait


def answer(
    word: str, *, reason: Any = None, fields: Mapping[str, Sequence[Any]] | None = None, **more: Any
) -> HttpResponse:
    """The response of a problem. `reason` is the sentence for this case; without one the title says it."""
    status, title = TITLES[word]
    told = Problem(
        type=f"/api/v1/#problem-{word}",
        title=str(title),
        status=status,
        detail=str(reason or title),
        fields={name: [str(one) for one in said] for name, said in (fields or {}).items()},
        **more,
    )
    return JsonResponse(told.model_dump(mode="json", exclude_none=True), status=status, content_type=MEDIA_TYPE)


def handle(api: NinjaAPI) -> None:
    """Let the API answer with problems. What is none of these is an error of the program and goes on to Django."""
    api.add_exception_handler(ApiProblem, _problem)  # type: ignore[arg-type]
    api.add_exception_handler(Refused, _refused)  # type: ignore[arg-type]
    api.add_exception_handler(Http404, lambda _request, _error: answer("not-found"))
    api.add_exception_handler(ValidationError, _invalid)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, lambda _request, _error: answer("unreadable"))
    # Of a request without an address behind it.
    api.add_exception_handler(PermissionDenied, lambda _request, _error: answer("unreadable"))
    api.add_exception_handler(Exception, _pass_on)  # type: ignore[arg-type]


def _problem(_request: HttpRequest, error: ApiProblem) -> HttpResponse:
    response = answer(error.word, reason=error.reason, fields=error.fields)
    if error.word == "no-token":
        response["WWW-Authenticate"] = 'Bearer realm="yidu"'
    if error.wait:
        response["Retry-After"] = str(error.wait)
    return response


def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    if isinstance(error, NotAllowed):
        # As for what does not exist: the sentence of the action would tell the two apart.
        return answer("not-found")
    if isinstance(error, Stale):
        return answer("stale", current=error.current, meanwhile=getattr(error, "meanwhile", None))
    if isinstance(error, Conflict):
        return answer("conflict", reason=error.message, fields={"client_id": [error.message]})
    word = "invalid" if error.status == 422 else "refused"
    # What is wrong with no field in particular is wrong with the whole: it cannot be done as things stand.
    return answer(word, reason=error.message, fields=error.fields or {"body": [error.message]})


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        fields.setdefault(name_of(one["loc"]), []).append(sentence(one))
    return answer("invalid", reason=_("Some answers need another look."), fields=fields)


def _pass_on(_request: HttpRequest, error: Exception) -> HttpResponse:
    raise error


def name_of(place: Iterable[Any]) -> str:
    """The name of an input, from where it stands: ("body", "told", "inputs", "days") is "days"."""
    parts = [str(one) for one in place]
    parts = parts[2:] if parts[:1] in (["body"], ["form"]) and len(parts) > 1 else parts[1:]
    if parts and parts[0] in ("inputs", "answers") and len(parts) > 1:
        parts = parts[1:]
    return ".".join(parts) or "body"
