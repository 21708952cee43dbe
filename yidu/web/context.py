"""What every page shows around its content: the committee, the sections, the latest seal, large print or not."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from yidu.ledger.models import Seal
from yidu.people.models import Committee
from yidu.web.actors import committee_of, standing_in

ELDER = "elder"
"""The cookie that remembers large print."""
READERS = ("read", "office", "oversee")
LISTS = ("people", "office", "record")
"""Whoever holds one of these powers may bring some kind of list."""
Section = tuple[str, str, str, bool]


def around(request: HttpRequest) -> dict[str, Any]:
    """`committee`, `nav`, `foot`, `elder`, `latest_seal`. Nothing is read before a template asks for it."""
    return {
        "committee": SimpleLazyObject(lambda: _committee(request)),
        "nav": SimpleLazyObject(lambda: _sections(request)),
        "foot": SimpleLazyObject(lambda: _foot(request)),
        "elder": request.COOKIES.get(ELDER) == "1",
        "latest_seal": SimpleLazyObject(_latest_seal),
    }


def _committee(request: HttpRequest) -> Committee | None:
    """The committee of the address, of the person, or of the site; None on a site that has none yet."""
    match = request.resolver_match
    try:
        return committee_of(request, match.kwargs.get("code") if match else None)
    except Http404:
        return None


def _latest_seal() -> Seal | None:
    return Seal.objects.only("number", "size", "sealed_at").order_by("-number").first()


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
        if committee is not None and standing_in(request).has("people", committee.pk):
            lines += [(_("People"), "people", (code,)), (_("Organisations"), "organisations", (code,))]
        lines.append((_("Stations"), "stations", (code,)))
        if committee is not None and any(standing_in(request).has(one, committee.pk) for one in READERS):
            lines.append((_("Open commitments"), "commitments", ()))
        if committee is not None and any(standing_in(request).has(one, committee.pk) for one in LISTS):
            lines.append((_("Import and export"), "sheets", ()))
    # On every page, for everybody: a way to complain (国办函〔2026〕12号).
    lines += [
        (_("Complain or tell us something"), "say", ()),
        (_("Look-backs by lot"), "draws", (code,)),
        (_("Seals"), "seals", ()),
        (_("Working days"), "calendar", ()),
        (_("About Yidu"), "about", ()),
        (_("How Yidu keeps the rules"), "compliance", ()),
    ]
    return [(label, url) for label, name, args in lines if (url := _address(name, args))]


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
