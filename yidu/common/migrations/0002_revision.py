"""The revision of what rarely changes: see `yidu.common.known`."""

from django.db import migrations, models

from yidu.common.known import watching

# A random number, and not the next: what is rolled back must not come again with other content.
FORWARDS = """
CREATE FUNCTION common_revise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO common_revision (change)
    VALUES (('x' || right(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint);
    RETURN NULL;
END
$$;
INSERT INTO common_revision (change) VALUES (0)
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_calendar")]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change", models.BigIntegerField()),
            ],
            options={"db_table": "common_revision", "default_permissions": ()},
        ),
        migrations.RunSQL(FORWARDS, "DROP FUNCTION common_revise()"),
        watching("common_calendaryear"),
        watching("common_specialday"),
    ]
