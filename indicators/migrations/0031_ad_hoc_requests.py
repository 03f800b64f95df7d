# Ad-hoc requests, and the lines of theirs that the catalogue does not list.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0030_kinds_units_and_documents_of_regimes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AdHocRequest',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('due_minutes', models.PositiveIntegerField()),
                ('repeats_until', models.DateField(blank=True, null=True)),
                ('reminds_hourly', models.BooleanField(default=True)),
                ('asked_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='indicator',
            name='is_ad_hoc',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='adhocrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adhocrequest',
            name='regime',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ad_hoc', to='indicators.regime'),
        ),
        migrations.AddConstraint(
            model_name='adhocrequest',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='ad_hoc_request_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='adhocrequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_minutes__gt', 0), ('due_minutes__lte', 5760)), name='ad_hoc_due_within_days'),
        ),
    ]
