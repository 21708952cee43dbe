"""Seven indexes of matters that nothing is read by: each was written with nearly every step that a matter takes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROP = """
ALTER TABLE matters_matter RENAME CONSTRAINT matters_matter_receipt_key TO matter_receipt_once;
DROP INDEX IF EXISTS matters_matter_edition_id_aa58b77b, matters_matter_kind_efe5ef03,
    matters_matter_kind_efe5ef03_like, matters_matter_raised_by_id_3773d1a4, matters_matter_receipt_785820aa_like,
    matters_matter_stage_1a8768db, matters_matter_stage_1a8768db_like
"""
AGAIN = """
ALTER TABLE matters_matter RENAME CONSTRAINT matter_receipt_once TO matters_matter_receipt_key;
CREATE INDEX matters_matter_edition_id_aa58b77b ON matters_matter (edition_id);
CREATE INDEX matters_matter_kind_efe5ef03 ON matters_matter (kind);
CREATE INDEX matters_matter_kind_efe5ef03_like ON matters_matter (kind varchar_pattern_ops);
CREATE INDEX matters_matter_raised_by_id_3773d1a4 ON matters_matter (raised_by_id);
CREATE INDEX matters_matter_receipt_785820aa_like ON matters_matter (receipt varchar_pattern_ops);
CREATE INDEX matters_matter_stage_1a8768db ON matters_matter (stage);
CREATE INDEX matters_matter_stage_1a8768db_like ON matters_matter (stage varchar_pattern_ops)
"""


def key(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to=to, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0012_pages_found_in_an_index"),
        ("programmes", "0003_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand: Django would drop the foreign keys and check all matters anew.
        migrations.RunSQL(
            DROP,
            AGAIN,
            state_operations=[
                migrations.AlterField("matter", "edition", key("programmes.edition", related_name="+")),
                migrations.AlterField("matter", "kind", models.SlugField(db_index=False, max_length=60)),
                migrations.AlterField(
                    "matter",
                    "raised_by",
                    key(settings.AUTH_USER_MODEL, blank=True, null=True, related_name="matters_raised"),
                ),
                migrations.AlterField(
                    "matter",
                    "receipt",
                    models.CharField(help_text="keyed digest of the receipt code", max_length=64),
                ),
                migrations.AlterField("matter", "stage", models.SlugField(db_index=False, max_length=60)),
                migrations.AddConstraint(
                    "matter", models.UniqueConstraint(fields=("receipt",), name="matter_receipt_once")
                ),
            ],
        )
    ]
