"""What was drawn of a matter is shown again only while a page drawn anew would be the same, for every reader.

A matter goes a long way here, and after each change everybody looks twice: at what was kept, and at what is drawn with
nothing kept. The second half takes each part out of the key and must see the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.cast import YUNYANG, Cast, at, open_county
from tests.matters.conftest import Walk, visit
from tests.matters.test_dividing import divided
from tests.matters.test_draws import announced, sealed
from tests.matters.test_issuing import report
from tests.matters.test_proposals import filed, proposal
from tests.web.conftest import SignIn
from yidu.activities.actions import correct_activity, withdraw_activity
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.matters.actions import (
    end_link,
    find_look_back,
    hand_back_look_back,
    make_draw,
    make_link,
    raise_matter,
    record_and_raise,
    set_calendar_day,
)
from yidu.matters.jobs import ask_to_look_back, lapse_silent_matters
from yidu.matters.models import LookBack, Matter
from yidu.people.actions import add_organisation, end_appointment, rename_organisation, rename_person
from yidu.people.models import Appointment, Organisation, Person
from yidu.places.models import Place
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY
from yidu.web import drawn, matter_article

READERS = ("office", "another", "economy_handler", "land_handler")
UNSEEN = ("the visit corrected", "the visit withdrawn")
"""Changes of which the page of the matter tells nothing."""
_FORM = re.compile(r'name="(csrfmiddlewaretoken|client_id)" value="[^"]*"')
PROMISE = [{"text": "六月底前交付厂房", "day": "2025-06-30"}]


@dataclass
class Eyes:
    """Everybody's browsers."""

    browsers: dict[str, Client]
    sign_in: SignIn

    def see(self, who: str, matter: Matter) -> str:
        """The article as that reader gets it now, without what is new with each request; empty if not to be read."""
        browser = self.browsers.get(who) or self.sign_in(who)
        answer = browser.get(reverse("matter", args=[matter.pk]))
        found = re.search(r"<article.*</article>", answer.content.decode(), re.DOTALL)
        assert (answer.status_code == 200) == (found is not None), answer.status_code
        return _FORM.sub("", found[0]) if found else ""

    def all_see(self, matter: Matter) -> dict[str, str]:
        return {who: self.see(who, matter) for who in self.browsers}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast, visit(cast))


@pytest.fixture
def eyes(cast: Cast, walk: Walk, sign_in: SignIn, settings: Settings) -> Iterator[Eyes]:
    settings.YIDU_SESSION_IDLE_SECONDS = settings.YIDU_SESSION_ABSOLUTE_SECONDS = 400 * 24 * 3600
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
        cast.add("third", "马雪梅", "liaison", station=cast.venue)
    english = sign_in("office")
    english.cookies["django_language"] = "en"
    nothing_kept()
    yield Eyes({"nobody": Client(), "office in English": english, **{who: sign_in(who) for who in READERS}}, sign_in)
    nothing_kept()


def nothing_kept() -> None:
    matter_article._ARTICLES._kept.clear()


