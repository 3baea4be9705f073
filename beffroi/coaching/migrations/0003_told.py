from django.db import migrations

#: From so much confidence on, of 100, a level is told.
_TOLD_FROM = 25


def say_no_level(apps, schema_editor):
    """Take their level from states that know too little to tell one; their scores stay.

    A first state, and one of a month, is only kept with a level: those that have none any more
    make room for the first that has.
    """
    untold = apps.get_model("coaching", "State").objects.filter(confidence__lt=_TOLD_FROM)
    untold.filter(reason__in=["first", "month"]).delete()
    untold.update(total=None, level=None)


class Migration(migrations.Migration):
    dependencies = [("coaching", "0002_engagement")]

    operations = [migrations.RunPython(say_no_level, migrations.RunPython.noop)]
