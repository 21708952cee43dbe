"""What every page shows around its content: the committee, the sections, the latest seal, large print or not."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from yidu.ledger.seals import sealed_by_now
from yidu.people.models import Committee
from yidu.web.actors import committee_of, standing_in
from yidu.web.outbox.envelope import author_mark

ELDER = "elder"
"""The cookie that remembers large print."""
LISTS = ("people", "office", "record")
"""Whoever holds one of these powers may bring some kind of list."""
WITHOUT_ACCOUNT = ("receipt", "outbox", "no-signal", "offline-record", "offline-rating")
"""Pages on which a phone learns to work without signal although nobody is signed in."""
WRITERS = ("record", "sign")
"""Whoever writes, or is asked to sign for a body."""
READERS = ("read", "office", "oversee")
Section = tuple[str, str, str, bool]


def around(request: HttpRequest) -> dict[str, Any]:
    """`committee`, `nav`, `foot`, `elder`, `latest_seal`, `outbox`. Nothing is read before a template asks for it."""
    return {
        "committee": SimpleLazyObject(lambda: _committee(request)),
        "nav": SimpleLazyObject(lambda: _sections(request)),
        "foot": SimpleLazyObject(lambda: _foot(request)),
        "elder": request.COOKIES.get(ELDER) == "1",
        "latest_seal": SimpleLazyObject(sealed_by_now),
        "outbox": SimpleLazyObject(lambda: _outbox(request)),
    }


def _committee(request: HttpRequest) -> Committee | None:
    """The committee of the address, of the person, or of the site; None on a site that has none yet."""
    match = request.resolver_match
    try:
        return committee_of(request, match.kwargs.get("code") if match else None)
    except Http404:
        return None


def _outbox(request: HttpRequest) -> dict[str, str] | None:
    """What a phone needs in order to work without signal: for those with an account, and where one rates."""
    committee, match = _committee(request), request.resolver_match
    without_account = match is not None and match.url_name in WITHOUT_ACCOUNT
    if committee is None or not (request.user.is_authenticated or without_account):
        return None
    author = author_mark(request.user.pk) if request.user.is_authenticated else ""
    return {"worker": f"{reverse('worker')}?c={committee.code}", "author": author}


def _sections(request: HttpRequest) -> list[Section]:
    committee = _committee(request)
    code = committee.code if committee else ""
    if not request.user.is_authenticated:
        wanted = [
            ("portal", _("Front page"), "portal", ()),
            ("programmes", _("Programmes"), "programmes", (code,)),
            ("figures", _("Figures"), "figures", (code,)),
            ("receipt", _("Look up"), "receipt", ()),
            ("say", _("Have your say"), "say", ()),
        ]
    else:
        may_record = committee is not None and standing_in(request).has("record", committee.pk)
        wanted = [
            ("desk", _("Today"), "desk", ()),
            *([("record", _("Record"), "record", ())] if may_record else []),
            ("matters", _("Matters"), "matters", ()),
            ("figures", _("Figures"), "figures", (code,)),
            ("me", _("Mine"), "me", ()),
        ]
    return [
        (key, label, url, _is_here(request, url)) for key, label, name, args in wanted if (url := _address(name, args))
    ]


def _foot(request: HttpRequest) -> list[tuple[str, str]]:
    committee = _committee(request)
    code = committee.code if committee else ""
    lines = [(_("Front page"), "portal", ()), (_("Programmes"), "programmes", (code,))]
    if request.user.is_authenticated:
        lines.append((_("What was done"), "activities", ()))
        if committee is not None and any(standing_in(request).has(one, committee.pk) for one in WRITERS):
            lines.append((_("Write"), "writing", ()))
        if committee is not None and standing_in(request).has("people", committee.pk):
            lines += [(_("People"), "people", (code,)), (_("Organisations"), "organisations", (code,))]
        lines.append((_("Stations"), "stations", (code,)))
        if committee is not None and any(standing_in(request).has(one, committee.pk) for one in LISTS):
            lines.append((_("Import and export"), "sheets", ()))
        if committee is not None and any(standing_in(request).has(one, committee.pk) for one in READERS):
            lines.append((_("Open commitments"), "commitments", ()))
    # On every page, for everybody: a way to complain (国办函〔2026〕12号).
    lines += [
        (_("Complain or tell us something"), "say", ()),
        (_("Documents"), "documents", (code,)),
        (_("Look-backs by lot"), "draws", (code,)),
        (_("Seals"), "seals", ()),
        (_("Working days"), "calendar", ()),
        (_("About Yidu"), "about", ()),
        (_("How Yidu keeps the rules"), "compliance", ()),
    ]
    return [(label, url) for label, name, args in lines if (url := _address(name, args))]


@lru_cache(maxsize=500)
def _address(name: str, args: tuple[str, ...]) -> str:
    """The address of a page; empty when the site has none of that name. Some take their committee from the request."""
    for given in (args, ()):
        try:
            return reverse(name, args=given)
        except NoReverseMatch:
            continue
    return ""


def _is_here(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url))
