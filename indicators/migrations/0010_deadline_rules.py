# Step 1 of 3: the rules beside the fields of the regime, the rule of a duty still unknown.

import datetime

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0004_refused_mixes_of_adding_up'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeadlineRule',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.SmallIntegerField(blank=True, choices=[(1, 'kế hoạch'), (2, 'ước tính'), (3, 'sơ bộ'), (4, 'chính thức')], null=True)),
                ('unit_kinds', models.CharField(blank=True, max_length=200)),
                ('offset', models.SmallIntegerField(default=5)),
                ('count_in', models.CharField(choices=[('working', 'ngày làm việc'), ('calendar', 'ngày')], default='working', max_length=10)),
                ('anchor', models.CharField(choices=[('cut_off', 'ngày chốt số liệu'), ('period_end', 'ngày cuối kỳ báo cáo')], default='cut_off', max_length=10)),
                ('fixed_day', models.SmallIntegerField(blank=True, null=True)),
                ('months_after', models.SmallIntegerField(default=1)),
                ('at', models.TimeField(default=datetime.time(17, 0))),
                ('on_day_off', models.CharField(choices=[('next', 'lùi đến hết ngày làm việc tiếp theo'), ('previous', 'đưa lên ngày làm việc liền trước'), ('stay', 'giữ nguyên ngày')], default='next', max_length=10)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('regime', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadline_rules', to='indicators.regime')),
            ],
        ),
        migrations.AddField(
            model_name='assignment',
            name='rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='indicators.deadlinerule'),
        ),
    ]
