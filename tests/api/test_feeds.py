"""News and dates for everybody: read by other people's parsers, and nothing in them that is not for everybody."""

from __future__ import annotations

from datetime import date
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from tests.cast import YUNYANG, Cast, at, open_county
from tests.web.world import HEARD, investor_lead, solved_difficulty, visit
from yidu.activities.actions import withdraw_activity
from yidu.api.feeds import public
from yidu.common.actors import Actor
from yidu.matters.actions import announce_draw, raise_matter
from yidu.matters.models import Matter

ATOM = "{http://www.w3.org/2005/Atom}"
NEWS, DATES = "/c/500104/feed.atom", "/c/500104/dates.ics"


@pytest.fixture(autouse=True)
def _nobody_asked_before(db: None) -> None:
    cache.clear()


def entries(text: bytes) -> list[ET.Element]:
    return ET.fromstring(text).findall(f"{ATOM}entry")


def titles(client: Client | None = None, path: str = NEWS) -> list[str]:
    return [str(one.findtext(f"{ATOM}title")) for one in entries((client or Client()).get(path).content)]


def events(client: Client | None = None, path: str = DATES) -> list[tuple[str, date]]:
    told = Calendar.from_ical((client or Client()).get(path).content)
    return [(str(one["summary"]), one.decoded("dtstart")) for one in told.walk("VEVENT")]


def test_what_happened_is_told_once_newest_first(cast: Cast):
    solved_difficulty(cast, title="生产用地 <不足> & 租金")
    with at("2025-02-24"):
        answer = Client().get(NEWS, headers={"Accept-Language": "zh"})
        told = ET.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert told.findtext(f"{ATOM}title") == "大渡口区政协"
    assert [one.findtext(f"{ATOM}title") for one in told.findall(f"{ATOM}entry")] == [
        "已解决：生产用地 <不足> & 租金",
        "已答复：生产用地 <不足> & 租金",
        "已提出：生产用地 <不足> & 租金",
        "走访服务企业 · 重庆义渡机械制造有限公司",
    ]
    ids = [one.findtext(f"{ATOM}id") for one in told.findall(f"{ATOM}entry")]
    assert len(set(ids)) == 4
    with at("2025-02-25"):
        assert [one.findtext(f"{ATOM}id") for one in entries(Client().get(NEWS).content)] == ids
    times = [str(one.findtext(f"{ATOM}updated")) for one in told.findall(f"{ATOM}entry")]
    assert times == sorted(times, reverse=True)
    assert told.findtext(f"{ATOM}updated") == times[0]


def test_each_entry_leads_to_a_page_that_everybody_may_read(cast: Cast):
    solved_difficulty(cast)
    with at("2025-02-24"):
        street = Client()
        for one in entries(street.get(NEWS).content):
            link = one.find(f"{ATOM}link")
            assert link is not None
            assert link.attrib["href"].startswith("http://testserver/")
            assert street.get(link.attrib["href"]).status_code == 200
        told = Calendar.from_ical(street.get(DATES).content)
        for event in told.walk("VEVENT"):
            assert street.get(str(event["url"])).status_code == 200


def test_the_calendar_holds_what_was_done_and_what_is_due(cast: Cast):
    visit(cast, "2025-02-10")
    with at("2025-02-17"):
        matter = difficulty(cast, "货款拖欠")
        answer = Client().get(DATES, headers={"Accept-Language": "zh"})
        told = Calendar.from_ical(answer.content)
    assert answer["Content-Type"].startswith("text/calendar")
    assert str(told["x-wr-calname"]) == "大渡口区政协"
    found = {str(one["summary"]): one.decoded("dtstart") for one in told.walk("VEVENT")}
    assert matter.due_at is not None
    assert found == {
        "走访服务企业 · 重庆义渡机械制造有限公司": date(2025, 2, 10),
        "到期：货款拖欠": matter.due_at.astimezone().date(),
    }
    assert len({str(one["uid"]) for one in told.walk("VEVENT")}) == 2


def difficulty(cast: Cast, title: str) -> Matter:
    return raise_matter(
        committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", title=title, text="半年了",
        organisation=cast.enterprise, actor=cast.member, client_id=uuid4(),
    )  # fmt: skip


def secrets(cast: Cast) -> None:
    """A lead that only its parties may read, a concern that is not for everybody, a visit that was withdrawn."""
    investor_lead(cast, "2025-02-04", title="某仪器公司来考察")
    raise_matter(
        committee=cast.committee, edition=cast.edition, kind="resident-concern", title="楼道的灯", text="灯不亮",
        place=cast.place, actor=cast.member, client_id=uuid4(),
    )  # fmt: skip
    mistake = visit(cast, "2025-02-06")
    withdraw_activity(mistake, reason="记错了", version=mistake.version, actor=cast.member)


def test_what_is_not_for_everybody_is_in_no_feed_for_nobody(cast: Cast):
    secrets(cast)
    reader = Client()
    reader.force_login(cast.people["office"])
    for client in (Client(), reader):
        for path in (NEWS, DATES, "/c/500000/feed.atom", "/c/500000/dates.ics"):
            content = client.get(path).content.decode()
            assert "仪器公司" not in content
            assert "楼道" not in content
        assert titles(client) == []
        assert events(client) == []


def test_without_the_filter_it_would_be(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The twin: whoever asks is taken for the system."""
    secrets(cast)
    monkeypatch.setattr(public, "VISITOR", Actor(kind="system"))
    assert any("仪器公司" in title for title in titles())
    assert any("楼道" in title for title, _day in events())


def test_what_was_heard_and_who_was_there_is_told_nowhere(cast: Cast):
    solved_difficulty(cast)
    with at("2025-02-24"):
        content = Client().get(NEWS).content.decode() + Client().get(DATES).content.decode()
    assert HEARD not in content
    assert "王晓岚" not in content


def test_a_city_tells_what_its_counties_tell(cast: Cast):
    visit(cast, "2025-02-10")
    open_county(YUNYANG, "云阳县政协", city=cast.city)
    assert len(titles(path="/c/500000/feed.atom")) == len(titles()) == 1
    assert titles(path=f"/c/{YUNYANG}/feed.atom") == []
    assert Client().get("/c/999999/feed.atom").status_code == 404


def test_a_draw_is_announced_and_its_moment_stands_in_the_calendar(cast: Cast):
    solved_difficulty(cast)
    with at("2025-03-03"):
        announce_draw(
            committee=cast.committee, edition=cast.edition, procedure="linkage", begins=date(2025, 2, 1),
            ends=date(2025, 2, 28), number=1, actor=cast.office,
        )  # fmt: skip
        answer = Client().get(NEWS, headers={"Accept-Language": "zh"})
        assert entries(answer.content)[0].findtext(f"{ATOM}title") == "抽样回访已公告"
        moments = [when for _title, when in events() if hasattr(when, "hour")]
    assert [one.isoformat() for one in moments] == ["2025-03-03T01:00:00+00:00"]


def test_what_lies_long_ago_is_not_told_again(cast: Cast):
    solved_difficulty(cast)
    with at("2025-08-01"):
        assert titles() == []
        assert events() == []


def test_the_front_page_names_both(cast: Cast):
    for path in ("/", "/c/500000/"):
        page = Client().get(path).content.decode()
        assert '<link rel="alternate" type="application/atom+xml"' in page
        assert '<link rel="alternate" type="text/calendar"' in page


def test_whoever_asks_without_end_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("yidu.api.feeds.views.MOST", 2)
    assert [Client().get(NEWS).status_code for _ in range(3)] == [200, 200, 429]
