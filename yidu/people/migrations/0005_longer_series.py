from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_fewer_indexes")]

    operations = [
        migrations.AlterField(
            model_name="counter",
            name="series",
            field=models.CharField(help_text='e.g. "matter-2025"', max_length=80),
        ),
    ]
