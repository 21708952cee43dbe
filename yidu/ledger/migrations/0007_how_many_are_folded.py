"""How many entries of each committee are folded, and whether closed days were opened: the state of the books."""

import django.db.models.deletion
from django.db import migrations, models

import yidu.ledger.models

FILL = """
INSERT INTO ledger_counted (committee_id, entries, last_entry)
SELECT committee_id, count(*), max(id) FROM ledger_entry WHERE id <= ledger_folded_to() GROUP BY 1
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_what_remains_of_values"), ("people", "0002_a_service_is_a_person")]

    operations = [
        migrations.AddField(
            "watermark", "opening", models.BigIntegerField(default=yidu.ledger.models.another, db_default=0)
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "committee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.committee",
                    ),
                ),
                ("entries", models.BigIntegerField()),
                ("last_entry", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
