"""Whoever signed a proposal has to do with it, and with what it was merged into: they never say whether it is solved."""

from importlib import import_module

from django.db import migrations

_earlier = import_module("yidu.matters.migrations.0019_key_ones")
_BEFORE = _earlier._VIEW + _earlier._SUPERVISES
_SIGNED = """
UNION ALL
SELECT draft.matter_id, signature.confirmed_by_id FROM proposals_signature AS signature
    JOIN proposals_draft AS draft ON draft.id = signature.draft_id
    WHERE draft.matter_id IS NOT NULL AND signature.confirmed_by_id IS NOT NULL AND signature.withdrawn_at IS NULL
UNION ALL
SELECT matter.merged_into_id, signature.confirmed_by_id FROM matters_matter AS matter
    JOIN proposals_draft AS draft ON draft.matter_id = matter.id
    JOIN proposals_signature AS signature ON signature.draft_id = draft.id
    WHERE matter.merged_into_id IS NOT NULL
        AND signature.confirmed_by_id IS NOT NULL AND signature.withdrawn_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_kept"), ("matters", "0019_key_ones")]

    operations = [migrations.RunSQL(_BEFORE + _SIGNED, _BEFORE)]
