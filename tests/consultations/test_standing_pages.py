"""Pages of a standing committee's consultation: who helps, in whose words, what is kept, what the street reads."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import session_of, topic_of
from tests.consultations.settled import concluded, full_session, point, seat
from tests.consultations.test_matrix import LATER, topical
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.common.actors import Actor
from yidu.consultations.models import Session
from yidu.consultations.promised import Tally, tally_of
from yidu.matters.actions import find_look_back
from yidu.matters.models import LookBack, Matter
from yidu.people.rules import standing_of
from yidu.web.matrix import as_rows, matrix_of

pytestmark = pytest.mark.django_db
DAY = "2025-03-20"


def test_on_the_page_a_point_has_who_helps_and_nobodys_words_by_themselves(cast: Cast, topic: Walk, sign_in: SignIn):
    """A list that opens begins with nothing: else what nobody said would be the first one's."""
    session = session_of(cast, topic)
    with at(DAY, 19):
        door, member = sign_in("liaison"), seat(session, "member", person=cast.people["member"])
        told = {"client_id": uuid4(), "seat": member.pk, "text": "建公共实验室。"}
        door.post(reverse("words-keep", args=[session.pk]), told)
        row = point(session, "建公共实验室", "open")
        page = door.get(reverse("point-settle", args=[row.pk])).content.decode()
        offered = re.findall(r'<input[^>]*name="words"[^>]*>', page)
        assert offered
        assert not any("checked" in one for one in offered)
        said = {"client_id": uuid4(), "version": row.version, "stands": "recommended", "says": "现场答复：今年建。"}
        asked = {**said, "owner": cast.economy.called, "joint": [cast.land.pk], "day": "", "words": ""}
        assert door.post(reverse("point-settle", args=[row.pk]), asked).status_code == 302
        row.refresh_from_db()
        assert (row.owner, list(row.joint.all()), row.words) == (cast.economy, [cast.land], None)
        words = session.words.get()
        assert (words.seat, words.speaker, words.before) == (member, "王晓岚", False)
        assert f"会同{cast.land.called}" in door.get(reverse("session-table", args=[session.pk])).content.decode()


def test_what_is_handed_in_before_the_session_says_so(cast: Cast, topic: Walk, sign_in: SignIn):
    session = session_of(cast, topic)
    with at("2025-03-18"):
        told = {"client_id": uuid4(), "speaker": "王晓岚", "text": "书面发言。"}
        sign_in("liaison").post(reverse("words-keep", args=[session.pk]), told)
        assert session.words.get().before
        assert "会前提交" in sign_in("office").get(reverse("session", args=[session.pk])).content.decode()


def test_what_was_written_before_a_point_was_opened_again_is_proposed(cast: Cast, topic: Walk, sign_in: SignIn):
    session = session_of(cast, topic)
    row = point(session, "建公共实验室", "open", says="场地另议。", owner=cast.economy, joint=(cast.land,))
    with at(DAY, 19):
        page = sign_in("liaison").get(reverse("point-settle", args=[row.pk])).content.decode()
    assert "场地另议。" in page
    assert f'value="{cast.economy}"' in page
    box = next(one for one in re.findall("<input[^>]*>", page) if f'name="joint" value="{cast.land.pk}"' in one)
    assert "checked" in box


def test_a_kept_promise_and_a_broken_one_stand_in_the_matrix_and_as_numbers(cast: Cast, topic: Walk, street: Client):
    session = topical(cast, topic)
    lab, people = (Walk(cast, one.matter) for one in session.points.all() if one.matter)
    for walk, who in ((lab, "economy"), (people, "land")):
        measure = [{"text": "一期建成", "day": "2025-06-30"}]
        walk.does(
            getattr(cast, f"{who}_handler"), "reply", "2025-04-10", text="列入计划。", class_="B", measures=measure
        )
        walk.does(getattr(cast, f"{who}_head"), "sign", "2025-04-11")
    assert tally_of(session) == Tally(2, 0, 0)
    found(LookBack.objects.get(matter=lab.matter), "solved", cast.office)
    broken = LookBack.objects.get(matter=people.matter)
    found(broken, "unsolved", cast.office)
    broken.refresh_from_db()
    assert broken.followed_by.found == "", "it is looked at again later, and stands until then as it was found"
    assert tally_of(session) == Tally(2, 1, 1)
    with at("2025-08-01"):
        rows = matrix_of(session, standing_of(cast.member), inside=True)
    states = [[(one.measure, one.is_kept) for one in row.lead.promises] for row in rows.rows if row.lead]
    assert states == [[("一期建成", True)], [("一期建成", False)]]
    assert any("一期建成 2025-06-30" in str(cell) for line in as_rows(rows)[1] for cell in line)
    Session.objects.filter(pk=session.pk).update(is_public=True)
    with at("2025-08-01"):
        for page in ("session", "session-matrix"):
            read = street.get(reverse(page, args=[session.pk])).content.decode()
            assert "承诺2项 · 核实已兑现1项 · 核实没有兑现1项" in " ".join(read.split())
        assert "共2条建议，已答复2条" in read
        assert "一期建成" in read, "what is reviewed by nobody is read by everybody"


