"""The calendar is edited, and what is open is dated anew by it; in all processes at once."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, at
from yidu.common import in_force, known
from yidu.common.actors import SYSTEM
from yidu.common.clock import SHANGHAI
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.common.models import CalendarYear, SpecialDay
from yidu.common.workdays import Duration, deadline, is_working_day
from yidu.ledger.audit import audit
from yidu.ledger.models import Step
from yidu.matters.actions import announce_calendar_year, raise_matter, set_calendar_day
from yidu.matters.actions.calendar import seed_calendar, seed_calendar_year
from yidu.matters.engine import take
from yidu.matters.models import Handling, Matter, Request

MONDAY = date(2025, 3, 3)


def raised(cast: Cast, day: str = "2025-02-27") -> Matter:
    with at(day):
        return raise_matter(
            committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", title="用地", text="不够",
            organisation=cast.enterprise, raised_as="member", actor=cast.member, client_id=uuid4(),
        )  # fmt: skip


def handed_over(cast: Cast) -> Matter:
    matter = raised(cast)
    with at("2025-02-27", 10):
        return take(matter, "assign", actor=cast.office, version=1, inputs={"lead": cast.economy, "joint": [cast.land]})


def set_day(cast: Cast, day: date, kind: str, *, version: int = 0, zh: str = "放假") -> CalendarYear:
    return set_calendar_day(day=day, kind=kind, zh=zh, actor=cast.office, version=version)


def due(record: Matter | Handling | Request) -> str:
    record.refresh_from_db()
    assert record.due_at is not None
    return record.due_at.astimezone(SHANGHAI).date().isoformat()


def test_a_year_without_a_row_is_the_packages(cast: Cast):
    assert not CalendarYear.objects.exists()
    assert not is_working_day(date(2025, 10, 1))
    assert is_working_day(date(2025, 9, 28)), "a Sunday that is made up"
    assert in_force.calendar().is_announced(2026)
    assert not in_force.calendar().is_announced(2027)


def test_seeding_changes_nothing_and_is_done_once(cast: Cast):
    before = [is_working_day(date(2025, 1, day)) for day in range(1, 32)]
    assert seed_calendar() == [2023, 2024, 2025, 2026]
    assert [is_working_day(date(2025, 1, day)) for day in range(1, 32)] == before
    assert seed_calendar() == []
    assert Step.objects.filter(name="calendar.seeded").count() == 4


def test_an_edit_holds_at_once_and_leaves_its_step(cast: Cast):
    assert is_working_day(MONDAY)
    year = set_day(cast, MONDAY, "holiday", zh="区庆")
    assert not is_working_day(MONDAY)
    assert in_force.calendar().why_not(MONDAY) == "区庆"
    assert not is_working_day(date(2025, 10, 1)), "the other days of the year are still those of the package"
    step = Step.objects.get(record_type="calendar-year", record_id="2025")
    assert (step.name, step.actor_id, step.data["day"]) == ("calendar.day-set", cast.people["office"].pk, "2025-03-03")
    set_day(cast, MONDAY, "ordinary", version=year.version)
    assert is_working_day(MONDAY)


def test_an_edit_that_is_undone_is_forgotten(cast: Cast):
    """The twin keeps what a process has read under the version, which is given again after an edit was undone."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        set_day(cast, MONDAY, "holiday")
        assert not is_working_day(MONDAY)
        raise ZeroDivisionError
    assert is_working_day(MONDAY)
    set_day(cast, date(2025, 3, 4), "holiday")
    assert is_working_day(MONDAY)


def test_only_those_who_keep_rules_edit_it_and_nobody_overwrites(cast: Cast):
    with pytest.raises(NotAllowed):
        set_calendar_day(day=MONDAY, kind="holiday", zh="区庆", actor=cast.member, version=0)
    with pytest.raises(NotAllowed):
        seed_calendar_year(year=2025, actor=cast.office)
    set_day(cast, MONDAY, "holiday")
    with pytest.raises(Stale) as refused:
        set_day(cast, MONDAY, "ordinary", version=0)
    assert refused.value.current == 1
    assert not is_working_day(MONDAY)


