# Step 3 of 3: the fields of the regime go, the rules are held to what they may say.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0011_fill_deadline_rules'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='regime',
            name='regime_deadline_hour_of_a_day',
        ),
        migrations.RemoveField(
            model_name='regime',
            name='deadline_hour',
        ),
        migrations.RemoveField(
            model_name='regime',
            name='deadline_moves',
        ),
        migrations.RemoveField(
            model_name='regime',
            name='deadline_offset',
        ),
        migrations.RemoveField(
            model_name='regime',
            name='deadline_unit',
        ),
        migrations.AddConstraint(
            model_name='deadlinerule',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('regime', 'edition', 'unit_kinds'), name='deadline_rule_stated_once'),
        ),
        migrations.AddConstraint(
            model_name='deadlinerule',
            constraint=models.UniqueConstraint(condition=models.Q(('edition__isnull', True), ('retired_at__isnull', True)), fields=('regime', 'unit_kinds'), name='deadline_rule_of_any_edition_stated_once'),
        ),
        migrations.AddConstraint(
            model_name='deadlinerule',
            constraint=models.CheckConstraint(condition=models.Q(('fixed_day__isnull', True), models.Q(('fixed_day__gte', 1), ('fixed_day__lte', 31)), _connector='OR'), name='deadline_rule_day_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='deadlinerule',
            constraint=models.CheckConstraint(condition=models.Q(('offset__gte', -400), ('offset__lte', 400)), name='deadline_rule_days_within_bounds'),
        ),
        migrations.AddConstraint(
            model_name='deadlinerule',
            constraint=models.CheckConstraint(condition=models.Q(('months_after__gte', -24), ('months_after__lte', 24)), name='deadline_rule_months_within_bounds'),
        ),
    ]
