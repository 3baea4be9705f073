from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0005_first_comment")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="leaves_before",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