def found(look_back: LookBack, what: str, actor: Actor) -> None:
    with at("2025-07-01"):
        find_look_back(look_back, found=what, seen="看过。", version=look_back.version, actor=actor)


def test_the_street_is_led_to_what_it_may_open_and_to_nothing_else(cast: Cast, topic: Walk, street: Client):
    session = concluded(cast, full_session(cast, topic, is_public=True))
    agreed, recommended = (str(session.points.get(stands=one).matter_id) for one in ("agreed", "recommended"))
    with at(LATER):
        page = street.get(reverse("session", args=[session.pk])).content.decode()
        assert reverse("matter", args=[recommended]) in page
        # A county may say that recommendations are read by the committee alone.
        Matter.objects.filter(pk=recommended).update(open_to="committee")
        page = street.get(reverse("session", args=[session.pk])).content.decode()
        assert reverse("matter", args=[agreed]) in page
        assert reverse("matter", args=[recommended]) not in page
        assert street.get(reverse("matter", args=[agreed])).status_code == 200
        assert street.get(reverse("matter", args=[recommended])).status_code == 404


def test_a_topic_is_proposed_in_ones_own_role_or_from_the_street(cast: Cast, street: Client, sign_in: SignIn):
    way = reverse("topics", args=[cast.committee.code])
    with at(DAY):
        for door, leads in ((street, "/say/?"), (sign_in("economy_handler"), "/matters/new/?")):
            page = door.get(way).content.decode()
            link = page.split(f'href="{leads}')[1].split('"')[0].replace("&amp;", "&")
            assert "kind=wuqian.topic" in link
            assert "议题" in door.get(f"{leads}{link}").content.decode()


def test_the_plan_says_on_which_day_it_was_decided_and_not_when_it_was_written_down(cast: Cast, sign_in: SignIn):
    walk = topic_of(cast)
    walk.does(cast.office, "plan", "2025-03-05", text="今年能成。")
    walk.does(cast.office, "agreed-with", "2025-03-10", note="无不同意见。")
    walk.does(cast.office, "chairs", "2025-03-14", day="2025-03-12")
    with at("2025-03-15"):
        door = sign_in("office")
        told = {"client_id": uuid4(), "version": 0, "year": "2025", "form": "topical", "lead": "", "month": "4"}
        door.post(reverse("plan-line", args=[walk.matter.pk]), told)
        page = door.get(reverse("plan", args=[cast.committee.code, 2025])).content.decode()
    assert "3月12日 主席会议审议通过" in page
    assert "3月14日" not in page


def test_whoever_receives_members_books_no_slot_of_their_own(cast: Cast, topic: Walk, sign_in: SignIn):
    session = session_of(cast, topic, form="reception-day", convener=cast.appointments["leader"])
    with at("2025-03-12"):
        told = {"client_id": uuid4(), "begins": "19:00", "minutes": "20", "many": "2"}
        sign_in("office").post(reverse("slots", args=[session.pk]), told)
        way = reverse("session", args=[session.pk])
        assert "/book/" in sign_in("member").get(way).content.decode()
        assert "/book/" not in sign_in("leader").get(way).content.decode()


def test_whoever_took_part_reads_how_people_stood_when_asked_whether_it_was_kept(
    cast: Cast, topic: Walk, sign_in: SignIn
):
    session = concluded(cast, full_session(cast, topic))
    with at("2025-07-01"):
        page = sign_in("member").get(reverse("session-echo", args=[session.pk])).content.decode()
    for one in session.points.all():
        assert one.text in page
