"""The pairs of characters of what was written, in a table of their own with one index: see `yidu.matters.alike`.

Title, text and the longer answers. Numbers and not words: a pair takes four bytes, and the index a byte or two for each.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# One pass over the characters; the same as `yidu.matters.pairs.pairs_of`, a test holds that.
PAIRS_OF = """
CREATE FUNCTION matters_pairs_of(said text) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT (one * 65536 + other - 2147483648)::int), '{}')
    FROM (
        SELECT ascii(letter)::bigint AS one, ascii(lead(letter) OVER (ORDER BY place))::bigint AS other
        FROM string_to_table(lower(said COLLATE "C"), NULL) WITH ORDINALITY AS each (letter, place)
    ) AS neighbours
    WHERE (one BETWEEN 13312 AND 40959 OR one BETWEEN 97 AND 122 OR one BETWEEN 48 AND 57)
        AND (other BETWEEN 13312 AND 40959 OR other BETWEEN 97 AND 122 OR other BETWEEN 48 AND 57)
$$;
CREATE FUNCTION matters_said(title text, told text, answers jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT concat_ws(E'\\n', title, told, (
        SELECT string_agg(value #>> '{}', E'\\n') FROM jsonb_each(answers) AS answer (field, value)
        WHERE jsonb_typeof(value) = 'string' AND char_length(value #>> '{}') >= 20
    ))
$$
"""
NO_PAIRS_OF = "DROP FUNCTION matters_said; DROP FUNCTION matters_pairs_of"
# By the database itself: no writer can forget it.
KEEP = """
CREATE FUNCTION matters_keep_pairs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    made integer[] := public.matters_pairs_of(public.matters_said(NEW.title, NEW.text, NEW.answers));
BEGIN
    INSERT INTO matters_pairs (matter_id, committee_id, pairs) VALUES (NEW.id, NEW.committee_id, made)
    ON CONFLICT (matter_id) DO UPDATE SET committee_id = excluded.committee_id, pairs = excluded.pairs;
    RETURN NULL;
END
$$;
CREATE TRIGGER matters_pairs_made AFTER INSERT ON matters_matter
    FOR EACH ROW EXECUTE FUNCTION matters_keep_pairs();
CREATE TRIGGER matters_pairs_kept AFTER UPDATE ON matters_matter
    FOR EACH ROW WHEN (
        (OLD.committee_id, OLD.title, OLD.text, OLD.answers)
        IS DISTINCT FROM (NEW.committee_id, NEW.title, NEW.text, NEW.answers)
    ) EXECUTE FUNCTION matters_keep_pairs()
"""
DO_NOT_KEEP = """
DROP TRIGGER matters_pairs_kept ON matters_matter;
DROP TRIGGER matters_pairs_made ON matters_matter;
DROP FUNCTION matters_keep_pairs()
"""
FILL = """
INSERT INTO matters_pairs (matter_id, committee_id, pairs)
SELECT id, committee_id, made
FROM matters_matter, LATERAL (SELECT matters_pairs_of(matters_said(title, text, answers)) AS made OFFSET 0) AS its
"""
# At once and not in a list to be put in order later: each question would have to read that list, for each pair.
INDEX = "CREATE INDEX matters_pairs_of_all ON matters_pairs USING gin (pairs) WITH (fastupdate = off)"


class Migration(migrations.Migration):
    dependencies = [("matters", "0015_handled_together")]

    operations = [
        migrations.CreateModel(
            name="Frequency",
            fields=[
                ("pair", models.IntegerField(primary_key=True, serialize=False)),
                ("share", models.FloatField()),
            ],
            options={"db_table": "matters_frequency", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Pairs",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("committee_id", models.BigIntegerField()),
                (
                    "pairs",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
            ],
            options={"db_table": "matters_pairs", "default_permissions": ()},
        ),
        migrations.RunSQL(PAIRS_OF, NO_PAIRS_OF),
        # The triggers before the pairs that there are: nobody writes a matter between the two.
        migrations.RunSQL(KEEP, DO_NOT_KEEP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, "DROP INDEX matters_pairs_of_all"),
    ]
