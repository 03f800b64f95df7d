"""What people call a period. The words are msgids with their params: `gettext(msgid) % params`."""

from indicators.msgids import gettext_noop
from indicators.periods.calendars import Kind
from indicators.periods.spans import PeriodSpan

_LABELS = {
    Kind.YEAR: gettext_noop("Năm %(year)s"),
    Kind.QUARTER: gettext_noop("Quý %(number)s năm %(year)s"),
    Kind.MONTH: gettext_noop("Tháng %(number)s năm %(year)s"),
    Kind.TO_DATE: gettext_noop("%(number)s tháng năm %(year)s"),
    Kind.WEEK: gettext_noop("Tuần %(number)s năm %(year)s"),
    Kind.DAY: gettext_noop("Ngày %(day)s/%(month)s/%(year)s"),
}
_SHORT_LABELS = {
    Kind.QUARTER: gettext_noop("Quý %(number)s/%(year)s"),
    Kind.MONTH: gettext_noop("Tháng %(number)s/%(year)s"),
    Kind.TO_DATE: gettext_noop("%(number)s tháng/%(year)s"),
    Kind.WEEK: gettext_noop("Tuần %(number)s/%(year)s"),
    Kind.DAY: gettext_noop("%(day)s/%(month)s/%(year)s"),
}
_HALVES = (gettext_noop("6 tháng đầu năm %(year)s"), gettext_noop("6 tháng cuối năm %(year)s"))
_TEN_DAYS = (
    gettext_noop("10 ngày đầu tháng %(month)s năm %(year)s"),
    gettext_noop("10 ngày giữa tháng %(month)s năm %(year)s"),
    gettext_noop("10 ngày cuối tháng %(month)s năm %(year)s"),
)
_SCHOOL_YEAR = gettext_noop("Năm học %(first_year)s–%(last_year)s")
# Of years that begin with another month than January, so that their "month 1" is no January.
_COUNTED = {
    Kind.YEAR: gettext_noop("Năm %(first_year)s–%(last_year)s"),
    Kind.HALF: gettext_noop("Nửa năm thứ %(number)s, năm %(first_year)s–%(last_year)s"),
    Kind.QUARTER: gettext_noop("Quý thứ %(number)s, năm %(first_year)s–%(last_year)s"),
    Kind.MONTH: gettext_noop("Tháng thứ %(number)s, năm %(first_year)s–%(last_year)s"),
    Kind.TO_DATE: gettext_noop("%(number)s tháng đầu, năm %(first_year)s–%(last_year)s"),
}


def label_of(span: PeriodSpan) -> tuple[str, dict[str, str | int]]:
    """“9 tháng năm 2026”, “Quý 3 năm 2026”, “Năm 2026”: (msgid, params)."""
    if span.calendar == "school" and span.kind is Kind.YEAR:
        msgid = _SCHOOL_YEAR
    elif _is_counted(span):
        msgid = _COUNTED[span.kind]
    elif span.kind is Kind.HALF:
        msgid = _HALVES[span.number - 1]
    elif span.kind is Kind.TEN_DAYS:
        msgid = _TEN_DAYS[span.number % 10 - 1]
    else:
        msgid = _LABELS[span.kind]
    return msgid, _params(span)


def short_label_of(span: PeriodSpan) -> tuple[str, dict[str, str | int]]:
    """“9 tháng/2026”, “Quý 3/2026” for lists and column heads; the full label where none is shorter."""
    short = None if _is_counted(span) else _SHORT_LABELS.get(span.kind)
    return label_of(span) if short is None else (short, _params(span))


def _is_counted(span: PeriodSpan) -> bool:
    return span.kind in _COUNTED and not span.cut.follows_the_year


def _params(span: PeriodSpan) -> dict[str, str | int]:
    if span.kind is Kind.DAY:
        return {"year": span.year, "month": f"{span.starts.month:02d}", "day": f"{span.starts.day:02d}"}
    if span.kind is Kind.TEN_DAYS:
        return {"year": span.year, "month": span.starts.month}
    year = span.cut.row(Kind.YEAR, 1)
    first, last = (year.starts.year_offset, year.ends.year_offset) if year else (0, 0)
    return {
        "year": span.year,
        "number": span.number,
        "first_year": span.year + first,
        "last_year": span.year + last,
    }
