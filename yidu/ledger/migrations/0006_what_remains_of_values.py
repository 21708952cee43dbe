"""What is left of each value at the last closed day: a distinct count of today adds up no past."""

import django.db.models.deletion
from django.db import migrations, models

# As `_REMAINS` of yidu/ledger/closing.py: of what is closed already.
FILL = """
INSERT INTO ledger_remaining (committee_id, programme, indicator, value, quantity)
SELECT whole.id, programme, indicator, value, sum(quantity)
FROM ledger_total AS total
JOIN people_committee AS part ON part.id = total.committee_id
JOIN people_committee AS whole ON whole.id = part.id OR whole.id = part.parent_id
WHERE value <> '' AND greatest(day, entered_on) <= ledger_closed_to()
GROUP BY 1, 2, 3, 4
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_closings"), ("people", "0002_a_service_is_a_person")]

    operations = [
        migrations.CreateModel(
            name="Remaining",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme", models.SlugField(db_index=False, max_length=60)),
                ("indicator", models.SlugField(db_index=False, max_length=60)),
                ("value", models.CharField(max_length=60)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=18)),
                (
                    "committee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.committee",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "programme", "indicator", "value"), name="remaining_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