@pytest.mark.parametrize(
    ("day", "kind", "zh", "field"),
    [
        (MONDAY, "work", "", "kind"),
        (MONDAY, "holiday", " ", "zh"),
        (MONDAY, "free", "区庆", "kind"),
        (date(1999, 1, 1), "holiday", "元旦", "day"),
        (MONDAY, "holiday", "很" * 41, "zh"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, day: date, kind: str, zh: str, field: str):
    with pytest.raises(Invalid) as refused:
        set_day(cast, day, kind, zh=zh)
    assert set(refused.value.fields) == {field}
    assert not CalendarYear.objects.exists()


def test_a_year_is_announced_with_its_notice(cast: Cast):
    start = datetime(2026, 12, 30, 9, tzinfo=SHANGHAI)
    assert deadline(start, Duration.parse("10 working days")).unannounced == (2027,)
    with pytest.raises(Invalid):
        announce_calendar_year(year=2027, source="", actor=cast.office, version=0)
    announce_calendar_year(year=2027, source="国办发明电〔2026〕8号", actor=cast.office, version=0)
    assert not deadline(start, Duration.parse("10 working days")).provisional
    assert in_force.calendar().year(2027).source == "国办发明电〔2026〕8号"
    assert SpecialDay.objects.filter(year=2027).exists(), "what the package knows is kept"


def test_open_dates_are_computed_again_with_a_step_each(cast: Cast):
    matter, other = handed_over(cast), raised(cast, "2025-02-17")
    lead, joint = matter.handlings.get(part="lead"), matter.handlings.get(part="joint")
    assert (due(matter), due(lead), due(joint)) == ("2025-03-13", "2025-03-13", "2025-03-06")
    assert due(other) == "2025-02-19"
    with at("2025-02-28"):
        set_day(cast, MONDAY, "holiday", zh="区庆")
    assert (due(matter), due(lead), due(joint)) == ("2025-03-14", "2025-03-14", "2025-03-07")
    assert due(other) == "2025-02-19", "its period was over before that day"
    step = Step.objects.get(name="matter.re-dated")
    assert (step.record_id, step.version) == (str(matter.pk), matter.version)
    assert step.data["was"] == "2025-03-13"
    assert step.data["due"] == "2025-03-14"
    assert step.data["why"] == "2025-03-03"
    assert {one["organisation"] for one in step.data["shares"]} == {cast.economy.pk, cast.land.pk}
    assert audit() == []


def test_a_request_that_waits_is_dated_anew_and_so_is_its_matter(cast: Cast):
    matter = handed_over(cast)
    with at("2025-02-28"):
        take(matter, "extend", actor=cast.economy_handler, version=matter.version, inputs={"reason": "等", "days": 3})
        request = Request.objects.get()
        assert (due(request), due(matter)) == ("2025-03-04", "2025-03-04")
        set_day(cast, MONDAY, "holiday")
    assert (due(request), due(matter)) == ("2025-03-05", "2025-03-05")
    with at("2025-03-04"):
        take(matter, "decide", actor=cast.office, version=matter.version, inputs={"grant": True})
    assert due(matter) == "2025-03-19", "ten working days without that Monday, and three more"


def test_a_paused_date_stands_as_it_was_but_for_the_edit(cast: Cast):
    matter = handed_over(cast)
    reasons = matter.edition.read.choices(matter.stage_line.pausable or "", MONDAY)
    with at("2025-02-28"):
        take(matter, "pause", actor=cast.economy_handler, version=matter.version, inputs={"reason": reasons[0].id})
    with at("2025-03-05"):
        set_day(cast, MONDAY, "holiday")
        assert due(matter) == "2025-03-14"
        take(matter, "resume", actor=cast.economy_handler, version=Matter.objects.get(pk=matter.pk).version)
    # 28 February to 4 March stood still, three working days less the Monday that is none any more.
    assert due(matter) == "2025-03-18"


def test_the_day_itself_becomes_free(cast: Cast):
    matter = raised(cast)
    assert due(matter) == "2025-03-03"
    set_day(cast, MONDAY, "holiday")
    assert due(matter) == "2025-03-04"
    set_day(cast, date(2025, 3, 1), "work", version=1)
    assert due(matter) == "2025-03-01", "a Saturday that is made up"


def test_an_action_asks_for_the_calendar_once(cast: Cast):
    matter = handed_over(cast)
    with at("2025-02-28"), CaptureQueriesContext(connection) as queries:
        take(matter, "extend", actor=cast.economy_handler, version=matter.version, inputs={"reason": "等", "days": 3})
    asked = [query["sql"] for query in queries if "common_calendaryear" in query["sql"]]
    assert len(asked) == 1, asked
    in_force.calendar()
    with known.reading(), CaptureQueriesContext(connection) as queries:
        for _time in range(3):
            deadline(datetime(2025, 3, 3, 9, tzinfo=SHANGHAI), Duration.parse("10 working days"))
    assert [query["sql"] for query in queries] == [known.REVISION], "the calendar was read again"


def test_seeding_again_takes_what_the_package_learnt(cast: Cast):
    """A row that nobody edited follows the package when the notice came out with a newer version of it."""
    seed_calendar_year(year=2026)
    CalendarYear.objects.filter(pk=2026).update(announced=False, source="", version=1)
    SpecialDay.objects.filter(year=2026, kind="work").delete()
    CalendarYear.objects.filter(pk=2026).update(revision=uuid4())
    assert not is_working_day(date(2026, 10, 10))
    with at("2025-12-01"):
        assert 2026 in seed_calendar()
    assert is_working_day(date(2026, 10, 10))
    assert Step.objects.filter(name="calendar.seeded", actor_kind=SYSTEM.kind).exists()
