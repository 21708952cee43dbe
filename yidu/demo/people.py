"""Changes among the members, and the visit that was recorded twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yidu.activities.actions import withdraw_activity
from yidu.activities.models import Activity
from yidu.common.actors import SYSTEM
from yidu.demo.cast import County, acting
from yidu.demo.county import JOINING
from yidu.demo.days import moment
from yidu.demo.entering import enter_appointment, enter_person
from yidu.demo.schedule import Story
from yidu.demo.visits import Visit, heard
from yidu.people.actions import end_appointment

LEFT, JOINED = date(2025, 2, 14), date(2025, 2, 20)
TWICE, NOTICED = date(2025, 7, 24), date(2025, 7, 28)


def half_year(county: County) -> Iterator[Story]:
    yield _changes(county)
    yield from _recorded_twice(county)


def _changes(county: County) -> Story:
    """Some members leave by a decision of February, and others follow them."""
    yield moment(LEFT, 10, 20)
    for appointment in county.leaving:
        end_appointment(
            appointment, ends=LEFT, version=appointment.version, actor=SYSTEM,
            client_id=county.seed.id(f"{county.code}/left/{appointment.pk}"),
        )  # fmt: skip
    yield moment(JOINED, 15, 5)
    for sector, number in JOINING.items():
        for n in range(number):
            person = enter_person(county, f"joined/{sector}/{n}")
            enter_appointment(
                county, f"joined/{sector}/{n}", person, "member", starts=JOINED, sector=county.sectors[sector]
            )


def _recorded_twice(county: County) -> Iterator[Story]:
    """The leader records the visit on the phone, the office from its notes; four days later somebody notices."""
    host, enterprise = county.leaders[2], county.enterprises[7]
    visit = Visit(
        county, "visit/twice", host, enterprise, TWICE, moment(TWICE, 17, 42), companions="区经济信息委", headcount=4
    )
    visit.heard = heard(visit)

    def story() -> Story:
        yield moment(TWICE, 20, 16)
        again = Visit(
            county, "visit/twice/again", host, enterprise, TWICE, moment(TWICE, 20, 16), companions="区经济信息委",
            headcount=4, heard=visit.heard, recorder=county.office[1],
        )  # fmt: skip
        for _moment in again.story():
            pass
        yield moment(NOTICED, 9, 34)
        record = Activity.objects.get(pk=county.seed.id(f"{county.code}/visit/twice/again"))
        withdraw_activity(
            record, version=record.version, reason="7月24日的同一次走访记了两遍，保留班子成员自己记的一条。",
            actor=acting(county.office[0]), client_id=county.seed.id(f"{county.code}/visit/twice/withdrawn"),
        )  # fmt: skip

    yield visit.story()
    yield story()
