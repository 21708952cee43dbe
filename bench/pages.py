"""What is measured: which page, who asks for it, and what it has to reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from bench.client import CONNECTIONS, Requests
from bench.people import SignedIn
from bench.urls import FLOOR
from yidu.common import clock

Who = dict[str, list[SignedIn]]
"""The signed-in people by what they are."""


@dataclass(frozen=True)
class Measured:
    """One line of the table. `least` is the share of the floor that it must reach at a million, `p95` in ms."""

    name: str
    title: str
    requests: Callable[[Who, Facts, int], Requests]
    least: float = 0.0
    p95: float = 0.0


@dataclass
class Facts:
    """What the data holds that one can ask for."""

    matters: dict[str, list[str]] = field(default_factory=dict)
    """Ids of matters by the county's code."""
    two: list[str] = field(default_factory=list)
    four: list[str] = field(default_factory=list)
    counties: dict[str, str] = field(default_factory=dict)
    """User name → the county's code."""
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    """User name → the fields of a visit to record."""


def facts(usernames: dict[str, str]) -> Facts:
    """Chosen by the same chance each time. `usernames` says for which county each person works."""
    from yidu.matters.models import Matter
    from yidu.people.models import Appointment, Organisation

    rng, found = Random(7), Facts(counties=usernames)
    for code in sorted(set(usernames.values())):
        rows = Matter.objects.filter(committee__code=code).order_by("-raised_at").values_list("pk", flat=True)
        ids = [*rows[:20], *rows[100:2000:97], *rows[2000:30000:1471]]
        found.matters[code] = [str(one) for one in ids]
    titles = list(Matter.objects.order_by("id").values_list("title", flat=True)[:400])
    runs = [run for title in titles for run in re.findall(r"[一-鿿]{4,}", title)]
    for length, words in ((2, found.two), (4, found.four)):
        chosen = {run[start : start + length] for run in runs for start in [rng.randrange(len(run) - length + 1)]}
        words.extend(rng.sample(sorted(chosen), 60))
    members = Appointment.objects.filter(person__username__in=usernames, role="member").select_related("person")
    for member in members:
        firms = Organisation.objects.filter(committee=member.committee_id, kind="enterprise").order_by("pk")
        firm = firms[rng.randrange(100)]
        found.forms[member.person.username or ""] = {
            "organisation": firm.name, "organisation_id": str(firm.pk), "host": str(member.pk), "headcount": "2",
        }  # fmt: skip
    return found


def of_people(people: list[SignedIn], connection: int, paths: Callable[[SignedIn], list[str]]) -> Requests:
    """One person a connection, going through the addresses from a place of its own."""
    one = people[connection % len(people)]
    wanted = paths(one)
    start = connection * len(wanted) // CONNECTIONS
    return cycle([one.get(path) for path in wanted[start:] + wanted[:start]])


def _at(who_: str, *paths: str) -> Callable[[Who, Facts, int], Requests]:
    return lambda who, _facts, connection: of_people(who[who_], connection, lambda _one: list(paths))


def _everybody(who: Who, _facts: Facts, connection: int) -> Requests:
    people = [one for many in who.values() for one in many]
    return of_people(people, connection * 3, lambda _one: [FLOOR])


def _matters(who: Who, told: Facts, connection: int) -> Requests:
    def paths(one: SignedIn) -> list[str]:
        return [f"/matters/{pk}/" for pk in told.matters[told.counties[one.username]]]

    return of_people(who["office"], connection, paths)


def _search(who_: str, length: int, who: Who, told: Facts, connection: int) -> Requests:
    words = told.two if length == 2 else told.four
    paths = [f"/matters/?{urlencode({'q': word, 'state': 'all'})}" for word in words]
    return of_people(who[who_], connection, lambda _one: paths)


def _figures(code: str, who: Who, _told: Facts, connection: int) -> Requests:
    """As of another past day each time."""
    rng, first = Random(connection), date(2025, 2, 1)
    days = [first + timedelta(days=rng.randrange(640)) for _ in range(60)]
    paths = [f"/c/{code}/figures/?{urlencode({'as-of': day.isoformat()})}" for day in days]
    return of_people(who["office"], connection, lambda _one: paths)


def _record(who: Who, told: Facts, connection: int) -> Iterator[bytes]:
    """Another visit each time, with one difficulty."""
    member = who["member"][connection % len(who["member"])]
    form = told.forms[member.username]
    number = 0
    while True:
        number += 1
        yield member.post(
            "/record/wuqian/enterprise-visit/",
            {
                "client_id": str(uuid4()), **form, "day": clock.today().isoformat(),
                "heard": f"走进车间，企业负责人边走边介绍。新增第{number}条生产线，变压器容量不足，高峰时段只能错开生产。",
                "raise-enterprise-difficulty-TOTAL_FORMS": "1", "raise-enterprise-difficulty-INITIAL_FORMS": "0",
                "raise-enterprise-difficulty-0-title": f"第{number}条生产线用电容量不足",
                "raise-enterprise-difficulty-0-text": "希望增容，已问过供电所，要排到下一季度。",
                "raise-investor-lead-TOTAL_FORMS": "0", "raise-investor-lead-INITIAL_FORMS": "0",
            },
        )  # fmt: skip


ALL = "/matters/?state=all"
FLOOR_PAGE = Measured("floor", "signed-in floor", _everybody)
PAGES = (
    Measured("desk-office", "desk of the office", _at("office", "/desk/"), 0.2),
    Measured("desk-handler", "desk of a department's handler", _at("handler", "/desk/"), 0.2),
    Measured("desk-secretary", "desk of the secretary-general", _at("secretary", "/desk/"), 0.2),
    Measured("list-county", "matters of a county, first page", _at("office", ALL), 0.2),
    Measured("list-city", "matters of the whole city, first page", _at("city", ALL), 0.2),
    Measured("list-city-100", "matters of the whole city, page 100", _at("city", f"{ALL}&page=100"), 0.2),
    Measured("matter", "a matter", _matters, 0.2),
    Measured("search-2-county", "two characters, in a county", partial(_search, "office", 2), 0.15, 100),
    Measured("search-4-county", "four characters, in a county", partial(_search, "office", 4), 0.15, 100),
    Measured("search-2-city", "two characters, in the whole city", partial(_search, "city", 2), 0.15, 100),
    Measured("search-4-city", "four characters, in the whole city", partial(_search, "city", 4), 0.15, 100),
    Measured("figures-city", "all figures of the city, today", _at("office", "/c/500000/figures/"), 0.2),
    Measured("figures-city-day", "all figures of the city, as of any past day", partial(_figures, "500000"), 0.2),
    Measured("figures-county", "all figures of a county, today", _at("office", "/c/500104/figures/"), 0.2),
    Measured("figures-county-day", "all figures of a county, as of any past day", partial(_figures, "500104"), 0.2),
    Measured("record", "a visit with one matter is recorded", _record, 0.1),
)
