"""Papers, research visits, slots of the reception day: what is gathered before people sit down."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import moment, session_of
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.activities.actions import record_activity
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations.actions import (
    add_paper,
    book_slot,
    gather,
    give_back_slot,
    invite,
    open_slots,
    tie_booking,
    withdraw_gathering,
    withdraw_paper,
)
from yidu.consultations.links import link_of
from yidu.consultations.models import Booking, Session

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"


@pytest.fixture
def day(cast: Cast, topic: Walk) -> Session:
    """The chair's reception day, with three slots of twenty minutes."""
    row = session_of(
        cast, topic, form="reception-day", convener=cast.appointments["leader"], begins_at=moment("2025-03-20", 9),
        ends_at=moment("2025-03-20", 11),
    )  # fmt: skip
    with at("2025-03-11"):
        open_slots(row, begins_at=row.begins_at, minutes=20, many=3, actor=cast.leader)
    return row


def test_a_paper_is_read_by_whoever_is_asked_and_by_nobody_else(
    cast: Cast, session: Session, sign_in: SignIn, street: Client
):
    with at("2025-03-11"):
        invite(session, named=[("resident", "3 栋居民代表")], organisations=[cast.economy], actor=cast.liaison)
        way = reverse("paper-add", args=[session.pk])
        told = {"title": "电梯检测报告", "client_id": str(uuid4())}
        door = sign_in("liaison")
        fake = {**told, "file": SimpleUploadedFile("报告.pdf", b"<script>")}
        assert door.post(way, fake).status_code == 422
        assert door.post(way, {**told, "file": SimpleUploadedFile("报告.pdf", PDF)}).status_code == 302
        paper = session.papers.get()
        here = reverse("paper", args=[paper.pk])
        got = sign_in("economy_handler").get(here)
        assert got.content == PDF
        assert got["Content-Disposition"].startswith("attachment")
        assert sign_in("land_handler").get(here).status_code == 404
        assert street.get(here).status_code == 404
        secret = link_of(session.seats.get(part="resident"))
        assert street.get(reverse("seat-paper", args=[secret, paper.pk])).content == PDF
        Session.objects.filter(pk=session.pk).update(is_public=True)
        assert street.get(here).status_code == 404
        withdraw_paper(paper, actor=cast.liaison, version=1)
        assert street.get(reverse("seat-paper", args=[secret, paper.pk])).status_code == 404


def test_a_paper_of_another_ending_or_too_large_is_refused(cast: Cast, session: Session):
    with at("2025-03-11"):
        for file, name in ((b"MZ", "a.exe"), (PDF + b"0" * 10 * 1024 * 1024, "a.pdf"), (PDF, "a.docx")):
            with pytest.raises(Invalid) as refused:
                add_paper(session, title="材料", file=file, file_name=name, actor=cast.liaison)
            assert "file" in refused.value.fields
        with pytest.raises(NotAllowed):
            add_paper(session, title="材料", file=PDF, file_name="a.pdf", actor=cast.member)


def visit(cast: Cast) -> Activity:
    with at("2025-03-10"):
        return record_activity(
            committee=cast.committee, edition=cast.edition, kind="household-visit", day=date(2025, 3, 10),
            host=cast.appointments["liaison"], place=cast.place, heard="看了十二部电梯的现状。",
            answers={"households": 6}, actor=cast.liaison, client_id=uuid4(),
        )  # fmt: skip


def test_a_visit_is_named_under_the_topic_that_it_prepares(cast: Cast, topic: Walk, session: Session, sign_in: SignIn):
    seen = visit(cast)
    way, page = reverse("gather", args=[topic.matter.pk]), reverse("matter", args=[topic.matter.pk])
    with at("2025-03-11"):
        door = sign_in("liaison")
        assert door.post(way, {"number": "2025-9999", "client_id": str(uuid4())}).status_code == 422
        assert door.post(way, {"number": seen.number, "client_id": str(uuid4())})["Location"] == page
        assert reverse("activity", args=[seen.pk]) in door.get(page).content.decode()
        assert reverse("activity", args=[seen.pk]) in door.get(reverse("session", args=[session.pk])).content.decode()
        with pytest.raises(Conflict):
            gather(topic.matter, activity=seen, actor=cast.office)
        with pytest.raises(NotAllowed):
            gather(topic.matter, activity=seen, actor=cast.economy_handler)
        named = topic.matter.gathered.get()
        withdraw_gathering(named, actor=cast.office, version=1)
        assert reverse("activity", args=[seen.pk]) not in door.get(page).content.decode()
        gather(topic.matter, activity=seen, actor=cast.office)


