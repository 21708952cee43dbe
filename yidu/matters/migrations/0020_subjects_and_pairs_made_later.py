"""On which subject the office says that a matter is; and pairs of what was written are made after it was recorded.

To make the pairs of a text takes longer than to record it. So the transaction that records only notes that they are to be
made, as a row of its own that nobody else touches: whoever writes waits for nobody, and what commits late is there then.
"""

from importlib import import_module

from django.db import migrations, models

_before = import_module("yidu.matters.migrations.0016_pairs_of_what_was_written")
KEPT_AT_ONCE = _before.KEEP.split(";\nCREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
KEPT_LATER = """
CREATE OR REPLACE FUNCTION matters_keep_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.matters_unpaired (matter_id) VALUES (NEW.id);
    RETURN NULL;
END
$$
"""
MADE_NOW = """
INSERT INTO matters_pairs (matter_id, committee_id, pairs)
SELECT id, committee_id, made
FROM matters_matter, LATERAL (SELECT matters_pairs_of(matters_said(title, text, answers)) AS made OFFSET 0) AS its
WHERE id IN (SELECT matter_id FROM matters_unpaired)
ON CONFLICT (matter_id) DO UPDATE SET committee_id = excluded.committee_id, pairs = excluded.pairs
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0019_key_ones")]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="subject",
            field=models.CharField(blank=True, default="", help_text="an item of the list of subjects", max_length=60),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Unpaired",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("matter_id", models.UUIDField()),
            ],
            options={"db_table": "matters_unpaired", "default_permissions": ()},
        ),
        migrations.RunSQL(KEPT_LATER, KEPT_AT_ONCE),
        migrations.RunSQL(migrations.RunSQL.noop, MADE_NOW),
    ]