def changes(cast: Cast, walk: Walk) -> Iterator[tuple[str, str]]:
    """A long way, change by change: each is done when the next is asked for. With the day and the hour after it."""

    def on(day: str, hour: int = 9) -> AbstractContextManager[Any]:
        return at(day, hour)

    def share(part: str) -> Any:
        return walk.matter.handlings.get(part=part, ended_at=None)

    yield "raised", "2025-02-17 10"
    walk.does(cast.office, "assign", "2025-02-18", lead=cast.economy, joint=[cast.land], note="请尽快")
    yield "handed over", "2025-02-18 10"
    walk.does(cast.economy_handler, "contest", "2025-02-18", hour=11, reason="不归我们。")
    yield "contested", "2025-02-18 12"
    walk.does(cast.office, "decide", "2025-02-18", hour=13, grant="no", reason="归你们。")
    yield "left with it", "2025-02-18 14"
    with on("2025-02-18", 14):
        links = [make_link(walk.matter, handling=one, actor=cast.office) for one in (None, share("joint"))]
    yield "links made", "2025-02-18 15"
    with on("2025-02-18", 15):
        end_link(links[0], actor=cast.office)
    yield "a link ended", "2025-02-18 16"
    walk.does(cast.economy_handler, "accept", "2025-02-19")
    yield "accepted", "2025-02-19 10"
    walk.does(cast.land_handler, "extend", "2025-02-19", hour=11, reason="要现场看。", days=2)
    yield "asked for more time", "2025-02-19 12"
    walk.does(cast.office, "decide", "2025-02-19", hour=13, grant="yes")
    yield "given more time", "2025-02-19 14"
    walk.does(cast.office, "note", "2025-02-19", hour=15, note="电话催过。")
    yield "noted", "2025-02-19 16"
    walk.does(cast.economy_handler, "pause", "2025-02-20", reason="waiting-for-the-raiser", note="等材料")
    yield "paused", "2025-02-20 10"
    yield "two days later", "2025-02-24 10"
    walk.does(cast.economy_handler, "resume", "2025-02-24", hour=11)
    yield "resumed", "2025-02-24 12"
    with on("2025-02-24", 13):
        set_calendar_day(day=date(2025, 3, 3), kind="holiday", zh="区庆", actor=cast.office, version=0)
    yield "dated anew", "2025-02-24 14"
    walk.does(cast.land_handler, "opinion", "2025-02-25", text="内部意见：有闲置厂房。")
    yield "an opinion", "2025-02-25 10"
    with on("2025-02-25", 11):
        rename_organisation(cast.land, name="大渡口区规划局", short_name="区规划局", actor=cast.office, version=1)
    yield "an organisation renamed", "2025-02-25 12"
    with on("2025-02-25", 13):
        person = Person.objects.get(pk=cast.people["economy_handler"].pk)
        rename_person(person, committee=cast.committee, name="李建业", actor=cast.office, version=person.version)
    yield "a person renamed", "2025-02-25 14"
    walk.does(cast.economy_handler, "reply", "2025-02-26", text="列入计划。", class_="B", measures=PROMISE)
    yield "an answer drafted", "2025-02-26 10"
    walk.does(cast.economy_head, "send-back", "2025-02-26", hour=11, reason="说清楚。")
    yield "sent back", "2025-02-26 12"
    walk.does(cast.economy_handler, "reply", "2025-02-27", text="列入六月计划。", class_="B", measures=PROMISE)
    yield "drafted again", "2025-02-27 10"
    yield "late", "2025-03-10 10"
    walk.does(cast.economy_head, "sign", "2025-03-10", hour=11)
    yield "signed", "2025-03-10 12"
    activity = Activity.objects.get()
    with on("2025-03-10", 13):
        correct_activity(activity, version=1, reason="人数", headcount=3, actor=cast.member)
    yield "the visit corrected", "2025-03-10 14"
    walk.does(walk.raiser, "rate", "2025-03-11", satisfaction="understands")
    yield "rated", "2025-03-11 10"
    with on("2025-03-11", 11):
        withdraw_activity(activity, version=2, reason="记错了", actor=cast.member)
    yield "the visit withdrawn", "2025-03-11 12"
    yield "a link expired", "2025-05-20 10"
    with on("2025-06-30", 10):
        assert ask_to_look_back() == 1
    yield "somebody asked", "2025-06-30 11"
    yield "the promised day over", "2025-07-01 9"
    row = LookBack.objects.get()
    with on("2025-07-01", 10):
        who = replace(cast.member, person_id=row.asked_id)
        hand_back_look_back(row, reason="认识他们。", actor=who, version=row.version)
    yield "another asked", "2025-07-01 11"
    row = LookBack.objects.get()
    with on("2025-07-02", 10):
        who = replace(cast.member, person_id=row.asked_id)
        find_look_back(row, found="unsolved", seen="还没有开工。", actor=who, version=row.version)
    yield "opened again", "2025-07-02 11"
    walk.does(cast.economy_handler, "reply", "2025-07-03", text="年底完工。", class_="B", measures=[
        {"text": "年底交付", "day": "2025-12-30"}
    ])  # fmt: skip
    walk.does(cast.economy_head, "sign", "2025-07-03", hour=10)
    yield "promised anew", "2025-07-03 11"
    with on("2025-07-03", 12):
        end_appointment(cast.appointments["land_handler"], ends=date(2025, 7, 3), actor=cast.office, version=1)
    yield "a right ended", "2025-07-04 9"
    with on("2025-09-01"):
        assert lapse_silent_matters() == 1
    yield "lapsed", "2025-09-01 10"
    yield "another year", "2026-01-05 10"


