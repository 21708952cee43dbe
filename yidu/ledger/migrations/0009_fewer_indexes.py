"""Steps are read by their record or by their client id: three indexes less to be written with each of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROP = """
DROP INDEX IF EXISTS ledger_step_actor_id_627aba52, ledger_step_committee_id_c9536082,
    ledger_step_organisation_id_e630d680
"""
AGAIN = """
CREATE INDEX ledger_step_actor_id_627aba52 ON ledger_step (actor_id);
CREATE INDEX ledger_step_committee_id_c9536082 ON ledger_step (committee_id);
CREATE INDEX ledger_step_organisation_id_e630d680 ON ledger_step (organisation_id)
"""


def key(to: str, **more: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_days_and_months"),
        ("people", "0004_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand: Django would drop the foreign keys and check all steps anew.
        migrations.RunSQL(
            DROP,
            AGAIN,
            state_operations=[
                migrations.AlterField("step", "actor", key(settings.AUTH_USER_MODEL)),
                migrations.AlterField("step", "committee", key("people.committee")),
                migrations.AlterField(
                    "step", "organisation", key("people.organisation", help_text="for which the actor acted")
                ),
            ],
        )
    ]
