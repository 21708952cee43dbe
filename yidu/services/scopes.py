"""What a token may be for: reading or writing one noun of the API. A closed list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOUNS: Mapping[str, str | Promise] = {
    "matters": _("Matters and the desk"),
    "documents": _("Documents that took suggestions up"),
    "sessions": _("Sessions of consultations"),
    "askings": _("What people are asked, and what came of it"),
    "activities": _("Activities"),
    "receipts": _("Receipts of people without an account"),
    "people": _("People"),
    "appointments": _("Appointments"),
    "organisations": _("Departments and enterprises"),
    "stations": _("Stations"),
    "projects": _("Projects"),
    "sectors": _("Sectors"),
    "committees": _("Committees"),
    "places": _("Places"),
    "programmes": _("Programmes"),
    "figures": _("Figures"),
    "seals": _("Seals"),
    "calendar": _("The calendar of working days"),
    "draws": _("Look-backs by lot"),
    "look-backs": _("Looking back"),
    "sheets": _("Lists that come in and go out"),
    "views": _("Saved views"),
    "reminders": _("Reminders of what is due"),
    "webhooks": _("Webhooks"),
    "tokens": _("Tokens"),
}
Way = Literal["read", "write"]
ONLY_READ = ("places", "programmes", "figures", "sessions", "askings")
"""Nouns in which nothing is written from outside."""

SCOPES: tuple[str, ...] = tuple(
    f"{noun}:{way}" for noun in NOUNS for way in ("read", "write") if way == "read" or noun not in ONLY_READ
)


def scope_for(noun: str, way: Way) -> str:
    """The scope that an operation on a noun asks for."""
    return f"{noun}:{way}"
