"""One index by words, committee, openness and month: what a search asks is met in it, and not row by row afterwards.

In place of the index by words alone: the words of a whole city have too many matters to look at each of them.
"""

from django.db import migrations

FOUND_BY = """
CREATE FUNCTION matter_found_by(words tsvector, committee bigint, open_to text, raised_at timestamptz)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT words || array_to_tsvector(ARRAY[
        '@' || committee::text,
        '@' || open_to,
        '#' || (extract(year FROM raised_at AT TIME ZONE 'UTC') * 12 + extract(month FROM raised_at AT TIME ZONE 'UTC')
            - 1)::int::text
    ])
$$
"""
INDEX = """
CREATE INDEX matter_found_by ON matters_matter USING gin (matter_found_by(search, committee_id, open_to, raised_at))
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0007_newest_first")]

    operations = [
        migrations.RunSQL(FOUND_BY, "DROP FUNCTION matter_found_by"),
        migrations.RunSQL(INDEX, "DROP INDEX matter_found_by"),
        migrations.RemoveIndex("matter", "matter_search"),
    ]
