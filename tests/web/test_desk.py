"""The desk and the list draw a line once for all that it shows: what changed is seen at once, and the rest is not read.

Each part of what a line is kept by has its twin: leave it out, and what is shown is old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way
from tests.web.lines import read
from yidu.common.actors import SYSTEM
from yidu.matters.actions import raise_matter
from yidu.matters.desk import DeskItem, desk
from yidu.matters.engine import take
from yidu.matters.models import Matter
from yidu.people.actions import appoint
from yidu.people.models import Organisation
from yidu.people.rules import standing_of
from yidu.web import desk_items, matter_lines
from yidu.web.drawn import Context, Drawn

DAY = "2025-02-18"
PAGE = 50


class Careless(Drawn):
    """Looks for what was drawn without a part of what it shows."""

    def __init__(self, without: Callable[[Any], Any]) -> None:
        super().__init__("desk/line.html", most=1000)
        self._without = without

    def each(self, shows: Sequence[Any], contexts: Callable[[list[Any]], Iterable[Context]]) -> list[Any]:
        whole = {self._without(one): one for one in shows}
        return super().each(list(whole), lambda missing: contexts([whole[one] for one in missing]))


def careful() -> Careless:
    return Careless(lambda shown: shown)


def no_version(shown: Any) -> Any:
    if isinstance(shown[0], DeskItem):
        return shown._replace(item=shown.item._replace(version=0))
    return shown._replace(key=shown.key._replace(version=0))


def no_day(shown: Any) -> Any:
    return shown._replace(due=None)


def no_revision(shown: Any) -> Any:
    return shown._replace(revision=0)


def no_reader(shown: Any) -> Any:
    return shown._replace(who=None)


def seen_by(client: Client, *, on: str = DAY, address: str = "/desk/") -> str:
    """The one line that is there, with all that it says."""
    with at(on):
        context = client.get(address).context
    lines = context["lines"] if "lines" in context else [*context["mine"], *context["elsewhere"]]
    (line,) = read(lines)
    return str(line)


@pytest.mark.parametrize(("keeping", "is_new"), [(careful(), True), (Careless(no_version), False)])
def test_what_others_did_is_on_the_desk_at_once(
    cast: Cast, way: Way, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, keeping: Drawn, is_new: bool
):
    monkeypatch.setattr(desk_items, "LINES", keeping)
    way.send("office", "assign", lead=str(cast.economy.pk))
    head = sign_in("economy_head")
    assert "签收" in seen_by(head)
    way.send("economy_handler", "accept")
    assert ("答复" in seen_by(head)) is is_new


@pytest.mark.parametrize(("keeping", "is_new"), [(careful(), True), (Careless(no_day), False)])
def test_each_day_the_desk_counts_anew(
    way: Way, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, keeping: Drawn, is_new: bool
):
    monkeypatch.setattr(desk_items, "LINES", keeping)
    for on, tag, is_there in (("2025-02-19", "今天到期", True), ("2025-02-20", "逾期 1 个工作日", is_new)):
        with at(on):
            office = sign_in("office")
        assert (tag in seen_by(office, on=on)) is is_there


@pytest.mark.parametrize(("keeping", "is_new"), [(careful(), True), (Careless(no_revision), False)])
def test_a_new_name_is_on_the_desk_at_once(
    cast: Cast, way: Way, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, keeping: Drawn, is_new: bool
):
    monkeypatch.setattr(desk_items, "LINES", keeping)
    way.send("office", "assign", lead=str(cast.economy.pk))
    secretary = sign_in("secretary")
    assert cast.economy.called in seen_by(secretary, on="2025-03-20")
    Organisation.objects.filter(pk=cast.economy.pk).update(short_name="区经信委新名")
    assert ("区经信委新名" in seen_by(secretary, on="2025-03-20")) is is_new


@pytest.mark.parametrize(("keeping", "asked_again"), [(careful(), True), (Careless(no_reader), False)])
def test_who_may_do_something_else_is_not_shown_the_line_of_another(
    cast: Cast, way: Way, monkeypatch: pytest.MonkeyPatch, keeping: Drawn, asked_again: bool
):
    """Who holds another power; and each of those who raised or recorded it."""
    monkeypatch.setattr(desk_items, "LINES", keeping)
    with at(DAY):
        office, secretary, member = (standing_of(one) for one in (cast.office, cast.secretary, cast.member))
        items = desk(cast.office, office).items
        own = [item._replace(is_own=True) for item in items]
        for shown, first, second in ((items, office, secretary), (own, office, member)):
            desk_items.desk_lines(shown, first)
            with CaptureQueriesContext(connection) as queries:
                desk_items.desk_lines(shown, second)
            assert any("matters_matter" in query["sql"] for query in queries) is asked_again


def test_those_who_are_the_same_share_a_line(cast: Cast, way: Way, sign_in: SignIn):
    with at("2025-01-03"):
        cast.add("office_too", "吴小丽", "office")
    first, second = sign_in("office"), sign_in("office_too")
    assert seen_by(first) == seen_by(second)
    with at(DAY), CaptureQueriesContext(connection) as queries:
        second.get("/desk/")
    assert not [query for query in queries if '"matters_' in query["sql"]]


@pytest.mark.parametrize(("keeping", "is_new"), [(careful(), True), (Careless(no_version), False)])
def test_what_was_done_is_on_the_list_at_once(
    cast: Cast, way: Way, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, keeping: Drawn, is_new: bool
):
    monkeypatch.setattr(matter_lines, "LINES", keeping)
    leader = sign_in("leader")
    assert "待交办" in seen_by(leader, address="/matters/")
    way.send("office", "assign", lead=str(cast.economy.pk))
    # The date is another with each stage, and it is in the key: the same date, so that only the version tells.
    Matter.objects.update(due_at=way.matter.due_at)
    assert (cast.economy.called in seen_by(leader, address="/matters/")) is is_new


@pytest.mark.parametrize(
    ("keeping", "is_new"),
    [(careful(), True), (Careless(no_revision), False), (Careless(no_version), True)],
)
def test_a_new_name_is_on_the_list_at_once(
    cast: Cast, way: Way, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, keeping: Drawn, is_new: bool
):
    monkeypatch.setattr(matter_lines, "LINES", keeping)
    leader = sign_in("leader")
    assert cast.enterprise.name in seen_by(leader, address="/matters/")
    Organisation.objects.filter(pk=cast.enterprise.pk).update(name="改了名的企业")
    assert ("改了名的企业" in seen_by(leader, address="/matters/")) is is_new


@pytest.mark.parametrize(("keeping", "is_new"), [(careful(), True), (Careless(no_day), False)])
def test_each_day_the_list_counts_anew(
    way: Way, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, keeping: Drawn, is_new: bool
):
    monkeypatch.setattr(matter_lines, "LINES", keeping)
    for on, tag, is_there in (("2025-02-19", "今天到期", True), ("2025-02-20", "逾期 1 个工作日", is_new)):
        with at(on):
            leader = sign_in("leader")
        assert (tag in seen_by(leader, on=on, address="/matters/")) is is_there


def test_a_right_that_ends_takes_what_is_kept_with_it(cast: Cast, way: Way, sign_in: SignIn):
    office = sign_in("office")
    assert "交办" in seen_by(office)
    cast.people["office"].appointments.all().update(withdrawn=True)
    with at(DAY):
        page = office.get("/desk/").context
    assert not page["mine"]
    assert not page["elsewhere"]


@pytest.fixture
def full(cast: Cast) -> Cast:
    """More than a page in the hands of the office: seven of them late, of a day that was earlier."""
    for number in range(PAGE + 9):
        with at("2025-02-10" if number % 8 == 0 else "2025-02-17", 9):
            raise_matter(
                committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", title=f"第{number}件",
                text="说明", organisation=cast.enterprise, raised_as="member", actor=cast.member, client_id=uuid4(),
            )  # fmt: skip
    return cast


def test_a_full_desk_shows_the_most_urgent_and_the_way_to_the_rest(full: Cast, sign_in: SignIn):
    office = sign_in("office")
    with at(DAY):
        pages = [office.get(f"/desk/?page={number}") for number in (1, 2)]
        beyond = office.get("/desk/?page=99")
    first, second = (read(page.context["mine"]) for page in pages)
    assert (len(first), len(second)) == (PAGE, 9)
    late = [line.title for line in first if line.tone == "late"]
    assert [line.title for line in first[: len(late)]] == late
    assert set(late) == {f"第{number}件" for number in range(0, PAGE + 9, 8)}
    assert not [line for line in second if line.tone == "late"]
    assert {line.title for line in first + second} == {f"第{number}件" for number in range(PAGE + 9)}
    html = pages[0].content.decode()
    assert "59 件" in html
    assert 'href="?page=2"' in html
    assert read(beyond.context["mine"]) == first


def test_what_is_late_elsewhere_comes_after_what_one_holds_and_is_told_on_top(
    full: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    """The secretary-general acts for a department too, which has five; the others are late with the office."""
    monkeypatch.setattr("yidu.web.views.desk.PAGE", 4)
    with at("2025-01-03"):
        appoint(
            committee=full.committee, person=full.people["secretary"], role="handler", starts=date(2025, 1, 3),
            organisation=full.economy, actor=SYSTEM,
        )  # fmt: skip
    with at(DAY):
        for matter in Matter.objects.order_by("number")[:5]:
            take(matter, "assign", actor=full.office, version=matter.version, inputs={"lead": full.economy.pk})
    with at("2025-03-20"):
        secretary = sign_in("secretary")
        pages = [secretary.get(f"/desk/?page={number}") for number in (1, 2, 3)]
    counted = [(len(page.context["mine"]), len(page.context["elsewhere"])) for page in pages]
    assert counted == [(4, 0), (1, 3), (0, 4)]
    assert '<a href="?page=2#late-elsewhere">别人手里逾期的有 54 件</a>' in pages[0].content.decode()
    assert 'id="late-elsewhere"' in pages[1].content.decode()


@pytest.mark.parametrize(
    ("who", "address", "cold", "warm"),
    [
        ("office", "/desk/", 17, 7),
        ("economy_handler", "/desk/", 20, 7),
        ("secretary", "/desk/", 17, 7),
        ("office", "/matters/?state=all", 12, 6),
    ],
)  # of the table, and of names, the desk asks one question each while nothing waits
def test_what_is_kept_is_not_read_again(
    cast: Cast, way: Way, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, who: str, address: str, cold: int, warm: int
):
    monkeypatch.setattr(desk_items, "LINES", careful())
    monkeypatch.setattr(matter_lines, "LINES", careful())
    way.send("office", "assign", lead=str(cast.economy.pk), joint=str(cast.land.pk))
    client = sign_in(who)
    counted = []
    for _time in range(2):
        with at("2025-03-20"), CaptureQueriesContext(connection) as queries:
            client.get(address)
        counted.append(len(queries))
    assert counted[1] <= warm
    assert counted[0] <= cold