def changes_of_a_report(cast: Cast, walk: Walk) -> Iterator[tuple[str, str]]:
    """What is worded for issue, sent up, adopted, written on and taken back."""
    words = {"title": "关于充电设施的建议", "text": "建议统筹。"}
    walk.does(cast.office, "return", "2025-03-03", hour=10, reason="请写明小区")
    yield "returned", "2025-03-03 11"
    walk.does(cast.member, "complete", "2025-03-03", hour=12, text="新山村。")
    yield "completed", "2025-03-03 13"
    walk.does(cast.office, "take", "2025-03-04")
    yield "taken up", "2025-03-04 10"
    walk.does(cast.office, "draft", "2025-03-04", hour=11, **words)
    yield "worded", "2025-03-04 12"
    walk.does(cast.office, "edit", "2025-03-04", hour=13, **{**words, "text": "建议年内统筹。"})
    yield "worded anew", "2025-03-04 14"
    walk.does(cast.secretary, "sign", "2025-03-05")
    yield "signed", "2025-03-05 10"
    walk.does(cast.office, "issue", "2025-03-05", hour=11, series="opinion")
    yield "issued", "2025-03-05 12"
    walk.does(cast.office, "send-up", "2025-03-05", hour=13, note="市政协")
    yield "sent up", "2025-03-05 14"
    walk.does(cast.office, "adopt", "2025-03-20", level="city", carrier="single", day="2025-03-20")
    yield "adopted", "2025-03-20 10"
    adoption = str(walk.matter.adoptions.get().pk)
    told = {"adoption": adoption, "instructed_by": "王副市长", "day": "2025-03-20", "instruction": "handle"}
    walk.does(cast.office, "instruct", "2025-03-20", hour=11, **told)
    yield "written on", "2025-03-20 12"
    walk.does(cast.office, "withdraw", "2025-03-20", hour=13, adoption=adoption, reason="登错了")
    yield "taken back", "2025-03-20 14"


@pytest.mark.parametrize("which", ["a difficulty", "an opinion report"])
def test_what_is_kept_is_what_would_be_drawn_after_each_change(cast: Cast, walk: Walk, eyes: Eyes, which: str):
    seen: set[tuple[str, ...]] = set()
    if which == "an opinion report":
        walk = report(cast)
        eyes.browsers |= {who: eyes.sign_in(who) for who in ("member", "secretary")}
    for what, moment in changes(cast, walk) if which == "a difficulty" else changes_of_a_report(cast, walk):
        day, hour = moment.split()
        with at(day, int(hour)):
            kept = eyes.all_see(walk.matter)
            nothing_kept()
            anew = eyes.all_see(walk.matter)
        for who in anew:
            assert kept[who] == anew[who], f"{what}: {who}"
        assert what in UNSEEN or tuple(anew.values()) not in seen, f"{what}: nothing changed that anybody could see"
        seen.add(tuple(anew.values()))


# Each part of the key, taken out. A scene is who looks at which matter when; between two looks something changes.

Look = tuple[str, Matter, str]
Scene = Callable[[Cast], Iterator[Look]]
Break = Callable[[pytest.MonkeyPatch], None]


def without(**parts: Any) -> Break:
    """The key without these parts; `glance_PART` for one of the glance."""
    told = matter_article._shows

    def less(*args: Any) -> matter_article.Shows:
        shows = told(*args)
        of_glance = {name.removeprefix("glance_"): value for name, value in parts.items() if name.startswith("glance_")}
        rest = {name: value for name, value in parts.items() if not name.startswith("glance_")}
        return shows._replace(glance=replace(shows.glance, **of_glance), **rest)

    return lambda monkeypatch: monkeypatch.setattr(matter_article, "_shows", less)


def put(module: Any, name: str, value: Any) -> Break:
    return lambda monkeypatch: monkeypatch.setattr(module, name, value)


