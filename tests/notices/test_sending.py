"""One message a day of what still applies, by the channel that was chosen; a server that fails delays it, no more."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.cast import Cast, at
from tests.matters.conftest import VISITED, Walk, visit
from tests.notices.conftest import Sink, all_choose, body, choose
from yidu.cli.check import _reminders
from yidu.common import clock, known
from yidu.common.actors import SYSTEM
from yidu.notices.bundling import bundle, make_reminders
from yidu.notices.jobs import remind, send_messages
from yidu.notices.models import Channel, Message, Reminder
from yidu.notices.sending import GIVES_UP, claim
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY

State = Message.State


def run(day: str, hour: int = 9) -> int:
    """Both jobs, once. How many messages were sent."""
    with at(day, hour):
        remind()
        return send_messages()


def test_one_letter_holds_the_day_and_nothing_that_somebody_wrote(cast: Cast, walk: Walk, sink: Sink):
    with at(VISITED):
        other = visit(cast, title="招工难", text="电话 13800000000")
    all_choose(cast, ["office", "member"])
    assert run("2025-02-18") == 0, "nothing is due, nothing is sent"
    assert run("2025-02-19", 7) == 0, "before the hour of the digest"
    assert run("2025-02-19") == 1
    assert run("2025-02-19", 15) == 0, "once"
    (letter,) = sink.letters
    assert letter["To"] == "office@example.org"
    assert letter["Subject"] == "义渡：2月19日到期提醒"
    said = body(letter)
    for matter in (walk.matter, other):
        assert f"{matter.number} 企业难题（待交办）：今天到期\nhttps://yidu.example/matters/{matter.pk}/" in said
        assert matter.title not in said
    for word in ("13800000000", "厂房", cast.enterprise.name, cast.enterprise.short_name, "王晓岚", "陈思远"):
        assert word not in said
    assert "https://yidu.example/me/reminders/" in said
    assert letter["Auto-Submitted"] == "auto-generated"


def test_it_is_said_in_the_language_that_was_chosen(cast: Cast, walk: Walk, sink: Sink):
    choose(cast, "office", language="en", hour=12)
    assert run("2025-02-19", 11) == 0
    assert run("2025-02-19", 12) == 1
    assert "due today" in body(sink.letters[0])


def test_a_scheduler_that_was_down_catches_up(cast: Cast, walk: Walk, sink: Sink):
    all_choose(cast, ["office", "secretary"])
    assert run("2025-02-26") == 2
    assert Reminder.objects.filter(person=cast.people["office"]).count() == 2
    assert body(sink.letters[0]).count(walk.matter.number) == 1, "one date is told once"


def test_what_no_longer_applies_when_it_is_sent_is_not_sent(cast: Cast, walk: Walk, sink: Sink):
    choose(cast, "office")
    with at("2025-02-19"):
        remind()
    walk.does(cast.office, "assign", "2025-02-19", hour=10, lead=cast.economy)
    assert run("2025-02-19", 11) == 0
    assert not sink.letters
    assert Message.objects.get().state == State.EMPTY
    assert Reminder.objects.get().dropped_at is not None


def test_whoever_ends_it_gets_none_of_what_waits(cast: Cast, walk: Walk, sink: Sink):
    choose(cast, "office")
    with at("2025-02-19"):
        remind()
        choose(cast, "office", "off", version=1)
    assert run("2025-02-19", 10) == 0
    assert not sink.letters


def test_a_date_that_moves_is_reminded_of_anew(cast: Cast, walk: Walk, sink: Sink):
    from yidu.matters.actions import set_calendar_day

    choose(cast, "office")
    assert run("2025-02-19") == 1
    with at("2025-02-19", 10):
        day = clock.today()
        set_calendar_day(day=day, kind="holiday", zh="区庆", actor=cast.office, version=0)
    assert run("2025-02-20") == 1
    assert "今天到期" in body(sink.letters[1])


def test_a_refusal_for_now_is_tried_later_each_time_later(cast: Cast, walk: Walk, sink: Sink):
    choose(cast, "office")
    sink.answer = "451 later"
    pauses = []
    with at("2025-02-19"):
        now = clock.now()
        remind()
    for _time in range(4):
        with clock.at(now):
            assert send_messages() == 0
            message = Message.objects.get()
            assert (message.state, message.trouble) == (State.WAITS, "refused")
            assert message.next_try_at
            pauses.append(message.next_try_at - now)
            now = message.next_try_at
    assert pauses == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16)]
    sink.answer = "250 OK"
    with clock.at(now):
        assert send_messages() == 1
    assert Message.objects.get().trouble == ""


def test_after_some_days_it_is_given_up_and_a_new_choice_tries_again(cast: Cast, walk: Walk, sink: Sink):
    choose(cast, "office")
    sink.answer = "451 later"
    run("2025-02-19")
    with at("2025-02-19"):
        late = clock.now() + GIVES_UP + timedelta(hours=1)
    with clock.at(late):
        assert send_messages() == 0
        assert Message.objects.filter(state=State.FAILED).count() == 1
        sink.answer = "250 OK"
        assert send_messages() == 0
        choose(cast, "office", address="other@example.org", version=1)
        assert send_messages() == 1
    assert sink.letters[0]["To"] == "other@example.org"


def test_a_server_that_is_away_is_asked_once_a_round(cast: Cast, walk: Walk, settings: Settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    all_choose(cast, ["office", "secretary"])
    assert run("2025-02-20") == 0
    tried, waits = Message.objects.filter(tries=1), Message.objects.filter(tries=0)
    assert (tried.count(), waits.count()) == (1, 1)
    assert tried.get().trouble == "away"


def test_a_server_that_never_answers_is_left_after_its_time(cast: Cast, walk: Walk, settings: Settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        all_choose(cast, ["office", "secretary"])
        assert run("2025-02-20") == 0
    assert Message.objects.filter(tries=1, trouble="away", claimed_until=None).count() == 1
    assert Message.objects.filter(tries=0).count() == 1, "the others would only wait for the same"


def test_what_the_procedure_marks_so_does_not_wait_for_the_hour_of_the_digest(cast: Cast, sink: Sink, tmp_path: Path):
    late = 'late = { then = "secretary-general" }'
    folder = Path(shutil.copytree(LIBRARY / "wuqian", tmp_path / "wuqian"))
    procedures = (folder / "procedures.toml").read_text(encoding="utf-8")
    assert late in procedures
    marked = 'late = { then = "secretary-general", after = "2 hours", at-once = true }'
    (folder / "procedures.toml").write_text(procedures.replace(late, marked, 1), encoding="utf-8")
    cast.edition = publish(folder, committee=cast.committee, actor=SYSTEM)
    with at(VISITED):
        visit(cast)
    all_choose(cast, ["office", "secretary"])
    assert run("2025-02-20", 1) == 0, "due by the end of the 19th"
    assert run("2025-02-20", 3) == 1, "the office waits for its digest"
    assert sink.letters[0]["To"] == "secretary@example.org"
    assert "他人承办已逾期" in body(sink.letters[0])


def test_without_a_mail_server_reminders_wait_and_the_check_says_so(cast: Cast, walk: Walk, settings: Settings):
    choose(cast, "office")
    settings.YIDU_MAIL = False
    assert run("2025-02-19") == 0
    assert Message.objects.get().state == State.WAITS
    with at("2025-02-19", 11):
        said = [finding.text for finding in _reminders()]
    assert any("EMAIL_URL" in text for text in said)
    assert "reminders: 1 messages have waited for more than an hour: see the log" in said


ROBOTS = {
    "wecom": (
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
    ),
    "dingtalk": ("https://oapi.dingtalk.com/robot/send?access_token=", "https://oapi.dingtalk.com/robot/send"),
    "feishu": ("https://open.feishu.cn/open-apis/bot/v2/hook/", "https://open.feishu.cn/open-apis/bot/v2/hook/"),
}
TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_gets_it_at_the_services_own_address(
    cast: Cast, walk: Walk, kind: str, monkeypatch: pytest.MonkeyPatch
):
    """Only the network's edge is replaced: what would be posted, and where."""
    posted: list[tuple[str, str]] = []
    monkeypatch.setattr("requests.Session.request", _posting(posted))
    pasted, host = ROBOTS[kind]
    choose(cast, "office", kind, pasted + TOKEN)
    assert run("2025-02-19") == 1
    ((url, data),) = posted
    assert url.startswith(host)
    assert TOKEN in url
    assert walk.matter.number in json.dumps(json.loads(data), ensure_ascii=False)
    assert TOKEN not in Channel.objects.get().address


