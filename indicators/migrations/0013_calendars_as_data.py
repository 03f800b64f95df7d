# Calendars with their rows, which were a constant before. Filled by the next migration.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0012_deadlines_are_rules'),
        ('units', '0003_lineage_of_earlier_figures_and_tree_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendar',
            name='natural_kinds',
            field=models.CharField(blank=True, default='', max_length=30),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='calendar',
            name='week_starts',
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='calendar',
            name='named_after',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.calendar'),
        ),
        migrations.AddField(
            model_name='calendar',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.CreateModel(
            name='CalendarRow',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('year', 'năm'), ('half', '6 tháng'), ('quarter', 'quý'), ('month', 'tháng')], max_length=10)),
                ('number', models.SmallIntegerField()),
                ('starts_year', models.SmallIntegerField(default=0)),
                ('starts_month', models.SmallIntegerField()),
                ('starts_day', models.SmallIntegerField()),
                ('ends_year', models.SmallIntegerField(default=0)),
                ('ends_month', models.SmallIntegerField()),
                ('ends_day', models.SmallIntegerField()),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='indicators.calendar')),
            ],
        ),
    ]
