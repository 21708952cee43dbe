"""What people say in the demonstration: enough of it, without gaps, within the limits of the forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from yidu.demo.chance import Seed
from yidu.demo.prose import Teller, read
from yidu.matters.drafting import TITLE

KNOWN = ("firm", "product", "place", "village", "township", "project", "investor", "city", "title", "sector")
GIVEN = dict.fromkeys(KNOWN, "十二个字长的名字放在这里")


def sentences(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from sentences(one)
        case list():
            for one in value:
                yield from sentences(one)


@pytest.mark.parametrize(
    "name",
    [
        "difficulties", "leads", "projects", "visits", "words", "concerns", "suggestions", "rivers", "look_backs",
        "proposals", "reports",
    ],
)  # fmt: skip
def test_every_gap_is_filled(name: str) -> None:
    bank = read(name)
    for seed in range(3):
        teller = Teller(Random(seed), **GIVEN)
        assert all("{" not in teller.tell(text) for text in sentences({k: v for k, v in bank.items() if k != "type"}))


def test_a_gap_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError, match="nobody"):
        Teller(Random(1)).tell("{nobody}")


def test_what_was_drawn_stays_the_same_through_the_matter() -> None:
    teller = Teller(Seed(1).at("somewhere"))
    number = teller.tell("{mu:15..45}")
    assert 15 <= int(number) <= 45
    assert teller.tell("{mu}") == number


def test_there_is_enough_to_say() -> None:
    projects = read("projects")
    problems = [problem for type_ in projects["type"] for problem in type_["problem"]] + projects["general"]
    assert len(read("difficulties")["difficulty"]) >= 60
    assert len(problems) >= 60
    assert len(read("leads")["lead"]) >= 40
    assert len(read("proposals")["subject"]) >= 45
    assert len(read("reports")["report"]) >= 30


def test_the_projects_are_as_many_as_the_page_printed() -> None:
    assert sum(type_["count"] for type_ in read("projects")["type"]) + len(read("stories")["project"]) == 164


def test_titles_fit_the_form() -> None:
    projects = read("projects")
    entries = [
        *read("difficulties")["difficulty"], *read("leads")["lead"], *projects["general"], *read("concerns")["concern"],
        *(problem for type_ in projects["type"] for problem in type_["problem"]),
    ]  # fmt: skip
    teller = Teller(Random(1), **GIVEN)
    assert max(len(teller.tell(entry["title"])) for entry in entries) <= TITLE


def test_every_department_that_is_named_exists() -> None:
    known = {*read("county")["department"], "township"}
    projects = read("projects")
    entries = [
        *read("difficulties")["difficulty"], *projects["general"], *read("concerns")["concern"],
        *(problem for type_ in projects["type"] for problem in type_["problem"]), *read("proposals")["subject"],
    ]  # fmt: skip
    alone = set(read("county")["without-accounts"]["keys"])
    for entry in entries:
        assert {entry["lead"], *entry["joint"]} <= known, entry["title"]
        assert entry["lead"] not in {*entry["joint"], *alone}, entry["title"]


def test_a_number_stays_the_same_in_a_proposal_or_a_report() -> None:
    """A gap keeps what it got first: with two ranges for one name, the second would not hold."""
    asked = re.compile(r"\{([a-z]+):([^}]+)\}")
    for entry in [*read("proposals")["subject"], *read("reports")["report"]]:
        told = {k: entry[k] for k in ("title", "situation", "analysis", "fact", "cause", "advice") if k in entry}
        ranges = set(asked.findall("".join(sentences(told))))
        assert len({name for name, _ in ranges}) == len(ranges), entry["title"]


def test_titles_of_proposals_and_reports_fit_the_form_and_come_once() -> None:
    entries = [*read("proposals")["subject"], *read("reports")["report"]]
    titles = [title for entry in entries for title in entry["title"]]
    teller = Teller(Random(1), **GIVEN)
    longest = max(len(template) for template in read("reports")["words"]["edited"])
    assert max(len(teller.tell(title)) for title in titles) + longest <= TITLE + len("{title}") + len("{sector}")
    assert len(set(titles)) == len(titles)
