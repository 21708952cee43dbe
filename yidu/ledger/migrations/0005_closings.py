"""What each indicator came to is kept for each day that is over."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

# STABLE as `ledger_folded_to`: the planner asks it.
CLOSED_TO = """
CREATE FUNCTION ledger_closed_to() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT closed_to FROM ledger_watermark WHERE id = 1), '-infinity'::date)
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_steps_in_order"),
        ("people", "0002_a_service_is_a_person"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField("watermark", "closed_to", models.DateField(null=True)),
        migrations.RunSQL(CLOSED_TO, "DROP FUNCTION ledger_closed_to"),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("programme", models.SlugField(db_index=False, max_length=60)),
                ("indicator", models.SlugField(db_index=False, max_length=60)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=18)),
                (
                    "distinct",
                    models.BigIntegerField(
                        help_text="values of which something is left: what a distinct count says"
                    ),
                ),
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
                        fields=("committee", "day", "programme", "indicator"), name="closing_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            "total",
            models.Index(
                "committee",
                django.db.models.functions.comparison.Greatest("day", "entered_on"),
                name="total_by_day_counted",
            ),
        ),
        migrations.AddIndex(
            "total",
            models.Index(
                condition=models.Q(("value", ""), _negated=True),
                fields=["committee", "programme", "indicator", "value"],
                name="total_by_value",
            ),
        ),
    ]
