"""A sample that nobody could choose, and that anybody can draw again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from tests.cast import Cast, at
from yidu import matters
from yidu.common import clock
from yidu.common.actors import SYSTEM, Actor
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.seals import seal
from yidu.matters.actions import announce_draw, find_look_back, make_draw, raise_matter
from yidu.matters.draws import drawn_names, published, results
from yidu.matters.engine import take
from yidu.matters.looking import code_of, involved
from yidu.matters.models import Draw, LookBack, Matter
from yidu.matters.sampling import digest_of, in_drawn_order, size_of

RECIPE = Path(matters.__file__).with_name("draw_again.py")
PERIOD: dict[str, Any] = {"begins": date(2025, 2, 1), "ends": date(2025, 2, 28)}


def moved(matter: Matter, action: str, actor: Actor, **inputs: Any) -> None:
    row = Matter.objects.get(pk=matter.pk)
    take(row, action, actor=actor, version=row.version, inputs=inputs)


def answered(cast: Cast, title: str, kind: str = "enterprise-difficulty") -> Matter:
    """Raised by the office on 17 February, and confirmed solved on the twenty-first."""
    about: dict[str, Any] = {"organisation": cast.enterprise} if kind == "enterprise-difficulty" else {}
    with at("2025-02-17"):
        matter = raise_matter(
            committee=cast.committee, edition=cast.edition, kind=kind, title=title, text=title, place=cast.place,
            actor=cast.office, client_id=uuid4(), **about,
        )  # fmt: skip
    with at("2025-02-18"):
        moved(matter, "assign", cast.office, lead=cast.economy)
    with at("2025-02-20"):
        moved(matter, "reply", cast.economy_handler, text="已办好。", **{"class": "A"})
        moved(matter, "sign", cast.economy_head)
    with at("2025-02-21"):
        moved(matter, "rate", Actor(kind="receipt", matter_id=matter.pk), satisfaction="satisfied")
    return matter


@pytest.fixture
def four(cast: Cast) -> Iterator[Cast]:
    """Three difficulties that are open to everybody, and a concern that is not. It is 3 March."""
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
    for number in range(3):
        answered(cast, f"难题{number}")
    answered(cast, "身边事", kind="resident-concern")
    with at("2025-03-03"), translation.override("en"):
        yield cast


def announced(cast: Cast, **more: Any) -> Draw:
    told: dict[str, Any] = {"number": 2, **PERIOD, **more}
    who = told.pop("actor", cast.office)
    return announce_draw(
        committee=cast.committee, edition=cast.edition, procedure="linkage", actor=who, **told
    )  # fmt: skip


def sealed(cast: Cast) -> None:
    """Something is entered after the announcement, and sealed."""
    with clock.at(clock.now() + timedelta(minutes=5)):
        raise_matter(
            committee=cast.committee, edition=cast.edition, kind="resident-concern", title="后来的", text="后来的",
            place=cast.place, actor=cast.office, client_id=uuid4(),
        )  # fmt: skip
        seal()


def drawn(cast: Cast, **more: Any) -> Draw:
    draw = announced(cast, **more)
    sealed(cast)
    with at("2025-03-04"):
        return make_draw(draw, actor=cast.office)


def again(draw: Draw, folder: Path, *more: str, **changed: Any) -> subprocess.CompletedProcess[str]:
    """The published script on the published file, by another Python process that knows nothing of Yidu."""
    file = folder / "list.json"
    file.write_text(json.dumps({**published(draw), **changed}), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(RECIPE), str(file), *more], capture_output=True, text=True, check=False, cwd=folder
    )  # fmt: skip


def test_the_list_is_fixed_before_there_is_a_seed(four: Cast):
    draw = announced(four)
    assert (len(draw.candidates), draw.size, draw.seed) == (4, 2, "")
    assert draw.digest == digest_of(draw.candidates)
    with at("2025-03-04"), pytest.raises(Invalid, match="sealed"):
        make_draw(draw, actor=four.office)
    seal()  # what was entered before the announcement was known, or could be: this seal is not later than it
    with pytest.raises(Invalid):
        make_draw(draw, actor=four.office)
    assert not LookBack.objects.exists()


def test_the_first_seal_after_the_announcement_draws(four: Cast):
    draw = drawn(four)
    assert draw.seal is not None
    assert draw.seed == bytes(draw.seal.root).hex()
    assert draw.seal.sealed_at > draw.seed_after
    assert LookBack.objects.filter(draw=draw).count() == 2
    names = set(LookBack.objects.filter(draw=draw).values_list("name", flat=True))
    assert names == set(drawn_names(draw)) == set(in_drawn_order(draw.candidates, draw.seed)[:2])


def test_those_who_are_asked_have_nothing_to_do_with_it(four: Cast):
    draw = drawn(four, number=4)
    for row in LookBack.objects.filter(draw=draw).select_related("matter"):
        assert row.asked_id is not None
        assert row.asked_id not in involved(row.matter)
        assert row.asked_id not in {four.people[one].pk for one in ("office", "economy_handler", "economy_head")}


def test_a_seed_may_be_given_where_it_was_announced_and_nowhere_else(four: Cast):
    draw = announced(four, source="福彩双色球第 2025024 期", after=clock.now() + timedelta(days=1))
    with pytest.raises(Invalid, match="not come"):
        make_draw(draw, seed="03 07 11", actor=four.office)
    with at("2025-03-05"), pytest.raises(Invalid) as refused:
        make_draw(draw, actor=four.office)
    assert "seed" in refused.value.fields
    with at("2025-03-05"):
        made = make_draw(draw, seed="03 07 11", actor=four.office)
    assert (made.seed, made.seal) == ("03 07 11", None)
    other = announced(four, begins=date(2025, 2, 2))
    sealed(four)
    with at("2025-03-05"), pytest.raises(Invalid) as chosen:
        make_draw(other, seed="42", actor=four.office)
    assert "seed" in chosen.value.fields


def test_a_period_is_drawn_from_once(four: Cast):
    draw = drawn(four)
    with pytest.raises(Invalid):
        announced(four)
    with at("2025-03-05"), pytest.raises(Invalid, match="already"):
        make_draw(draw, actor=four.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).delete()


def test_under_one_client_id_it_is_drawn_once(four: Cast):
    draw, sent = announced(four), uuid4()
    sealed(four)
    with at("2025-03-04"):
        first = make_draw(draw, actor=four.office, client_id=sent)
        second = make_draw(draw, actor=four.office, client_id=sent)
    assert first.pk == second.pk
    assert LookBack.objects.filter(draw=draw).count() == 2


def test_who_may_not_draw_and_what_cannot_be_drawn_from(four: Cast):
    for who in (four.member, four.economy_head, Actor(kind="visitor")):
        with pytest.raises(NotAllowed):
            announced(four, actor=who)
    for wrong, field in (
        ({"ends": date(2025, 1, 1)}, "ends"),
        ({"ends": date(2025, 3, 3)}, "ends"),
        ({"share": 200, "number": None}, "share"),
        ({"number": 0}, "number"),
        ({"share": 10}, "number"),
        ({"source": "长" * 201}, "source"),
    ):
        with pytest.raises(Invalid) as refused:
            announced(four, **wrong)
        assert field in refused.value.fields, wrong
    with pytest.raises(Invalid, match="Nothing was answered"):
        announced(four, begins=date(2025, 1, 1), ends=date(2025, 1, 31))
    with pytest.raises(Invalid, match="look-back"):
        announce_draw(
            committee=four.committee, edition=four.edition, procedure="advice", actor=four.office, **PERIOD
        )  # fmt: skip


def test_a_share_is_rounded_up():
    assert [size_of(many, 10) for many in (1, 10, 11, 100)] == [1, 1, 2, 10]


def test_what_is_not_open_to_everybody_stands_under_a_code(four: Cast):
    draw = announced(four)
    concerns = Matter.objects.filter(kind="resident-concern")
    file = json.dumps(published(draw), ensure_ascii=False)
    for one in concerns:
        assert one.number not in draw.candidates
        assert one.title not in file
        assert str(one.pk) not in file
    assert {UUID(pk) for pk in draw.candidates.values()} == set(Matter.objects.values_list("pk", flat=True))


def test_found_not_solved_opens_it_again_and_found_solved_stands_beside_what_was_said(four: Cast):
    draw = drawn(four, number=4)
    rows = list(LookBack.objects.filter(draw=draw).select_related("matter"))
    bad, good = rows[0], rows[1]
    with at("2025-03-06"):
        for row, found, seen in ((bad, "unsolved", "还是老样子。"), (good, "solved", "")):
            asked = Actor(kind="person", person_id=row.asked_id)
            find_look_back(row, found=found, seen=seen, actor=asked, version=row.version)
    again_, stays = Matter.objects.get(pk=bad.matter_id), Matter.objects.get(pk=good.matter_id)
    assert (again_.stage, again_.holder, again_.solved_at, again_.satisfied) == ("handling", "lead", None, True)
    assert (stays.stage, stays.solved_says, stays.satisfied) == ("solved", "raiser", True)


def test_few_findings_on_closed_matters_are_not_told(four: Cast):
    told = {one.is_open: one for one in results(drawn(four, number=4))}
    assert told[True].counts == {"": 3}
    assert (told[False].drawn, told[False].counts) == (1, None)


def test_the_script_draws_the_same_without_yidu(four: Cast, tmp_path: Path):
    draw = drawn(four, number=4)
    said = again(draw, tmp_path, draw.digest)
    assert said.returncode == 0, said.stderr
    lines = [line.split() for line in said.stdout.splitlines()]
    assert [name for name, _code in lines] == drawn_names(draw)
    rows = {row.name: row for row in LookBack.objects.filter(draw=draw).select_related("draw")}
    for name, code in lines:
        asked = rows[name].asked_id
        assert asked is not None
        assert code == code_of(rows[name], asked)


# The twins: a list that was changed after the seed was known.


def test_the_database_refuses_another_list_after_the_announcement(four: Cast):
    draw = announced(four)
    for change in (
        {"candidates": {"x": str(uuid4())}}, {"digest": "0" * 64}, {"size": 1}, {"seed_source": "掷骰子"},
        {"seed_after": clock.now() - timedelta(days=9)}, {"begins": date(2025, 1, 1)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(**change)
    sealed(four)
    with at("2025-03-04"):
        make_draw(draw, actor=four.office)
    undone: list[dict[str, Any]] = [{"seed": "42"}, {"asked": {}}, {"drawn_at": None, "seed": ""}]
    for change in undone:
        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(**change)


def test_with_the_trigger_off_the_script_finds_what_was_changed(four: Cast, tmp_path: Path):
    draw = drawn(four)
    kept = draw.digest
    favourite = next(name for name in draw.candidates if name not in drawn_names(draw))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE matters_draw DISABLE TRIGGER USER")
    fewer = {name: pk for name, pk in draw.candidates.items() if name != favourite}
    Draw.objects.filter(pk=draw.pk).update(candidates=fewer)
    draw.refresh_from_db()
    assert "not the list that was announced" in again(draw, tmp_path).stderr
    Draw.objects.filter(pk=draw.pk).update(digest=digest_of(fewer))
    draw.refresh_from_db()
    assert again(draw, tmp_path).returncode == 0, "list and digest changed together: only a digest that was kept tells"
    assert "not the list that was announced" in again(draw, tmp_path, kept).stderr
    assert again(draw, tmp_path, seed="42").returncode == 1, "another seed draws others"
    assert again(draw, tmp_path, drawn=drawn_names(draw)[:-1]).returncode == 1


def test_the_system_may_draw(four: Cast):
    assert announced(four, actor=SYSTEM).size == 2
