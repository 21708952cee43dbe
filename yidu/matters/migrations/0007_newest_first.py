from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0006_what_look_backs_promise'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['-raised_at', 'id'], name='matter_newest'),
        ),
    ]
