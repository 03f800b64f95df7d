import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0041_breakdowns_as_data'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='factor_denominator',
            field=models.BigIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='indicator',
            name='factor_numerator',
            field=models.BigIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='indicator',
            name='highest',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='indicator',
            name='kind',
            field=models.CharField(choices=[('count', 'số đếm'), ('amount', 'số lượng, giá trị'), ('percentage', 'tỷ lệ phần trăm'), ('mean', 'số bình quân'), ('index', 'chỉ số tổng hợp'), ('yes_no', 'có/không'), ('choice', 'chọn trong danh sách'), ('text', 'chữ')], default='count', max_length=12),
        ),
        migrations.AddField(
            model_name='indicator',
            name='legal_source',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='indicator',
            name='lowest',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='indicator',
            name='predecessor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='indicators.indicator'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='valid_from',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='indicator',
            name='valid_to',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='indicator',
            name='measured_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.unitofmeasure', to_field='code'),
        ),
        migrations.CreateModel(
            name='IndicatorOption',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.SmallIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='indicators.indicator')),
            ],
        ),
        migrations.CreateModel(
            name='IndicatorVersion',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('since', models.BigIntegerField()),
                ('until', models.BigIntegerField(blank=True, null=True)),
                ('document', models.TextField()),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='indicators.indicator')),
            ],
        ),
        migrations.AddConstraint(
            model_name='indicatoroption',
            constraint=models.UniqueConstraint(fields=('indicator', 'number'), name='indicator_option_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='indicatoroption',
            constraint=models.UniqueConstraint(fields=('indicator', 'name'), name='indicator_option_named_once'),
        ),
        migrations.AddConstraint(
            model_name='indicatoroption',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 0), ('number__lte', 999)), name='indicator_option_number_0_to_999'),
        ),
        migrations.AddConstraint(
            model_name='indicatorversion',
            constraint=models.UniqueConstraint(fields=('indicator', 'number'), name='indicator_version_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='indicatorversion',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('indicator',), name='indicator_version_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='indicatorversion',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='indicator_version_events_in_order'),
        ),
    ]
