# One round a form, period and edition; who closed it.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0031_ad_hoc_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reportinground',
            name='round_opened_once',
        ),
        migrations.AddField(
            model_name='reportinground',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportinground',
            name='edition',
            field=models.SmallIntegerField(choices=[(1, 'kế hoạch'), (2, 'ước tính'), (3, 'sơ bộ'), (4, 'chính thức')], default=4),
        ),
        migrations.AddConstraint(
            model_name='reportinground',
            constraint=models.UniqueConstraint(fields=('template', 'period', 'edition'), name='round_opened_once'),
        ),
        migrations.AddConstraint(
            model_name='reportinground',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', False), ('closed_by__isnull', True), _connector='OR'), name='round_closed_at_and_by'),
        ),
    ]
