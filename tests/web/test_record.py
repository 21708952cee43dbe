"""Recording a visit on its form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.web.conftest import SignIn, visit_form
from yidu.activities.models import Activity
from yidu.common import known
from yidu.matters.actions import receipt_code
from yidu.matters.models import Matter

URL = "/record/wuqian/enterprise-visit/"
# Session, person and revision; the enterprise; the ids; the revision for the rights, two numbers, two records, the
# calendar; the steps, the locks with the revision, what was entered, the entries.
WARM, COLD = 13, 16
SAVEPOINT = 2
"""In a test, which is a transaction itself; elsewhere it is begun and committed."""


@pytest.fixture
def told(cast: Cast) -> dict[str, Any]:
    return visit_form(cast)


def test_a_visit_with_one_difficulty_is_recorded_and_its_receipt_shown(sign_in: SignIn, told: dict[str, Any]):
    answer = sign_in("member").post(URL, told)
    activity, matter = Activity.objects.get(), Matter.objects.get()
    assert answer.url == reverse("recorded", args=[activity.pk])
    assert (activity.headcount, activity.place, matter.title) == (2, activity.organisation.place, "生产用地不足")
    page = sign_in("member").get(answer.url).content.decode()
    assert receipt_code(matter) in page
    assert matter.number in page


def test_what_is_brought_back_is_what_was_heard_unless_something_else_is_written(sign_in: SignIn, told: dict[str, Any]):
    del told["raise-enterprise-difficulty-0-title"]
    sign_in("member").post(URL, told)
    matter = Matter.objects.get()
    assert (matter.title, matter.text) == ("新订单来了，厂房不够，想在区内找三千平方米左右的生产用地", told["heard"])


def test_sent_twice_it_is_recorded_once(sign_in: SignIn, told: dict[str, Any]):
    member = sign_in("member")
    first, second = member.post(URL, told), member.post(URL, told)
    assert first.url == second.url
    assert (Activity.objects.count(), Matter.objects.count()) == (1, 1)


def test_the_same_id_with_other_words_is_refused_and_may_be_sent_as_a_new_one(sign_in: SignIn, told: dict[str, Any]):
    member = sign_in("member")
    member.post(URL, told)
    again = member.post(URL, {**told, "heard": "别的话"})
    assert again.status_code == 409
    assert Activity.objects.count() == 1
    assert again.context["form"]["client_id"].value() != told["client_id"]
    assert "别的话" in again.content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(sign_in: SignIn, told: dict[str, Any]):
    told |= {"organisation": "没有这家公司", "day": "2025-03-01"}
    answer = sign_in("member").post(URL, told)
    assert answer.status_code == 422
    assert "organisation" in answer.context["form"].errors
    assert told["heard"] in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_day_that_has_not_come_is_refused_by_the_action(sign_in: SignIn, told: dict[str, Any]):
    answer = sign_in("member").post(URL, {**told, "day": "2025-03-01"})
    assert answer.status_code == 422
    assert "day" in answer.context["form"].errors


def test_the_enterprise_is_found_by_initials_without_a_script(sign_in: SignIn, told: dict[str, Any]):
    sign_in("member").post(URL, {**told, "organisation": "ydjx"})
    assert Activity.objects.get().organisation.short_name == "义渡机械"


def test_a_name_with_its_id_is_taken_without_looking_for_the_name(
    cast: Cast, sign_in: SignIn, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    from yidu.web.asking import sources

    monkeypatch.setattr(sources, "search_organisations", lambda *_all, **_more: pytest.fail("it was looked for"))
    assert sign_in("member").post(URL, {**told, "organisation_id": str(cast.enterprise.pk)}).status_code == 302
    assert Activity.objects.get().organisation == cast.enterprise


@pytest.mark.parametrize("wrong", ["closed", "a department", "another's", "another name", "no number", "no bigint"])
def test_an_id_counts_only_for_what_could_be_found(cast: Cast, sign_in: SignIn, told: dict[str, Any], wrong: str):
    from yidu.people.models import Organisation

    row, sent = Organisation.objects.filter(pk=cast.enterprise.pk), {"organisation_id": str(cast.enterprise.pk)}
    match wrong:
        case "closed":
            row.update(closed_on="2025-02-16")
        case "a department":
            sent |= {"organisation": cast.economy.name, "organisation_id": str(cast.economy.pk)}
        case "another's":
            row.update(committee=cast.city)
        case "another name":
            sent["organisation"] = "没有这家公司"
        case "no number":
            row.update(name="另一家公司")
            sent["organisation_id"] = "１"
        case "no bigint":
            row.update(name="另一家公司")
            sent["organisation_id"] = "9" * 40
    answer = sign_in("member").post(URL, told | sent)
    assert (answer.status_code, Activity.objects.count()) == (422, 0)
    assert "organisation" in answer.context["form"].errors


def test_the_twin_that_takes_any_id_records_a_visit_to_what_is_closed(
    cast: Cast, sign_in: SignIn, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    from yidu.people.models import Organisation
    from yidu.web.asking import sources

    Organisation.objects.filter(pk=cast.enterprise.pk).update(closed_on="2025-02-16")
    monkeypatch.setattr(sources, "organisation_by_id", lambda _committee, pk, **_more: Organisation.objects.get(pk=pk))
    assert sign_in("member").post(URL, {**told, "organisation_id": str(cast.enterprise.pk)}).status_code == 302


def test_a_host_who_is_not_offered_is_refused(cast: Cast, sign_in: SignIn, told: dict[str, Any]):
    for host in (cast.appointments["leader"].pk, "x", ""):
        answer = sign_in("member").post(URL, {**told, "host": str(host)})
        assert answer.status_code == 422
        assert "host" in answer.context["form"].errors


def test_recording_asks_few_questions(
    cast: Cast, sign_in: SignIn, told: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
):
    """Of a visit with one difficulty, chosen from the suggestions; the copy of the entries is one of them."""
    member, more = sign_in("member"), {"organisation_id": str(cast.enterprise.pk)}
    member.post(URL, told | more)
    with django_assert_num_queries(WARM + SAVEPOINT):
        member.post(URL, {**told, **more, "client_id": str(uuid4())})
    known.forget()
    with django_assert_num_queries(COLD + SAVEPOINT):
        member.post(URL, {**told, **more, "client_id": str(uuid4())})


def test_one_of_several_is_chosen_from_what_the_page_offers(cast: Cast, sign_in: SignIn, told: dict[str, Any]):
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import add_organisation

    other = add_organisation(
        committee=cast.committee, kind="enterprise", name="重庆义渡材料有限公司", place=cast.place, actor=SYSTEM
    )
    member = sign_in("member")
    asked = member.post(URL, {**told, "organisation": "义渡"})
    assert asked.status_code == 422
    assert other.name in asked.content.decode()
    chosen = {"organisation": "义渡", "organisation_for": "义渡", "organisation_ticked": str(other.pk)}
    assert member.post(URL, {**told, **chosen}).status_code == 302
    assert Activity.objects.get().organisation == other


def test_without_a_script_one_more_block_can_be_had(sign_in: SignIn, told: dict[str, Any]):
    answer = sign_in("member").post(URL, {**told, "raise-enterprise-difficulty-more": "1"})
    assert answer.status_code == 200
    assert 'name="raise-enterprise-difficulty-1-title"' in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_block_that_is_left_out_raises_nothing(sign_in: SignIn, told: dict[str, Any]):
    sign_in("member").post(URL, {**told, "raise-enterprise-difficulty-0-DELETE": "on"})
    assert Activity.objects.exists()
    assert not Matter.objects.exists()


def test_an_empty_block_without_anything_heard_is_an_error_in_its_block(sign_in: SignIn, told: dict[str, Any]):
    told |= {"heard": "", "raise-enterprise-difficulty-0-title": ""}
    answer = sign_in("member").post(URL, told)
    assert answer.status_code == 422
    assert answer.context["raises"][0].forms[0].errors
    assert not Activity.objects.exists()


def test_the_kind_that_was_recorded_last_comes_first(sign_in: SignIn, cast: Cast):
    member = sign_in("member")
    assert member.get("/record/").context["chosen"][1] == "enterprise-visit"
    visit = {
        "client_id": "7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f001",
        "host": cast.appointments["member"].pk,
        "day": "2025-02-17",
        "headcount": "3",
        "place": "新山村街道",
        "answer-households": "4",
        "raise-resident-concern-TOTAL_FORMS": "0",
        "raise-resident-concern-INITIAL_FORMS": "0",
    }
    place = cast.place.parent.name
    answer = member.post("/record/wuqian/household-visit/", {**visit, "place": place})
    assert answer.status_code == 302, answer.content.decode()
    assert member.get("/record/").context["chosen"][1] == "household-visit"


def test_whoever_may_not_record_finds_nothing_there(sign_in: SignIn, told: dict[str, Any]):
    for called in ("economy_handler", "land_head"):
        assert sign_in(called).get(URL).status_code == 404
        assert sign_in(called).post(URL, told).status_code == 404
    assert not Activity.objects.exists()


def test_the_office_records_for_a_member_who_is_found_by_name(sign_in: SignIn, told: dict[str, Any], cast: Cast):
    answer = sign_in("office").post(URL, told)
    assert answer.status_code == 302, answer.content.decode()
    assert Activity.objects.get().host == cast.appointments["member"]


def test_the_form_begins_with_oneself_in_the_first_role_and_never_with_somebody_else(cast: Cast, sign_in: SignIn):
    from tests.cast import BEGINS
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import appoint

    assert sign_in("office").get(URL).context["form"]["host"].value() is None
    member = sign_in("member")
    assert member.get(URL).context["form"]["host"].value() == cast.appointments["member"].pk
    led = appoint(committee=cast.committee, person=cast.people["member"], role="leader", starts=BEGINS, actor=SYSTEM)
    assert member.get(URL).context["form"]["host"].value() == led.pk


def test_among_many_the_host_is_found_by_name(cast: Cast, sign_in: SignIn, told: dict[str, Any]):
    for number in range(14):
        cast.add(f"member_{number}", f"张{'一二三四五六七八九十甲乙丙丁'[number]}", "member")
    office = sign_in("office")
    page = office.get("/suggest/hosts/wuqian/enterprise-visit/", {"q": "wxl"}).content.decode()
    assert 'data-label="王晓岚 委员"' in page
    assert office.post(URL, {**told, "host": "王晓岚"}).status_code == 302
    assert Activity.objects.get().host == cast.appointments["member"]


def test_a_picture_is_kept_without_its_position_and_served_to_readers_only(
    sign_in: SignIn, street: Any, told: dict[str, Any]
):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=Image.Exif().tobytes())
    told["photos"] = SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
    sign_in("member").post(URL, told)
    activity = Activity.objects.get()
    url = reverse("activity-photo", args=[activity.pk, activity.photos.get().pk])
    assert sign_in("leader").get(url)["Content-Type"] == "image/jpeg"
    assert street.get(url).status_code == 404
