"""A visit is recorded once, corrected visibly, withdrawn with a reason; what is wrong is said all at once."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.cast import Cast, at
from yidu.activities.actions import add_photo, correct_activity, record_activity, withdraw_activity
from yidu.activities.models import Activity
from yidu.activities.rules import readable
from yidu.common.actors import VISITOR
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.models import Entry


def record(cast: Cast, **more: Any) -> Activity:
    told: dict[str, Any] = {
        "committee": cast.committee,
        "edition": cast.edition,
        "kind": "enterprise-visit",
        "day": date(2025, 2, 17),
        "host": cast.appointments["member"],
        "organisation": cast.enterprise,
        "heard": "厂房不够。",
        "actor": cast.member,
        "client_id": uuid4(),
    }
    return record_activity(**{**told, **more})


def counted(indicator: str) -> int:
    return int(sum(row.quantity for row in Entry.objects.filter(indicator=indicator)))


def test_a_visit_takes_its_place_from_the_enterprise_and_counts_once(cast: Cast) -> None:
    activity = record(cast)
    assert (activity.place, activity.number, activity.host.role_id) == (cast.enterprise.place, "2025-0001", "member")
    assert (counted("visits"), counted("visits-by-members"), counted("visits-by-leaders")) == (1, 1, 0)


def test_withdrawing_takes_it_out_of_every_figure_and_leaves_it_readable(cast: Cast) -> None:
    activity = record(cast)
    withdraw_activity(activity, version=1, reason="记了两遍", actor=cast.member)
    assert (counted("visits"), Entry.objects.filter(indicator="visits").count()) == (0, 2)
    assert readable(cast.office).filter(pk=activity.pk).exists()
    with pytest.raises(Invalid):
        withdraw_activity(activity, version=2, reason="再撤一次", actor=cast.member)


def test_a_correction_of_the_day_moves_the_entry_and_says_why(cast: Cast) -> None:
    activity = record(cast)
    correct_activity(activity, version=1, reason="日期写错了", day=date(2025, 2, 14), actor=cast.member)
    days = list(Entry.objects.filter(indicator="visits").order_by("pk").values_list("day", "quantity"))
    assert [(str(day), int(quantity)) for day, quantity in days] == [
        ("2025-02-17", 1),
        ("2025-02-17", -1),
        ("2025-02-14", 1),
    ]
    with pytest.raises(Stale):
        correct_activity(activity, version=1, reason="旧的页面", headcount=3, actor=cast.member)


def test_every_wrong_field_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, day=date(2025, 2, 18), organisation=None, host=cast.appointments["office"], headcount=0)
    assert set(refused.value.fields) == {"day", "place", "organisation", "host", "headcount"}
    assert not Activity.objects.exists()


def test_a_member_records_for_nobody_else_and_the_office_may(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, host=cast.appointments["leader"])
    assert set(refused.value.fields) == {"host"}
    assert record(cast, host=cast.appointments["leader"], actor=cast.office).host.role_id == "leader"


def test_who_has_no_power_to_record_is_refused(cast: Cast) -> None:
    for who in (cast.economy_handler, cast.economy_head, VISITOR):
        with pytest.raises(NotAllowed):
            record(cast, actor=who)


def test_somebody_else_cannot_correct_it(cast: Cast) -> None:
    activity = record(cast)
    with pytest.raises(NotAllowed):
        correct_activity(activity, version=1, reason="不是我记的", headcount=9, actor=cast.leader)
    assert correct_activity(activity, version=1, reason="多了一人", headcount=2, actor=cast.office).headcount == 2


def test_an_appointment_that_ends_takes_the_right_with_it(cast: Cast) -> None:
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import end_appointment

    record(cast)
    with at("2025-02-20"):
        end_appointment(cast.appointments["member"], ends=date(2025, 2, 20), actor=SYSTEM, version=1)
        record(cast, day=date(2025, 2, 20))
    with at("2025-02-21"), pytest.raises(NotAllowed):
        record(cast, day=date(2025, 2, 20))


def test_a_place_outside_the_district_is_refused(cast: Cast) -> None:
    from yidu.places.queries import place_of

    with pytest.raises(Invalid) as refused:
        record(cast, place=place_of("500235000000"))
    assert set(refused.value.fields) == {"place"}


def test_a_photo_keeps_its_pixels_and_loses_its_position(cast: Cast) -> None:
    activity = record(cast)
    image, exif = Image.new("RGB", (40, 30), "teal"), Image.Exif()
    exif.get_ifd(0x8825)[2] = (29.0, 28.0, 54.0)
    exif[0x010F] = "Camera"
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(kept.getvalue())).getexif(), "the twin: what was sent does say where"
    photo = add_photo(activity, picture=kept.getvalue(), actor=cast.member)
    with photo.file.open() as file:
        assert not dict(Image.open(file).getexif())
