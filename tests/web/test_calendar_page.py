"""The calendar of a year: read by everybody, edited by those who keep the rules, with a warning where it lacks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way
from tests.web.lines import read
from tests.web.test_lists import asked
from yidu.common.models import CalendarYear
from yidu.ledger.models import Step

MONDAY = "2025-03-03"


def send(client: Client, address: str, *, version: int = 0, **told: Any) -> Any:
    return client.post(address, {"client_id": str(uuid4()), "version": version, **told})


def test_everybody_reads_it_and_only_keepers_are_offered_to_edit(cast: Cast, street: Client, sign_in: SignIn):
    day = reverse("calendar-day", args=["2026-10-01"])
    public = street.get(reverse("calendar-year", args=[2026]))
    assert public.status_code == 200
    assert "国庆节" in public.content.decode()
    assert day not in public.content.decode()
    assert day in sign_in("office").get(reverse("calendar-year", args=[2026])).content.decode()
    assert sign_in("member").get(day).status_code == 404
    months = public.context["months"]
    made_up = months[9].days[9]
    assert (made_up.day.isoformat(), made_up.kind, made_up.mark) == ("2026-10-10", "made-up", "班")
    assert (months[9].days[0].kind, months[9].days[0].mark) == ("holiday", "休")


def test_a_day_is_set_on_its_page_and_the_date_moves_in_the_same_breath(way: Way, sign_in: SignIn):
    office = sign_in("office")
    assert way.now().due_at.date().isoformat() == "2025-02-19"
    address = reverse("calendar-day", args=["2025-02-19"])
    assert "休" in office.get(reverse("calendar-year", args=[2025])).content.decode()
    answer = send(office, address, kind="holiday", zh="区庆")
    assert (answer.status_code, answer.url) == (302, reverse("calendar-year", args=[2025]) + "#m2")
    assert way.now().due_at.date().isoformat() == "2025-02-20"
    story = office.get(reverse("matter", args=[way.matter.pk])).content.decode()
    assert "2月19日" in story
    assert "工作日安排有变动" in story
    assert "区庆" in office.get(reverse("calendar-year", args=[2025])).content.decode()


def test_what_is_wrong_is_said_at_its_field_and_kept(cast: Cast, sign_in: SignIn):
    office, address = sign_in("office"), reverse("calendar-day", args=[MONDAY])
    answer = send(office, address, kind="holiday", zh="", en="Founding day")
    assert answer.status_code == 422
    assert "Founding day" in answer.content.decode()
    assert answer.context["form"].errors["zh"]
    assert send(office, address, kind="work").status_code == 422, "a weekday is not made up for"
    assert office.get(reverse("calendar-day", args=["nothing"])).status_code == 404
    assert office.get(reverse("calendar-day", args=["1999-01-01"])).status_code == 404


def test_two_who_edit_at_once_are_told(cast: Cast, sign_in: SignIn):
    office, address = sign_in("office"), reverse("calendar-day", args=[MONDAY])
    send(office, address, kind="holiday", zh="区庆")
    answer = send(office, address, kind="ordinary")
    assert answer.status_code == 409
    assert answer.context["form"].data["version"] == "1", "sending it again is a decision, and works"
    assert send(office, address, version=1, kind="ordinary").status_code == 302


def test_sent_twice_it_is_set_once(cast: Cast, sign_in: SignIn):
    office, address = sign_in("office"), reverse("calendar-day", args=[MONDAY])
    told = {"client_id": str(uuid4()), "version": 0, "kind": "holiday", "zh": "区庆"}
    assert [office.post(address, told).status_code for _time in range(2)] == [302, 302]
    assert CalendarYear.objects.get().version == 1
    assert Step.objects.filter(name="calendar.day-set").count() == 1


def test_a_year_is_announced_with_the_number_of_its_notice(cast: Cast, sign_in: SignIn):
    office, address = sign_in("office"), reverse("calendar-announce", args=[2027])
    assert send(office, address, announced="yes", source="").status_code == 422
    assert send(office, address, announced="yes", source="国办发明电〔2026〕8号").status_code == 302
    page = office.get(reverse("calendar-year", args=[2027]))
    assert "国办发明电〔2026〕8号" in page.content.decode()
    assert page.context["year"].announced


def test_those_who_may_mend_it_are_warned_on_their_desk(cast: Cast, sign_in: SignIn):
    warning = reverse("calendar-year", args=[2027])
    with at("2026-10-31"):
        assert warning not in sign_in("office").get("/desk/").content.decode(), "the notice comes out in November"
    with at("2026-11-25"):
        assert warning in sign_in("office").get("/desk/").content.decode()
        assert warning not in sign_in("member").get("/desk/").content.decode()
        send(
            sign_in("office"),
            reverse("calendar-announce", args=[2027]),
            announced="yes",
            source="国办发明电〔2026〕8号",
        )
        assert warning not in sign_in("office").get("/desk/").content.decode()


def test_an_edit_holds_for_the_next_request(cast: Cast, way: Way, sign_in: SignIn):
    office = sign_in("office")
    with at("2025-02-21"):
        (line,) = read(office.get("/desk/").context["mine"])
        assert line.tag == "逾期 2 个工作日"
        send(office, reverse("calendar-day", args=["2025-02-21"]), kind="holiday", zh="区庆")
        (line,) = read(office.get("/desk/").context["mine"])
        assert line.tag == "逾期 1 个工作日"


def test_the_page_asks_the_database_few_questions(cast: Cast, sign_in: SignIn):
    assert asked(sign_in("office"), reverse("calendar-year", args=[2026])) <= 8
