"""What each route must answer to each reader: first its door (the declared words), then the object."""

from __future__ import annotations

from collections.abc import Mapping

from tests.access import pages, programs
from tests.access.oracle import Thing
from tests.access.readers import Reader
from tests.access.routes import Route
from tests.access.sentences import Answer, Rule, anybody


def door(route: Route, reader: Reader, thing: Thing | None) -> Answer | None:
    """The declared words: None lets pass."""
    if route.api:
        return programs.door(route, reader)
    if "everybody" in route.words:
        return None
    if "link" in route.words:
        return "absent" if thing is None or thing.gone else None
    if not reader.account:
        return "sign in"
    if "signed-in" in route.words:
        return None
    return None if any(reader.holds(word, reader.served) for word in route.words) else "absent"


def expected(route: Route, reader: Reader, thing: Thing | None, *, write: bool) -> Answer:
    if route.api and write != (route.method == "POST"):
        return "nothing"
    if turned_away := door(route, reader, thing):
        return turned_away
    rule = rule_of(route)
    if not write:
        if rule.reads is None:
            return "nothing"
        return "shown" if rule.reads(reader, thing) else "absent"
    if rule.writes is None:
        return "nothing" if rule.reads is None or rule.reads(reader, thing) else "absent"
    return rule.done(reader, thing) if rule.writes(reader, thing) else "absent"


def rule_of(route: Route) -> Rule:
    """Of a page whose address names nothing, and that changes nothing, the door says all."""
    if route.api:
        return programs.RULES[route.name]
    return pages.RULES.get(route.name, Rule(reads=anybody))


def is_expected(route: Route) -> bool:
    """Whether somebody said what is to be expected of it."""
    told: Mapping[str, Rule] = programs.RULES if route.api else pages.RULES
    return route.name in told or (route.noun is None and not route.api)


def writes(route: Route) -> bool:
    """Whether the route changes anything."""
    return rule_of(route).writes is not None
