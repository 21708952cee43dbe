"""From the page of a session one writes a proposal or a formal recommendation; the chain is told from both ends."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.settled import concluded, full_session
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.consultations.models import Session
from yidu.matters.models import Matter
from yidu.proposals.actions import hand_in_draft, save_draft
from yidu.proposals.models import Draft

pytestmark = pytest.mark.django_db
DAY = "2025-04-01"


@pytest.fixture
def session(cast: Cast, topic: Walk) -> Session:
    return concluded(cast, full_session(cast, topic))


def test_it_is_written_from_the_session_and_the_topic_is_its_source_in_both_directions(
    cast: Cast, session: Session, sign_in: SignIn
):
    way = f"{reverse('writing')}?from=matter-{session.topic_id}"
    with at(DAY):
        door = sign_in("member")
        assert way in door.get(reverse("session", args=[session.pk])).content.decode()
        page = door.get(way).content.decode()
        assert session.topic.title in page
        assert "wuqian.formal-recommendation" in page
        door.post(
            reverse("draft-start"),
            {"kind": "wuqian.formal-recommendation", "from": f"matter-{session.topic_id}", "client_id": str(uuid4())},
        )
        draft = Draft.objects.get()
        assert [one.matter_id for one in draft.sources.all()] == [session.topic_id]
        draft = save_draft(
            draft, title="关于老旧电梯更新的建议案", text="协商所得。", answers={"advice": "建立专项资金。"},
            version=draft.version, actor=cast.member,
        )  # fmt: skip
        hand_in_draft(draft, version=draft.version, actor=cast.member)
        became = Matter.objects.get(kind="formal-recommendation")
        assert became.stage == "drafted"
        assert session.topic.title in door.get(reverse("matter", args=[became.pk])).content.decode()
        assert became.title in door.get(reverse("matter", args=[session.topic_id])).content.decode()


def test_an_agreed_point_leads_to_a_proposal_as_well(cast: Cast, session: Session, sign_in: SignIn):
    point = Matter.objects.get(point__session=session, kind="agreed-point")
    with at(DAY):
        door = sign_in("member")
        page = door.get(reverse("matter", args=[point.pk])).content.decode()
    assert f"{reverse('writing')}?from=matter-{point.pk}" in page
    assert reverse("session", args=[session.pk]) in page
