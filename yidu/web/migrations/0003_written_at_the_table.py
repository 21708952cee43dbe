"""A third type of envelope: what was written down at a table without signal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0002_envelopes")]

    operations = [
        migrations.AlterField(
            model_name="envelope",
            name="type",
            field=models.CharField(
                choices=[("visit", "Visit"), ("rating", "Rating"), ("table", "Written at the table")], max_length=10
            ),
        ),
    ]
