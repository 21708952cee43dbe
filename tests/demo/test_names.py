"""Nobody and nothing in the demonstration is real."""

from __future__ import annotations

from stdnum.cn import uscc

from yidu.demo.chance import Seed
from yidu.demo.names import Names, credit_code
from yidu.demo.prose import read


def test_a_name_is_given_once() -> None:
    names = Names(Seed(1), "somewhere")
    people = [names.person() for _ in range(800)]
    assert len(set(people)) == len(people)


def test_the_same_seed_gives_the_same_names_and_another_one_others() -> None:
    first, again, other = (Names(Seed(seed), "somewhere") for seed in (1, 1, 2))
    people = [[names.person() for _ in range(50)] for names in (first, again, other)]
    assert people[0] == people[1] != people[2]


def test_one_more_person_here_changes_nobody_elsewhere() -> None:
    here, there = Names(Seed(1), "here"), Names(Seed(1), "there")
    expected = Names(Seed(1), "there").person()
    here.person()
    assert there.person() == expected


def test_every_enterprise_has_a_code_that_checks() -> None:
    names = Names(Seed(1), "somewhere")
    firms = [names.firm("500104") for _ in range(400)]
    assert all(uscc.is_valid(firm.uscc) for firm in firms)
    assert len({firm.uscc for firm in firms}) == len({firm.name for firm in firms}) == len(firms)


def test_a_code_belongs_to_no_registered_body() -> None:
    # The registry has given out codes that begin with MA0 to MAK; no series is called MAYD.
    assert credit_code("500104", 7)[8:12] == "MAYD"


def test_every_name_is_made_of_the_banks_parts() -> None:
    bank, names = read("names"), Names(Seed(3), "somewhere")
    given = set("".join(bank["single"]))
    for firsts, seconds in (bank["women"], bank["men"]):
        given |= {first + second for first in firsts for second in seconds}
    assert all(name[0] in bank["surnames"] and name[1:] in given for name in (names.person() for _ in range(300)))
