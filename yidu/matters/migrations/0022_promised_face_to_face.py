"""What was agreed at the table by a day is a promise before any letter is signed."""

from django.db import migrations, models
from django.db.models import Q

DRAWN = Q(why="drawn", draw__isnull=False, reply=None, promised_on=None, measure="") & ~Q(name="")


class Migration(migrations.Migration):
    dependencies = [("matters", "0021_answered_in_parts")]

    operations = [
        migrations.RemoveConstraint(model_name="lookback", name="look_back_promised_or_drawn"),
        migrations.AddConstraint(
            model_name="lookback",
            constraint=models.CheckConstraint(
                condition=Q(why="promised", draw=None, promised_on__isnull=False) & ~Q(measure="") | DRAWN,
                name="look_back_promised_or_drawn",
            ),
        ),
    ]
