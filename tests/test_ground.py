"""The ground itself: the server, its settings, the health page."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_the_health_page_answers_when_the_database_does(client: Client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_program_is_no_superuser_of_its_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