def handed_over(cast: Cast) -> Walk:
    return Walk(cast, Matter.objects.get()).handed_over()


def a_note(cast: Cast) -> Iterator[Look]:
    walk = handed_over(cast)
    yield "office", walk.matter, "2025-02-19 9"
    walk.does(cast.office, "note", "2025-02-19", note="电话催过。")
    yield "office", walk.matter, "2025-02-19 9"


def drawn_by_lot(cast: Cast) -> Iterator[Look]:
    """While there is nobody who could be asked: then no step tells of it."""
    walk = handed_over(cast).answered()
    walk.does(walk.raiser, "rate", "2025-02-27", satisfaction="satisfied")
    with at("2025-02-28"):
        for one in Appointment.objects.filter(role__in=("member", "leader", "liaison")):
            end_appointment(one, ends=date(2025, 2, 28), actor=cast.office, version=one.version)
    with at("2025-03-03"):
        draw = announced(cast, number=1)
        sealed(cast)
    yield "office", walk.matter, "2025-03-04 9"
    with at("2025-03-04"):
        make_draw(draw, actor=cast.office)
    assert LookBack.objects.get().asked_id is None
    yield "office", walk.matter, "2025-03-04 9"


def a_link(cast: Cast) -> Iterator[Look]:
    walk = handed_over(cast)
    yield "office", walk.matter, "2025-02-19 9"
    with at("2025-02-19"):
        make_link(walk.matter, actor=cast.office)
    yield "office", walk.matter, "2025-02-19 9"


def another_visit(cast: Cast) -> Iterator[Look]:
    """No action gives a visit another title today; whoever adds one adds to its version."""
    walk = handed_over(cast)
    yield "office", walk.matter, "2025-02-19 9"
    Activity.objects.update(organisation=None, version=2)
    yield "office", walk.matter, "2025-02-19 9"


def another_standing(cast: Cast) -> Iterator[Look]:
    walk = handed_over(cast)
    yield "office", walk.matter, "2025-02-19 9"
    yield "another", walk.matter, "2025-02-19 9"


def whoever_raised_it(cast: Cast) -> Iterator[Look]:
    """Of two members with the same standing one raised it, and says whether it is solved."""
    with at("2025-02-17"):
        matter = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="resident-concern", title="路灯", text="不亮",
            place=cast.place, raised_as="member", actor=cast.member,
        )  # fmt: skip
    Walk(cast, matter).handed_over().answered()
    yield "another", matter, "2025-02-27 9"
    yield "member", matter, "2025-02-27 9"


def whoever_wrote_it(cast: Cast) -> Iterator[Look]:
    """Of two members with the same standing one wrote the report, and sees how it is edited before it is issued."""
    walk = report(cast)
    walk.does(cast.office, "take", "2025-03-04")
    walk.does(cast.office, "edit", "2025-03-04", hour=10, title="编辑过的标题", text="编辑过的正文")
    yield "another", walk.matter, "2025-03-04 11"
    yield "member", walk.matter, "2025-03-04 11"


def an_adoption(cast: Cast) -> Iterator[Look]:
    walk = report(cast)
    with at("2025-03-04"):
        Matter.objects.filter(pk=walk.matter.pk).update(stage="sent-up")
    yield "another", walk.matter, "2025-03-20 11"
    walk.does(cast.office, "adopt", "2025-03-20", level="city", carrier="single", day="2025-03-20")
    yield "another", walk.matter, "2025-03-20 11"


def a_part_elsewhere(cast: Cast) -> Iterator[Look]:
    """Of a part that goes on by itself the whole has no step."""
    with at("2025-02-17"):
        whole = filed(proposal(cast))
    economy, _land = divided(whole)
    yield "another", whole.matter, "2025-02-25 9"
    economy.does(cast.economy_handler, "contest", "2025-02-24", reason="不归我们。")
    economy.does(cast.office, "decide", "2025-02-24", hour=10, grant="yes")
    yield "another", whole.matter, "2025-02-25 9"


