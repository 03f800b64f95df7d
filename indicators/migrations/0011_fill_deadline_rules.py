# Step 2 of 3: what a regime said about deadlines becomes its one rule, for all units and editions.

import datetime

from django.db import migrations


def regimes_to_rules(apps, schema_editor):
    regimes = apps.get_model('indicators', 'Regime')
    rules = apps.get_model('indicators', 'DeadlineRule')
    assignments = apps.get_model('indicators', 'Assignment')
    for regime in regimes.objects.order_by('pk'):
        rule = rules.objects.create(
            regime=regime,
            offset=regime.deadline_offset,
            count_in=regime.deadline_unit,
            at=datetime.time(regime.deadline_hour),
            on_day_off='next' if regime.deadline_moves else 'stay',
        )
        assignments.objects.filter(round__template__regime=regime).update(rule=rule)


def rules_to_regimes(apps, schema_editor):
    regimes = apps.get_model('indicators', 'Regime')
    rules = apps.get_model('indicators', 'DeadlineRule')
    for regime in regimes.objects.order_by('pk'):
        rule = rules.objects.filter(
            regime=regime, retired_at__isnull=True, edition__isnull=True, unit_kinds='', fixed_day__isnull=True
        ).first()
        if rule is not None:
            regime.deadline_offset = rule.offset
            regime.deadline_unit = rule.count_in
            regime.deadline_hour = rule.at.hour
            regime.deadline_moves = rule.on_day_off != 'stay'
            regime.save()
    apps.get_model('indicators', 'Assignment').objects.update(rule=None)
    rules.objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0010_deadline_rules'),
    ]

    operations = [migrations.RunPython(regimes_to_rules, rules_to_regimes)]
