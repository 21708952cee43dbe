"""One array instead of a list of parameters: the same rows, and one statement however many keys there are."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from yidu.people.models import Appointment, Role


def test_it_finds_what_in_finds(cast: Cast):
    keys = [one.pk for one in cast.appointments.values()][:5]
    for field, values in [("pk", keys), ("role", ["office", "member"]), ("committee", [cast.committee.pk]), ("pk", [])]:
        found = Appointment.objects.filter(**{f"{field}__any": values})
        assert set(found) == set(Appointment.objects.filter(**{f"{field}__in": values})), field
    assert Role.objects.filter(pk__any=["office"]).exists()


def test_one_statement_for_any_number(cast: Cast):
    with CaptureQueriesContext(connection) as queries:
        for number in (1, 3, 5):
            list(Appointment.objects.filter(pk__any=list(range(number))).values_list("pk"))
    assert len({query["sql"].partition("ANY")[0] for query in queries}) == 1
