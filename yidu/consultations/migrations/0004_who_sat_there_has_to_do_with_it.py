"""Whoever sat at a table has to do with what was agreed there: somebody else looks whether it was kept."""

from importlib import import_module

from django.db import migrations

_earlier = import_module("yidu.proposals.migrations.0004_parts_have_to_do_with_the_same")
_BEFORE = _earlier._BEFORE + _earlier._OF_THE_WHOLE
_SAT_THERE = """
UNION ALL
SELECT point.matter_id, seat.person_id FROM consultations_point AS point
    JOIN consultations_seat AS seat ON seat.session_id = point.session_id
    WHERE point.matter_id IS NOT NULL AND seat.person_id IS NOT NULL
        AND seat.confirmed_at IS NOT NULL AND seat.taken_off_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_opinions"), ("proposals", "0005_raised_on")]

    operations = [migrations.RunSQL(_BEFORE + _SAT_THERE, _BEFORE)]
