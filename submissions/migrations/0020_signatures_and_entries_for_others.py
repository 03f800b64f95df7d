# A signature that comes after the sending; what somebody else entered for a unit, and by whom it was said.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0007_figure_unanswered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_as', models.CharField(choices=[('head', 'thủ trưởng'), ('KT', 'ký thay'), ('TL', 'thừa lệnh'), ('TUQ', 'thừa ủy quyền'), ('Q', 'quyền')], default='head', max_length=10)),
                ('signed_at', models.DateTimeField()),
                ('event', models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='revision',
            name='told_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='revision',
            name='told_how',
            field=models.CharField(blank=True, choices=[('phone', 'điện thoại'), ('radio', 'bộ đàm'), ('message', 'tin nhắn'), ('in_person', 'báo trực tiếp'), ('paper', 'văn bản, giấy viết tay'), ('other', 'cách khác')], max_length=10),
        ),
        migrations.AlterField(
            model_name='revision',
            name='via',
            field=models.CharField(choices=[('form', 'biểu nhập trên trang'), ('workbook', 'tệp Excel'), ('api', 'API'), ('for_unit', 'nhập thay đơn vị')], default='form', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_by', ''), ('told_how', '')), models.Q(models.Q(('told_by', ''), _negated=True), models.Q(('told_how', ''), _negated=True)), _connector='OR'), name='revision_told_by_and_how'),
        ),
        migrations.AddField(
            model_name='signature',
            name='revision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='submissions.revision'),
        ),
        migrations.AddField(
            model_name='signature',
            name='signed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
