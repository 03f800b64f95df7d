from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0052_stewards'),
        ('units', '0003_lineage_of_earlier_figures_and_tree_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='regime',
            name='closes_days_after',
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='reportinground',
            name='reopened_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='regime',
            constraint=models.CheckConstraint(condition=models.Q(('closes_days_after__isnull', True), models.Q(('closes_days_after__gte', 0), ('closes_days_after__lte', 366)), _connector='OR'), name='regime_closes_at_most_a_year_after'),
        ),
    ]
