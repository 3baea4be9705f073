from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def ask_about_what_is_known(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Have findings that were there before ask as well: they would look like noted ones."""
    channel = apps.get_model("channels", "Channel")
    channel.objects.exclude(findings=[]).update(findings_ask_since=F("diagnosed_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0003_withdrawals'),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='findings_ask_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(ask_about_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
