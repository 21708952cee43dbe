"""A session that was concluded by mistake is opened again, while no matter came of it; nobody else and never else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import session_of
from tests.consultations.settled import MINUTES, concluded, full_session, held, point
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.consultations.actions import conclude_session, put_point, reopen_session
from yidu.consultations.actions import reopening as module
from yidu.consultations.models import Session
from yidu.ledger.audit import audit
from yidu.ledger.models import Step
from yidu.matters.models import Matter

pytestmark = pytest.mark.django_db
LATER, WHY, SAID = "2025-03-25", "共识还没有写上就点了形成结果。", "意见不一致，择期再议。"


@pytest.fixture
def empty(cast: Cast, topic: Walk) -> Session:
    """Concluded with one point that was not agreed, and nothing that anybody has to do."""
    session = held(session_of(cast, topic, is_public=True))
    point(session, "底层住户的分摊比例", "disagreed", says="底层住户不同意。")
    with at(MINUTES):
        return conclude_session(session, conclusion=SAID, version=session.version, actor=cast.liaison)


def again(cast: Cast, session: Session, **more: Any) -> Session:
    with at(LATER):
        return reopen_session(
            session,
            **{"reason": WHY, "version": session.version, "actor": cast.secretary, "client_id": uuid4(), **more},
        )


def test_it_is_open_and_concluded_anew(cast: Cast, topic: Walk, empty: Session):
    opened = again(cast, empty)
    assert (opened.concluded_at, opened.conclusion, opened.is_open) == (None, "", True)
    step = Step.objects.get(name="session.reopened")
    assert step.data == {"reason": WHY, "conclusion": SAID}, "what was said stays to be read"
    assert Step.objects.get(name="matter.session-reopened").record_id == str(topic.matter.pk)
    with at(LATER):
        put_point(opened, text="三栋先换。", actor=cast.liaison, client_id=uuid4())
        with pytest.raises(Conflict):
            conclude_session(opened, conclusion="换。", version=opened.version, actor=cast.liaison)
        opened.points.filter(text="三栋先换。").delete()
        anew = conclude_session(opened, conclusion="没有谈成。", version=opened.version, actor=cast.liaison)
    assert anew.concluded_at is not None
    assert audit() == []


def test_where_a_matter_came_of_it_it_stays(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    with pytest.raises(Conflict):
        again(cast, session)
    session.refresh_from_db()
    assert session.concluded_at is not None
    assert Matter.objects.filter(point__session=session).count() == 2


def test_nobody_else_opens_it_and_nobody_without_a_reason(cast: Cast, empty: Session):
    for actor in (cast.liaison, cast.office, cast.member, cast.economy_head):
        with pytest.raises(NotAllowed):
            again(cast, empty, actor=actor)
    with pytest.raises(Invalid):
        again(cast, empty, reason=" ")
    with pytest.raises(Stale):
        again(cast, empty, version=empty.version - 1)
    opened = again(cast, empty)
    with pytest.raises(Conflict):
        again(cast, opened)


def test_without_the_right_anybody_would(cast: Cast, empty: Session, monkeypatch: pytest.MonkeyPatch):
    """The broken twin."""
    monkeypatch.setattr(module, "require_power", lambda *_told, **_more: None)
    assert again(cast, empty, actor=cast.member).is_open


def test_the_page_offers_it_to_the_secretary_general_alone(
    cast: Cast, topic: Walk, empty: Session, sign_in: SignIn, street: Client
):
    page, way = reverse("session", args=[empty.pk]), reverse("session-reopen", args=[empty.pk])
    with at(LATER):
        assert way in sign_in("secretary").get(page).content.decode()
        assert way not in sign_in("liaison").get(page).content.decode()
        assert sign_in("liaison").get(way).status_code == 404
        assert SAID in street.get(page).content.decode()
        told = {"reason": WHY, "version": str(empty.version), "client_id": str(uuid4())}
        assert sign_in("secretary").post(way, told).status_code == 302
        assert SAID not in street.get(page).content.decode()
        assert WHY in street.get(reverse("matter", args=[topic.matter.pk])).content.decode()
        assert way not in sign_in("secretary").get(page).content.decode()
