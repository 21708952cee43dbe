"""Who is who is read once by each process: see `yidu.common.known`."""

from django.db import migrations

from yidu.common.known import watching

TABLES = ("appointment", "role", "committee", "sector", "organisation", "project", "station")


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_revision"),
        ("people", "0002_a_service_is_a_person"),
        ("places", "0001_initial"),
    ]

    operations = [
        *(watching(f"people_{one}") for one in TABLES),
        # Whoever signs in changes nothing that is kept.
        watching("people_person", columns="name, pinyin, is_active"),
        watching("places_place"),
    ]
