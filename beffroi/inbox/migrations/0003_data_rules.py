from __future__ import annotations

import django.db.models.functions.datetime
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def count_from_the_last_look(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is known already was last shown when it was last asked about."""
    feedback = apps.get_model("inbox", "Feedback")
    feedback.objects.update(shown_at=models.F("checked_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0002_apps_grants_and_findings'),
        ('inbox', '0002_reviews_and_hints'),
        ('workspaces', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedback',
            name='erased_as',
            field=models.CharField(blank=True, choices=[('kept', 'Kept Long Enough'), ('unconfirmed', 'Not Confirmed'), ('asked', 'Asked')], max_length=11),
        ),
        migrations.AddField(
            model_name='feedback',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='feedback',
            name='shown_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True), ('erased_at__isnull', True)), fields=['channel', 'received_at'], name='feedback_by_arrival'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('deleted_at__isnull', True), ('erased_at__isnull', True)), fields=['channel', 'shown_at'], name='feedback_by_showing'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('text', ''), _connector='OR'), name='erased_feedback_keeps_no_text'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_as', ''), ('erased_at__isnull', True)), models.Q(('erased_at__isnull', False), models.Q(('erased_as', ''), _negated=True)), _connector='OR'), name='erased_feedback_says_why'),
        ),
        migrations.RunPython(count_from_the_last_look, migrations.RunPython.noop),
    ]
