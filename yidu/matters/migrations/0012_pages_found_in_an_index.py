"""Which matters are on a page of a list or of a desk is found in an index alone: no wide row is read before that.

Such an index asks the table only about pages that were changed since the last vacuum, so the table is vacuumed before
a fifth of it has changed.
"""

from django.db import migrations, models

WHO_READS = ("open_to", "raised_by", "activity")
OPEN = models.Q(("closed_at", None))
VACUUM = "autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02"
NO_VACUUM = "autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor"


def index(name: str, fields: list[str], include: tuple[str, ...], condition: models.Q | None = None):
    return migrations.AddIndex("matter", models.Index(condition=condition, fields=fields, include=include, name=name))


class Migration(migrations.Migration):
    dependencies = [("matters", "0011_what_is_new_and_due")]

    operations = [
        index("matter_newest_here", ["committee", "-raised_at", "id"], WHO_READS),
        index("matter_newest_of_all", ["-raised_at", "id"], ("committee", *WHO_READS)),
        index("matter_newest_open", ["-raised_at", "id"], ("committee", *WHO_READS), OPEN),
        index("matter_in_hand", ["committee", "holder", "due_at"], ("id",), OPEN),
        index("matter_at_lead", ["lead", "holder", "due_at"], ("id",), OPEN),
        migrations.AddIndex(
            "handling",
            models.Index(
                fields=["organisation", "matter"], condition=models.Q(("ended_at", None)), name="handling_takes_part"
            ),
        ),
        migrations.RemoveIndex("matter", "matters_mat_committ_05bbee_idx"),
        migrations.RemoveIndex("matter", "matter_newest"),
        migrations.RemoveIndex("matter", "matter_held"),
        migrations.RemoveIndex("matter", "matter_led"),
        migrations.RunSQL(
            f"ALTER TABLE matters_matter SET ({VACUUM})", f"ALTER TABLE matters_matter RESET ({NO_VACUUM})"
        ),
    ]
