"""What records state is entered with them, and what no longer holds is reversed."""

from __future__ import annotations

from tests.ledger.conftest import District, at
from yidu.common.actors import SYSTEM
from yidu.ledger.figures import Figure, value
from yidu.people.actions import withdraw_appointment


def test_a_withdrawn_appointment_is_taken_back(district: District):
    with at("2025-03-01"):
        appointment = district.appoint()
        district.appoint()
    members = Figure(committee=district.committee, programme="short", indicator="members")
    assert value(members) == 2
    with at("2025-04-01"):
        withdraw_appointment(appointment, reason="记错了", actor=SYSTEM, version=1)
    assert value(members) == 1
