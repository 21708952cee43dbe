"""What was answered and solved lately, and what is due: the feeds ask for it, and read no other matters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0010_words_only_once"), ("people", "0003_known")]

    operations = [
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["-answered_at", "committee"],
                condition=models.Q(("answered_at__isnull", False)),
                name="matter_answered",
            ),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["-solved_at", "committee"],
                condition=models.Q(("solved_at__isnull", False)),
                name="matter_solved",
            ),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(fields=["due_at", "committee"], condition=models.Q(("closed_at", None)), name="matter_due"),
        ),
    ]
