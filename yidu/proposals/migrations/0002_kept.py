"""What was handed in is never changed: the database refuses it, of the draft and of all that hangs on it."""

from django.db import migrations

DRAFT = """
CREATE FUNCTION proposals_keep_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.matter_id IS NOT NULL THEN
        RAISE EXCEPTION '% of a draft that was handed in is refused', TG_OP
            USING ERRCODE = 'restrict_violation', HINT = 'What becomes of it is told by its matter.';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER proposals_draft_kept BEFORE UPDATE OR DELETE ON proposals_draft
    FOR EACH ROW EXECUTE FUNCTION proposals_keep_draft();
"""

PARTS = """
CREATE FUNCTION proposals_keep_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM proposals_draft WHERE matter_id IS NOT NULL
        AND id IN (CASE TG_OP WHEN 'INSERT' THEN NULL ELSE OLD.draft_id END,
                   CASE TG_OP WHEN 'DELETE' THEN NULL ELSE NEW.draft_id END)
    ) THEN
        RAISE EXCEPTION '% of % is refused: the draft was handed in', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', HINT = 'What becomes of it is told by its matter.';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER proposals_wording_kept BEFORE INSERT OR UPDATE OR DELETE ON proposals_wording
    FOR EACH ROW EXECUTE FUNCTION proposals_keep_part();
CREATE TRIGGER proposals_signature_kept BEFORE INSERT OR UPDATE OR DELETE ON proposals_signature
    FOR EACH ROW EXECUTE FUNCTION proposals_keep_part();
CREATE TRIGGER proposals_source_kept BEFORE INSERT OR UPDATE OR DELETE ON proposals_source
    FOR EACH ROW EXECUTE FUNCTION proposals_keep_part();
"""

NO_DRAFT = "DROP TRIGGER proposals_draft_kept ON proposals_draft; DROP FUNCTION proposals_keep_draft()"
NO_PARTS = """
DROP TRIGGER proposals_wording_kept ON proposals_wording;
DROP TRIGGER proposals_signature_kept ON proposals_signature;
DROP TRIGGER proposals_source_kept ON proposals_source;
DROP FUNCTION proposals_keep_part()
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_writing")]

    operations = [migrations.RunSQL(DRAFT, NO_DRAFT), migrations.RunSQL(PARTS, NO_PARTS)]
