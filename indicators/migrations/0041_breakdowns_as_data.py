import django.db.models.deletion
from django.db import migrations, models


def state_as_data(apps, schema_editor):
    """Breakdowns that stood as text become dimensions, categories and what an indicator is broken down by.

    Nobody said that their categories add up to the whole, so they are taken as overlapping.
    """
    models_ = {name: apps.get_model("indicators", name) for name in ("Dimension", "Category", "DataPoint")}
    broken_down = apps.get_model("indicators", "IndicatorBreakdown")
    points = models_["DataPoint"].objects.exclude(breakdown__key="total")
    for indicator, key in points.order_by("pk").values_list("indicator", "breakdown__key"):
        for pair in key.split(";"):
            code, _sign, category = pair.partition("=")
            dimension, _made = models_["Dimension"].objects.get_or_create(code=code, defaults={"name": code})
            models_["Category"].objects.get_or_create(
                dimension=dimension, code=category, defaults={"name": category}
            )
            broken_down.objects.get_or_create(
                indicator_id=indicator, dimension=dimension, defaults={"how": "overlapping"}
            )


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0040_units_of_measure'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dimension',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('position', models.SmallIntegerField(default=0)),
                ('dimension', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='indicators.dimension')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IndicatorBreakdown',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('partition', 'cộng lại bằng tổng'), ('overlapping', 'có thể trùng nhau')], default='partition', max_length=12)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breakdowns', to='indicators.indicator')),
                ('dimension', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='indicators.dimension')),
            ],
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(fields=('dimension', 'code'), name='category_coded_once'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(fields=('dimension', 'name'), name='category_named_once'),
        ),
        migrations.AddConstraint(
            model_name='indicatorbreakdown',
            constraint=models.UniqueConstraint(fields=('indicator', 'dimension'), name='indicator_broken_down_once'),
        ),
        migrations.RunPython(state_as_data, migrations.RunPython.noop),
    ]
