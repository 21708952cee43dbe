"""Every action × every stage × every role: whoever may act by the programme acts, and nobody else."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from tests.access import document
from tests.access.acting import stands, wrong_at
from tests.access.deeds import ELSEWHERE, action_of, doers, is_done
from tests.access.positions import kinds
from tests.access.table_deeds import DEEDS
from tests.access.world import World
from yidu.common.actions import registered_actions
from yidu.matters import engine

pytestmark = pytest.mark.django_db


KINDS = [kind for _programme, kind, _committee in kinds()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_action_is_open_to_whom_the_procedure_names(walked: World, kind: str):
    wrong = [told for stand in stands(walked, kind) for told in wrong_at(walked, stand)]
    assert not wrong, "\n".join([f"{len(wrong)} cells are wrong:", *wrong[:20]])


def test_a_party_too_many_makes_cells_wrong(walked: World, monkeypatch: pytest.MonkeyPatch):
    """The twin: whoever reads a matter counts as the staff."""
    asked = [stand for stand in stands(walked, KINDS[0]) if stand.hand.reader.id == "liaison"]
    assert not [told for stand in asked for told in wrong_at(walked, stand)]
    honest = engine.parties
    monkeypatch.setattr(engine, "parties", lambda *who, **more: honest(*who, **more) | {"office"})
    assert [told for stand in asked for told in wrong_at(walked, stand)]


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_every_other_action_is_open_to_whom_its_rule_names(world: World, name: str):
    deed = DEEDS[name]
    done = {doer.id: is_done(world, name, deed, doer) for doer in doers()}
    assert done == {doer.id: deed.may(doer) for doer in doers()}


def test_somebody_says_who_may_for_every_action():
    get_resolver().url_patterns  # noqa: B018  (whatever the site can do is loaded with its pages)
    ours = {name for name, action in registered_actions().items() if action.__module__.startswith("yidu.")}
    assert ours == {*map(action_of, DEEDS), *ELSEWHERE}


def test_the_document_is_current(walked: World):
    told = document.text(walked)
    if document.RENEW:
        document.DOCUMENT.write_text(told, encoding="utf-8")
    assert document.DOCUMENT.read_text(encoding="utf-8") == told, "renew it: .venv/bin/python -m tests.access"