def _posting(posted: list[tuple[str, str]]) -> Callable[..., Any]:
    import requests

    def request(self: Any, method: str, url: str, **told: Any) -> requests.Response:
        ready = requests.Request(method, url, params=told.get("params")).prepare()
        data = told.get("data")
        posted.append((str(ready.url), data.decode() if isinstance(data, bytes) else str(data)))
        answer = requests.Response()
        answer.status_code, answer._content = 200, b'{"errcode": 0, "code": 0}'
        return answer

    return request


def test_each_reminder_is_there_once_by_its_natural_key(cast: Cast, walk: Walk, monkeypatch: pytest.MonkeyPatch):
    """Two workers that look at the same moment: neither sees what the other is about to write."""
    choose(cast, "office")
    with at("2025-02-19"):
        make_reminders()
        one = Reminder.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(
                person=one.person, matter=one.matter, what=one.what, occasion=one.occasion, made_at=one.made_at
            )
        _see_nothing(monkeypatch)
        make_reminders()
        assert Reminder.objects.count() == 1


def test_the_twin_without_the_natural_key_doubles(cast: Cast, walk: Walk, monkeypatch: pytest.MonkeyPatch):
    choose(cast, "office")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notices_reminder DROP CONSTRAINT reminder_once")
    with at("2025-02-19"):
        make_reminders()
        _see_nothing(monkeypatch)
        make_reminders()
    assert Reminder.objects.count() == 2


def _see_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Reminder.objects.filter
    monkeypatch.setattr(
        Reminder.objects,
        "filter",
        lambda *_by, **_with: real(pk=None) if "person__in" in _with else real(*_by, **_with),
    )


def test_a_claim_holds_until_its_lease_is_over(cast: Cast, walk: Walk):
    choose(cast, "office")
    with at("2025-02-19"):
        remind()
        assert claim() is not None
        assert claim() is None, "somebody is sending it"
        later = clock.now() + timedelta(minutes=6)
    with clock.at(later):
        assert claim() is not None, "whoever had it died"


def test_many_matters_cost_no_more_questions(cast: Cast, walk: Walk, sink: Sink):
    choose(cast, "office")
    few = _asked("2025-02-19")
    with at(VISITED):
        for _number in range(5):
            visit(cast)
    Reminder.objects.all().delete()
    Message.objects.all().delete()
    assert _asked("2025-02-19") == few
    assert few <= 45
    assert body(sink.letters[-1]).count("企业难题") == 6


def _asked(day: str) -> int:
    known.forget()
    with CaptureQueriesContext(connection) as queries:
        assert run(day) == 1
    return len(queries)


def test_whoever_chose_nothing_costs_nothing(cast: Cast, walk: Walk):
    with at("2025-02-19"), CaptureQueriesContext(connection) as queries:
        assert make_reminders() == 0
        assert bundle() == 0
        assert send_messages() == 0
    assert len(queries) <= 6
