# Kind of a regime, whom it asks beyond kinds and groups, the document it stands in.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0017_lowered_check'),
        ('units', '0003_lineage_of_earlier_figures_and_tree_version'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RegimeDocument',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RegimeUnit',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_exempt', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddField(
            model_name='regime',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='regime',
            name='document_date',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='regime',
            name='document_number',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='regime',
            name='filled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='regime',
            name='kind',
            field=models.CharField(choices=[('periodic', 'định kỳ'), ('topical', 'chuyên đề'), ('ad_hoc', 'đột xuất')], default='periodic', max_length=10),
        ),
        migrations.AddField(
            model_name='regime',
            name='lets_others_enter',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='regime',
            name='subject_scope',
            field=models.CharField(choices=[('province', 'đơn vị trên địa bàn của cơ quan chủ trì'), ('owner', 'đơn vị trực thuộc cơ quan chủ trì'), ('listed', 'danh sách đơn vị')], default='province', max_length=10),
        ),
        migrations.AlterField(
            model_name='regime',
            name='subject_kinds',
            field=models.CharField(blank=True, default='xa,phuong,dac_khu,thi_tran', max_length=300),
        ),
        migrations.AddConstraint(
            model_name='regime',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='regime_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='regime',
            constraint=models.CheckConstraint(condition=models.Q(('opens_days_before_end__gte', 0), ('opens_days_before_end__lte', 366)), name='regime_opens_at_most_a_year_before'),
        ),
        migrations.AddField(
            model_name='regimedocument',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='regimedocument',
            name='regime',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='indicators.regime'),
        ),
        migrations.AddField(
            model_name='regimeunit',
            name='regime',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='indicators.regime'),
        ),
        migrations.AddField(
            model_name='regimeunit',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddConstraint(
            model_name='regimeunit',
            constraint=models.UniqueConstraint(fields=('regime', 'unit'), name='regime_names_a_unit_once'),
        ),
    ]
