"""Seed the table of days off from the published calendar; people edit it afterwards."""

from collections.abc import Iterable
from datetime import datetime

import holidays
from django.db import transaction
from django.utils.translation import gettext_noop

from indicators.models import Holiday
from indicators.permissions import check_may_manage_calendar
from units.actions.record_event import record_event
from units.models import User


def seed_holidays(*, years: Iterable[int], by: User | None, at: datetime) -> int:
    """How many days were added. Days already in the table stay as people left them."""
    check_may_manage_calendar(by)
    asked = sorted(set(years))
    known = set(Holiday.objects.filter(day__year__in=asked).values_list("day", flat=True))
    days = holidays.country_holidays("VN", years=asked, language="vi")
    rows = [Holiday(day=day, name=name) for day, name in sorted(days.items()) if day not in known]
    rows += [
        Holiday(day=day, name=gettext_noop("Làm bù"), is_working=True)
        for day in sorted(days.weekend_workdays)
        if day not in known and day.year in asked
    ]
    with transaction.atomic():
        Holiday.objects.bulk_create(rows, ignore_conflicts=True)
        if rows:
            record_event(kind="holidays.seeded", by=by, at=at, data={"years": asked, "days": len(rows)})
    return len(rows)
