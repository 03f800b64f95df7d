"""Define a calendar of one's own, or change one while nothing uses it."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.calendar_words import fault_sentence
from indicators.calendars import calendar_named, forget_calendars
from indicators.models import Calendar, CalendarRow, Period, Regime
from indicators.periods import CALENDAR_YEAR, CutOff, Kind, PeriodError, faults_of_calendar
from indicators.periods import Calendar as Cut
from indicators.permissions import check_may_define_calendar
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict, taken_field, wrong_field
from units.models import Unit, User

_CODE = re.compile(r"[a-z][a-z0-9_]{1,14}")


def drawn_calendar(
    *,
    code: str,
    rows: Iterable[CutOff],
    natural: Iterable[Kind] = (),
    week_starts: int = 1,
    named_after: str = "",
) -> Cut:
    """The calendar as the kernel would read it; BadContent with a problem a fault, naming the two rows."""
    try:
        after = calendar_named(named_after) if named_after else None
    except PeriodError as error:
        raise wrong_field("named_after", _("Không có lịch này."), code=error.code) from error
    if after is not None and after.named_after is not None:
        raise wrong_field("named_after", _("Lịch này tự nó chốt số liệu sớm. Hãy chọn lịch khác."))
    if not 1 <= week_starts <= 7:
        raise wrong_field("week_starts", _("Ngày đầu tuần phải từ thứ Hai đến Chủ nhật."))
    drawn = Cut(code, tuple(rows), frozenset(natural), week_starts, after)
    problems = [{"code": fault.code, "message": fault_sentence(fault)} for fault in faults_of_calendar(drawn)]
    if problems:
        raise BadContent(problems[0]["message"], code=problems[0]["code"], problems=problems)
    return drawn


def define_calendar(*, drawn: Cut, name: str, owner: Unit, by: User | None, at: datetime) -> Calendar:
    """The calendar, known to all processes from now on. BadContent or Conflict names the field."""
    check_may_define_calendar(by, owner=owner.pk)
    check_calendar_words(drawn.code, name)
    try:
        with transaction.atomic():
            kept = Calendar.objects.create(code=drawn.code, name=name.strip(), owner=owner, **_fields(drawn))
            _write_rows(kept, drawn)
            _tell("calendar.defined", kept, drawn, by=by, at=at)
    except IntegrityError as error:
        raise taken_field("code", _("Mã lịch %(code)s đã có.") % {"code": drawn.code}) from error
    forget_calendars()
    return kept


def change_calendar(*, calendar: Calendar, drawn: Cut, name: str, by: User | None, at: datetime) -> Calendar:
    """The calendar with other rows. Conflict once a regime or a period uses it: its codes have been said."""
    check_may_define_calendar(by, owner=calendar.owner_id)
    check_calendar_words(drawn.code, name)
    with transaction.atomic():
        kept = Calendar.objects.select_for_update().get(pk=calendar.pk)
        uses = uses_of(kept)
        if uses:
            raise Conflict(uses, code="calendar_in_use")
        for field, value in _fields(drawn).items():
            setattr(kept, field, value)
        kept.name = name.strip()
        kept.save()
        kept.rows.all().delete()
        _write_rows(kept, drawn)
        _tell("calendar.changed", kept, drawn, by=by, at=at)
    forget_calendars()
    return kept


def uses_of(calendar: Calendar) -> str:
    """Why a calendar cannot be changed any more; "" while nothing uses it."""
    if calendar.owner_id is None:
        return _("Lịch này có sẵn trong hệ thống, không sửa được. Hãy lập lịch mới.")
    regimes = Regime.objects.filter(calendar=calendar).count()
    named = Calendar.objects.filter(named_after=calendar).exists()
    if regimes or named or Period.objects.filter(calendar=calendar).exists():
        return _("Lịch đã được dùng (%(regimes)d chế độ báo cáo) nên không sửa được. Hãy lập lịch mới.") % {
            "regimes": regimes
        }
    return ""


def check_calendar_words(code: str, name: str) -> None:
    """BadContent names the field."""
    if not _CODE.fullmatch(code) or code == CALENDAR_YEAR.code:
        raise wrong_field(
            "code",
            _("Mã lịch gồm 2 đến 15 chữ thường không dấu, chữ số hoặc dấu gạch dưới, bắt đầu bằng chữ."),
        )
    if not name.strip() or len(name) > 100:
        raise wrong_field("name", _("Hãy ghi tên lịch, không quá 100 ký tự."))


def _fields(drawn: Cut) -> dict[str, object]:
    after = drawn.named_after
    return {
        "natural_kinds": ",".join(kind.value for kind in Kind if kind in drawn.natural),
        "week_starts": drawn.week_starts,
        "named_after": None if after is None else Calendar.objects.get(code=after.code),
    }


def _write_rows(kept: Calendar, drawn: Cut) -> None:
    CalendarRow.objects.bulk_create(
        CalendarRow(
            calendar=kept,
            kind=row.kind.value,
            number=row.number,
            starts_year=row.starts.year_offset,
            starts_month=row.starts.month,
            starts_day=row.starts.day,
            ends_year=row.ends.year_offset,
            ends_month=row.ends.month,
            ends_day=row.ends.day,
        )
        for row in drawn.cut_offs
    )


def _tell(kind: str, kept: Calendar, drawn: Cut, *, by: User | None, at: datetime) -> None:
    record_event(
        kind=kind,
        by=by,
        at=at,
        subject=kept,
        unit=kept.owner_id,
        data={"code": kept.code, "name": kept.name, "rows": len(drawn.cut_offs)},
    )
