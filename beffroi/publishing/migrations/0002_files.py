import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_initial'),
        ('media', '0002_files'),
    ]

    operations = [
        migrations.RenameModel(old_name='PostImage', new_name='PostFile'),
        migrations.RenameField(model_name='postfile', old_name='image', new_name='file'),
        migrations.AddField(
            model_name='variant',
            name='format',
            field=models.CharField(default='post', max_length=10),
        ),
        migrations.AlterField(
            model_name='postfile',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.mediafile'),
        ),
        migrations.AlterField(
            model_name='postfile',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='publishing.post'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['post', 'reel', 'story'])), name='variant_format_known'),
        ),
    ]
