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
_TWO_YEARS = gettext_noop("Năm học %(year)s–%(next_year)s")


def label_of(span: PeriodSpan) -> tuple[str, dict[str, str | int]]:
    """“9 tháng năm 2026”, “Quý 3 năm 2026”, “Năm 2026”: (msgid, params)."""
    if span.kind is Kind.HALF:
        msgid = _HALVES[span.number - 1]
    elif span.kind is Kind.TEN_DAYS:
        msgid = _TEN_DAYS[span.number % 10 - 1]
    elif span.calendar == "school":
        msgid = _TWO_YEARS
    else:
        msgid = _LABELS[span.kind]
    return msgid, _params(span)


def short_label_of(span: PeriodSpan) -> tuple[str, dict[str, str | int]]:
    """“9 tháng/2026”, “Quý 3/2026” for lists and column heads; the full label where none is shorter."""
    short = _SHORT_LABELS.get(span.kind)
    return label_of(span) if short is None else (short, _params(span))


def _params(span: PeriodSpan) -> dict[str, str | int]:
    if span.kind is Kind.DAY:
        return {"year": span.year, "month": f"{span.starts.month:02d}", "day": f"{span.starts.day:02d}"}
    if span.kind is Kind.TEN_DAYS:
        return {"year": span.year, "month": span.starts.month}
    return {"year": span.year, "number": span.number, "next_year": span.year + 1}
