"""Reading what was sent: JSON in UTF-8, not too large, not too deep, and nothing in it that no text has."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja.parser import Parser

from yidu.api.problems import ApiProblem

MOST_BYTES = 512 * 1024
MOST_DEEP = 20


def read(request: HttpRequest) -> None:
    """Read the body and keep it for the parser. Raises `ApiProblem` with the reason."""
    if request.content_type == "multipart/form-data":
        _read_files(request)
        return
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise ApiProblem("too-large", fields={"body": [_too_large()]})
    try:
        raw = request.body
    except RequestDataTooBig:
        raise ApiProblem("too-large", fields={"body": [_too_large()]}) from None
    except UnreadablePostError:
        raise ApiProblem("unreadable") from None
    if len(raw) > MOST_BYTES:
        raise ApiProblem("too-large", fields={"body": [_too_large()]})
    if request.content_type != "application/json":
        raise ApiProblem("media-type", fields={"body": [_("Send it as application/json.")]})
    request.yidu_told = _json(raw)  # type: ignore[attr-defined]


def _read_files(request: HttpRequest) -> None:
    """Files come with a form. What cannot be read as one is told here and not in the middle of the action."""
    from django.http.multipartparser import MultiPartParserError

    try:
        told = request.POST
    except (MultiPartParserError, UnreadablePostError):
        raise ApiProblem("unreadable", fields={"body": [_("This is not a form with a file.")]}) from None
    except RequestDataTooBig:
        raise ApiProblem("too-large", fields={"body": [_too_large()]}) from None
    _look(dict(told.lists()))


class JsonParser(Parser):
    """Gives what `read` has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.yidu_told  # type: ignore[attr-defined]


def _json(raw: bytes) -> Any:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse(_("This is not UTF-8."))
    try:
        told = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except RecursionError:
        _refuse(_too_deep())
    except ValueError:
        _refuse(_("This is not JSON."))
    _look(told)
    return told


def _no_number(_name: str) -> NoReturn:
    raise ApiProblem("unreadable", fields={"body": [_("NaN and Infinity are not numbers of JSON.")]})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        _refuse(_("A field is there twice."))
    return told


def _look(told: Any, deep: int = 0) -> None:
    """Refuse nesting without end, and characters that no text has and no database keeps."""
    if deep > MOST_DEEP:
        _refuse(_too_deep())
    match told:
        case str():
            if any(one == "\0" or "\ud800" <= one <= "\udfff" for one in told):
                _refuse(_("A text has a character that is none: NUL, or half of a pair."))
        case dict():
            for name, value in told.items():
                _look(name, deep + 1)
                _look(value, deep + 1)
        case list():
            for value in told:
                _look(value, deep + 1)


def _refuse(reason: str) -> NoReturn:
    raise ApiProblem("unreadable", reason=reason, fields={"body": [reason]})


def _too_large() -> str:
    return _("At most %(most)d KB.") % {"most": MOST_BYTES // 1024}


def _too_deep() -> str:
    return _("This is nested too deeply.")
