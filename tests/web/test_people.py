"""People, bodies, projects and stations: who may see them, who may keep them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import SignIn
from tests.web.world import investor_lead, solved_difficulty, visit
from yidu.people.models import Appointment, Organisation, Person, Project, Station
from yidu.places.queries import place_of


def send(client: Client, address: str, **told: Any) -> Any:
    return client.post(address, {"client_id": str(uuid4()), **told})


def test_members_stand_by_sector_and_bodies_beside_their_people(cast: Cast, sign_in: SignIn):
    page = sign_in("member").get(reverse("people"))
    groups = {id_: sectors for id_, _title, sectors in page.context["groups"]}
    ((sector, (member,)),) = groups["member"]
    assert (sector.name, member.person.name) == ("经济界", "王晓岚")
    assert "区经济信息委" in page.content.decode()


def test_the_list_of_members_counts_nothing(cast: Cast, sign_in: SignIn):
    before = sign_in("office").get(reverse("people")).content.decode()
    visit(cast, "2025-02-03")
    visit(cast, "2025-02-04", by="leader")
    after = sign_in("office").get(reverse("people")).content.decode()
    assert _without_tokens(after) == _without_tokens(before)


def _without_tokens(page: str) -> str:
    return re.sub(
        r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|X-CSRFToken&quot;: &quot;\w+|size\W.*?笔', "", page
    )


def test_the_street_sees_no_list_of_people(cast: Cast, street: Client):
    assert street.get(reverse("people")).status_code == 302


def test_staff_add_a_person_and_appoint_them(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    answer = send(office, reverse("person-add"), name="曾小雨", username="zengxy")
    person = Person.objects.get(name="曾小雨")
    assert answer.url == reverse("appoint", args=[person.pk])
    assert office.get(answer.url).status_code == 200
    form = f"{answer.url}?role=member"
    answer = send(office, form, sector=str(cast.sector.pk), starts="2025-02-17")
    assert answer.status_code == 302
    made = Appointment.objects.get(person=person)
    assert (made.role_id, made.sector, made.starts, made.ends) == ("member", cast.sector, date(2025, 2, 17), None)


def test_a_role_at_an_organisation_asks_for_it_and_for_nothing_else(cast: Cast, sign_in: SignIn):
    office, member = sign_in("office"), cast.people["member"]
    address = f"{reverse('appoint', args=[member.pk])}?role=handler"
    assert set(office.get(address).context["form"].fields) == {"client_id", "organisation", "starts", "ends"}
    refused = send(office, address, organisation="没有这个单位", starts="2025-02-17")
    assert refused.status_code == 422
    assert send(office, address, organisation=cast.land.name, starts="2025-02-17").status_code == 302
    assert Appointment.objects.filter(person=member, role="handler", organisation=cast.land).count() == 1


def test_a_role_is_ended_on_a_day_once(cast: Cast, sign_in: SignIn):
    one = cast.appointments["land_handler"]
    address = reverse("appointment-end", args=[one.pk])
    assert send(sign_in("office"), address, version="1", ends="2025-02-28").status_code == 302
    stale = send(sign_in("office"), address, version="1", ends="2025-03-31")
    assert stale.status_code == 409
    one.refresh_from_db()
    assert one.ends == date(2025, 2, 28)


def test_a_role_that_was_a_mistake_is_taken_back_with_a_reason(cast: Cast, sign_in: SignIn, street: Client):
    one = cast.appointments["member"]
    address = reverse("appointment-withdraw", args=[one.pk])
    assert send(sign_in("office"), address, version="1", reason="").status_code == 422
    assert send(sign_in("office"), address, version="1", reason="录错了人").status_code == 302
    page = street.get(reverse("figure", args=["500104", "wuqian", "members"])).context
    assert page["value"] == 0


@pytest.mark.parametrize("called", ["member", "economy_handler", "liaison"])
def test_nobody_else_keeps_people(cast: Cast, sign_in: SignIn, called: str):
    client = sign_in(called)
    for address in (
        reverse("person-add"),
        reverse("organisation-add"),
        reverse("project-add"),
        reverse("station-add"),
        reverse("appoint", args=[cast.people["member"].pk]),
        reverse("appointment-end", args=[cast.appointments["member"].pk]),
        reverse("station-close", args=[cast.venue.pk]),
    ):
        assert client.get(address).status_code == 404, address
        assert send(client, address, name="某人").status_code == 404, address


def test_an_enterprise_is_entered_once_by_its_credit_code(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    wrong = send(office, reverse("organisation-add"), kind="enterprise", name="重庆某某公司", uscc="91500104MA5U000099")
    assert wrong.status_code == 422
    assert "统一社会信用代码" in wrong.content.decode()
    sent = send(office, reverse("organisation-add"), kind="enterprise", name="重庆某某公司", uscc="")
    assert sent.status_code == 302
    again = send(office, reverse("organisation-add"), kind="enterprise", name="重庆某某公司")
    assert again.status_code == 422


def test_the_same_form_sent_twice_adds_one(cast: Cast, sign_in: SignIn):
    office, told = sign_in("office"), {"client_id": str(uuid4()), "name": "曾小雨"}
    first = office.post(reverse("person-add"), told)
    second = office.post(reverse("person-add"), told)
    assert first.url == second.url
    assert Person.objects.filter(name="曾小雨").count() == 1


def test_bodies_are_found_by_characters_pinyin_and_initials(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    for typed in ("义渡机械", "yidu", "cqyd"):
        page = office.get(reverse("organisations"), {"q": typed}).context["page"]
        assert [one.name for one in page] == ["重庆义渡机械制造有限公司"], typed
    kinds = office.get(reverse("organisations"), {"kind": "department"}).context["page"]
    assert {one.kind for one in kinds} == {Organisation.Kind.DEPARTMENT}


def test_the_page_of_an_enterprise_shows_what_the_reader_may_read(cast: Cast, street: Client, sign_in: SignIn):
    solved_difficulty(cast, title="生产用地不足")
    address = reverse("organisation", args=[cast.enterprise.pk])
    page = street.get(address)
    assert [matter.title for matter in page.context["matters"]] == ["生产用地不足"]
    assert len(page.context["visits"]) == 1


def test_a_project_names_its_followers_to_those_who_work_with_them_only(cast: Cast, street: Client, sign_in: SignIn):
    address = reverse("project", args=[cast.project.pk])
    assert "吴海燕" not in street.get(address).content.decode()
    assert "吴海燕" in sign_in("member").get(address).content.decode()


def test_a_project_is_put_under_supervision_and_ended(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    told = {"name": "钢花路人行道整治", "place": cast.place.name, "starts": "2025-02-17"}
    assert send(office, reverse("project-add"), **told).status_code == 302
    made = Project.objects.get(name="钢花路人行道整治")
    assert send(office, reverse("project-end", args=[made.pk]), version="1", ends="2025-06-30").status_code == 302
    made.refresh_from_db()
    assert made.ends == date(2025, 6, 30)


def test_a_station_is_opened_serves_villages_and_is_closed(cast: Cast, sign_in: SignIn, street: Client):
    office = sign_in("office")
    told = {
        "kind": "consultation-venue",
        "name": "跃进村协商阵地",
        "place": "跃新社区居民委员会",
        "opened": "2025-02-17",
    }
    answer = send(office, reverse("station-add"), **told)
    assert answer.status_code == 302, answer.content.decode()
    made = Station.objects.get(name="跃进村协商阵地")
    assert answer.url == reverse("station-cover", args=[made.pk])
    village = place_of("500104002009")
    number = _group_of(office.get(answer.url).context["form"], str(village.pk))
    assert send(office, answer.url, version="1", **{number: [str(village.pk)]}).status_code == 302
    assert list(made.covers.all()) == [village]
    coverage = street.get(reverse("stations", args=["500104"])).context["coverage"]
    assert (coverage.count, coverage.venues) == (12, 4)
    assert send(office, reverse("station-close", args=[made.pk]), version="2", closed="2025-02-28").status_code == 302
    with at("2025-03-03"):
        assert street.get(reverse("stations", args=["500104"])).context["coverage"].venues == 2


def _group_of(form: Any, village: str) -> str:
    return next(name for name, field in form.fields.items() if village in dict(getattr(field, "choices", ())))


def test_the_gaps_alone_are_shown_and_the_counts_stay(cast: Cast, street: Client):
    address = reverse("stations", args=["500104"])
    coverage = street.get(address, {"without": "venue"}).context["coverage"]
    assert (coverage.count, coverage.venues, coverage.liaisons) == (12, 2, 2)
    assert sum(len(township.villages) for township in coverage.townships) == 10
    assert all(not village.venue for township in coverage.townships for village in township.villages)


def test_the_city_shows_the_share_of_each_county_on_the_map(cast: Cast, street: Client):
    page = street.get(reverse("stations", args=["500000"])).context
    assert page["shares"] == {"500104": 17}
    assert page["coverage"].count == 0


def test_a_lead_stays_out_of_pages_that_everybody_reads(cast: Cast, street: Client):
    investor_lead(cast, "2025-02-03", title="某仪器公司来考察")
    for address in (
        "/",
        reverse("organisation", args=[cast.enterprise.pk]),
        reverse("project", args=[cast.project.pk]),
    ):
        assert "某仪器公司" not in street.get(address).content.decode()
