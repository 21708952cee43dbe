"""`{% load frame %}`: what stands around the content of every page, drawn once for what it shows.

The two forms of the masthead hold a token and an address of this very request: they are put in afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from yidu.common import clock
from yidu.web.drawn import HOLES, Drawn, filled, hole

register = template.Library()

_MASTHEAD = Drawn("components/masthead.html", most=1000)
_DATELINE = Drawn("components/dateline.html", most=20)
_COLOPHON = Drawn("components/colophon.html", most=200)
_HERE = hole()


class _Here:
    """Stands in for the request of a masthead that is drawn for many."""

    get_full_path = _HERE


@register.simple_tag(takes_context=True)
def masthead(context: Context) -> SafeString:
    committee, nav = context.get("committee"), tuple(context.get("nav") or ())
    shows = {
        "committee": {name: getattr(committee, name, "") for name in ("name_en", "short_name")} if committee else None,
        "nav": nav,
        "elder": bool(context.get("elder")),
        "tagline": context.get("tagline", ""),
        "user": {"is_authenticated": context["user"].is_authenticated if "user" in context else False},
    }
    drawn = _MASTHEAD(_key(shows), lambda: {**shows, **HOLES, "request": _Here})
    request = context.get("request")
    here = escape(request.get_full_path()) if request is not None else ""
    return mark_safe(filled(drawn, str(context.get("csrf_token", ""))).replace(_HERE, here))  # noqa: S308


@register.simple_tag(takes_context=True)
def dateline(context: Context) -> SafeString:
    seal = context.get("latest_seal")
    told = ("sealed_at", "size", "witness")
    shows = {"latest_seal": {name: getattr(seal, name, "") for name in told} if seal else None}
    return _DATELINE((clock.today(), _key(shows)), lambda: shows)


@register.simple_tag(takes_context=True)
def colophon(context: Context) -> SafeString:
    shows = {"foot": tuple(context.get("foot") or ())}
    return _COLOPHON(_key(shows), lambda: shows)


def _key(shows: Mapping[str, Any]) -> tuple[Any, ...]:
    """All of it, as something that can be looked up by."""
    return tuple(_key(one) if isinstance(one, Mapping) else one for one in shows.values())
