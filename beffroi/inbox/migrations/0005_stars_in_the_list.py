from django.db import migrations, models


def copy_stars(apps, schema_editor):
    """Give each conversation the stars of its newest words that are still there."""
    theirs = apps.get_model("inbox", "Feedback").objects.filter(
        conversation=models.OuterRef("pk"),
        is_ours=False,
        deleted_at__isnull=True,
        erased_at__isnull=True,
    )
    newest = theirs.order_by("-written_at", "-id").values("stars")[:1]
    apps.get_model("inbox", "Conversation").objects.update(stars=models.Subquery(newest))


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0004_removals_can_be_undone'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='stars',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (1, 5)), _connector='OR'), name='shown_stars_are_one_to_five'),
        ),
        migrations.RunPython(copy_stars, migrations.RunPython.noop),
    ]
