from django.db import migrations


def _hold_together(apps, schema_editor):
    """Let each watch of a competitor be that competitor, and bear its name."""
    there = apps.get_model("listening", "Competitor").objects.filter(removed_at=None)
    watches = apps.get_model("listening", "Watch").objects.filter(
        subject="competitor", removed_at=None, competitor=None
    )
    for row in there.select_related("watch"):
        watch = row.watch
        if watch.removed_at is not None:
            there.filter(pk=row.pk).update(removed_at=watch.removed_at)
        elif watch.subject != "competitor":
            there.filter(pk=row.pk).update(removed_at=watch.changed_at)
        elif not there.filter(workspace=row.workspace_id, name=watch.name).exists():
            there.filter(pk=row.pk).update(name=watch.name)
    for watch in watches.order_by("pk"):
        if not there.filter(workspace=watch.workspace_id, name=watch.name).exists():
            there.create(
                workspace=watch.workspace,
                name=watch.name,
                watch=watch,
                added_by=watch.made_by,
                added_at=watch.made_at,
            )


class Migration(migrations.Migration):

    dependencies = [
        ("listening", "0010_streams_without_gaps"),
    ]

    operations = [
        migrations.RunPython(_hold_together, migrations.RunPython.noop),
    ]
