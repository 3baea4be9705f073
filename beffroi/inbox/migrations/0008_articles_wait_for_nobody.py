from django.db import migrations


def let_nobody_wait(apps, schema_editor):
    """Articles of before, in whose feeds nobody speaks to us, were taken for people."""
    articles = apps.get_model("inbox", "Conversation").objects.filter(channel__kind="feed")
    articles.filter(waiting_since__isnull=False).update(waiting_since=None)


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0007_teamwork'),
    ]

    operations = [
        migrations.RunPython(let_nobody_wait, migrations.RunPython.noop),
    ]
