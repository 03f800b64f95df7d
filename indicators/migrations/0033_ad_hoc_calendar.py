# The calendar of ad-hoc requests: nothing but days.

from django.db import migrations


def seed(apps, schema_editor):
    apps.get_model('indicators', 'Calendar').objects.update_or_create(
        code='dx', defaults={'name': 'Báo cáo đột xuất', 'natural_kinds': 'day'}
    )


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0032_editions_and_closing_of_rounds'),
    ]

    # Backwards it stays: periods may be of it.
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
