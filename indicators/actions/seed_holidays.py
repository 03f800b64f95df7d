"""Seed the table of days off from the published calendar; people edit it afterwards."""

from collections.abc import Iterable
from datetime import date, datetime

import holidays
from django.utils.translation import gettext as _

from indicators.actions.change_days_off import change_days_off
from indicators.days_off import Mark, marks_of_table
from indicators.models import DaysOffChange
from units.models import User


def seed_holidays(*, years: Iterable[int], by: User | None, at: datetime) -> DaysOffChange | None:
    """The change; None when all days are in the table already. Those stay as people left them."""
    marks = days_to_seed(years)
    return change_days_off(marks=marks, by=by, at=at) if marks else None


def days_to_seed(years: Iterable[int]) -> dict[date, Mark]:
    """The published days off and swapped days of some years that the table says nothing about."""
    asked = sorted(set(years))
    table = marks_of_table()
    published = holidays.country_holidays("VN", years=asked, language="vi")
    found = {day: Mark(name[:150]) for day, name in published.items()}
    found |= {day: Mark(_("Làm bù"), is_working=True) for day in published.weekend_workdays}
    return {day: mark for day, mark in sorted(found.items()) if day.year in asked and day not in table}
