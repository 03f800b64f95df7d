from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0069_history_loads")]

    operations = [
        migrations.AddField(
            model_name="correctionrequest", name="cells", field=models.TextField(default="{}")
        ),
    ]
