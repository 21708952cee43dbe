"""A share of a closed matter waits for nobody: a desk that read them all would grow with its past.

Whether the matter is open is written on its shares by the database, whoever closes or reopens it.
"""

from django.db import migrations, models

FORWARDS = """
CREATE FUNCTION handling_of_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_of_open := (SELECT closed_at IS NULL FROM matters_matter WHERE id = NEW.matter_id);
    RETURN NEW;
END
$$;
CREATE FUNCTION matter_tells_its_handlings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE matters_handling SET is_of_open = NEW.closed_at IS NULL WHERE matter_id = NEW.id;
    RETURN NULL;
END
$$;
UPDATE matters_handling SET is_of_open = false FROM matters_matter AS matter
    WHERE matter.id = matter_id AND matter.closed_at IS NOT NULL;
CREATE TRIGGER handling_of_open BEFORE INSERT OR UPDATE ON matters_handling
    FOR EACH ROW EXECUTE FUNCTION handling_of_open();
CREATE TRIGGER matter_tells_its_handlings AFTER UPDATE OF closed_at ON matters_matter
    FOR EACH ROW WHEN ((OLD.closed_at IS NULL) <> (NEW.closed_at IS NULL))
    EXECUTE FUNCTION matter_tells_its_handlings()
"""
BACKWARDS = """
DROP TRIGGER matter_tells_its_handlings ON matters_matter;
DROP TRIGGER handling_of_open ON matters_handling;
DROP FUNCTION matter_tells_its_handlings();
DROP FUNCTION handling_of_open()
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0013_fewer_indexes")]

    operations = [
        migrations.AddField(
            "handling",
            "is_of_open",
            models.BooleanField(
                default=True,
                help_text="the matter is not closed; kept by the database, so that a desk does not read its past",
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RemoveIndex("handling", "handling_to_do"),
        migrations.AddIndex(
            "handling",
            models.Index(
                fields=["organisation", "due_at"],
                condition=models.Q(("done_at", None), ("ended_at", None), ("is_of_open", True)),
                name="handling_waits",
            ),
        ),
    ]
