"""Calendars in words: their names, their rows, and what is wrong with one."""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from indicators.models import Calendar
from indicators.periods import CalendarFault, CutOff, Kind, PeriodSpan, YearDay, label_of

# Names of the calendars every system has; those people define keep the name they gave.
BUILT_IN = (
    gettext_noop("Năm dương lịch"),
    gettext_noop("Chốt số liệu theo Nghị định 09/2019/NĐ-CP"),
    gettext_noop("Năm học"),
)
_KINDS = {
    Kind.YEAR: gettext_noop("năm"),
    Kind.HALF: gettext_noop("6 tháng"),
    Kind.QUARTER: gettext_noop("quý"),
    Kind.MONTH: gettext_noop("tháng"),
    Kind.TO_DATE: gettext_noop("lũy kế từ đầu năm"),
    Kind.WEEK: gettext_noop("tuần"),
    Kind.TEN_DAYS: gettext_noop("10 ngày"),
    Kind.DAY: gettext_noop("ngày"),
}
_YEARS = {-1: gettext_noop("năm trước"), 0: "", 1: gettext_noop("năm sau")}
_FAULTS = {
    "no_periods": gettext_noop("Lịch chưa có kỳ nào. Hãy ghi ít nhất kỳ năm, hoặc chọn tuần, 10 ngày, ngày."),
    "no_year": gettext_noop("Chưa có kỳ năm. Các kỳ khác phải nằm trong một năm."),
    "missing_row": gettext_noop("Thiếu kỳ %(missing)s: loại kỳ này phải đủ số."),
    "repeated_row": gettext_noop("Có hai hàng cùng là %(one)s: %(one_days)s và %(other_days)s."),
    "ends_before_starts": gettext_noop("Kỳ %(one)s kết thúc trước khi bắt đầu: %(one_days)s."),
    "gap": gettext_noop("Hở %(days)s, giữa %(one)s (%(one_days)s) và %(other)s (%(other_days)s)."),
    "overlap": gettext_noop("Chồng nhau %(days)s: %(one)s (%(one_days)s) và %(other)s (%(other_days)s)."),
    "not_nested": gettext_noop(
        "%(one)s (%(one_days)s) và %(other)s (%(other_days)s) phải cùng ranh giới để cộng được."
    ),
    "ten_days_not_nested": gettext_noop(
        "Kỳ 10 ngày chỉ nằm trọn trong tháng bắt đầu từ ngày 1, còn %(one)s là %(one_days)s."
    ),
    "kind_not_in_named_after": gettext_noop("Lịch tính ngày cuối kỳ không có kỳ %(missing)s."),
    "ends_after_named_after": gettext_noop(
        "Kỳ %(one)s chốt số liệu (%(one_days)s) sau ngày cuối kỳ (%(other_days)s)."
    ),
}


def calendar_name(calendar: Calendar) -> str:
    return _(calendar.name) if calendar.owner_id is None else calendar.name


def period_label(span: PeriodSpan) -> str:
    """ "9 tháng năm 2026"."""
    msgid, params = label_of(span)
    return _(msgid) % params


def kind_words(kind: Kind) -> str:
    return _(_KINDS[kind])


def row_words(row: CutOff) -> str:
    """ "tháng 3", "năm", "6 tháng đầu năm"."""
    if row.kind is Kind.HALF:
        return _("6 tháng đầu năm") if row.number == 1 else _("6 tháng cuối năm")
    return kind_words(row.kind) if row.kind is Kind.YEAR else f"{kind_words(row.kind)} {row.number}"


def days_words(row: CutOff) -> str:
    """ "15/12 năm trước – 14/01"."""
    return f"{_day(row.starts)} – {_day(row.ends)}"


def fault_sentence(fault: CalendarFault) -> str:
    """What is wrong and between which rows."""
    one, other = (fault.rows[:1] or (None,))[0], (fault.rows[1:2] or (None,))[0]
    number = f" {fault.number}" if fault.number else ""
    return _(_FAULTS[fault.code]) % {
        "one": row_words(one) if one else "",
        "one_days": days_words(one) if one else "",
        "other": row_words(other) if other else "",
        "other_days": days_words(other) if other else "",
        "days": _days(fault.first, fault.last),
        "missing": kind_words(fault.kind) + number if fault.kind else "",
    }


def _day(day: YearDay) -> str:
    length = monthrange(2023, day.month)[1]
    if day.month == 2 and day.day > length:
        words = _("cuối tháng 02")
    else:
        words = f"{min(day.day, length):02d}/{day.month:02d}"
    year = _YEARS[day.year_offset]
    return f"{words} {_(year)}" if year else words


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    if first == last:
        return _("ngày %(day)s") % {"day": f"{first:%d/%m/%Y}"}
    return _("từ %(first)s đến %(last)s") % {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
