"""From a request to who acts and for which committee. Read anew with each request: a right that ends is gone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from yidu.common import known
from yidu.common.actors import VISITOR, Actor
from yidu.people.models import Committee
from yidu.people.rules import Standing, standing_of


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, or a visitor."""
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    return Actor(kind="person", person_id=user.pk, name=user.get_full_name())


def standing_in(request: HttpRequest) -> Standing:
    """What the person is today, read once for this request."""
    kept = _kept(request)
    if "standing" not in kept:
        kept["standing"] = standing_of(actor_of(request))
    standing: Standing = kept["standing"]
    return standing


def committee_of(request: HttpRequest, code: str | None = None) -> Committee:
    """The committee of the address; else the one the person serves (or chose), that of the record which is shown, or
    the site's. 404 when unknown."""
    if code is None:
        held = sorted(standing_in(request).held, key=lambda one: (one.starts, one.pk))
        codes = list(dict.fromkeys(one.committee.code for one in held))
        chosen = request.session.get("committee") if codes else None
        code = chosen if chosen in codes else codes[0] if codes else _shown(request) or settings.YIDU_COMMITTEE
    kept = _kept(request).setdefault("committees", {})
    if code not in kept:
        # Whoever serves it has read it already.
        kept[code] = next((one.committee for one in standing_in(request).held if one.committee.code == code), None)
    if kept[code] is None:
        kept[code] = known.kept(
            ("committee", code),
            lambda: Committee.objects.select_related("place", "parent").filter(code=code).first(),
        )
    if kept[code] is None:
        raise Http404
    committee: Committee = kept[code]
    return committee


def is_of(request: HttpRequest, committee_id: int) -> None:
    """The page shows a record of this committee: whoever serves none reads it under this one's name."""
    _kept(request)["shown"] = committee_id


def _shown(request: HttpRequest) -> str:
    pk = _kept(request).get("shown")
    return known.kept(("code", pk), lambda: Committee.objects.values_list("code", flat=True).get(pk=pk)) if pk else ""


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What this request has read already. It ends with the request."""
    kept: dict[str, Any] = request.__dict__.setdefault("yidu_read", {})
    return kept
