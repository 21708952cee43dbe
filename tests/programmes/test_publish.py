from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cast import DADUKOU, YUNYANG, Cast, at, open_county
from tests.programmes.folders import write
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.figures import Figure, value
from yidu.ledger.models import Step
from yidu.matters.actions import record_and_raise
from yidu.people.models import Role
from yidu.people.rules import has_power
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY, Faulty
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_edition

DATES = ('within = "10 working days"', 'within = "5 working days"')


def test_a_clean_folder_becomes_the_first_edition(cast: Cast, tmp_path: Path):
    edition = publish(write(tmp_path), committee=cast.committee, actor=cast.office)
    assert (edition.number, edition.programme) == (1, "small")
    assert edition.digest == hashlib.sha256(edition.content.encode()).hexdigest()
    assert edition.published_by == cast.people["office"]
    assert Step.objects.filter(name="programme.published", record_id=str(edition.pk)).count() == 1


def test_an_unchanged_folder_gives_the_edition_that_there_is(cast: Cast, tmp_path: Path):
    first = publish(write(tmp_path), committee=cast.committee, actor=cast.office)
    again = publish(tmp_path / "small", committee=cast.committee, actor=cast.office)
    assert again == first
    assert Edition.objects.filter(programme="small").count() == 1


def test_a_folder_with_errors_is_refused_with_all_of_them_and_nothing_is_kept(cast: Cast, tmp_path: Path):
    folder = write(tmp_path, {"kinds.toml": ('["trouble"]', '["troble"]'), "lists.toml": ('id = "b"', 'id = "a"')})
    roles, steps = Role.objects.count(), Step.objects.count()
    with pytest.raises(Faulty) as faulty:
        publish(folder, committee=cast.committee, actor=cast.office)
    assert [problem.spot.file.name for problem in faulty.value.problems] == ["kinds.toml", "lists.toml"]
    assert len(faulty.value.fields["folder"]) == 2
    assert not Edition.objects.filter(programme="small").exists()
    assert (Role.objects.count(), Step.objects.count()) == (roles, steps)


@pytest.mark.parametrize("who", ["member", "leader", "economy_head"])
def test_only_who_keeps_the_programmes_publishes(cast: Cast, tmp_path: Path, who: str):
    with pytest.raises(NotAllowed):
        publish(write(tmp_path), committee=cast.committee, actor=getattr(cast, who))


def test_a_folder_is_published_by_its_own_committee_only(cast: Cast, tmp_path: Path):
    yunyang = open_county(YUNYANG, "云阳县政协", city=cast.city)
    with pytest.raises(Invalid):
        publish(write(tmp_path), committee=yunyang, actor=SYSTEM)
    with pytest.raises(NotAllowed):
        publish(LIBRARY / "huhe", committee=yunyang, actor=cast.office)
    with pytest.raises(Invalid):
        publish(LIBRARY / "base", committee=cast.committee, actor=SYSTEM)


def test_stages_actions_and_questions_keep_the_order_of_the_folder(cast: Cast, tmp_path: Path):
    edition = publish(write(tmp_path), committee=cast.committee, actor=cast.office)
    stored = Edition.objects.get(pk=edition.pk).read
    assert list(stored.procedure["way"].stage) == ["begun", "handling", "signing", "answered", "over"]
    actions = list(stored.procedure["way"].stage["handling"].action)
    assert actions == ["contest", "extend", "decide", "pause", "resume", "reply"]


def test_what_is_under_way_keeps_the_edition_that_it_began_with(cast: Cast, tmp_path: Path):
    first = publish(write(tmp_path), committee=cast.committee, actor=cast.office)

    def raise_one(edition: Edition):
        _visit, (matter,) = record_and_raise(
            raises=[{"kind": "trouble", "title": "难题", "text": "难题"}],
            committee=cast.committee,
            edition=edition,
            kind="visit",
            day=edition.published_at.date(),
            place=cast.place,
            host=cast.appointments["member"],
            actor=cast.member,
            client_id=uuid4(),
        )
        return matter

    old = raise_one(first)
    changed = write(tmp_path / "next", {"procedures.toml": DATES})
    second = publish(changed, committee=cast.committee, actor=cast.office)
    new = raise_one(second)
    assert (second.number, current_edition(cast.committee.pk, "small")) == (2, second)
    old.refresh_from_db()
    assert old.procedure.stage["handling"].within == "10 working days"
    assert new.procedure.stage["handling"].within == "5 working days"


def test_a_rule_that_is_added_counts_what_was_recorded_before(cast: Cast, tmp_path: Path):
    with at("2025-02-18"):
        publish(write(tmp_path), committee=cast.committee, actor=cast.office)
        added = "\n".join(
            (
                "[heads]",
                'title = { zh = "负责人", en = "Heads" }',
                'unit = { zh = "名", en = "heads" }',
                'measure = "stock"',
                'counts = "appointment"',
                'where = { role = "head" }',
                "",
                "[share]",
            )
        )
        changed = write(tmp_path / "next", {"indicators.toml": ("[share]", added)})
        publish(changed, committee=cast.committee, actor=cast.office)
        assert value(Figure(committee=cast.committee, programme="small", indicator="heads")) == 2


def test_a_county_cannot_change_what_a_role_may_do_elsewhere(cast: Cast, tmp_path: Path):
    yunyang = open_county(YUNYANG, "云阳县政协", city=cast.city)
    role = '[member]\ntitle = { zh = "委员", en = "Member" }\nat = "committee"\npowers = ["record", "read", "office"]\n'
    folder = write(
        tmp_path, {"programme.toml": (DADUKOU, YUNYANG), "page.toml": (DADUKOU, YUNYANG)}, **{"roles.toml": role}
    )
    with pytest.raises(Faulty) as faulty:
        publish(folder, committee=yunyang, actor=SYSTEM)
    assert "with other powers" in str(faulty.value.problems[0])
    assert not has_power(cast.member, "office", committee_id=cast.committee.pk)


def test_a_second_county_publishes_its_own_work_without_a_line_of_python(cast: Cast):
    yunyang = open_county(YUNYANG, "云阳县政协", city=cast.city)
    edition = publish(LIBRARY / "huhe", committee=yunyang, actor=SYSTEM)
    assert edition.read.procedure["river-call"].stage["found"].within == "4 hours"
    assert Role.objects.get(pk="river-keeper").title_zh == "护河员"
