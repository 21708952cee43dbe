"""Recommendation × department × state, of a topical consultation of the standing committee."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cast import Cast, at
from tests.consultations.conftest import session_of
from tests.consultations.settled import concluded, held, point, seat
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.consultations.models import Session, Words
from yidu.matters.models import Matter
from yidu.people.rules import standing_of
from yidu.web.matrix import Matrix, matrix_of

pytestmark = pytest.mark.django_db
LATER = "2025-04-15"


def topical(cast: Cast, topic: Walk, *, more: int = 0) -> Session:
    """Two recommendations in one statement: one to economy with land, one to land alone; perhaps more."""
    session = held(session_of(cast, topic, form="standing-committee", convener=cast.appointments["leader"]))
    member = seat(session, "member", person=cast.people["member"])
    words = Words.objects.create(
        session=session, seat=member, speaker="王晓岚", text="两条建议。", kept_at=session.ends_at
    )
    told = [("建公共实验室", cast.economy, (cast.land,)), ("绘紧缺人才地图", cast.land, ())]
    told += [(f"第{n}条", cast.economy, (cast.land,)) for n in range(more)]
    for place, (text, owner, joint) in enumerate(told):
        point(session, text, "recommended", owner=owner, joint=joint, words=words, position=place)
    return concluded(cast, session, actor=cast.leader)


@pytest.fixture
def session(cast: Cast, topic: Walk) -> Session:
    session = topical(cast, topic)
    first, _second = (Walk(cast, one.matter) for one in session.points.all() if one.matter)
    first.does(cast.land_handler, "opinion", "2025-04-08", text="可以选址。")
    first.does(cast.economy_handler, "reply", "2025-04-10", text="已列入计划。", class_="B")
    first.does(cast.economy_head, "sign", "2025-04-11")
    return session


def seen(session: Session, cast: Cast) -> Matrix:
    with at(LATER):
        return matrix_of(session, standing_of(cast.member), inside=True)


def test_each_department_has_its_part_its_state_its_day_and_the_class_of_its_answer(cast: Cast, session: Session):
    found = seen(session, cast)
    assert {one.pk for one in found.departments} == {cast.economy.pk, cast.land.pk}
    first, second = found.rows
    assert first.said_by == "王晓岚"
    lead = first.lead
    assert lead is not None
    assert (lead.department, str(lead.day), lead.is_done) == (cast.economy, "2025-04-11", True)
    matter = first.matter
    assert matter is not None
    assert lead.class_title == matter.class_title("B")
    (joint,) = (cell for cell in first.parts if not cell.is_lead)
    assert (joint.department, str(joint.day), joint.is_done) == (cast.land, "2025-04-08", True)
    (only,) = second.parts
    assert (only.department, only.is_lead, only.is_done) == (cast.land, True, False)
    assert found.answered == 1
    assert dict(found.by_department) == {cast.economy: (1, 1), cast.land: (2, 1)}


def test_it_asks_as_many_questions_for_eight_recommendations_as_for_two(cast: Cast, topic: Walk):
    seen(topical(cast, topic), cast)  # what is known of the programme is read once
    counts = []
    for more in (0, 6):
        session = topical(cast, topic, more=more)
        with at(LATER), CaptureQueriesContext(connection) as asked:
            standing = standing_of(cast.member)
            assert len(matrix_of(session, standing, inside=True).rows) == 2 + more
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


def test_the_page_and_the_workbook_tell_the_same(cast: Cast, session: Session, sign_in: SignIn):
    with at(LATER):
        door = sign_in("member")
        page = door.get(reverse("session-matrix", args=[session.pk])).content.decode()
        book = door.get(reverse("session-matrix-table", args=[session.pk]))
        assert (
            reverse("session-matrix", args=[session.pk])
            in door.get(reverse("session", args=[session.pk])).content.decode()
        )
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join([book.content]))).get_sheet_by_index(0).to_python()
    assert len(rows) == 4
    assert rows[0][2:] == [one.called for one in seen(session, cast).departments]
    for text in ("建公共实验室", "绘紧缺人才地图", cast.economy.called, cast.land.called):
        assert text in page
        assert any(text in str(cell) for row in rows for cell in row)


def test_whoever_may_not_read_what_became_of_it_sees_the_recommendations_and_no_state(
    cast: Cast, session: Session, street: Client
):
    way = reverse("session-matrix", args=[session.pk])
    assert street.get(way).status_code == 404
    Session.objects.filter(pk=session.pk).update(is_public=True)
    with at(LATER):
        opened = street.get(way).content.decode()
        # A county may say that recommendations are read by the committee alone.
        Matter.objects.filter(kind="recommendation").update(open_to="committee")
        page = street.get(way).content.decode()
    assert cast.economy.called in opened
    assert "王晓岚" not in opened
    assert "建公共实验室" in page
    assert cast.economy.called not in page


def test_there_is_no_matrix_without_a_recommendation(cast: Cast, topic: Walk, sign_in: SignIn):
    session = held(session_of(cast, topic))
    assert sign_in("office").get(reverse("session-matrix", args=[session.pk])).status_code == 404


def test_what_was_adopted_is_looked_at_after_months(cast: Cast, session: Session):
    """Class B plans: its answer is a promise, and the procedure asks in six months."""
    matter = Matter.objects.get(point__text="建公共实验室")
    promised = matter.look_backs.get()
    assert promised.why == "promised"
    assert str(promised.promised_on) == "2025-10-11"
