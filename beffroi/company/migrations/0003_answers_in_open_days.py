from django.db import migrations, models


def say_what_is_counted(apps, schema_editor):
    """What a company chose it keeps: opening hours, or the clock."""
    delays = apps.get_model("company", "AnswerDelay").objects
    delays.filter(in_open_time=True).update(measure="open_time")


class Migration(migrations.Migration):

    dependencies = [
        ('company', '0002_crisis_file'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='answerdelay',
            name='delay_kind_is_known',
        ),
        migrations.AddField(
            model_name='answerdelay',
            name='measure',
            field=models.CharField(choices=[('clock', 'clock'), ('open_time', 'open_time'), ('open_days', 'open_days')], default='clock', max_length=9),
            preserve_default=False,
        ),
        migrations.RunPython(say_what_is_counted, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='answerdelay',
            name='in_open_time',
        ),
        migrations.AlterField(
            model_name='answerdelay',
            name='kind',
            field=models.CharField(choices=[('other', 'other'), ('danger', 'danger'), ('urgent', 'urgent'), ('lead', 'lead'), ('review', 'review')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='answerdelay',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['other', 'danger', 'urgent', 'lead', 'review'])), name='delay_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='answerdelay',
            constraint=models.CheckConstraint(condition=models.Q(('measure__in', ['clock', 'open_time', 'open_days'])), name='delay_measure_is_known'),
        ),
        migrations.AddConstraint(
            model_name='answerdelay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', 'open_days'), _negated=True), ('minutes__in', list(range(1440, 43201, 1440))), _connector='OR'), name='open_days_are_whole'),
        ),
    ]
