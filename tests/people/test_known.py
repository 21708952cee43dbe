"""What is read once by each process is read again after every change, whoever makes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, actor_of, at
from yidu.common import known
from yidu.common.models import CalendarYear, Revision
from yidu.matters.actions.calendar import seed_calendar_year
from yidu.people.models import Appointment, Committee, Organisation, Person, Project, Role, Sector, Station
from yidu.people.rules import standing_of
from yidu.places.models import Place
from yidu.programmes.models import Edition

WATCHED: dict[type[models.Model], str] = {
    Appointment: "version", Role: "title_zh", Committee: "short_name", Sector: "name", Organisation: "short_name",
    Project: "name", Station: "name", Person: "name", Place: "name", Edition: "digest", CalendarYear: "source",
}  # fmt: skip
"""What may be kept, with a column that shows."""

NOTHING_IS_TOLD = """
CREATE OR REPLACE FUNCTION common_revise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$
"""


@pytest.mark.parametrize("model", WATCHED, ids=lambda model: model._meta.model_name)
def test_each_statement_on_a_watched_table_is_another_revision(cast: Cast, model: type[models.Model]):
    seed_calendar_year(year=2026)
    row, column, before = model._default_manager.first(), WATCHED[model], known.revision()
    assert row is not None
    model._default_manager.filter(pk=row.pk).update(**{column: getattr(row, column)})
    assert known.revision() != before


def test_to_sign_in_is_none(cast: Cast):
    before = known.revision()
    cast.people["office"].save(update_fields=["last_login"])
    assert known.revision() == before


def test_what_is_kept_is_read_again_after_a_change_only(cast: Cast):
    name = _Counted(lambda: str(Committee.objects.values_list("short_name", flat=True).get(pk=cast.committee.pk)))
    first = known.kept("name", name)
    assert known.kept("name", name) == first
    assert name.times == 1
    Committee.objects.filter(pk=cast.committee.pk).update(short_name="新名称")
    assert known.kept("name", name) == "新名称"


def test_the_twin_without_the_trigger_is_stale(cast: Cast):
    """So it is the trigger that tells, and nothing else."""
    name = lambda: str(Committee.objects.values_list("short_name", flat=True).get(pk=cast.committee.pk))  # noqa: E731
    first = known.kept("name", name)
    with connection.cursor() as cursor:
        cursor.execute(NOTHING_IS_TOLD)
    Committee.objects.filter(pk=cast.committee.pk).update(short_name="新名称")
    assert known.kept("name", name) == first != name()


def test_what_is_rolled_back_does_not_stay(cast: Cast):
    """A transaction keeps what it has not committed under a revision that never comes again."""
    name = lambda: str(Committee.objects.values_list("short_name", flat=True).get(pk=cast.committee.pk))  # noqa: E731
    first, before = known.kept("name", name), known.revision()
    with known.changing(), transaction.atomic():
        Committee.objects.filter(pk=cast.committee.pk).update(short_name="新名称")
        assert known.kept("name", name) == "新名称"
        transaction.set_rollback(True)
    assert known.revision() == before
    assert known.kept("name", name) == first


def test_many_rows_become_one_and_the_revision_stays(cast: Cast):
    for _time in range(60):
        Committee.objects.filter(pk=cast.committee.pk).update(short_name="新名称")
    before = known.revision()
    assert known.fold() > 50
    assert Revision.objects.count() == 1
    assert known.revision() == before
    assert known.fold() == 1, "one row stays one"
    assert known.revision() == before


def test_a_request_asks_once_and_a_right_that_ends_is_gone_with_the_next(cast: Cast):
    with at("2025-02-17"):
        assert standing_of(cast.office).has("office", cast.committee.pk)
        with known.reading(), CaptureQueriesContext(connection) as queries:
            assert standing_of(cast.office).has("office", cast.committee.pk)
            assert standing_of(cast.office).has("office", cast.committee.pk)
        assert [query["sql"] for query in queries] == [known.REVISION]
        Appointment.objects.filter(person=cast.people["office"]).update(withdrawn=True)
        with known.reading():
            assert not standing_of(cast.office).has("office", cast.committee.pk)


def test_a_request_that_has_changed_something_asks_anew(cast: Cast):
    with known.reading():
        before = known.revision()
        seed_calendar_year(year=2027)
        assert known.revision() != before


def test_those_of_the_same_standing_have_one_key(cast: Cast):
    with at("2025-02-17"):
        keys = {name: standing_of(actor_of(person)).key for name, person in cast.people.items()}
    assert keys["economy_handler"] != keys["land_handler"], "they act for different departments"
    assert len(set(keys.values())) > 3


class _Counted:
    """Counts how often it was read."""

    def __init__(self, load: Callable[[], str]) -> None:
        self.load, self.times = load, 0

    def __call__(self) -> str:
        self.times += 1
        return self.load()
