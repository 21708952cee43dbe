from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast, actor_of, at
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.people.actions import add_person, appoint, end_appointment, withdraw_appointment
from yidu.people.models import Appointment
from yidu.people.queries import members_of, roles_held, search_persons
from yidu.people.rules import has_power


def _new(cast: Cast, **more):
    person = add_person(committee=cast.committee, name="单雄信", actor=cast.office)
    inputs = {"role": "member", "starts": date(2025, 3, 1), "sector": cast.sector, "actor": cast.office, **more}
    return appoint(committee=cast.committee, person=person, **inputs)


def test_rights_begin_with_the_first_day_and_end_after_the_last(cast: Cast):
    made = _new(cast, ends=date(2025, 3, 31))
    actor = actor_of(made.person)
    for day, may in (("2025-02-28", False), ("2025-03-01", True), ("2025-03-31", True), ("2025-04-01", False)):
        with at(day):
            assert has_power(actor, "record", committee_id=cast.committee.pk) is may, day


def test_a_surname_is_read_as_a_surname(cast: Cast):
    made = _new(cast)
    with at("2025-03-02"):
        assert search_persons(cast.committee, "shan") == [made.person]
        assert search_persons(cast.committee, "sxx", roles=["member"]) == [made.person]
        assert search_persons(cast.committee, "sxx", roles=["leader"]) == []


def test_one_person_may_hold_several_roles_but_none_twice_in_the_same_days(cast: Cast):
    member = cast.people["member"]
    appoint(committee=cast.committee, person=member, role="leader", starts=date(2025, 2, 1), actor=cast.office)
    assert {one.role_id for one in roles_held(member)} == {"member", "leader"}
    with pytest.raises(Invalid) as refused:
        appoint(committee=cast.committee, person=member, role="member", starts=date(2025, 6, 1), actor=cast.office)
    assert set(refused.value.fields) == {"starts"}


def test_the_role_says_where_it_is_held(cast: Cast):
    for more, field in (
        ({"role": "handler", "sector": None}, "organisation"),
        ({"role": "member", "organisation": cast.economy}, "organisation"),
        ({"role": "handler", "organisation": cast.economy}, "sector"),
        ({"role": "liaison", "sector": None}, "station"),
        ({"role": "mayor"}, "role"),
        ({"ends": date(2025, 2, 1)}, "ends"),
    ):
        with pytest.raises(Invalid) as refused:
            _new(cast, **more)
        assert field in refused.value.fields, more


def test_nobody_appoints_themselves_into_the_office(cast: Cast):
    with pytest.raises(NotAllowed):
        appoint(
            committee=cast.committee,
            person=cast.people["member"],
            role="office",
            starts=date(2025, 3, 1),
            actor=cast.member,
        )


def test_staff_of_one_county_appoint_nobody_in_another(cast: Cast):
    with pytest.raises(NotAllowed):
        appoint(
            committee=cast.city, person=cast.people["member"], role="office", starts=date(2025, 3, 1), actor=cast.office
        )


def test_an_appointment_ends_once_seen(cast: Cast):
    made = cast.appointments["member"]
    ended = end_appointment(made, ends=date(2025, 2, 28), actor=cast.office, version=1)
    assert (ended.ends, ended.version) == (date(2025, 2, 28), 2)
    with pytest.raises(Stale):
        end_appointment(made, ends=date(2025, 5, 1), actor=cast.office, version=1)
    with pytest.raises(Invalid):
        end_appointment(made, ends=date(2024, 1, 1), actor=cast.office, version=2)


def test_no_action_is_told_a_day_that_nobody_can_have_meant(cast: Cast):
    for day in (date.max, date.min):
        with pytest.raises(Invalid) as refused:
            end_appointment(cast.appointments["member"], ends=day, actor=cast.office, version=1)
        assert set(refused.value.fields) == {"ends"}
    assert Appointment.objects.get(pk=cast.appointments["member"].pk).version == 1


def test_an_appointment_entered_by_mistake_never_held_and_stays_on_record(cast: Cast):
    made = cast.appointments["member"]
    withdraw_appointment(made, reason="登记错了人", actor=cast.office, version=1)
    assert not has_power(cast.member, "record", committee_id=cast.committee.pk)
    assert Appointment.objects.filter(pk=made.pk, withdrawn=True).exists()
    assert list(members_of(cast.committee)) == []
    with pytest.raises(Invalid):
        end_appointment(made, ends=date(2025, 5, 1), actor=cast.office, version=2)


def test_members_are_listed_by_pinyin(cast: Cast):
    for name in ("张三", "阿依", "李四"):
        person = add_person(committee=cast.committee, name=name, actor=SYSTEM)
        appoint(committee=cast.committee, person=person, role="member", starts=date(2025, 1, 2), actor=SYSTEM)
    assert [one.person.name for one in members_of(cast.committee)] == ["阿依", "李四", "王晓岚", "张三"]
