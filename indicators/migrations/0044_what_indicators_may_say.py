import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0043_fill_units_of_measure'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='indicator',
            name='unit_of_measure',
        ),
        migrations.RenameField(
            model_name='indicator',
            old_name='measured_in',
            new_name='unit_of_measure',
        ),
        migrations.AlterField(
            model_name='indicator',
            name='unit_of_measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='indicators.unitofmeasure', to_field='code'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['choice', 'text', 'yes_no']), _negated=True), ('decimals', 0), _connector='OR'), name='indicator_decimals_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['choice', 'text', 'yes_no']), _negated=True), models.Q(('highest__isnull', True), ('lowest__isnull', True)), _connector='OR'), name='indicator_range_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('lowest__isnull', True), ('highest__isnull', True), ('highest__gte', models.F('lowest')), _connector='OR'), name='indicator_range_in_order'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lowest__isnull', True), models.Q(('lowest__gte', -100000000000000), ('lowest__lte', 100000000000000)), _connector='OR'), models.Q(('highest__isnull', True), models.Q(('highest__gte', -100000000000000), ('highest__lte', 100000000000000)), _connector='OR')), name='indicator_range_in_bounds'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='indicator_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__contains', '|'), _negated=True), models.Q(models.Q(('code__contains', '/'), _negated=True), ('is_ad_hoc', True), _connector='OR'), models.Q(('code', ''), _negated=True)), name='indicator_code_names_one'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor__isnull', True), models.Q(('predecessor', models.F('id')), _negated=True), _connector='OR'), name='indicator_succeeds_another'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor__isnull', False), models.Q(('factor_denominator', 1), ('factor_numerator', 1)), _connector='OR'), name='indicator_factor_of_a_successor'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('factor_denominator__gte', 1), ('factor_denominator__lte', 1000000000000), ('factor_numerator__gte', 1), ('factor_numerator__lte', 1000000000000)), name='indicator_factor_positive'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'percentage'), models.Q(models.Q(('over_units__in', ['max', 'min', 'none', 'recomputed', 'weighted_mean']), _negated=True), models.Q(('over_time__in', ['first', 'last', 'max', 'mean', 'min', 'none', 'recomputed']), _negated=True), _connector='OR'), _negated=True), name='indicator_percentage_adds_up_otherwise'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'mean'), models.Q(models.Q(('over_units__in', ['max', 'min', 'none', 'recomputed', 'weighted_mean']), _negated=True), models.Q(('over_time__in', ['first', 'last', 'max', 'mean', 'min', 'none', 'recomputed']), _negated=True), _connector='OR'), _negated=True), name='indicator_mean_adds_up_otherwise'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'index'), models.Q(models.Q(('over_units__in', ['max', 'mean', 'min', 'none', 'recomputed', 'weighted_mean']), _negated=True), models.Q(('over_time__in', ['first', 'last', 'max', 'mean', 'min', 'none', 'recomputed']), _negated=True), _connector='OR'), _negated=True), name='indicator_index_adds_up_otherwise'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'yes_no'), models.Q(models.Q(('over_units__in', ['max', 'min', 'none', 'sum']), _negated=True), models.Q(('over_time__in', ['first', 'last', 'max', 'min', 'none']), _negated=True), _connector='OR'), _negated=True), name='indicator_yes_no_adds_up_otherwise'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'choice'), models.Q(models.Q(('over_units__in', ['none']), _negated=True), models.Q(('over_time__in', ['first', 'last', 'none']), _negated=True), _connector='OR'), _negated=True), name='indicator_choice_adds_up_otherwise'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'text'), models.Q(models.Q(('over_units__in', ['none']), _negated=True), models.Q(('over_time__in', ['none']), _negated=True), _connector='OR'), _negated=True), name='indicator_text_adds_up_otherwise'),
        ),
    ]
