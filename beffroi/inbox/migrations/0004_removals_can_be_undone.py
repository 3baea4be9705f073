import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0003_data_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('leaving', 'Leaving'), ('done', 'Done'), ('refused', 'Refused')], default='waiting', max_length=7)),
                ('problem', models.CharField(blank=True, choices=[('no_right', 'No Right'), ('channel_lost', 'Channel Lost'), ('refused', 'Refused'), ('given_up', 'Given Up'), ('restored', 'Restored')], max_length=12)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('feedback', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='removal', to='inbox.feedback')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('waiting', 'leaving')), _negated=True), ('asked_by__isnull', False), _connector='OR'), name='pending_removal_has_an_asker'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('asked_at'))), name='removal_can_be_undone_first'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('problem', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('problem', '')), _connector='OR'), name='refused_removal_says_why')],
            },
        ),
    ]
