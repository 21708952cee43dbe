"""What each row would do, and what an import may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import at
from tests.sheets.conftest import Clerk, reasons, told
from tests.web.world import visit
from yidu.activities.models import Activity
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.audit import audit
from yidu.ledger.models import Entry, Step
from yidu.matters.models import Matter
from yidu.people.models import Appointment, Organisation, Person, Station
from yidu.sheets.actions import check_import, confirm_import, take_in
from yidu.sheets.models import Import, OwnNumber

ORGANISATIONS = [
    ["全称", "简称"],
    ["甲公司", "甲"],
    ["重庆义渡机械制造有限公司", "义渡"],
    ["重庆义渡机械制造有限公司", "义渡"],
    ["x" * 121, None],
]


def test_new_changed_unchanged_and_wrong_stand_side_by_side(clerk: Clerk):
    rows: list[list[Any]] = [
        ["类别不填即企业"],
        ["全称", "单位类型", "简称"],
        ["甲公司", None, "甲"],
        ["重庆义渡机械制造有限公司", None, "义渡"],
        ["大渡口区经济和信息化委员会", "部门", "区经济信息委"],
        ["乙", "公园", None],
    ]
    seen = clerk.look("organisations", rows)
    assert seen.counts == {"new": 1, "changed": 1, "unchanged": 1, "wrong": 1}
    assert told(seen)[1] == (4, "changed", [[2, "义渡机械", "义渡"]])
    assert reasons(seen) == ["请从列表中选：部门、企业、其他单位"]


def test_the_good_rows_go_in_and_the_wrong_ones_stay_out(clerk: Clerk):
    seen = clerk.look("organisations", [["全称", "简称"], ["甲公司", "甲"], ["x" * 121, None]])
    done = take_in(confirm_import(seen, actor=clerk.actor, version=seen.version), actor=clerk.actor)
    assert done.state == Import.State.DONE
    assert Organisation.objects.filter(name="甲公司").exists()
    assert [state for _row, state, _said in told(done)] == ["wrong"]


def test_what_changed_carries_a_new_version_a_step_and_its_entries(clerk: Clerk):
    station = clerk.cast.venue
    clerk.bring("stations", [["站点类型", "名称", "地点", "设立日期", "服务的村社区"],
                             ["协商阵地", station.name, "平安社区", "2025-02-01", "沪汉社区、光明社区"]])  # fmt: skip
    now = Station.objects.get(pk=station.pk)
    assert (now.version, now.opened, now.covers.count()) == (2, date(2025, 2, 1), 2)
    assert Step.objects.get(name="station.corrected").version == 2
    assert not list(audit())


def test_an_activity_is_corrected_with_its_reason_and_its_figures_follow(clerk: Clerk):
    kept = visit(clerk.cast, "2025-02-10")
    rows: list[list[Any]] = [["编号", "类别", "日期", "带队", "企业或者单位", "参加人数", "更正原因"],
            [kept.number, "走访服务企业", "2025-02-11", "王晓岚", "义渡机械", 5, "日期记错"]]  # fmt: skip
    clerk.bring("activities", rows)
    now = Activity.objects.get(pk=kept.pk)
    assert (now.day, now.headcount, now.version) == (date(2025, 2, 11), 5, 2)
    step = Step.objects.get(name="activity.corrected")
    assert step.data["reason"] == "日期记错"
    total = sum(
        (entry.quantity for entry in Entry.objects.filter(record=f"activity/{kept.pk}", day="2025-02-10")), Decimal(0)
    )
    assert total == 0
    assert not list(audit())
    assert clerk.look("activities", rows).counts == {"unchanged": 1}


def test_what_an_import_may_not_change_is_told_beside_the_cell(clerk: Clerk):
    kept = visit(clerk.cast, "2025-02-10")
    rows: list[list[Any]] = [
        ["编号", "类别", "日期", "带队", "地点"],
        [kept.number, "走访服务企业", "2025-02-10", "周明华", "光明社区"],
    ]
    assert reasons(clerk.look("activities", rows)) == ["这一项不能通过导入改动。"] * 2


HEADS = ["外部编号", "类别", "标题", "内容", "企业或者单位", "提出日期", "提出身份", "提出人", "环节"]
GOOD = ["M1", "企业难题", "缺地", "要地。", "义渡机械", "2025-02-03", "企业", None, None]


def row_with(**more: object) -> list[object]:
    return [more.get(head, cell) for head, cell in zip(HEADS, GOOD, strict=True)]


def test_a_matter_from_a_list_begins_its_procedure_on_its_own_day(clerk: Clerk):
    clerk.bring("matters", [HEADS, GOOD])
    matter = Matter.objects.get()
    assert matter.stage == matter.procedure.begins
    assert matter.raised_at.date() == date(2025, 2, 3)
    assert matter.clock_from == matter.raised_at
    assert matter.due_at is not None
    assert matter.number.startswith("2025-")
    (raised,) = Entry.objects.filter(record=f"matter/{matter.pk}", indicator="matters-raised")
    assert raised.day == date(2025, 2, 3)
    assert not list(audit())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"提出日期": "2025-03-01"}, "那一天还没到。"),
        ({"环节": "办理"}, "新增的事项从第一个环节开始"),
        ({"提出身份": "居民"}, "不能"),
        ({"提出身份": "委员"}, "请填写"),
        ({"提出身份": "委员", "提出人": "林国安"}, "那一天此人没有担任这个角色。"),
        ({"外部编号": None}, "请填外部编号"),
        ({"标题": "长" * 61}, "最多"),
    ],
)
def test_a_matter_that_cannot_be_is_told(clerk: Clerk, change: dict[str, object], sentence: str):
    (reason,) = reasons(clerk.look("matters", [HEADS, row_with(**change)]))
    assert sentence in reason


def test_no_list_moves_a_matter(clerk: Clerk):
    clerk.bring("matters", [HEADS, GOOD])
    assert reasons(clerk.look("matters", [HEADS, row_with(环节="已办结")])) == ["这一项不能通过导入改动。"]
    assert reasons(clerk.look("matters", [HEADS, row_with(标题="要水")])) == ["这一项不能通过导入改动。"]


def test_all_rows_go_in_or_none(clerk: Clerk, monkeypatch: pytest.MonkeyPatch):
    rows: list[list[Any]] = [["全称"], *[[f"公司{number}"] for number in range(700)]]
    before = Step.objects.count(), Organisation.objects.count(), Entry.objects.count()
    seen = confirm_import(seen := clerk.look("organisations", rows), actor=clerk.actor, version=seen.version)
    before = (Step.objects.count(), *before[1:])
    saved = _after(monkeypatch, 1)
    with pytest.raises(RuntimeError, match="power cut"):
        take_in(seen, actor=clerk.actor)
    assert saved, "the first five hundred were written before it broke"
    assert (Step.objects.count(), Organisation.objects.count(), Entry.objects.count()) == before
    assert Import.objects.get().state == Import.State.CONFIRMED


def test_without_the_one_transaction_half_would_be_in(clerk: Clerk, monkeypatch: pytest.MonkeyPatch):
    """The broken twin."""
    from contextlib import nullcontext

    rows: list[list[Any]] = [["全称"], *[[f"公司{number}"] for number in range(700)]]
    seen = clerk.look("organisations", rows)
    seen = confirm_import(seen, actor=clerk.actor, version=seen.version)
    _after(monkeypatch, 1)
    monkeypatch.setattr("yidu.common.actions.transaction.atomic", lambda *_args, **_more: nullcontext())
    with pytest.raises(RuntimeError, match="power cut"):
        take_in(seen, actor=clerk.actor)
    assert Organisation.objects.filter(name__startswith="公司").count() == 500


def _after(monkeypatch: pytest.MonkeyPatch, batches: int) -> list[int]:
    """Break when so many batches were written."""
    from yidu.sheets.kinds import Organisations

    save = Organisations.save
    saved: list[int] = []

    def breaking(self, plans):
        if len(saved) >= batches:
            raise RuntimeError("power cut")
        saved.append(len(plans))
        yield from save(self, plans)

    monkeypatch.setattr(Organisations, "save", breaking)
    return saved


def test_what_changed_since_the_look_is_looked_at_again(clerk: Clerk):
    from yidu.people.actions import correct_organisation

    seen = clerk.look("organisations", [["全称", "简称"], ["重庆义渡机械制造有限公司", "义渡"]])
    sure = confirm_import(seen, actor=clerk.actor, version=seen.version)
    one = clerk.cast.enterprise
    correct_organisation(one, name=one.name, short_name="机械", place=one.place, actor=clerk.actor, version=1)
    with pytest.raises(Stale):
        take_in(sure, actor=clerk.actor)
    again = check_import(sure, because="x")
    assert told(again) == [(2, "changed", [[1, "机械", "义渡"]])]


def test_rights_are_asked_when_it_is_done(clerk: Clerk):
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import withdraw_appointment

    seen = clerk.look("organisations", [["全称"], ["甲公司"]])
    sure = confirm_import(seen, actor=clerk.actor, version=seen.version)
    withdraw_appointment(clerk.cast.appointments["office"], version=1, reason="记错了", actor=SYSTEM)
    with pytest.raises(NotAllowed):
        take_in(sure, actor=clerk.actor)


def test_a_yes_is_said_once_and_by_whoever_sent_it(clerk: Clerk):
    seen = clerk.look("organisations", [["全称"], ["甲公司"]])
    with pytest.raises(NotAllowed):
        confirm_import(seen, actor=clerk.cast.secretary, version=seen.version)
    confirm_import(seen, actor=clerk.actor, version=seen.version)
    with pytest.raises(Stale):
        confirm_import(seen, actor=clerk.actor, version=seen.version)
    take_in(seen, actor=clerk.actor)
    with pytest.raises(Invalid):
        take_in(seen, actor=clerk.actor)
    assert Organisation.objects.filter(name="甲公司").count() == 1


def test_an_appointment_that_overlaps_or_was_withdrawn_is_told(clerk: Clerk):
    heads = ["人员", "角色", "起始日期"]
    assert reasons(clerk.look("appointments", [heads, ["王晓岚", "委员", "2024-06-01"]])) == [
        "此人在这段时间已经在那里担任这个角色。"
    ]
    assert clerk.look("appointments", [heads, ["王晓岚", "委员", "2025-01-02"]]).counts == {"unchanged": 1}
    Appointment.objects.filter(pk=clerk.cast.appointments["member"].pk).update(withdrawn=True)
    assert "撤销" in reasons(clerk.look("appointments", [heads, ["王晓岚", "委员", "2025-01-02"]]))[0]


def test_a_person_added_by_a_list_is_given_a_role_by_its_own_number(clerk: Clerk):
    clerk.bring("people", [["姓名", "外部编号"], ["冯小雨", "W1"]])
    clerk.bring("appointments", [["人员", "角色", "界别", "起始日期"], ["W1", "委员", "经济界", "2025-02-01"]])
    person = Person.objects.get(name="冯小雨")
    assert person.appointments.get().role_id == "member"
    assert OwnNumber.objects.get().record_id == str(person.pk)
    with at("2025-02-18"):
        assert clerk.look("people", [["姓名", "外部编号"], ["冯晓雨", "W1"]]).counts == {"changed": 1}
