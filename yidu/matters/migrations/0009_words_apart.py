"""The words that a matter is found by, in a table of their own with one index: see `yidu.matters.searching`.

A matter changes with each action, its words never: they are not written into the index again. What the index holds of
each word says also whether the public may read the matter, and in which fortnight it was raised.
"""

import django.db.models.deletion
from django.db import migrations, models

FORTNIGHT = """
CREATE FUNCTION matters_fortnight(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT floor(extract(epoch FROM at AT TIME ZONE 'UTC') / 1209600)::bigint
$$
"""
KEYS = """
CREATE FUNCTION matters_words_keys(words text, committee bigint, is_public boolean, raised_at timestamptz)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY(
        SELECT word || CASE WHEN is_public THEN '+' ELSE '-' END || public.matters_fortnight(raised_at)::text
        FROM unnest(string_to_array(words, ' ') || ('@' || committee::text)) AS word
    )
$$
"""
# At once and not in a list to be put in order later: each search would have to read that list.
INDEX = """
CREATE INDEX matters_words_keys ON matters_words
USING gin (matters_words_keys(words, committee_id, is_public, raised_at)) WITH (fastupdate = off)
"""
FILL = """
INSERT INTO matters_words (matter_id, committee_id, is_public, raised_at, words)
SELECT id, committee_id, open_to = 'public', raised_at, search_text FROM matters_matter ORDER BY raised_at
"""
# By the database itself: no writer can forget it.
KEEP = """
CREATE FUNCTION matters_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO matters_words (matter_id, committee_id, is_public, raised_at, words)
    VALUES (NEW.id, NEW.committee_id, NEW.open_to = 'public', NEW.raised_at, NEW.search_text)
    ON CONFLICT (matter_id) DO UPDATE SET committee_id = excluded.committee_id, is_public = excluded.is_public,
        raised_at = excluded.raised_at, words = excluded.words;
    RETURN NULL;
END
$$;
CREATE TRIGGER matters_words_made AFTER INSERT ON matters_matter
    FOR EACH ROW EXECUTE FUNCTION matters_keep_words();
CREATE TRIGGER matters_words_kept AFTER UPDATE ON matters_matter
    FOR EACH ROW WHEN (
        (OLD.committee_id, OLD.open_to, OLD.raised_at, OLD.search_text)
        IS DISTINCT FROM (NEW.committee_id, NEW.open_to, NEW.raised_at, NEW.search_text)
    ) EXECUTE FUNCTION matters_keep_words()
"""
DO_NOT_KEEP = """
DROP TRIGGER matters_words_kept ON matters_matter;
DROP TRIGGER matters_words_made ON matters_matter;
DROP FUNCTION matters_keep_words()
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0008_found_by_words_place_and_time")]

    operations = [
        migrations.CreateModel(
            name="Words",
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
                ("is_public", models.BooleanField()),
                ("raised_at", models.DateTimeField()),
                ("words", models.TextField(db_collation="C")),
            ],
            options={"db_table": "matters_words", "default_permissions": ()},
        ),
        migrations.RunSQL(FORTNIGHT, "DROP FUNCTION matters_fortnight"),
        migrations.RunSQL(KEYS, "DROP FUNCTION matters_words_keys"),
        # The triggers before the words that there are: nobody writes a matter between the two.
        migrations.RunSQL(KEEP, DO_NOT_KEEP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, "DROP INDEX matters_words_keys"),
    ]
