"""On which subject the office says that a matter is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0019_key_ones")]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="subject",
            field=models.CharField(blank=True, default="", help_text="an item of the list of subjects", max_length=60),
            preserve_default=False,
        ),
    ]
