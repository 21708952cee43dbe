"""An opinion report is edited beside its author's text, signed, issued under a number, and never changed then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.models import Entry, Step
from yidu.matters.actions import raise_matter
from yidu.matters.issued_texts import own_text
from yidu.matters.models import IssuedText, Matter
from yidu.notices.due import due_now

OWN = {"title": "老旧小区充电桩不够", "text": "晚上排队充电，居民有意见。"}
ADVICE = "请住建部门统筹车位改造。"
EDITED: dict[str, Any] = {"title": "关于加快充电设施建设的建议", "text": "部分老旧小区夜间排队充电。建议住建部门统筹。"}


def report(cast: Cast, day: str = "2025-03-03", **more: Any) -> Walk:
    """What a member wrote and handed in."""
    with at(day):
        told = {**OWN, "answers": {"advice": ADVICE}, "place": cast.place, **more}
        matter = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="opinion-report", actor=cast.member,
            client_id=uuid4(), **told,
        )  # fmt: skip
    return Walk(cast, matter)


def signed(cast: Cast, day: str = "2025-03-03", **more: Any) -> Walk:
    """Taken up, edited and signed on one day."""
    walk = report(cast, day, **more)
    walk.does(cast.office, "take", day, hour=10)
    walk.does(cast.office, "edit", day, hour=11, **EDITED)
    walk.does(cast.secretary, "sign", day, hour=12)
    return walk


def issued(cast: Cast, day: str = "2025-03-03", *, series: str = "opinion", **more: Any) -> IssuedText:
    walk = signed(cast, day, **more)
    walk.does(cast.office, "issue", day, hour=13, series=series)
    return walk.matter.issued_texts.get()


@pytest.fixture
def editing(cast: Cast) -> Walk:
    walk = report(cast)
    walk.does(cast.office, "take", "2025-03-04")
    return walk


def test_the_office_edits_beside_the_authors_text(editing: Walk):
    cast = editing.cast
    editing.does(cast.office, "draft", "2025-03-04", hour=10, **EDITED)
    matter = editing.does(cast.office, "edit", "2025-03-05", title=EDITED["title"], text="改定稿。")
    assert (matter.title, matter.text) == (OWN["title"], OWN["text"])
    assert own_text(matter) == f"{OWN['text']}\n\n{ADVICE}"
    told = [(one.version, one.title, one.text) for one in matter.issued_texts.all()]
    assert told == [(1, EDITED["title"], EDITED["text"]), (2, EDITED["title"], "改定稿。")]
    assert (matter.stage, matter.holder) == ("signing", "secretary-general")


def test_nobody_but_the_office_edits_and_nobody_but_the_secretary_general_signs(editing: Walk):
    cast = editing.cast
    for who in (cast.member, cast.secretary, cast.leader):
        assert "edit" not in editing.may(who, "2025-03-04")
        with pytest.raises(NotAllowed):
            editing.does(who, "edit", "2025-03-04", **EDITED)
    editing.does(cast.office, "edit", "2025-03-04", **EDITED)
    assert editing.may(cast.office, "2025-03-04") == set()
    assert editing.may(cast.secretary, "2025-03-04") == {"sign", "send-back"}


def test_what_is_too_long_or_empty_is_refused_field_by_field(editing: Walk):
    with pytest.raises(Invalid) as refused:
        editing.does(editing.cast.office, "edit", "2025-03-04", title="长" * 61, text=" ")
    assert set(refused.value.fields) == {"title", "text"}
    assert not IssuedText.objects.exists()


def test_words_that_nobody_edited_are_signed_as_the_author_wrote_them(cast: Cast):
    walk = report(cast)
    walk.does(cast.office, "take", "2025-03-04")
    with at("2025-03-04"):
        Matter.objects.filter(pk=walk.matter.pk).update(stage="signing", holder="secretary-general")
    walk.does(cast.secretary, "sign", "2025-03-04", hour=10)
    words = walk.matter.issued_texts.get()
    assert (words.title, words.text, words.written_by) == (OWN["title"], f"{OWN['text']}\n\n{ADVICE}", None)


def test_an_issue_has_the_next_number_of_its_series_and_year(cast: Cast):
    told = [issued(cast, "2025-03-03"), issued(cast, "2025-03-04", series="special"), issued(cast, "2025-03-05")]
    told.append(issued(cast, "2026-01-05"))
    assert [(one.series, one.year, one.number) for one in told] == [
        ("opinion", 2025, 1), ("special", 2025, 1), ("opinion", 2025, 2), ("opinion", 2026, 1),
    ]  # fmt: skip
    step = Step.objects.filter(name="issued-text.issued").order_by("pk")[0]
    assert step.data["number"] == 1


def test_what_is_issued_is_accepted_once_and_counts_on_its_day(cast: Cast):
    issued(cast, "2025-03-03")
    entries = Entry.objects.filter(indicator="suggestions-of-value")
    assert [(one.day.isoformat(), int(one.quantity)) for one in entries] == [("2025-03-03", 1)]


def test_what_was_changed_after_the_signature_needs_another(cast: Cast):
    """A county may edit later than others: nothing goes out that nobody signed."""
    walk = signed(cast)
    with at("2025-03-04"):
        Matter.objects.filter(pk=walk.matter.pk).update(stage="editing", holder="office")
        walk.does(cast.office, "draft", "2025-03-04", **EDITED)
        Matter.objects.filter(pk=walk.matter.pk).update(stage="signed")
    with pytest.raises(Invalid):
        walk.does(cast.office, "issue", "2025-03-04", hour=10, series="opinion")
    assert not IssuedText.objects.exclude(number=None).exists()


def test_urgent_ones_go_out_as_they_were_written_with_a_reason(cast: Cast):
    walk = report(cast)
    with pytest.raises(Invalid):
        walk.does(cast.office, "urgent", "2025-03-03", series="special")
    matter = walk.does(cast.office, "urgent", "2025-03-03", hour=10, series="special", reason="有垮塌危险")
    words = matter.issued_texts.get()
    assert (words.title, words.because, words.signed_at, words.number) == (OWN["title"], "有垮塌危险", None, 1)
    assert (matter.stage, matter.holder) == ("urgent", "secretary-general")


def test_whose_signature_was_passed_over_and_whoever_wrote_it_are_told_at_once(cast: Cast):
    walk = report(cast)
    walk.does(cast.office, "urgent", "2025-03-03", hour=10, series="special", reason="有垮塌危险")
    people = {cast.people[who].pk: who for who in ("secretary", "member", "leader", "office")}
    with at("2025-03-03", 10):
        told = {people[one.person_id] for one in due_now(set(people)) if one.matter == walk.matter and one.at_once}
    assert told == {"secretary", "member"}


def test_a_step_that_fails_gives_no_number_away(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    from yidu.ledger import book

    walk = signed(cast)
    with monkeypatch.context() as broken:
        broken.setattr(book, "enter_many", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            walk.does(cast.office, "issue", "2025-03-04", series="opinion")
    walk.does(cast.office, "issue", "2025-03-04", hour=10, series="opinion")
    assert walk.matter.issued_texts.get().number == 1


# What the database itself holds, and the broken twin: what becomes of it without.

Harm = Callable[[Cast, IssuedText], object]


def changes_what_was_issued(_cast: Cast, words: IssuedText) -> None:
    IssuedText.objects.filter(pk=words.pk).update(text="偷偷改了")


def numbers_it_anew(_cast: Cast, words: IssuedText) -> None:
    IssuedText.objects.filter(pk=words.pk).update(number=9)


def takes_it_away(_cast: Cast, words: IssuedText) -> None:
    IssuedText.objects.filter(pk=words.pk).delete()


def words_it_anew(_cast: Cast, words: IssuedText) -> None:
    IssuedText.objects.create(
        committee=words.committee, matter=words.matter, version=9, title="新", text="新", written_at=words.written_at
    )


def changes_the_authors_text(_cast: Cast, words: IssuedText) -> None:
    Matter.objects.filter(pk=words.matter_id).update(text="作者没有这样写")


def changes_the_authors_title(_cast: Cast, words: IssuedText) -> None:
    Matter.objects.filter(pk=words.matter_id).update(title="作者没有这样写")


def gives_the_number_again(cast: Cast, words: IssuedText) -> None:
    """Of a signed one that waits: any number that was not given out would do."""
    other = IssuedText.objects.exclude(pk=words.pk).get()
    IssuedText.objects.filter(pk=other.pk).update(
        series=words.series, year=words.year, number=words.number, issued_at=words.issued_at
    )


def changes_what_was_signed(_cast: Cast, words: IssuedText) -> None:
    IssuedText.objects.exclude(pk=words.pk).update(text="签了以后又改")


HARMS: dict[str, tuple[Harm, str]] = {
    "what was issued is changed": (changes_what_was_issued, "TRIGGER issued_text_issued ON matters_issuedtext"),
    "an issue is numbered anew": (numbers_it_anew, "TRIGGER issued_text_issued ON matters_issuedtext"),
    "an issue is taken away": (takes_it_away, "TRIGGER issued_text_issued ON matters_issuedtext"),
    "what was issued is worded anew": (words_it_anew, "TRIGGER issued_text_no_more ON matters_issuedtext"),
    "what was signed is changed": (changes_what_was_signed, "TRIGGER issued_text_signed ON matters_issuedtext"),
    "the author's text is changed": (changes_the_authors_text, "TRIGGER matter_own_words ON matters_matter"),
    "the author's title is changed": (changes_the_authors_title, "TRIGGER matter_own_words ON matters_matter"),
    "a number is given twice": (gives_the_number_again, "CONSTRAINT issued_text_number_once"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_the_database_refuses(cast: Cast, harm: str):
    words, _other = issued(cast), signed(cast)
    do, _safeguard = HARMS[harm]
    with pytest.raises(IntegrityError), transaction.atomic():
        do(cast, words)


@pytest.mark.parametrize("harm", HARMS)
def test_the_twin_without_the_safeguard_lets_it_happen(cast: Cast, harm: str):
    words, _other = issued(cast), signed(cast)
    do, safeguard = HARMS[harm]
    drop = (
        f"DROP {safeguard}" if safeguard.startswith("TRIGGER") else f"ALTER TABLE matters_issuedtext DROP {safeguard}"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(drop)
    do(cast, words)


def test_a_matter_that_nobody_words_for_issue_is_not_held(cast: Cast):
    """The same statement on another matter goes through: it is the words that are held, and nothing else."""
    walk = report(cast)
    Matter.objects.filter(pk=walk.matter.pk).update(text="更正")


def test_the_action_itself_says_that_what_was_issued_is_not_edited(cast: Cast):
    words = issued(cast)
    with at("2025-03-04"):
        Matter.objects.filter(pk=words.matter_id).update(stage="editing", holder="office")
    walk = Walk(cast, words.matter)
    with pytest.raises(Invalid, match=r"issued|编发"):
        walk.does(cast.office, "edit", "2025-03-04", **EDITED)
