"""Parts of a matter that several departments answer, each by itself."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0005_fewer_indexes'),
        ('matters', '0020_subjects_and_pairs_made_later'),
        ('people', '0005_longer_series'),
        ('places', '0001_initial'),
        ('programmes', '0003_known'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='divided_into',
            field=models.PositiveSmallIntegerField(default=0, help_text='how many parts, each answered by itself'),
        ),
        migrations.AddField(
            model_name='matter',
            name='part_of',
            field=models.ForeignKey(blank=True, db_index=False, help_text='the matter of which one department answers this part by itself', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='matters.matter'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('part_of__isnull', False)), fields=['part_of'], name='matter_part_of'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('part_of', None), models.Q(('divided_into', 0), ('merged_into', None), ('merges', 0), models.Q(('part_of', models.F('id')), _negated=True)), _connector='OR'), name='matter_part_of_another'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('divided_into', 0), models.Q(('merged_into', None), ('merges', 0)), _connector='OR'), name='matter_divided_leads_none'),
        ),
    ]
