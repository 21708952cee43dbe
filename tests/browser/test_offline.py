"""A phone without signal: recorded, sealed, sent once and in order, wherever the line is cut."""

from __future__ import annotations

import itertools
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.browser.cutting import Line
from tests.browser.offline import HEARD, Carry, forget_ids, signed_up
from tests.cast import Cast
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.ledger.audit import audit
from yidu.ledger.figures import figure_list
from yidu.matters.models import Matter
from yidu.web.models import Envelope


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    return signed_up(tmp_path)


def figures(cast: Cast) -> dict[str, Any]:
    return {row.id: row.value or 0 for row in figure_list(cast.committee) if not row.id.endswith("rate")}


def heard() -> list[str]:
    """What was recorded, in the order in which it arrived."""
    return list(Activity.objects.order_by("recorded_at").values_list("heard", flat=True))


def test_a_visit_is_recorded_without_signal_and_goes_out_by_itself(carry: Carry, cast: Cast):
    phone = carry()
    phone.sign_in("member")
    before = figures(cast)
    phone.lose_signal()
    phone.page.goto("/desk/")
    expect(phone.page.locator("h1")).to_have_text("没有信号")
    phone.record()
    phone.shows("走访", "等待发送")
    expect(phone.page.locator("[data-outbox-badge]")).to_have_text("1 条待发送")
    assert not Activity.objects.exists()

    phone.find_signal()
    phone.until(lambda states: states == ["sent"])
    phone.shows("已送达")
    assert (heard(), Matter.objects.get().title) == ([HEARD], "生产用地不足")
    assert Activity.objects.get().recorded_by == cast.people["member"]
    after = figures(cast)
    assert {name for name in after if after[name] != before[name]} == {
        "visits", "visits-by-members", "enterprises-helped", "townships-visited", "difficulties", "matters-raised",
    }  # fmt: skip
    assert all(after[name] - before[name] in (0, 1) for name in after)
    assert audit() == []


def test_the_ordinary_form_handed_in_where_the_signal_just_went_is_kept(carry: Carry, cast: Cast):
    phone = carry()
    phone.sign_in("member")
    phone.page.goto("/record/wuqian/enterprise-visit/")
    phone.page.locator("[name=organisation]").fill("义渡机械")
    phone.page.locator("[name=heard]").fill(HEARD)
    phone.lose_signal()
    phone.page.locator(".act-bar button").click()
    phone.page.wait_for_url("**/outbox/")
    phone.shows("等待发送")
    phone.find_signal()
    phone.until(lambda states: states == ["sent"])
    assert heard() == [HEARD]


CUTS: dict[str, tuple[int | None, int | None]] = {
    "before the request": (0, None),
    "in its head": (40, None),
    "in the middle of the envelope": (1500, None),
    "after the commit, before the answer": (None, 0),
    "in the middle of the answer": (None, 60),
}


def test_wherever_the_line_is_cut_it_is_there_once(carry: Carry, line: Line):
    phone = carry()
    phone.sign_in("member")
    for times, (where, cut) in enumerate(CUTS.items(), start=1):
        phone.lose_signal()
        phone.record(heard=where)
        cuts = itertools.chain([cut] * 2, itertools.repeat((None, None)))
        line.cut, line.sent = partial(next, cuts), 0
        phone.find_signal()
        for _time in range(3):
            phone.send_once()
        phone.send()
        assert set(phone.states()) == {"sent"}
        # A page that is left while it sends cuts the line as well, so the tries are counted and not the cuts.
        assert line.sent >= 3, where
        assert (Activity.objects.count(), Matter.objects.count()) == (times, times), where
    assert heard() == list(CUTS)
    assert audit() == []


def test_without_the_id_of_the_phone_a_lost_answer_doubles_the_record(
    carry: Carry, line: Line, monkeypatch: pytest.MonkeyPatch
):
    """The twin: with the three that hold an id switched off, what is held above does not hold."""
    forget_ids(monkeypatch)
    phone = carry()
    phone.sign_in("member")
    phone.lose_signal()
    phone.record()
    cuts = itertools.chain([(None, 0)], itertools.repeat((None, None)))
    line.cut = lambda: next(cuts)
    phone.find_signal()
    for _time in range(2):
        phone.send_once()
    phone.until(lambda states: states == ["sent"])
    assert Activity.objects.count() == 2


def test_several_go_out_in_the_order_in_which_they_were_recorded(carry: Carry, line: Line):
    phone = carry()
    phone.sign_in("member")
    phone.lose_signal()
    told = [f"第{n}家的话" for n in range(6)]
    for words in told:
        phone.record(heard=words)
    cuts = itertools.cycle([(None, None), (800, None), (None, None), (None, 0)])
    line.cut = lambda: next(cuts)
    phone.find_signal()
    for _time in range(8):
        phone.send_once()
    phone.until(lambda states: states == ["sent"] * 6)
    assert heard() == told
    assert line.cuts >= 3


def test_two_tabs_at_once_send_it_once(carry: Carry):
    phone = carry()
    phone.sign_in("member")
    phone.lose_signal()
    for n in range(3):
        phone.record(heard=f"第{n}家的话")
    phone.find_signal()
    other = phone.context.new_page()
    other.goto("/outbox/", wait_until="commit")
    phone.send()
    phone.until(lambda states: states == ["sent"] * 3)
    assert heard() == [f"第{n}家的话" for n in range(3)]


