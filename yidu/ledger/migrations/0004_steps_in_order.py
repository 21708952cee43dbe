"""Whoever writes a step holds the lock for writing from before its id is taken to the end of the transaction.

So `yidu.ledger.locks.steps_settled_to` can tell up to which id no step is in flight. By a trigger and not in the
book: it costs no journey to the database, and nothing that writes a step can forget it. The numbers are `_WRITING`
of that module.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION ledger_step_writing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7203, 0);
    RETURN NULL;
END
$$;
CREATE TRIGGER ledger_step_writing BEFORE INSERT ON ledger_step
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_step_writing()
"""
BACKWARDS = "DROP TRIGGER ledger_step_writing ON ledger_step; DROP FUNCTION ledger_step_writing"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_checkpoints")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