def whoever_recorded_it(cast: Cast) -> Iterator[Look]:
    """Of two in the office one wrote it down for a member; it is in the hands of whoever recorded it."""
    walk = sent_out(cast)
    walk.does(cast.river_handler, "report", "2025-03-10", hour=11, text="已清理。", class_="cleared")
    yield "river_office_too", walk.matter, "2025-03-10 12"
    yield "river_office", walk.matter, "2025-03-10 12"


def whoever_led_the_visit(cast: Cast) -> Iterator[Look]:
    """Of two members with the same standing one led the visit, of which nobody else may read."""
    with at("2025-02-17"):
        activity, (matter,) = record_and_raise(
            committee=cast.committee, edition=cast.edition, kind="enterprise-visit", day=date(2025, 2, 17),
            host=cast.appointments["member"], organisation=cast.enterprise, actor=cast.office, client_id=uuid4(),
            raises=[{"kind": "enterprise-difficulty", "title": "用电", "text": "不够", "raised_as": "enterprise"}],
        )  # fmt: skip
    Activity.objects.filter(pk=activity.pk).update(open_to="parties")
    yield "another", matter, "2025-02-17 10"
    yield "member", matter, "2025-02-17 10"


def an_organisation(cast: Cast) -> Iterator[Look]:
    walk = handed_over(cast)
    yield "office", walk.matter, "2025-02-19 9"
    with at("2025-02-19"):
        rename_organisation(cast.economy, name="大渡口区经济局", actor=cast.office, version=1)
    yield "office", walk.matter, "2025-02-19 9"


def a_name(cast: Cast) -> Iterator[Look]:
    walk = handed_over(cast)
    yield "office", walk.matter, "2025-02-19 9"
    with at("2025-02-19"):
        person = Person.objects.get(pk=cast.people["member"].pk)
        rename_person(person, committee=cast.committee, name="王晓", actor=cast.office, version=person.version)
    yield "office", walk.matter, "2025-02-19 9"


def another_language(cast: Cast) -> Iterator[Look]:
    walk = handed_over(cast)
    yield "office", walk.matter, "2025-02-19 9"
    yield "office in English", walk.matter, "2025-02-19 9"


def the_day_after(cast: Cast) -> Iterator[Look]:
    walk = Walk(cast, Matter.objects.get())
    yield "office", walk.matter, "2025-02-19 23"
    yield "office", walk.matter, "2025-02-20 0"


def an_hour_too_late(cast: Cast) -> Iterator[Look]:
    walk = on_the_river(cast)
    yield "river_office", walk.matter, "2025-03-10 12"
    yield "river_office", walk.matter, "2025-03-10 14"


def a_share_too_late(cast: Cast) -> Iterator[Look]:
    walk = handed_over(cast)
    noon = clock.now().replace(day=19, hour=12)
    walk.matter.handlings.filter(part="joint").update(due_at=noon)
    yield "another", walk.matter, "2025-02-19 10"
    yield "another", walk.matter, "2025-02-19 13"


def too_late_to_contest(cast: Cast) -> Iterator[Look]:
    walk = sent_out(cast)
    yield "river_handler", walk.matter, "2025-03-10 13"
    yield "river_handler", walk.matter, "2025-03-10 15"


def paused_by_the_hour(cast: Cast) -> Iterator[Look]:
    walk = sent_out(cast)
    walk.does(cast.river_handler, "wait", "2025-03-10", hour=11, reason="flood")
    yield "river_office", walk.matter, "2025-03-10 15"
    yield "river_office", walk.matter, "2025-03-10 16"


def on_the_river(cast: Cast) -> Walk:
    """Found on 10 March at nine, to be sent out within four hours. The office wrote it down for a member."""
    with at("2025-03-03"):
        county = open_county(YUNYANG, "云阳县政协", city=cast.city)
        edition = publish(LIBRARY / "huhe", committee=county, actor=SYSTEM)
        water = add_organisation(committee=county, kind="department", name="云阳县河长办", actor=SYSTEM)
        for called, name, role, more in (
            ("river_office", "谭明", "office", {}),
            ("river_office_too", "向阳", "office", {}),
            ("river_secretary", "冉红", "secretary-general", {}),
            ("river_member", "彭江", "member", {}),
            ("river_handler", "牟强", "handler", {"organisation": water}),
        ):
            cast.add(called, name, role, committee=county, **more)
    village = Place.objects.filter(code__startswith=YUNYANG, level="village")[0]
    with at("2025-03-10"):
        _patrol, (matter,) = record_and_raise(
            committee=county, edition=edition, kind="river-patrol", day=date(2025, 3, 10), place=village,
            host=cast.appointments["river_member"],
            answers={"river": "yangtze", "kilometres": 3}, actor=cast.river_office, client_id=uuid4(),
            raises=[{"kind": "river-find", "title": "漂浮物", "text": "一片", "answers": {"what": "floating-waste"}}],
        )  # fmt: skip
    return Walk(cast, matter)


