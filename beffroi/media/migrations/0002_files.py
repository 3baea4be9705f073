from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0001_initial'),
        # Those that name the old model must be there when it is renamed.
        ('delivery', '0002_prepared'),
        ('publishing', '0001_initial'),
        ('workspaces', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='image', name='image_has_pixels'),
        migrations.RenameModel(old_name='Image', new_name='MediaFile'),
        migrations.AlterField(
            model_name='mediafile',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='workspaces.workspace'),
        ),
        migrations.AddField(model_name='mediafile', name='kind', field=models.CharField(default='image', max_length=10)),
        migrations.AddField(model_name='mediafile', name='seconds', field=models.FloatField(blank=True, null=True)),
        migrations.AddField(model_name='mediafile', name='title', field=models.CharField(blank=True, max_length=200)),
        migrations.AlterField(model_name='mediafile', name='width', field=models.PositiveIntegerField(default=0)),
        migrations.AlterField(model_name='mediafile', name='height', field=models.PositiveIntegerField(default=0)),
        migrations.AddConstraint(
            model_name='mediafile',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['image', 'video', 'document'])), name='file_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='mediafile',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'document'), models.Q(('height__gt', 0), ('width__gt', 0)), _connector='OR'), name='what_is_seen_has_pixels'),
        ),
        migrations.AddConstraint(
            model_name='mediafile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'video'), _negated=True), ('seconds__gt', 0), _connector='OR'), name='a_video_has_a_length'),
        ),
    ]
