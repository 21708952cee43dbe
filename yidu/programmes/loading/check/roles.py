"""roles.toml and stations.toml."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.people.rules import POWERS
from yidu.programmes.grammar import RoleLine, StationKind
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

AT_AN_ORGANISATION = ("handle", "sign")


def powers(sheet: Sheet) -> Iterator[Problem]:
    """Powers are words of the closed list; those of a department are held at an organisation, and only those."""
    id_: str
    role: RoleLine
    for id_, role in sheet.own("role"):
        for number, power in enumerate(role.powers):
            spot = sheet.spot("role", id_, "powers", number)
            if power not in POWERS:
                message = _("There is no power “%(id)s”.") % {"id": power}
                yield Problem(spot, message, did_you_mean(power, POWERS))
            elif (power in AT_AN_ORGANISATION) != (role.at == "organisation"):
                message = _("The power “%(power)s” does not go with at = “%(at)s”.")
                hint = _("handle and sign belong to roles at an organisation; all others to the committee's own roles.")
                yield Problem(spot, message % {"power": power, "at": role.at}, hint)


def stations(sheet: Sheet) -> Iterator[Problem]:
    """The liaison of a station is a role that is held at a station or a place."""
    id_: str
    station: StationKind
    for id_, station in sheet.own("station"):
        spot = sheet.spot("station", id_, "liaison")
        if station.liaison and station.liaison not in sheet.known("role"):
            message = _("There is no role “%(id)s”.") % {"id": station.liaison}
            yield Problem(spot, message, did_you_mean(station.liaison, sheet.known("role")))
        role = sheet.of("role").get(station.liaison or "")
        if role is not None and role.at not in ("station", "place"):
            message = _("The role “%(id)s” is not held at a station or a place.") % {"id": station.liaison}
            yield Problem(spot, message, "")
