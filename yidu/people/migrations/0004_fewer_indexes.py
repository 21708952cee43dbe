"""The numbers of a committee are found by committee and series: the committee alone needs no index."""

import django.db.models.deletion
from django.db import migrations, models

DROP = "DROP INDEX IF EXISTS people_counter_committee_id_684abc74"
AGAIN = "CREATE INDEX people_counter_committee_id_684abc74 ON people_counter (committee_id)"


class Migration(migrations.Migration):
    dependencies = [("people", "0003_known")]

    operations = [
        # By hand: Django would drop the foreign key and check it anew.
        migrations.RunSQL(
            DROP,
            AGAIN,
            state_operations=[
                migrations.AlterField(
                    "counter",
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.committee",
                    ),
                )
            ],
        )
    ]
