"""Whoever signed or supervises what is divided has to do with each of its parts."""

from importlib import import_module

from django.db import migrations

_earlier = import_module("yidu.proposals.migrations.0003_signers_have_to_do_with_it")
_BEFORE = _earlier._BEFORE + _earlier._SIGNED
_OF_THE_WHOLE = """
UNION ALL
SELECT part.id, whole.supervisor_id FROM matters_matter AS part
    JOIN matters_matter AS whole ON whole.id = part.part_of_id
    WHERE part.part_of_id IS NOT NULL AND whole.supervisor_id IS NOT NULL
UNION ALL
SELECT part.id, signature.confirmed_by_id FROM matters_matter AS part
    JOIN proposals_draft AS draft ON draft.matter_id = part.part_of_id
    JOIN proposals_signature AS signature ON signature.draft_id = draft.id
    WHERE part.part_of_id IS NOT NULL
        AND signature.confirmed_by_id IS NOT NULL AND signature.withdrawn_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0003_signers_have_to_do_with_it"), ("matters", "0021_answered_in_parts")]

    operations = [migrations.RunSQL(_BEFORE + _OF_THE_WHOLE, _BEFORE)]
