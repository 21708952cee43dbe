"""Without the words in the matter itself, and without their index there: they are in a table of their own."""

from importlib import import_module

from django.db import migrations

found_by = import_module("yidu.matters.migrations.0008_found_by_words_place_and_time")


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_words_apart")]

    operations = [
        migrations.RunSQL("DROP INDEX matter_found_by", found_by.INDEX),
        migrations.RunSQL("DROP FUNCTION matter_found_by", found_by.FOUND_BY),
        migrations.RemoveField("matter", "search"),
    ]
