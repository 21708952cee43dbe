"""Whoever is asked to sign a text is told, and once more; its author what became of that; nobody what it says."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast, actor_of, at
from tests.matters.conftest import Walk
from tests.notices.conftest import Sink, body, choose
from tests.proposals.conftest import TITLE, WORDS, cast, fresh, written
from yidu.common.actors import Actor
from yidu.notices import names
from yidu.notices.bundling import make_reminders
from yidu.notices.due import due_now
from yidu.notices.jobs import remind, send_messages
from yidu.notices.models import Message, Reminder
from yidu.people.rules import standing_of
from yidu.proposals.actions import (
    confirm_signature,
    decline_signature,
    discard_draft,
    hand_in_draft,
    invite_signature,
    save_draft,
    withdraw_signature,
)
from yidu.proposals.models import Draft, Signature
from yidu.proposals.rules import may_confirm

__all__ = ["cast"]

SAID = "https://yidu.example/write/{}/"


@pytest.fixture
def asked(cast: Cast) -> Signature:
    """On Monday the second member is asked."""
    with at("2025-02-17", 10):
        return invite_signature(written(cast), person=cast.people["second"], actor=cast.member)


def told(cast: Cast, day: str, hour: int = 11) -> list[tuple[str, str, str]]:
    """(who, why, on which occasion) of what is told of drafts."""
    called = {person.pk: name for name, person in cast.people.items()}
    with at(day, hour):
        due = due_now(list(called))
    return sorted((called[one.person_id], one.why, one.occasion.split(" 20")[0]) for one in due if one.draft)


def run(day: str, hour: int = 11) -> int:
    with at(day, hour):
        remind()
        return send_messages()


def confirm(name: Signature, actor: Actor, day: str, hour: int = 12) -> None:
    with at(day, hour):
        confirm_signature(name, version=fresh(name.draft).version, actor=actor)


def test_whoever_is_asked_is_told_at_once_and_once_more(cast: Cast, asked: Signature, sink: Sink):
    choose(cast, "second", hour=17)
    assert [run("2025-02-17", hour) for hour in (10, 11, 18)] == [1, 0, 0]
    assert [run(day, 18) for day in ("2025-02-18", "2025-02-19")] == [0, 0]
    assert [run("2025-02-20", hour) for hour in (16, 18, 19)] == [0, 1, 0], "once more with the digest of the third day"
    assert [run(day, 18) for day in ("2025-02-21", "2025-02-24", "2025-03-10")] == [0, 0, 0]
    for letter in sink.letters:
        assert "提案：2月17日起请您联名，等您答复" in body(letter)
        assert SAID.format(asked.draft_id) in body(letter)


def test_no_message_holds_a_word_of_the_text_or_a_name(cast: Cast, asked: Signature, sink: Sink):
    for called in ("second", "member", "convener", "land_head"):
        choose(cast, called)
    with at("2025-02-17"):
        invite_signature(asked.draft, sector=cast.sector, actor=cast.member)
        body_ = invite_signature(asked.draft, organisation=cast.land, actor=cast.member)
    run("2025-02-17")
    with at("2025-02-17", 12):
        decline_signature(body_, reason="与我局职能无关。", version=fresh(body_).version, actor=cast.land_head)
    run("2025-02-17", 13)
    assert len(sink.letters) == 4
    said = [TITLE, *WORDS["answers"].values(), WORDS["text"], "与我局职能无关。"]
    private = [*(words[:8] for words in said), "王晓岚", "刘国栋", "经济界", "规资局"]
    for letter in sink.letters:
        whole = body(letter) + str(letter["Subject"])
        assert not [words for words in private if words in whole]


def test_only_whoever_may_give_a_name_is_told_of_it(cast: Cast, asked: Signature):
    """A person, the convener of the sector, whoever signs for the body: the rule of signing, for many at once."""
    with at("2025-02-17"):
        invite_signature(asked.draft, sector=cast.sector, actor=cast.member)
        invite_signature(asked.draft, organisation=cast.land, actor=cast.member)
        due = {(one.person_id, one.what) for one in due_now([one.pk for one in cast.people.values()]) if one.draft}
        may = {
            (person.pk, f"name-{name.pk}")
            for name in Signature.objects.all()
            for person in cast.people.values()
            if may_confirm(standing_of(actor_of(person)), name)
        }
    assert due == may
    assert len(may) == 3


def test_an_answer_ends_it_and_the_author_is_told_of_that(cast: Cast, asked: Signature):
    assert told(cast, "2025-02-17") == [("second", "asked", "asked 0")]
    confirm(asked, cast.second, "2025-02-18")
    assert told(cast, "2025-02-18", 13) == [("member", "confirmed", "confirmed")]
    assert told(cast, "2025-02-22", 13) == [], "after some days it is no news any more"


def test_the_author_is_told_when_somebody_declines_and_not_before_all_have_confirmed(cast: Cast, asked: Signature):
    with at("2025-02-17"):
        other = invite_signature(asked.draft, sector=cast.sector, actor=cast.member)
    confirm(asked, cast.second, "2025-02-17")
    assert told(cast, "2025-02-17", 13) == [("convener", "asked", "asked 0")], "one is still waited for"
    with at("2025-02-18"):
        decline_signature(other, version=fresh(other).version, actor=cast.convener)
    assert told(cast, "2025-02-18") == [("member", "confirmed", "confirmed"), ("member", "declined", "declined")]


def test_each_is_there_once_and_of_one_thing(cast: Cast, asked: Signature):
    choose(cast, "second")
    with at("2025-02-17", 11):
        assert [make_reminders(), make_reminders()] == [1, 0]
    one = Reminder.objects.get()
    told = {name: getattr(one, name) for name in ("person", "draft", "what", "occasion", "made_at")}
    for wrong in (told, {**told, "draft": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(**wrong)


def test_whoever_signed_another_text_is_asked_again_once_for_each(cast: Cast, asked: Signature, sink: Sink):
    choose(cast, "second")
    run("2025-02-17")
    confirm(asked, cast.second, "2025-02-17")
    for hour, text in ((13, "换了说法。"), (14, "又换了说法。")):
        with at("2025-02-17", hour):
            row = fresh(asked.draft)
            save_draft(row, **{**WORDS, "text": text}, version=row.version, actor=cast.member)
        run("2025-02-17", hour)
    assert len(sink.letters) == 2, "who is asked again is told once, however often it is changed"
    assert "您联名的稿子改动了，请重新确认" in body(sink.letters[1])


def test_whoever_signed_is_told_of_what_becomes_of_it_as_its_first_signer_is(cast: Cast, asked: Signature):
    with at("2025-02-17", 11):
        invite_signature(asked.draft, sector=cast.sector, actor=cast.member)
    confirm(asked, cast.second, "2025-02-17")
    with at("2025-02-17", 13):
        draft = fresh(asked.draft)
        matter = hand_in_draft(draft, version=draft.version, actor=cast.member).matter
    assert matter is not None
    Walk(cast, matter).does(cast.office, "return", "2025-02-18", reason="没有写明由谁来做。")
    called = {person.pk: name for name, person in cast.people.items()}
    with at("2025-02-18", 10):
        told = {called[one.person_id] for one in due_now(list(called)) if one.what == "stage"}
    assert told == {"member", "second"}, "and not the sector, that has not confirmed"


@pytest.mark.parametrize("ends", ["taken back", "put aside", "handed in", "declined", "left"])
def test_what_is_over_when_it_is_to_be_sent_is_not_sent(cast: Cast, asked: Signature, sink: Sink, ends: str):
    choose(cast, "second")
    with at("2025-02-17", 10):
        remind()
    with at("2025-02-17", 11):
        end(cast, asked, ends)
        assert send_messages() == 0
    assert Message.objects.get(person=cast.people["second"]).state == Message.State.EMPTY
    assert Reminder.objects.get(person=cast.people["second"]).dropped_at is not None


def end(cast: Cast, asked: Signature, how: str) -> None:
    draft: Draft = fresh(asked.draft)
    match how:
        case "taken back":
            withdraw_signature(asked, version=asked.version, actor=cast.member)
        case "put aside":
            discard_draft(draft, version=draft.version, actor=cast.member)
        case "handed in":
            hand_in_draft(draft, version=draft.version, actor=cast.member)
        case "declined":
            decline_signature(asked, version=asked.version, actor=cast.second)
        case _:
            cast.appointments["second"].ends = cast.appointments["second"].starts
            cast.appointments["second"].save()


def test_the_twin_that_asks_whoever_has_answered_is_caught(
    cast: Cast, asked: Signature, monkeypatch: pytest.MonkeyPatch
):
    """The safeguard is off: whether a name still waits is not looked at."""
    monkeypatch.setattr(names, "waits", lambda _name: True)
    with pytest.raises(AssertionError):
        test_an_answer_ends_it_and_the_author_is_told_of_that(cast, asked)


def test_the_twin_that_tells_everybody_is_caught(cast: Cast, asked: Signature, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(names.Posts, "giving", lambda posts, _name: set().union(*posts.serve.values()))
    with pytest.raises(AssertionError):
        test_only_whoever_may_give_a_name_is_told_of_it(cast, asked)
