"""The database itself refuses to change what was entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from tests.ledger.conftest import District, tampering
from yidu.ledger.figures import publish_all
from yidu.ledger.models import Entry, Published, Seal, Step
from yidu.ledger.seals import seal

KEPT = [Step, Entry, Seal, Published]
TABLES = [model._meta.db_table for model in KEPT]


def _save(model: type[models.Model]) -> None:
    row = model._default_manager.earliest("pk")
    row.save(force_update=True)


def _raw(statement: str) -> Callable[[type[models.Model]], None]:
    def execute(model: type[models.Model]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=model._meta.db_table))

    return execute


WAYS: dict[str, Callable[[type[models.Model]], Any]] = {
    "queryset.update": lambda model: model._default_manager.update(id=models.F("id")),
    "instance.save": _save,
    "instance.delete": lambda model: _raw(f"DELETE FROM {{table}} WHERE id = {model._default_manager.latest('pk').pk}")(
        model
    ),
    "UPDATE": _raw("UPDATE {table} SET id = id"),
    "DELETE": _raw("DELETE FROM {table}"),
    "TRUNCATE": _raw("TRUNCATE {table} CASCADE"),
}


@pytest.fixture
def filled(district: District) -> District:
    district.appoint()
    seal()
    publish_all()
    return district


@pytest.mark.parametrize("model", KEPT)
def test_what_was_entered_stays(filled: District, model: type[models.Model]):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    before = list(model._default_manager.order_by("pk").values())
    assert before
    for way in WAYS.values():
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            way(model)
        assert list(model._default_manager.order_by("pk").values()) == before


def test_without_the_triggers_it_would_not(filled: District):
    """The broken twin: the refusal comes from the triggers and from nothing else."""
    with tampering(*TABLES) as cursor:
        for model in KEPT:
            WAYS["queryset.update"](model)
        cursor.execute("UPDATE ledger_entry SET quantity = 2")
    assert set(Entry.objects.values_list("quantity", flat=True)) == {2}