def test_a_slot_is_booked_once_by_one_member_and_given_back(cast: Cast, day: Session):
    first, second, _third = day.slots.all()
    with at("2025-03-12"):
        mine = book_slot(first, about="停车位的事", actor=cast.member)
        with pytest.raises(Conflict):
            book_slot(first, about="也是停车", actor=cast.liaison)
        with pytest.raises(Conflict):
            book_slot(second, about="再约一个", actor=cast.member)
        with pytest.raises(NotAllowed):
            book_slot(second, about="部门来谈", actor=cast.economy_handler)
        with pytest.raises(Invalid):
            book_slot(second, about=" ", actor=cast.liaison)
        with pytest.raises(NotAllowed):
            give_back_slot(mine, actor=cast.liaison, version=1)
        give_back_slot(mine, actor=cast.member, version=1)
        book_slot(first, about="也是停车", actor=cast.liaison)
        book_slot(second, about="换一个时间", actor=cast.member)


def test_the_table_itself_holds_one_booking_of_a_slot(cast: Cast, day: Session):
    """Two at once who both found it free: the second meets the constraint. The twin: without it both get in."""
    slot = day.slots.all()[0]
    with at("2025-03-12"):
        book_slot(slot, about="停车位的事", actor=cast.member)

        def another() -> Booking:
            return Booking.objects.create(
                session=day, slot=slot, person=cast.people["liaison"], about="也是", booked_at=clock.now()
            )

        with pytest.raises(IntegrityError), transaction.atomic():
            another()
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX booking_one_per_slot")
        another()
    assert Booking.objects.filter(slot=slot, given_back_at=None).count() == 2


def test_slots_lie_within_the_day_and_only_in_a_form_that_has_them(cast: Cast, day: Session, session: Session):
    with at("2025-03-12"):
        with pytest.raises(Invalid):
            open_slots(day, begins_at=day.begins_at, minutes=20, many=1, actor=cast.leader)
        with pytest.raises(Invalid):
            open_slots(day, begins_at=moment("2025-03-20", 10), minutes=20, many=30, actor=cast.leader)
        with pytest.raises(Invalid):
            open_slots(session, begins_at=session.begins_at, minutes=20, many=2, actor=cast.liaison)


def test_the_page_shows_the_list_to_the_office_and_to_a_member_only_what_is_free(
    cast: Cast, day: Session, sign_in: SignIn
):
    page = reverse("session", args=[day.pk])
    with at("2025-03-12"):
        door = sign_in("member")
        way = reverse("slot-book", args=[day.slots.first().pk])
        assert way in door.get(page).content.decode()
        assert door.post(way, {"about": "停车位的事", "client_id": str(uuid4())})["Location"] == page
        booked = Booking.objects.get()
        assert "停车位的事" in sign_in("office").get(page).content.decode()
        assert "停车位的事" in door.get(page).content.decode()
        assert "停车位的事" not in sign_in("liaison").get(page).content.decode()
        tied = reverse("booking-tie", args=[booked.pk])
        assert door.post(tied, {"number": "2025-9999", "version": "1", "client_id": str(uuid4())}).status_code == 422
        sent = {"number": day.topic.number, "version": "1", "client_id": str(uuid4())}
        assert door.post(tied, sent)["Location"] == page
        booked.refresh_from_db()
        assert booked.matter == day.topic
        with pytest.raises(NotAllowed):
            tie_booking(booked, matter=day.topic, actor=cast.liaison, version=2)
        assert door.post(reverse("booking-give-back", args=[booked.pk]), {"version": "2"}).status_code == 302
        assert not Booking.objects.filter(given_back_at=None).exists()
