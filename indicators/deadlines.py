"""When a duty is due: the regime's rule on the calendar of days off."""

from datetime import date, datetime, time

from django.utils import timezone

from indicators.models import Holiday, Regime
from indicators.periods import CountIn, DeadlineRule, PeriodSpan, add_working_days, due


def days_off() -> tuple[frozenset[date], frozenset[date]]:
    """(days off that are not weekends, weekend days that are worked), as the editable table says."""
    off: set[date] = set()
    worked: set[date] = set()
    for day, is_working in Holiday.objects.values_list("day", "is_working"):
        (worked if is_working else off).add(day)
    return frozenset(off), frozenset(worked)


def due_at(regime: Regime, span: PeriodSpan) -> datetime:
    """The deadline of a period under a regime, aware, in the country's time."""
    off, worked = days_off()
    rule = DeadlineRule(
        offset=regime.deadline_offset,
        unit=CountIn(regime.deadline_unit),
        at=time(regime.deadline_hour),
        move_to_working_day=regime.deadline_moves,
    )
    return timezone.make_aware(due(span=span, rule=rule, days_off=off, swapped_working_days=worked))


def working_days_after(day: date, count: int, *, hour: int = 17) -> datetime:
    """The end of the `count`-th working day after a day, aware."""
    off, worked = days_off()
    last = add_working_days(day, count, days_off=off, swapped_working_days=worked)
    return timezone.make_aware(datetime.combine(last, time(hour)))
