"""What the database itself holds of look-backs: who has to do with a matter never says whether it is solved; what was
found and what was announced is never changed.

`matters_involved` is the one definition of who has to do with a matter; the actions ask the same view.
"""

from django.db import migrations

INVOLVED = """
CREATE VIEW matters_involved AS
SELECT id AS matter_id, raised_by_id AS person_id FROM matters_matter WHERE raised_by_id IS NOT NULL
UNION ALL
SELECT matter.id, activity.recorded_by_id FROM matters_matter AS matter
    JOIN activities_activity AS activity ON activity.id = matter.activity_id
    WHERE activity.recorded_by_id IS NOT NULL
UNION ALL
SELECT matter.id, host.person_id FROM matters_matter AS matter
    JOIN activities_activity AS activity ON activity.id = matter.activity_id
    JOIN people_appointment AS host ON host.id = activity.host_id
UNION ALL
SELECT matter_id, written_by_id FROM matters_reply WHERE written_by_id IS NOT NULL
UNION ALL
SELECT matter_id, signed_by_id FROM matters_reply WHERE signed_by_id IS NOT NULL
UNION ALL
SELECT body.matter_id, held.person_id FROM (
    SELECT matter_id, organisation_id FROM matters_handling
    UNION ALL
    SELECT id, organisation_id FROM matters_matter WHERE organisation_id IS NOT NULL
    UNION ALL
    SELECT matter.id, project.owner_id FROM matters_matter AS matter
        JOIN people_project AS project ON project.id = matter.project_id WHERE project.owner_id IS NOT NULL
) AS body
    JOIN matters_matter AS matter ON matter.id = body.matter_id
    JOIN people_appointment AS held ON held.organisation_id = body.organisation_id AND NOT held.withdrawn
        AND (held.ends IS NULL OR held.ends >= (matter.raised_at AT TIME ZONE 'Asia/Shanghai')::date)
"""

FINDER = """
CREATE FUNCTION look_back_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM matters_involved WHERE matter_id = NEW.matter_id AND person_id = NEW.found_by_id) THEN
        RAISE EXCEPTION 'whoever has to do with a matter cannot look back on it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER look_back_by_another BEFORE INSERT OR UPDATE OF found_by_id, matter_id ON matters_lookback
    FOR EACH ROW WHEN (NEW.found_by_id IS NOT NULL) EXECUTE FUNCTION look_back_by_another()
"""

# What may still change is left out of both sides, and the rest compared.
KEPT = """
CREATE FUNCTION matters_keep_what_was_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - TG_ARGV[0]::text[] IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV[0]::text[] THEN
        RAISE EXCEPTION '% of % is refused: what was said stays', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER look_back_kept BEFORE UPDATE OR DELETE ON matters_lookback FOR EACH ROW WHEN (OLD.found <> '')
    EXECUTE FUNCTION matters_keep_what_was_said('{renewed_by_id,version}');
CREATE TRIGGER draw_announced BEFORE UPDATE OR DELETE ON matters_draw FOR EACH ROW WHEN (OLD.drawn_at IS NULL)
    EXECUTE FUNCTION matters_keep_what_was_said('{seed,seal_id,asked,drawn_at,version}');
CREATE TRIGGER draw_drawn BEFORE UPDATE OR DELETE ON matters_draw FOR EACH ROW WHEN (OLD.drawn_at IS NOT NULL)
    EXECUTE FUNCTION matters_keep_what_was_said('{}')
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_look_backs"), ("activities", "0002_initial"), ("people", "0001_initial")]

    operations = [
        migrations.RunSQL(INVOLVED, "DROP VIEW matters_involved"),
        migrations.RunSQL(
            FINDER, "DROP TRIGGER look_back_by_another ON matters_lookback; DROP FUNCTION look_back_by_another"
        ),
        migrations.RunSQL(
            KEPT,
            "DROP TRIGGER look_back_kept ON matters_lookback; DROP TRIGGER draw_announced ON matters_draw;"
            "DROP TRIGGER draw_drawn ON matters_draw; DROP FUNCTION matters_keep_what_was_said",
        ),
    ]
