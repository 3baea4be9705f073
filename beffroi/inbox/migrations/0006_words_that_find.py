import django.db.models.deletion
from django.db import migrations, models

from beffroi.core import compact


def create_table(apps, schema_editor):
    """Make the index of words as each database keeps it best; a job fills it from what is there."""
    compact.create(schema_editor, apps.get_model("inbox", "FoundBy"), words="word")


def remove_table(apps, schema_editor):
    schema_editor.delete_model(apps.get_model("inbox", "FoundBy"))


class Migration(migrations.Migration):

    dependencies = [
        ('workspaces', '0001_initial'),
        ('inbox', '0005_stars_in_the_list'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='is_indexed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(condition=models.Q(('is_indexed', False)), fields=['workspace', 'id'], name='inbox_unindexed'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='FoundBy',
                    fields=[
                        ('pk', models.CompositePrimaryKey('workspace', 'word', 'said_at', 'conversation', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('word', models.CharField(max_length=40)),
                        ('said_at', models.BigIntegerField()),
                        ('conversation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inbox.conversation')),
                        ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
                    ],
                ),
            ],
        ),
        migrations.RunPython(create_table, remove_table),
    ]
