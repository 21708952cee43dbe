"""Key ones, which a leader supervises by a plan. Whoever supervises a matter has to do with it."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_before = import_module("yidu.matters.migrations.0015_handled_together")
_VIEW = f"{_before._INVOLVED} {_before._BEFORE} {_before._MERGED}"
_SUPERVISES = """
UNION ALL
SELECT id, supervisor_id FROM matters_matter WHERE supervisor_id IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0005_fewer_indexes'),
        ('matters', '0018_words_are_kept'),
        ('people', '0004_fewer_indexes'),
        ('places', '0001_initial'),
        ('programmes', '0003_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='featured_at',
            field=models.DateTimeField(blank=True, help_text='when it was decided that it is a key one', null=True),
        ),
        migrations.AddField(
            model_name='matter',
            name='plan',
            field=models.TextField(blank=True, help_text='how it is supervised'),
        ),
        migrations.AddField(
            model_name='matter',
            name='supervisor',
            field=models.ForeignKey(blank=True, db_index=False, help_text='the leader who supervises it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('featured_at', None), ('plan', ''), ('supervisor', None)), models.Q(('featured_at__isnull', False), ('supervisor__isnull', False), models.Q(('plan', ''), _negated=True)), _connector='OR'), name='matter_key_is_supervised'),
        ),
        migrations.RunSQL(_VIEW + _SUPERVISES, _VIEW),
    ]
