"""Opinions before and after: said and read first, voted on once by each browser, grouped, closed for good."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from subprocess import run
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast, at
from tests.consultations.conftest import moment, session_of
from tests.matters.conftest import Walk, visit
from yidu.common import clock
from yidu.common.actors import SYSTEM, VISITOR
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.common.jobs import registered_jobs
from yidu.consultations.actions import (
    cast_vote,
    change_asking,
    close_asking,
    open_asking,
    refuse_opinion,
    say_opinion,
    show_opinion,
)
from yidu.consultations.actions import opinions as opinion_actions
from yidu.consultations.actions.opinions import Ballot
from yidu.consultations.grouped import keep_groups, result_of
from yidu.consultations.jobs import close_askings, group_opinions
from yidu.consultations.models import Asking, Opinion, Vote
from yidu.consultations.opinions import moderates, next_opinion, readable_askings, voters_of
from yidu.consultations.warning import warnings
from yidu.ledger.models import Step
from yidu.people.rules import standing_of

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {
    "question": "换电梯的钱怎么分摊？",
    "opens_on": date(2025, 3, 10),
    "closes_on": date(2025, 3, 20),
}
OPENED, DURING, AFTER = "2025-03-10", "2025-03-12", "2025-03-21"


def asking_of(cast: Cast, topic: Walk, **more: Any) -> Asking:
    with at(OPENED):
        return open_asking(topic=topic.matter, actor=cast.liaison, client_id=uuid4(), **{**ASKED, **more})


def shown_in(cast: Cast, asking: Asking, *texts: str) -> list[Opinion]:
    """What whoever looks after it says, a minute after another: it is shown at once."""
    said = []
    for minute, text in enumerate(texts):
        with clock.at(moment(OPENED, 9) + timedelta(minutes=minute)):
            said.append(say_opinion(asking=asking, text=text, actor=cast.liaison, client_id=uuid4()))
    return said


def votes(asking: Asking, secret: str, *said: tuple[Opinion, int], on: str = DURING) -> None:
    with at(on):
        for opinion, says in said:
            cast_vote(asking=asking, ballot=Ballot(opinion, secret, says), actor=VISITOR)


def three_camps(cast: Cast, asking: Asking, sizes: tuple[int, ...] = (6, 5, 5)) -> list[Opinion]:
    """Each camp agrees to its own two statements and to the last, and to none of the others."""
    opinions = shown_in(cast, asking, *(f"第 {number} 条意见" for number in range(7)))
    for camp, size in enumerate(sizes):
        for voter in range(size):
            said = [(one, 1 if n == 6 or n // 2 == camp else -1) for n, one in enumerate(opinions)]
            votes(asking, f"secret-{camp}-{voter}", *said)
    return opinions


@pytest.fixture
def asking(cast: Cast, topic: Walk) -> Asking:
    return asking_of(cast, topic)


def test_the_office_and_who_convenes_ask_and_nobody_else(cast: Cast, topic: Walk):
    for actor in (cast.office, cast.liaison, cast.member):
        with at(OPENED):
            assert open_asking(topic=topic.matter, actor=actor, **ASKED).question == ASKED["question"]
    for actor in (cast.economy_handler, VISITOR):
        with at(OPENED), pytest.raises(NotAllowed):
            open_asking(topic=topic.matter, actor=actor, **ASKED)


def test_every_wrong_field_is_said_at_once(cast: Cast, topic: Walk):
    told: dict[str, Any] = {
        "question": " ",
        "opens_on": date(2025, 3, 20),
        "closes_on": date(2025, 3, 19),
        "when": "never",
    }
    with at(OPENED), pytest.raises(Invalid) as refused:
        open_asking(topic=topic.matter, actor=cast.office, **told)
    assert set(refused.value.fields) == {"question", "closes_on", "when"}
    with at("2025-03-03"):
        difficulty = visit(cast)
        with pytest.raises(NotAllowed):
            open_asking(topic=difficulty, actor=cast.liaison, **ASKED)
        with pytest.raises(Invalid) as refused:
            open_asking(topic=difficulty, actor=cast.office, **ASKED)
    assert "topic" in refused.value.fields


def test_what_somebody_says_waits_until_it_was_read(cast: Cast, asking: Asking):
    with at(DURING):
        said = say_opinion(asking=asking, text="先把一楼的意见问清楚", actor=VISITOR, client_id=uuid4())
        assert next_opinion(asking, "") is None
        with pytest.raises(NotAllowed):
            show_opinion(said, actor=cast.economy_handler, version=1)
        show_opinion(said, actor=cast.liaison, version=1)
        assert next_opinion(asking, "") == said
        with pytest.raises(Stale):
            refuse_opinion(said, because="insults", actor=cast.office, version=1)
        with pytest.raises(Invalid):
            refuse_opinion(said, because="i-do-not-like-it", actor=cast.office, version=2)
        refuse_opinion(said, because="names-somebody", actor=cast.office, version=2)
        assert next_opinion(asking, "") is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=said.pk).update(because="")


def test_nothing_is_said_twice_and_nothing_under_a_name(cast: Cast, asking: Asking):
    shown_in(cast, asking, "按楼层分摊")
    with at(DURING):
        with pytest.raises(Invalid):
            say_opinion(asking=asking, text=" 按楼层分摊 ", actor=VISITOR)
        with pytest.raises(Invalid):
            say_opinion(asking=asking, text="长" * 141, actor=VISITOR)
        with pytest.raises(NotAllowed):
            say_opinion(asking=asking, text="我是委员", actor=cast.member)


def test_one_browser_votes_once_and_may_say_something_else(cast: Cast, asking: Asking):
    (one,) = shown_in(cast, asking, "按楼层分摊")
    votes(asking, "first", (one, 1), (one, -1))
    votes(asking, "second", (one, 1))
    assert sorted(Vote.objects.values_list("says", flat=True)) == [-1, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(opinion=one, voter=voters_of(asking, "first")[0], says=0)
    with at(DURING):
        with pytest.raises(NotAllowed):
            cast_vote(asking=asking, ballot=Ballot(one, "first", 1), actor=cast.member)
        with pytest.raises(Invalid):
            cast_vote(asking=asking, ballot=Ballot(one, "first", 7), actor=VISITOR)


def test_another_key_of_the_site_makes_nobody_two_voters(cast: Cast, asking: Asking, settings: Any):
    first, second = shown_in(cast, asking, "按楼层分摊", "平均分摊")
    votes(asking, "mine", (first, 1))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    votes(asking, "mine", (first, -1), (second, 1))
    assert Vote.objects.count() == 2
    assert Vote.objects.values("voter").distinct().count() == 1


def test_the_one_with_the_fewest_votes_comes_first_and_none_that_one_voted_on(cast: Cast, asking: Asking):
    first, second, third = shown_in(cast, asking, "一", "二", "三")
    votes(asking, "a", (first, 1), (second, 1))
    votes(asking, "b", (first, 0))
    assert next_opinion(asking, "c") == third
    assert next_opinion(asking, "b") == third
    votes(asking, "b", (third, 1))
    assert next_opinion(asking, "b") == second
    assert next_opinion(asking, "a") == third


def test_votes_of_one_browser_are_not_joined_with_another_asking(cast: Cast, topic: Walk, asking: Asking):
    """The same secret is another voter elsewhere; and the steps tell neither who nor what."""
    other = asking_of(cast, topic, question="院坝里要不要装灯？")
    (one,), (two,) = shown_in(cast, asking, "按楼层分摊"), shown_in(cast, other, "要装")
    votes(asking, "same", (one, 1))
    votes(other, "same", (two, 1))
    assert Vote.objects.values("voter").distinct().count() == 2
    steps = Step.objects.filter(name="asking.voted")
    assert {(one.actor_id, one.actor_kind, str(one.data), one.record_id) for one in steps} == {
        (None, "visitor", "{}", str(asking.pk)), (None, "visitor", "{}", str(other.pk)),
    }  # fmt: skip
    votes(asking, "another", (one, -1))
    mine = Step.objects.filter(name="asking.voted", record_id=str(asking.pk))
    assert mine.count() == 2
    assert len(set(mine.values_list("fingerprint", flat=True))) == 1


def test_it_is_open_on_its_days_and_on_no_other(cast: Cast, asking: Asking):
    (one,) = shown_in(cast, asking, "按楼层分摊")
    votes(asking, "a", (one, 1), on="2025-03-20")
    for day in ("2025-03-09", AFTER):
        with pytest.raises(Conflict):
            votes(asking, "b", (one, 1), on=day)
    with at(AFTER), pytest.raises(Conflict):
        say_opinion(asking=asking, text="太晚了", actor=VISITOR)


def test_it_closes_by_itself_and_what_joined_the_votes_is_gone(cast: Cast, asking: Asking):
    opinions = three_camps(cast, asking)
    with at(DURING):
        assert close_askings() == 0
        group_opinions()
    asking.refresh_from_db()
    before = asking.grouped
    with at(AFTER):
        assert close_askings() == 1
        assert close_askings() == 0
    asking.refresh_from_db()
    voters = set(Vote.objects.values_list("voter", flat=True))
    assert voters == {str(number) for number in range(1, 17)}
    assert Vote.objects.count() == 16 * 7
    Asking.objects.update(grouped=None, grouped_of=None)
    group_opinions()
    asking.refresh_from_db()
    assert asking.grouped == before
    with at(AFTER):
        for refused in (
            lambda: close_asking(asking, actor=cast.office, version=asking.version),
            lambda: refuse_opinion(opinions[0], because="insults", actor=cast.office, version=1),
        ):
            with pytest.raises(Conflict):
                refused()


def test_without_the_numbering_the_digests_would_stay(cast: Cast, asking: Asking, monkeypatch: pytest.MonkeyPatch):
    """The twin."""
    (one,) = shown_in(cast, asking, "按楼层分摊")
    votes(asking, "a", (one, 1))
    monkeypatch.setattr(opinion_actions, "_NUMBERED", "SELECT %s, %s")
    with at(AFTER):
        close_askings()
    assert Vote.objects.get().voter == voters_of(asking, "a")[0]


def test_groups_are_kept_and_found_anew_when_somebody_voted(cast: Cast, asking: Asking):
    opinions = three_camps(cast, asking)
    assert group_opinions() == 1
    assert group_opinions() == 0
    asking.refresh_from_db()
    result = result_of(asking)
    assert result
    assert [(one.letter, one.size) for one in result.groups] == [("甲", 6), ("乙", 5), ("丙", 5)]
    assert [one.text for one in result.unite] == [opinions[6].text]
    assert {one.text for one in result.groups[0].typical} == {one.text for one in opinions[:2]}
    votes(asking, "one-more", (opinions[0], 1))
    assert group_opinions() == 1
    with at(DURING):
        refuse_opinion(opinions[6], because="said-already", actor=cast.office, version=1)
    asking.refresh_from_db()
    taken_down = result_of(asking)
    assert taken_down
    assert taken_down.unite == ()
    assert group_opinions() == 1


def test_a_small_group_is_not_kept_anywhere(cast: Cast, asking: Asking):
    three_camps(cast, asking, (6, 5, 4))
    group_opinions()
    asking.refresh_from_db()
    result = result_of(asking)
    assert result
    assert [one.size for one in result.groups] == [6, 5]
    assert (result.voters, result.some_not_shown) == (11, True)


def test_of_too_few_nothing_is_kept(cast: Cast, asking: Asking):
    three_camps(cast, asking, (5, 5, 4))
    group_opinions()
    asking.refresh_from_db()
    assert asking.grouped is None
    assert result_of(asking) is None
    assert not keep_groups(asking)


def test_who_looks_after_it(cast: Cast, topic: Walk):
    """The office, its convener, whoever asked; not every member."""
    session = session_of(cast, topic)
    with at(OPENED):
        asking = open_asking(topic=topic.matter, session=session, actor=cast.office, **ASKED)
        row = Asking.objects.select_related("session").get(pk=asking.pk)
        looks = {called for called in cast.people if moderates(standing_of(getattr(cast, called)), row)}
    assert looks == {"office", "liaison"}


def test_who_reads_it(cast: Cast, topic: Walk):
    asking = asking_of(cast, topic, is_public=False)
    for actor, reads in ((cast.member, True), (cast.economy_handler, False), (VISITOR, False)):
        assert readable_askings(actor).filter(pk=asking.pk).exists() is reads
    public = asking_of(cast, topic)
    assert readable_askings(VISITOR).filter(pk=public.pk).exists()


def test_the_question_stays_once_somebody_voted(cast: Cast, asking: Asking):
    told = {**ASKED, "actor": cast.liaison}
    with at(DURING):
        changed = change_asking(asking, version=1, **{**told, "question": "钱怎么分？"})
        (one,) = shown_in(cast, asking, "按楼层分摊")
        votes(asking, "a", (one, 1))
        with pytest.raises(Invalid) as refused:
            change_asking(changed, version=2, **told)
        assert set(refused.value.fields) == {"question"}
        later = {**told, "question": "钱怎么分？", "closes_on": date(2025, 3, 30)}
        assert change_asking(changed, version=2, **later).closes_on == date(2025, 3, 30)
        with pytest.raises(NotAllowed):
            close_asking(changed, actor=cast.economy_handler, version=3)
        assert close_asking(changed, actor=SYSTEM, version=3).closed_at


@pytest.mark.parametrize(
    "text",
    ["找物业老王说", "问张经理", "刘某某收了钱", "打 138 1234 5678 找我", "加微信 gh_lift88", "3栋2单元501室天天漏水",
     "请王晓岚委员来看"],
)  # fmt: skip
def test_a_statement_that_may_name_somebody_warns(cast: Cast, text: str):
    assert warnings(text, cast.committee)


@pytest.mark.parametrize(
    "text", ["按楼层分摊费用", "老旧小区的电梯都要换", "1 到 3 楼少出一些", "480 户都要同意吗", "社区主任要到场"]
)
def test_one_that_names_nobody_does_not(cast: Cast, text: str):
    assert warnings(text, cast.committee) == []


def test_what_finds_the_groups_is_not_loaded_by_whoever_serves_pages():
    loads = "import sys, django; django.setup(); import yidu.urls, yidu.consultations.jobs; "
    code = f"{loads} sys.exit('sklearn' in sys.modules)"
    env = {"DJANGO_SETTINGS_MODULE": "yidu.settings", "PATH": "/usr/bin", "YIDU_TESTING": "1"}
    assert run([sys.executable, "-c", code], env=env, check=False).returncode == 0


def test_the_jobs_are_registered():
    assert {"consultations.close_askings", "consultations.group_opinions"} <= set(registered_jobs())
