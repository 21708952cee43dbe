"""The ground itself: the server, its settings, the health page."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_program_is_no_superuser_of_its_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
