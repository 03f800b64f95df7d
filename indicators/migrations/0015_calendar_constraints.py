from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0014_built_in_calendars'),
        ('units', '0003_lineage_of_earlier_figures_and_tree_version'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='calendar',
            constraint=models.CheckConstraint(condition=models.Q(('week_starts__gte', 1), ('week_starts__lte', 7)), name='calendar_week_starts_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='calendarrow',
            constraint=models.UniqueConstraint(fields=('calendar', 'kind', 'number'), name='calendar_row_stated_once'),
        ),
        migrations.AddConstraint(
            model_name='calendarrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'year'), ('number', 1)), models.Q(('kind', 'half'), ('number__gte', 1), ('number__lte', 2)), models.Q(('kind', 'quarter'), ('number__gte', 1), ('number__lte', 4)), models.Q(('kind', 'month'), ('number__gte', 1), ('number__lte', 12)), _connector='OR'), name='calendar_row_number_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='calendarrow',
            constraint=models.CheckConstraint(condition=models.Q(('ends_day__gte', 1), ('ends_day__lte', 31), ('ends_month__gte', 1), ('ends_month__lte', 12), ('ends_year__gte', -1), ('ends_year__lte', 1), ('starts_day__gte', 1), ('starts_day__lte', 31), ('starts_month__gte', 1), ('starts_month__lte', 12), ('starts_year__gte', -1), ('starts_year__lte', 1)), name='calendar_row_days_of_a_year'),
        ),
    ]
