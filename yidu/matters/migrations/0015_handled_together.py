"""Matters that are handled together, what one became, what everybody reads of an answer, and a promise that is looked at
each year.

Whoever raised what is merged into a matter has to do with it as well.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_BEFORE = """
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
_MERGED = """
UNION ALL
SELECT merged_into_id, raised_by_id FROM matters_matter
    WHERE merged_into_id IS NOT NULL AND raised_by_id IS NOT NULL
"""
_INVOLVED = "CREATE OR REPLACE VIEW matters_involved AS"


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0005_fewer_indexes'),
        ('matters', '0014_what_waits_for_an_opinion'),
        ('people', '0004_fewer_indexes'),
        ('places', '0001_initial'),
        ('programmes', '0003_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='lookback',
            name='follows',
            field=models.OneToOneField(blank=True, help_text='the look before at the same promise', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='matters.lookback'),
        ),
        migrations.AddField(
            model_name='matter',
            name='came_from',
            field=models.ForeignKey(blank=True, db_index=False, help_text='the matter that was converted into this one', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='became', to='matters.matter'),
        ),
        migrations.AddField(
            model_name='matter',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, help_text='handled together with it, and answered with the same letter', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='matters.matter'),
        ),
        migrations.AddField(
            model_name='matter',
            name='merges',
            field=models.PositiveSmallIntegerField(default=0, help_text='how many wait to be answered together with it'),
        ),
        migrations.AddField(
            model_name='matter',
            name='period',
            field=models.CharField(blank=True, help_text='an item of the list of periods', max_length=60),
        ),
        migrations.AddField(
            model_name='matter',
            name='told_since',
            field=models.DateTimeField(blank=True, help_text='the same, of a stage of which people are told', null=True),
        ),
        migrations.AddField(
            model_name='reply',
            name='publication',
            field=models.CharField(blank=True, help_text='an item of the list of ways to publish', max_length=20),
        ),
        migrations.AddField(
            model_name='reply',
            name='summary',
            field=models.TextField(blank=True, help_text='what everybody reads instead of the whole'),
        ),
        migrations.AlterField(
            model_name='lookback',
            name='found',
            field=models.CharField(blank=True, choices=[('solved', 'It is solved'), ('unsolved', 'It is not solved'), ('could-not-look', 'I could not find out'), ('withdrawn', 'withdrawn, with a reason')], max_length=14),
        ),
        migrations.AlterField(
            model_name='rating',
            name='solved',
            field=models.BooleanField(null=True),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('told_since__isnull', False)), fields=['told_since'], name='matter_told'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='matter_merged'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('came_from__isnull', False)), fields=['came_from'], name='matter_came_from'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merges', 0), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='matter_merged_leads_none'),
        ),
        migrations.RunSQL(f"{_INVOLVED} {_BEFORE} {_MERGED}", f"{_INVOLVED} {_BEFORE}"),
    ]