def sent_out(cast: Cast) -> Walk:
    walk = on_the_river(cast)
    walk.does(cast.river_office, "send", "2025-03-10", hour=10, lead=Organisation.objects.get(name="云阳县河长办"))
    return walk


def _moments_but(number: int) -> Any:
    """The moments of a matter without the `number`-th kind: its own date, the dates of shares, the ends of actions."""
    told = matter_article._moments

    def some(matter: Matter) -> Iterator[Any]:
        own, shares = [matter.due_at], [one.due_at for one in matter.handlings.all()]
        left_out = (own, shares, [one for one in told(matter) if one not in (*own, *shares)])[number]
        return (one for one in told(matter) if one not in left_out)

    return some


def _far_off(_context: Any, now: Any) -> Any:
    return now.replace(year=2100)


BROKEN: dict[str, tuple[Scene, Break]] = {
    "steps": (a_note, without(glance_steps=0)),
    "look-backs": (drawn_by_lot, without(glance_look_backs=0)),
    "parts": (a_part_elsewhere, without(glance_parts=0)),
    "links": (a_link, without(glance_links=())),
    "activity": (another_visit, without(glance_activity=None)),
    "standing": (another_standing, without(standing=None)),
    "raised it": (whoever_raised_it, without(raised_it=False)),
    "raised it, of a report": (whoever_wrote_it, without(raised_it=False)),
    "steps, of an adoption": (an_adoption, without(glance_steps=0)),
    "recorded it": (whoever_recorded_it, without(recorded_it=False)),
    "reads the activity": (whoever_led_the_visit, without(reads_activity=False)),
    "revision, an organisation": (an_organisation, without(revision=0)),
    "revision, a name": (a_name, without(revision=0)),
    "language": (another_language, put(drawn, "get_language", lambda: "")),
    "day": (the_day_after, put(matter_article._ARTICLES, "until", _far_off)),
    "its date": (an_hour_too_late, put(matter_article, "_moments", _moments_but(0))),
    "the date of a share": (a_share_too_late, put(matter_article, "_moments", _moments_but(1))),
    "the end of an action": (too_late_to_contest, put(matter_article, "_moments", _moments_but(2))),
    "paused by the hour": (paused_by_the_hour, put(matter_article, "_by_the_hour", lambda _matter: False)),
}


@pytest.mark.parametrize("broken", [False, True], ids=["whole", "broken"])
@pytest.mark.parametrize("part", BROKEN)
def test_no_part_of_the_key_can_be_taken_out(
    cast: Cast, eyes: Eyes, part: str, monkeypatch: pytest.MonkeyPatch, *, broken: bool
):
    scene, break_ = BROKEN[part]
    if broken:
        break_(monkeypatch)
    for who, matter, moment in scene(cast):
        day, hour = moment.split()
        with at(day, int(hour)):
            kept = eyes.see(who, matter)
    with at(day, int(hour)):
        nothing_kept()
        anew = eyes.see(who, matter)
    assert anew
    assert (kept != anew) is broken


def test_whoever_serves_no_committee_reads_a_record_under_the_name_of_its_own(cast: Cast, sign_in: SignIn):
    walk = on_the_river(cast)
    for address in (reverse("matter", args=[walk.matter.pk]), reverse("activity", args=[walk.matter.activity_id])):
        assert Client().get(address).context["committee"].short_name == "云阳县政协"
        assert sign_in("office").get(address).context["committee"].short_name == "大渡口区政协"
