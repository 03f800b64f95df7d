from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0095_batches")]

    operations = [
        migrations.AddField(
            model_name="correctionrequest", name="cells", field=models.TextField(default="{}")
        ),
    ]
