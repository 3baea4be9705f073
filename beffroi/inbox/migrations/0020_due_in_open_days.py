from django.db import migrations
from django.utils import timezone


def count_anew(apps, schema_editor):
    """Where nobody chose a promise, and for health and safety, answers are due at other times."""
    waiting = apps.get_model("inbox", "Conversation").objects.filter(waiting_since__isnull=False)
    ids = waiting.order_by("workspace").values_list("workspace", flat=True).distinct()
    job = apps.get_model("core", "Job")
    asked = [
        job(
            kind="inbox.count_anew",
            key=str(workspace_id),
            workspace_id=workspace_id,
            payload={"workspace_id": workspace_id},
            run_at=timezone.now(),
        )
        for workspace_id in ids
    ]
    job.objects.bulk_create(asked, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('company', '0003_answers_in_open_days'),
        ('core', '0001_initial'),
        ('inbox', '0019_blocks_and_reports'),
    ]

    operations = [
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
