from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0075_enclosures")]

    operations = [
        migrations.AddField(
            model_name="correctionrequest", name="cells", field=models.TextField(default="{}")
        ),
    ]
