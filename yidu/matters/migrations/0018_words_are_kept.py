"""What the database itself holds of issued texts and adoptions: the author's own words stay, what was issued stays, and what
was recorded of it stays.
"""

from django.db import migrations

# What may still change is left out of both sides, and the rest compared (0006).
KEPT = """
CREATE TRIGGER issued_text_written BEFORE UPDATE OR DELETE ON matters_issuedtext
    FOR EACH ROW WHEN (OLD.issued_at IS NULL AND OLD.signed_at IS NULL)
    EXECUTE FUNCTION matters_keep_what_was_said('{signed_by_id,signed_at,series,year,number,issued_at,because}');
CREATE TRIGGER issued_text_signed BEFORE UPDATE OR DELETE ON matters_issuedtext
    FOR EACH ROW WHEN (OLD.issued_at IS NULL AND OLD.signed_at IS NOT NULL)
    EXECUTE FUNCTION matters_keep_what_was_said('{series,year,number,issued_at,because}');
CREATE TRIGGER issued_text_issued BEFORE UPDATE OR DELETE ON matters_issuedtext FOR EACH ROW WHEN (OLD.issued_at IS NOT NULL)
    EXECUTE FUNCTION matters_keep_what_was_said('{}');
CREATE TRIGGER adoption_kept BEFORE UPDATE OR DELETE ON matters_adoption FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL)
    EXECUTE FUNCTION matters_keep_what_was_said('{withdrawn_at,withdrawn_because}');
CREATE TRIGGER adoption_withdrawn BEFORE UPDATE OR DELETE ON matters_adoption
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION matters_keep_what_was_said('{}');
CREATE TRIGGER instruction_kept BEFORE UPDATE OR DELETE ON matters_instruction FOR EACH ROW
    EXECUTE FUNCTION matters_keep_what_was_said('{}')
"""

NO_MORE = """
CREATE FUNCTION issued_text_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM matters_issuedtext WHERE matter_id = NEW.matter_id AND issued_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what was issued is not worded anew' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER issued_text_no_more BEFORE INSERT ON matters_issuedtext FOR EACH ROW EXECUTE FUNCTION issued_text_no_more()
"""

OWN_WORDS = """
CREATE FUNCTION matter_own_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM matters_issuedtext WHERE matter_id = NEW.id) THEN
        RAISE EXCEPTION 'the words of the author stay as they were written' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER matter_own_words BEFORE UPDATE OF title, text, answers ON matters_matter
    FOR EACH ROW WHEN ((OLD.title, OLD.text, OLD.answers) IS DISTINCT FROM (NEW.title, NEW.text, NEW.answers))
    EXECUTE FUNCTION matter_own_words()
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0017_issued_texts_and_adoptions")]

    operations = [
        migrations.RunSQL(
            KEPT,
            "DROP TRIGGER issued_text_written ON matters_issuedtext; DROP TRIGGER issued_text_signed ON matters_issuedtext;"
            "DROP TRIGGER issued_text_issued ON matters_issuedtext; DROP TRIGGER adoption_kept ON matters_adoption;"
            "DROP TRIGGER adoption_withdrawn ON matters_adoption; DROP TRIGGER instruction_kept ON matters_instruction",
        ),
        migrations.RunSQL(NO_MORE, "DROP TRIGGER issued_text_no_more ON matters_issuedtext; DROP FUNCTION issued_text_no_more"),
        migrations.RunSQL(OWN_WORDS, "DROP TRIGGER matter_own_words ON matters_matter; DROP FUNCTION matter_own_words"),
    ]
