import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0002_prepared'),
        ('media', '0002_files'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='deliveryimage', name='one_image_per_position'),
        migrations.RenameModel(old_name='DeliveryImage', new_name='DeliveryFile'),
        migrations.RenameField(model_name='deliveryfile', old_name='image', new_name='file'),
        migrations.AlterField(
            model_name='deliveryfile',
            name='delivery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='delivery.delivery'),
        ),
        migrations.AlterField(
            model_name='deliveryfile',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.mediafile'),
        ),
        migrations.AddConstraint(
            model_name='deliveryfile',
            constraint=models.UniqueConstraint(fields=('delivery', 'position'), name='one_file_per_position'),
        ),
    ]
