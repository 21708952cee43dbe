"""When something is broken here: the reader is told what to do, and what was typed comes along.

Handler of status 500 for the whole site. What will pass by itself (the database is away, the disk is full, too many
write at once) is a 503 that says when to try again; everything else is a fault of ours.
"""

from __future__ import annotations

import errno
import sys

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error

from yidu.common.postgresql.base import UnsureCommitError

RETRY_SECONDS = 10
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
BUSY = ("40", "55P03", "57014")
"""Beginnings of the SQLSTATEs of statements that lost against others and would succeed when sent again."""

CAUSES = {
    "away": _("The database does not answer at the moment."),
    "busy": _("Too many people are writing at the same moment."),
    "full": _("There is no room left to keep anything. Whoever runs this site has to make room."),
    "unsure": _("It is not certain that what you sent will stay."),
}


def failed(request: HttpRequest) -> HttpResponse:
    """The page for the exception that is being handled."""
    cause = passing(sys.exception())
    return server_error(request) if cause is None else unavailable(request, cause)


def passing(error: BaseException | None) -> str | None:
    """The word of `CAUSES` for what will pass by itself; None for a fault of ours."""
    match error:
        case UnsureCommitError():
            return "unsure"
        case Error():
            return _cause(error)
        case OSError(errno=number) if number in NO_ROOM:
            return "full"
        case _:
            return None


def _cause(error: Error) -> str | None:
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    if state.startswith("53100"):
        return "full"
    if state.startswith(BUSY):
        return "busy"
    # 25006: this database only reads, as one does that is about to hand over to another.
    away = isinstance(error, OperationalError | InterfaceError) or state == "25006"
    return "away" if away else None


def unavailable(request: HttpRequest, cause: str) -> HttpResponse:
    """A page that needs nothing of what may be broken, and from which a form can be sent again as it was."""
    if hasattr(request, "session"):
        request.session.modified = False  # or saving it would fail on the way out
    kept = _typed(request)
    context = {
        "cause": CAUSES[cause],
        "sent": request.method == "POST",
        "path": request.get_full_path(),
        "kept": kept,
        "texts": [value for _name, value in kept if _is_text(value)],
        "files": request.method == "POST" and bool(request.FILES),
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store, private"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form of ours sent, to be sent again. A password is never written into a page."""
    if request.method != "POST" or not _is_ours(request):
        return []
    sent = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    if any("password" in name for name, _value in sent):
        return []
    return [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form stood on a page of ours. Somebody else's must not get a button that sends it as ours."""
    return CsrfViewMiddleware(lambda _request: HttpResponse()).process_view(request, failed, (), {}) is None


def _is_text(value: str) -> bool:
    """Whether a person wrote it, and not a page: what is neither an id nor a number nor a choice."""
    return not value.isascii() or " " in value.strip()
