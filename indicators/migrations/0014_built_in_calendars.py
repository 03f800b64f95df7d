# The calendars every system has: the calendar year, the cut-offs of NĐ 09/2019/NĐ-CP, the school year.

from django.db import migrations

LENGTHS = {'year': 12, 'half': 6, 'quarter': 3, 'month': 1}


def calendar_year():
    for kind, length in LENGTHS.items():
        for number in range(1, 12 // length + 1):
            yield kind, number, (0, length * (number - 1) + 1, 1), (0, length * number, 31)


def decree_09():
    """A month of data is the 15th of the month before to the 14th."""
    for kind, length in LENGTHS.items():
        for number in range(1, 12 // length + 1):
            before = length * (number - 1)
            starts = (0, before, 15) if before else (-1, 12, 15)
            yield kind, number, starts, (0, length * number, 14)


def school_year():
    yield 'year', 1, (0, 9, 1), (1, 8, 31)


BUILT_IN = [
    ('year', 'Năm dương lịch', 'week,ten_days,day', None, calendar_year),
    ('nd09', 'Chốt số liệu theo Nghị định 09/2019/NĐ-CP', '', 'year', decree_09),
    ('school', 'Năm học', '', None, school_year),
]


def seed(apps, schema_editor):
    calendars = apps.get_model('indicators', 'Calendar')
    rows = apps.get_model('indicators', 'CalendarRow')
    for code, name, natural_kinds, named_after, cut_offs in BUILT_IN:
        after = calendars.objects.get(code=named_after) if named_after else None
        calendar, _made = calendars.objects.update_or_create(
            code=code, defaults={'name': name, 'natural_kinds': natural_kinds, 'named_after': after}
        )
        rows.objects.bulk_create(
            rows(
                calendar=calendar, kind=kind, number=number,
                starts_year=starts[0], starts_month=starts[1], starts_day=starts[2],
                ends_year=ends[0], ends_month=ends[1], ends_day=ends[2],
            )
            for kind, number, starts, ends in cut_offs()
        )


def unseed(apps, schema_editor):
    """The calendars stay: periods may be of them."""
    apps.get_model('indicators', 'CalendarRow').objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0013_calendars_as_data'),
    ]

    operations = [migrations.RunPython(seed, unseed)]
