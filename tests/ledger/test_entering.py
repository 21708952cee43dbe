"""What records state is entered with them, and what no longer holds is reversed."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import at
from tests.ledger.conftest import INDICATORS, District
from yidu.common.actions import Change, action
from yidu.common.actors import SYSTEM, Actor
from yidu.common.errors import Conflict
from yidu.ledger.audit import audit
from yidu.ledger.enter import enter, enter_many
from yidu.ledger.figures import value
from yidu.ledger.leaves import leaf_of
from yidu.ledger.models import Entry, Step
from yidu.people.actions import add_person, add_sector, end_appointment, withdraw_appointment
from yidu.people.models import Appointment, Sector


@action("test.rename_sector")
def rename_sector(sector: Sector, *, name: str, actor: Actor) -> Change[Sector]:
    sector.name = name
    sector.save()
    return Change(sector, "sector.renamed", {"name": name})


@action("test.rename_sector_and_fail")
def rename_sector_and_fail(sector: Sector, *, actor: Actor) -> Change[Sector]:
    return Change(sector, "sector.renamed", {"name": object()})


@action("test.end_as_new")
def end_as_new(appointment: Appointment, *, actor: Actor) -> Change[Appointment]:
    return Change(appointment, "appointment.ended", new=True)


def lines(appointment: Appointment) -> list[tuple[str, date, int, bool]]:
    found = Entry.objects.filter(record=f"appointment/{appointment.pk}", indicator="members")
    return [(entry.indicator, entry.day, int(entry.quantity), entry.reverses_id is not None) for entry in found]


def test_a_change_leaves_its_step_and_its_entries(district: District):
    with at("2025-03-01"):
        appointment = district.appoint()
    step = Step.objects.latest("pk")
    assert (step.name, step.record_type, step.record_id) == ("appointment.made", "appointment", str(appointment.pk))
    assert (step.committee, step.actor_kind, step.version) == (district.committee, "system", 1)
    entries = Entry.objects.filter(step=step)
    assert {entry.indicator for entry in entries} == {"members", "appointed"}
    assert all(bytes(entry.leaf) == leaf_of(entry) for entry in entries)


def test_an_end_is_added_and_a_withdrawal_takes_everything_back(district: District):
    first = ("members", date(2025, 1, 10), 1, False)
    with at("2025-03-01"):
        appointment = district.appoint()
        assert lines(appointment) == [first]
        appointment = end_appointment(appointment, ends=date(2025, 6, 30), actor=SYSTEM, version=1)
        last = ("members", date(2025, 7, 1), -1, False)
        assert lines(appointment) == [first, last]
        withdraw_appointment(appointment, reason="记错了", actor=SYSTEM, version=2)
    taken_back = [("members", date(2025, 1, 10), -1, True), ("members", date(2025, 7, 1), 1, True)]
    assert lines(appointment) == [first, last, *taken_back]


def test_a_corrected_end_leaves_what_still_holds_alone(district: District):
    with at("2025-03-01"):
        appointment = district.appoint(ends=date(2025, 6, 30))
        end_appointment(appointment, ends=date(2025, 9, 30), actor=SYSTEM, version=1)
    assert [line[1:] for line in lines(appointment)] == [
        (date(2025, 1, 10), 1, False),
        (date(2025, 7, 1), -1, False),
        (date(2025, 7, 1), 1, True),
        (date(2025, 10, 1), -1, False),
    ]


def test_entering_again_enters_nothing(district: District):
    district.appoint()
    step = Step.objects.latest("pk")
    before = Entry.objects.count()
    assert enter([Appointment.objects.get()], step=step) == 0
    assert Entry.objects.count() == before


def test_what_is_said_to_be_new_is_entered_without_a_look_and_must_be_new(district: District):
    appointment = district.appoint()
    step = Step.objects.latest("pk")
    assert audit() == []
    # The twin: said of what was entered before, it would count twice; the audit finds it, and the book refuses it.
    step.made = True
    enter([appointment], step=step)
    assert audit() != []
    enter([appointment], step=step)
    assert audit() == [], "it is new once: the second time one looks, and mends what counted twice"
    end_appointment(appointment, ends=date(2025, 6, 30), actor=SYSTEM, version=1)
    with pytest.raises(RuntimeError, match="changed 1 times"):
        end_as_new(Appointment.objects.get(), actor=SYSTEM)


def test_a_record_that_names_a_changed_one_is_entered_anew(district: District):
    district.appoint()
    rename_sector(district.sector, name="工商联界", actor=SYSTEM)
    assert value(district.figure("members")) == 1
    assert value(district.figure("members", where={"sector": "工商联界"})) == 1
    assert value(district.figure("members", where={"sector": "经济界"})) == 0


def test_a_new_edition_counts_every_record_anew(district: District):
    district.appoint()
    district.appoint("leader")
    without = {id_: line for id_, line in INDICATORS.items() if id_ != "members"}
    leaders = INDICATORS["members"] | {"where": {"role": "leader"}}
    district.publish(without | {"leaders": leaders})
    assert value(district.figure("leaders")) == 1
    assert Entry.objects.filter(indicator="members", reverses__isnull=False).count() == 1
    assert Entry.objects.filter(indicator="appointed").count() == 1, "what counts as before is left alone"
    district.publish(INDICATORS)
    assert value(district.figure("members")) == 1


def test_what_fails_leaves_neither_step_nor_entry(district: District):
    steps, entries = Step.objects.count(), Entry.objects.count()
    with pytest.raises(TypeError):
        rename_sector_and_fail(district.sector, actor=SYSTEM)
    assert (Step.objects.count(), Entry.objects.count()) == (steps, entries)


def test_the_same_client_id_is_entered_once(district: District):
    again = uuid4()
    one = add_sector(committee=district.committee, name="教育界", actor=SYSTEM, client_id=again)
    steps = Step.objects.count()
    assert add_sector(committee=district.committee, name="教育界", actor=SYSTEM, client_id=again) == one
    assert Step.objects.count() == steps
    with pytest.raises(Conflict):
        add_sector(committee=district.committee, name="科技界", actor=SYSTEM, client_id=again)


def test_a_record_that_states_nothing_costs_no_query(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
):
    person = add_person(committee=district.committee, name="王晓岚", actor=SYSTEM)
    step = Step.objects.latest("pk")
    with django_assert_num_queries(0):
        enter([person], step=step)


def test_entering_takes_two_queries_and_a_copy(district: District, django_assert_num_queries: DjangoAssertNumQueries):
    appointments = [district.appoint() for _ in range(3)]
    step = Step.objects.latest("pk")
    Appointment.objects.update(starts=date(2025, 2, 1))
    appointments = list(Appointment.objects.select_related("sector"))
    with django_assert_num_queries(4):  # one more, because what is kept has changed: the editions are read anew
        enter(appointments[:1], step=step)
    with django_assert_num_queries(3):
        enter_many((appointment, step) for appointment in appointments[1:])
    assert Entry.objects.filter(day=date(2025, 2, 1), indicator="members").count() == 3
