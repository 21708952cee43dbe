"""Who sat at the table is told what came of it, and asked whether it was kept; never for their own work."""

from __future__ import annotations

from tests.cast import Cast, at
from tests.consultations.conftest import topic_of
from tests.consultations.settled import concluded, full_session
from tests.matters.conftest import Walk
from yidu.consultations.models import Session
from yidu.matters.models import Matter
from yidu.notices.due import Due, due_now
from yidu.notices.texts import text_of

SAT = ("member", "economy_handler", "leader")


def due(cast: Cast, day: str) -> list[Due]:
    with at(day, 10):
        found = due_now([cast.people[name].pk for name in SAT])
    return [one for one in found if one.session]


def concluded_session(cast: Cast) -> Session:
    topic = topic_of(cast)
    topic.does(cast.office, "choose", "2025-03-05", text="今年可以做成。")
    return concluded(cast, full_session(cast, topic))


def test_whoever_sat_there_is_told_that_it_is_concluded_and_for_three_days(cast: Cast):
    session = concluded_session(cast)
    found = due(cast, "2025-03-24")
    sat = {cast.people["member"].pk, cast.people["economy_handler"].pk}
    assert {(one.person_id, one.why) for one in found} == {(pk, "concluded") for pk in sat}
    assert {one.matter for one in found} == {session.topic}
    with at("2025-03-24", 10):
        told = text_of([one for one in found if one.person_id == cast.people["member"].pk], language="zh-hans")
    assert f"/sessions/{session.pk}/" in told.body
    assert session.topic.title not in told.body
    assert due(cast, "2025-03-28") == []


def test_when_it_is_reported_done_they_are_asked_whether_it_was_kept_and_the_handler_is_not(cast: Cast):
    session = concluded_session(cast)
    walk = Walk(cast, Matter.objects.get(point__session=session, point__stands="agreed"))
    walk.does(cast.economy_handler, "reply", "2025-06-20", text="已换好。", class_="A")
    assert due(cast, "2025-06-20") == []
    walk.does(cast.economy_head, "sign", "2025-06-20")
    (asked,) = due(cast, "2025-06-20")
    assert (asked.person_id, asked.why, asked.matter) == (cast.people["member"].pk, "kept", walk.matter)
    with at("2025-06-20", 10):
        assert f"/sessions/{session.pk}/kept/" in text_of([asked], language="zh-hans").body


def test_whoever_sat_there_is_told_once_that_the_topic_is_closed_however_many_sessions_it_had(cast: Cast):
    topic = topic_of(cast)
    topic.does(cast.office, "choose", "2025-03-05", text="今年可以做成。")
    for day in ("2025-03-20", "2025-03-21"):
        concluded(cast, full_session(cast, topic, day=day))
    topic.does(cast.office, "begin", "2025-03-20")
    topic.does(cast.office, "conclude", "2025-04-10", text="换十二部，费用分摊。")
    assert due(cast, "2025-04-10") == []
    topic.does(cast.office, "done", "2025-09-10", text="十二部都换了。")
    found = due(cast, "2025-09-10")
    sat = {cast.people["member"].pk, cast.people["economy_handler"].pk}
    assert sorted((one.person_id, one.why) for one in found) == sorted((pk, "closed") for pk in sat)
    with at("2025-09-10", 10):
        assert f"/matters/{topic.matter.pk}/" in text_of(found[:1], language="zh-hans").body
    assert due(cast, "2025-09-14") == []
