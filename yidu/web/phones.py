"""A secret that only a browser keeps, for the pages of one address: with it one that has no account answers once."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_SECRET = re.compile(r"[\w-]{32}", re.ASCII)


def new_secret() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


def secret_in(request: HttpRequest, name: str) -> str:
    """What the browser kept under this name; empty when it was given none, or says something else."""
    told = request.COOKIES.get(name, "")
    return told if _SECRET.fullmatch(told) else ""


def keep_secret(
    request: HttpRequest, response: HttpResponse, name: str, secret: str, *, path: str, seconds: int
) -> None:
    """In this browser alone, for the pages at `path`, where no script reads it."""
    response.set_cookie(
        name,
        secret,
        max_age=seconds,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
