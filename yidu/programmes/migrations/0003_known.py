"""What the programmes say is read once by each process: see `yidu.common.known`."""

from django.db import migrations

from yidu.common.known import watching


class Migration(migrations.Migration):
    dependencies = [("common", "0002_revision"), ("programmes", "0002_edition_is_text")]

    operations = [watching("programmes_edition")]
