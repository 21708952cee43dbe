"""Sums by days, and of parts by months, are kept of what is closed: a period or a place reads no totals."""

import django.db.models.deletion
from django.db import migrations, models

# The county and the township in which a place lies, as `yidu.ledger.rules.Placed`.
PLACED = """
CREATE VIEW ledger_placed AS
SELECT place.id,
    CASE 'county' WHEN place.level THEN place.code WHEN above.level THEN above.code WHEN top.level THEN top.code
        ELSE '' END AS county,
    CASE 'township' WHEN place.level THEN place.code WHEN above.level THEN above.code WHEN top.level THEN top.code
        ELSE '' END AS township
FROM places_place AS place
LEFT JOIN places_place AS above ON above.id = place.parent_id
LEFT JOIN places_place AS top ON top.id = above.parent_id
"""
# As `KEPT` of yidu/ledger/kept.py: of what is closed already.
DAILY = """
INSERT INTO ledger_daily (committee_id, programme, indicator, day, entered_on, quantity)
SELECT whole.id, programme, indicator, day, entered_on, sum(quantity)
FROM ledger_total AS total
JOIN people_committee AS part ON part.id = total.committee_id
JOIN people_committee AS whole ON whole.id = part.id OR whole.id = part.parent_id
WHERE greatest(day, entered_on) <= ledger_closed_to()
GROUP BY 1, 2, 3, 4, 5
"""
# One committee after the other: the sums of one fit into memory.
MONTHLY = """
DO $$
DECLARE one_id bigint;
BEGIN
    FOR one_id IN SELECT id FROM people_committee LOOP
        INSERT INTO ledger_monthly
            (committee_id, programme, indicator, dimension, key, month, entered_in, value, quantity)
        SELECT committee_id, programme, indicator, dimension, key, date_trunc('month', day)::date,
            date_trunc('month', entered_on)::date, value, sum(quantity)
        FROM ledger_total AS total
        LEFT JOIN ledger_placed AS placed ON placed.id = total.place_id
        CROSS JOIN LATERAL (VALUES
            ('', ''), ('county', coalesce(placed.county, '')), ('township', coalesce(placed.township, '')),
            ('sector', sector), ('host', host)
        ) AS one (dimension, key)
        WHERE committee_id = one_id AND greatest(day, entered_on) <= ledger_closed_to()
            AND (dimension <> '' OR value <> '')
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
    END LOOP;
END
$$
"""
MEMORY = "SELECT set_config('work_mem', '256MB', true)"


def _common():
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("programme", models.SlugField(db_index=False, max_length=60)),
        ("indicator", models.SlugField(db_index=False, max_length=60)),
        ("quantity", models.DecimalField(decimal_places=2, max_digits=18)),
        (
            "committee",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.committee"
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0007_how_many_are_folded"),
        ("people", "0002_a_service_is_a_person"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(MEMORY, migrations.RunSQL.noop),
        migrations.RunSQL(PLACED, "DROP VIEW ledger_placed"),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["committee", "programme", "indicator", "day"],
                condition=models.Q(("reverses__isnull", False)),
                name="entry_reversal",
            ),
        ),
        migrations.AddIndex("total", models.Index(fields=["place"], name="total_by_place")),
        migrations.RemoveConstraint("total", "total_once"),
        migrations.AddConstraint(
            "total",
            models.UniqueConstraint(
                fields=("committee", "programme", "indicator", "day", "entered_on", "place", "host", "sector", "value"),
                include=("quantity",),
                name="total_once",
                nulls_distinct=False,
            ),
        ),
        migrations.CreateModel(
            name="Daily",
            fields=[*_common(), ("day", models.DateField()), ("entered_on", models.DateField())],
        ),
        migrations.CreateModel(
            name="Monthly",
            fields=[
                *_common(),
                ("dimension", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=40)),
                ("month", models.DateField(help_text="its first day")),
                ("entered_in", models.DateField(help_text="the first day of the month")),
                ("value", models.CharField(max_length=60)),
            ],
        ),
        migrations.RunSQL(DAILY, migrations.RunSQL.noop),
        migrations.RunSQL(MONTHLY, migrations.RunSQL.noop),
        # After the rows: an index is made in a tenth of the time in which it grows.
        migrations.AddConstraint(
            "daily",
            models.UniqueConstraint(
                fields=("committee", "programme", "indicator", "day", "entered_on"),
                include=("quantity",),
                name="daily_once",
            ),
        ),
        migrations.AddConstraint(
            "monthly",
            models.UniqueConstraint(
                fields=("committee", "programme", "indicator", "dimension", "key", "month", "entered_in", "value"),
                include=("quantity",),
                name="monthly_once",
            ),
        ),
    ]