def test_after_thirty_days_one_signs_in_and_it_goes_out_with_its_day(carry: Carry, cast: Cast):
    phone = carry()
    phone.sign_in("member")
    then = clock.now() - timedelta(days=30)
    phone.page.clock.set_fixed_time(then)
    phone.lose_signal()
    phone.write_visit()
    # The page came from the site thirty days ago as well.
    phone.page.evaluate("made => document.querySelector('form[data-outbox]').dataset.made = made", then.isoformat())
    phone.page.locator(".act-bar button").click()
    phone.page.wait_for_url("**/outbox/")
    phone.context.clear_cookies()
    phone.page.clock.set_fixed_time(clock.now())
    phone.find_signal()
    phone.page.goto("/outbox/")
    expect(phone.page.locator("[data-outbox-says=sign-in]")).to_be_visible()
    assert phone.states() == ["waiting"]
    phone.sign_in("member")
    phone.send()
    phone.until(lambda states: states == ["sent"])
    activity, matter = Activity.objects.get(), Matter.objects.get()
    assert activity.day == clock.local_day(then)
    assert clock.local_day(matter.raised_at) == clock.today()


def test_somebody_elses_record_waits_for_its_author(carry: Carry, cast: Cast):
    phone = carry()
    phone.sign_in("member")
    phone.lose_signal()
    phone.record()
    phone.find_signal()
    phone.line.down()
    phone.context.clear_cookies()
    phone.line.up()
    phone.sign_in("leader")
    phone.page.goto("/outbox/")
    phone.until(lambda states: states == ["author"])
    phone.shows("等待记录人登录")
    assert not Activity.objects.exists()
    phone.sign_out()
    phone.sign_in("member")
    phone.page.goto("/outbox/")
    phone.until(lambda states: states == ["sent"])
    assert Activity.objects.get().recorded_by == cast.people["member"]


def test_after_signing_out_nobody_records_under_the_name_of_who_left(carry: Carry):
    phone = carry()
    phone.sign_in("member")
    phone.sign_out()
    phone.lose_signal()
    phone.page.goto("/c/500104/offline/wuqian/enterprise-visit/")
    expect(phone.page.locator("[data-outbox-nobody]")).to_be_visible()
    expect(phone.page.locator("form[data-outbox]")).to_be_hidden()


def test_what_has_to_be_mended_is_mended_in_the_ordinary_form(carry: Carry):
    phone = carry()
    phone.sign_in("member")
    phone.lose_signal()
    phone.record(company="没有登记过的企业")
    phone.find_signal()
    phone.until(lambda states: states == ["look"])
    phone.shows("需要看一看")
    phone.page.locator("[data-outbox-list] a").click()
    phone.page.wait_for_url("**/outbox/looks/**")
    assert violations(phone.page) == []
    expect(phone.page.locator("[name=heard]")).to_have_value(HEARD)
    phone.page.locator("[name=organisation]").fill("义渡机械")
    phone.page.locator(".act-bar button").click()
    phone.page.wait_for_url("**/recorded/")
    assert heard() == [HEARD]
    phone.page.goto("/outbox/looks/")
    phone.page.goto("/outbox/")
    phone.until(lambda states: states == [])


def test_the_same_id_with_other_words_keeps_both_and_shows_them_side_by_side(carry: Carry):
    """Handed in, the answer lost, gone back, changed, handed in again: the form has its id from before."""
    phone = carry()
    phone.sign_in("member")
    phone.page.goto("/record/wuqian/enterprise-visit/")
    phone.page.locator("[name=organisation]").fill("义渡机械")
    id_ = phone.page.locator("[name=client_id]").input_value()
    for words in ("第一个版本", "第二个版本"):
        phone.lose_signal()
        phone.page.goto("/c/500104/offline/wuqian/enterprise-visit/")
        phone.page.evaluate(SEND_FORM, [id_, words, clock.today().isoformat()])
        phone.page.wait_for_url("**/outbox/")
        phone.find_signal()
        phone.send()
    assert phone.states() == ["sent", "conflict"]
    assert heard() == ["第一个版本"]
    phone.page.locator("[data-outbox-list] [data-state=conflict] a").click()
    phone.page.wait_for_url("**/outbox/looks/**")
    assert violations(phone.page) == []
    expect(phone.page.locator(".beside")).to_contain_text("第一个版本")
    expect(phone.page.locator(".beside")).to_contain_text("第二个版本")


SEND_FORM = """([id, words, day]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/record/wuqian/enterprise-visit/";
  form.enctype = "multipart/form-data";
  const told = {client_id: id, organisation: "义渡机械", heard: words, headcount: "1", day};
  for (const [name, value] of Object.entries(told)) {
    const input = document.createElement("input");
    [input.name, input.value] = [name, value];
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}"""


def test_the_envelopes_that_arrived_keep_no_words(carry: Carry):
    phone = carry()
    phone.sign_in("member")
    phone.lose_signal()
    phone.record()
    phone.find_signal()
    phone.until(lambda states: states == ["sent"])
    assert [bytes(one.sealed) for one in Envelope.objects.all()] == [b""]
    assert [one["sealed"] for one in phone.kept()] == [""]
