"""What somebody recorded last is found by one index; five that nothing is read by are written no more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROP = """
CREATE INDEX IF NOT EXISTS activity_recorded ON activities_activity (recorded_by_id, recorded_at DESC);
DROP INDEX IF EXISTS activities_activity_committee_id_00c3b68d, activities_activity_edition_id_0a4ed655,
    activities_activity_kind_cd1e93c5, activities_activity_kind_cd1e93c5_like,
    activities_activity_organisation_id_cbaa5efa, activities_activity_recorded_by_id_82cda38f
"""
AGAIN = """
CREATE INDEX activities_activity_committee_id_00c3b68d ON activities_activity (committee_id);
CREATE INDEX activities_activity_edition_id_0a4ed655 ON activities_activity (edition_id);
CREATE INDEX activities_activity_kind_cd1e93c5 ON activities_activity (kind);
CREATE INDEX activities_activity_kind_cd1e93c5_like ON activities_activity (kind varchar_pattern_ops);
CREATE INDEX activities_activity_organisation_id_cbaa5efa ON activities_activity (organisation_id);
CREATE INDEX activities_activity_recorded_by_id_82cda38f ON activities_activity (recorded_by_id);
DROP INDEX activity_recorded
"""


def key(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to=to, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0004_newest_first"),
        ("people", "0004_fewer_indexes"),
        ("programmes", "0003_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand: Django would drop the foreign keys and check all activities anew.
        migrations.RunSQL(
            DROP,
            AGAIN,
            state_operations=[
                migrations.AlterField("activity", "committee", key("people.committee", related_name="activities")),
                migrations.AlterField("activity", "edition", key("programmes.edition", related_name="+")),
                migrations.AlterField("activity", "kind", models.SlugField(db_index=False, max_length=60)),
                migrations.AlterField(
                    "activity",
                    "organisation",
                    key("people.organisation", blank=True, null=True, related_name="activities"),
                ),
                migrations.AlterField("activity", "recorded_by", key(settings.AUTH_USER_MODEL, null=True, related_name="+")),
                migrations.AddIndex(
                    "activity", models.Index(fields=["recorded_by", "-recorded_at"], name="activity_recorded")
                ),
            ],
        )
    ]
