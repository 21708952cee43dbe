"""What the database itself holds: steps, entries, seals and what was published are only ever added to.

And the view `ledger_line`, from which figures are summed: the totals, and the entries after the watermark.
"""

from django.db import migrations

KEPT = ("ledger_step", "ledger_entry", "ledger_seal", "ledger_published")

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
              HINT = 'Correct the record by an action: its entries are then reversed and entered anew.';
END
$$
"""

# STABLE, so that the planner asks it when it estimates how long the tail is, and reads the tail by the primary key;
# a plain subquery would be taken for a third of all entries.
FOLDED_TO = """
CREATE FUNCTION ledger_folded_to() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT folded_to FROM ledger_watermark WHERE id = 1), 0)
$$
"""

# China has one time zone by law; the session's may be another.
LINE = """
CREATE VIEW ledger_line AS
SELECT committee_id, programme, indicator, day, entered_on, place_id, host, sector, value, quantity
FROM ledger_total
UNION ALL
SELECT committee_id, programme, indicator, day, (entered_at AT TIME ZONE 'Asia/Shanghai')::date, place_id, host,
    sector, value, quantity::numeric(18, 2)
FROM ledger_entry
WHERE id > ledger_folded_to()
"""


TRIGGERS = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
"""
NO_TRIGGERS = "DROP TRIGGER {table}_kept ON {table}; DROP TRIGGER {table}_whole ON {table}"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION ledger_refuse"),
        *[migrations.RunSQL(TRIGGERS.format(table=table), NO_TRIGGERS.format(table=table)) for table in KEPT],
        migrations.RunSQL(FOLDED_TO, "DROP FUNCTION ledger_folded_to"),
        migrations.RunSQL(LINE, "DROP VIEW ledger_line"),
    ]
