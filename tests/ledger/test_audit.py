"""The audit counts everything again, and finds what was planted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.cast import at
from tests.ledger.conftest import District, tampering
from yidu.common.actors import SYSTEM
from yidu.ledger.audit import audit
from yidu.ledger.fold import fold
from yidu.ledger.models import Entry, Total
from yidu.people.actions import close_station, withdraw_appointment
from yidu.people.models import Appointment


@pytest.fixture
def clean(district: District) -> District:
    with at("2025-03-01"):
        appointment = district.appoint()
        district.appoint(ends=date(2025, 12, 31))
        station = district.open_station("跳甲", "跳乙")
        withdraw_appointment(appointment, reason="记错了", actor=SYSTEM, version=1)
        close_station(station, closed=date(2025, 4, 1), actor=SYSTEM, version=1)
    fold()
    with at("2025-03-02"):
        district.appoint()
    return district


def found() -> set[tuple[str, str, Decimal, Decimal]]:
    return {(one.record.split("/")[0], one.indicator, one.counted, one.entered) for one in audit()}


def test_what_went_through_actions_agrees(clean: District):
    told: list[tuple[int, int]] = []
    assert audit(lambda done, total: told.append((done, total))) == []
    assert told[-1] == (4, 4)


def test_a_planted_entry_is_found(clean: District):
    real = Entry.objects.filter(indicator="members", reverses=None, quantity=1).latest("pk")
    Entry.objects.create(
        **{field.attname: getattr(real, field.attname) for field in Entry._meta.concrete_fields if field.name != "id"}
    )
    assert found() == {("appointment", "members", Decimal(1), Decimal(2))}
    assert "appointment/" in str(audit()[0])


def test_a_changed_record_that_went_past_the_actions_is_found(clean: District):
    row = Appointment.objects.latest("pk")
    Appointment.objects.filter(pk=row.pk).update(starts=date(2025, 2, 1))
    assert found() == {
        ("appointment", id_, *counts)
        for id_ in ("members", "appointed")
        for counts in ((Decimal(0), Decimal(1)), (Decimal(1), Decimal(0)))
    }


def test_a_changed_entry_is_found(clean: District):
    pk = Entry.objects.filter(indicator="members").latest("pk").pk
    with tampering("ledger_entry") as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = 7 WHERE id = %s", [pk])
    assert found() == {
        ("appointment", "members", Decimal(1), Decimal(0)), ("appointment", "members", Decimal(0), Decimal(7)),
    }  # fmt: skip


def test_an_entry_without_its_record_is_found(clean: District):
    with tampering("ledger_entry") as cursor:
        cursor.execute("UPDATE ledger_entry SET record = 'appointment/999999' WHERE record LIKE 'station/%'")
        cursor.execute(
            "UPDATE ledger_entry SET record = 'ghost/1' WHERE indicator = 'appointed' AND reverses_id IS NULL"
        )
    kinds = {one.about for one in audit()}
    assert len(kinds) >= 4, kinds


def test_a_reversal_that_is_not_the_opposite_is_found(clean: District):
    with tampering("ledger_entry") as cursor:
        cursor.execute("UPDATE ledger_entry SET quantity = -3 WHERE reverses_id IS NOT NULL AND indicator = 'members'")
    assert ("appointment", "members", Decimal(0), Decimal(-3)) in found()


def test_wrong_totals_are_found_and_can_be_folded_anew(clean: District):
    Total.objects.filter(indicator="venues", quantity__gt=0).update(quantity=9)
    assert found() == {("", "venues", Decimal(1), Decimal(9))}
    from yidu.ledger.fold import fold_anew

    fold_anew()
    assert audit() == []
