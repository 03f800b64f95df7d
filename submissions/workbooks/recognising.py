"""Whose workbook is it: the same form, the same unit, the same period? By marks, else by what is printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.layout import FormLayout
from submissions.rules.problem import Problem
from submissions.workbooks.contents import Contents, SheetContents
from submissions.workbooks.labels import bare
from submissions.workbooks.marks import MARK_SHEET, Marks, read_marks
from submissions.workbooks.refused import Refused

_FORM_NUMBER = re.compile(r"biểu(?:\s+mẫu)?(?:\s+số)?\s*:?\s*(\S*\d\S*)", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_REPORTING_UNIT = bare("Đơn vị báo cáo")


@dataclass(frozen=True, slots=True)
class Expected:
    """The duty the file is uploaded to: the marks it would carry, the dates, the unit's name without kind."""

    marks: Marks
    starts: date
    ends: date
    unit_short_name: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """`other_period` is what the file says when that differs: a period code, or two printed days."""

    sheet: SheetContents
    other_period: str = ""
    problems: tuple[Problem, ...] = ()


def recognise(
    contents: Contents, *, layout: FormLayout, expected: Expected, keys: Sequence[bytes]
) -> Recognised:
    """Refused: marks_changed, other_form, other_unit."""
    marked = contents.sheets.get(MARK_SHEET)
    if marked is not None:
        return _by_marks(read_marks(marked.text(1, 1), keys=keys), contents, layout, expected)
    return _by_print(contents, layout, expected)


def _by_marks(marks: Marks, contents: Contents, layout: FormLayout, expected: Expected) -> Recognised:
    if marks.template != expected.marks.template:
        raise Refused("other_form", found=marks.template, expected=expected.marks.template)
    if marks.unit != expected.marks.unit:
        raise Refused("other_unit", found=marks.unit_name, expected=expected.marks.unit_name)
    sheet = contents.sheets.get(layout.sheet) or _printed_sheet(contents, layout)
    if sheet is None:
        raise Refused("other_form", found="", expected=layout.code)
    other = marks.period if marks.period != expected.marks.period else ""
    problems: tuple[Problem, ...] = ()
    if marks.version != expected.marks.version:
        problems = (Problem("other_version", "warning", "", {"version": marks.version}),)
    return Recognised(sheet, other, problems)


def _by_print(contents: Contents, layout: FormLayout, expected: Expected) -> Recognised:
    sheet = _printed_sheet(contents, layout)
    if sheet is None:
        raise Refused("other_form", found=_any_form_number(contents, layout), expected=layout.code)
    problems = []
    unit = printed_unit(sheet, layout)
    if not unit:
        problems.append(Problem("unit_not_stated", "warning", "", {"unit": expected.marks.unit_name}))
    elif not _names(unit, expected):
        raise Refused("other_unit", found=unit, expected=expected.marks.unit_name)
    days = _printed_days(sheet, layout)
    if days is None:
        problems.append(Problem("period_not_stated", "warning"))
    other = f"{days[0]} – {days[1]}" if days and days != _days(expected) else ""
    return Recognised(sheet, other, tuple(problems))


def _printed_sheet(contents: Contents, layout: FormLayout) -> SheetContents | None:
    """The sheet with the form's number in its header; the form's own name first."""
    sheets = [sheet for name, sheet in contents.sheets.items() if name != MARK_SHEET]
    sheets.sort(key=lambda sheet: sheet.name != layout.sheet)
    return next((sheet for sheet in sheets if is_form(sheet, layout)), None)


def is_form(sheet: SheetContents, layout: FormLayout) -> bool:
    number = re.compile(rf"(?<![\w./]){re.escape(layout.code.casefold())}(?![\w/])")
    words = [" ".join(text.casefold().split()) for text in _header(sheet, layout)]
    if any(number.search(text) for text in words):
        return True
    numbered = any(_FORM_NUMBER.search(text) for text in words)
    return not numbered and any(bare(layout.title) == bare(text) for text in words)


def _any_form_number(contents: Contents, layout: FormLayout) -> str:
    for sheet in contents.sheets.values():
        for text in _header(sheet, layout):
            if match := _FORM_NUMBER.search(text):
                return match[1].rstrip(".,;")[:60]
    return ""


def _header(sheet: SheetContents, layout: FormLayout) -> Iterator[str]:
    """Texts above the first table."""
    first = min((row.excel_row for table in layout.tables for row in table.rows), default=1)
    for row in sheet.rows[: first - 1]:
        yield from (value for value in row if isinstance(value, str) and value)


def printed_unit(sheet: SheetContents, layout: FormLayout) -> str:
    for text in _header(sheet, layout):
        if bare(text).startswith(_REPORTING_UNIT):
            unit = text.partition(":")[2].strip(" .…\u00a0")
            return unit[:200] if bare(unit) else ""
    return ""


def _names(printed: str, expected: Expected) -> bool:
    full, short = bare(expected.marks.unit_name), bare(expected.unit_short_name)
    return full in bare(printed) or (bool(short) and bare(printed) == short)


def _printed_days(sheet: SheetContents, layout: FormLayout) -> tuple[str, str] | None:
    for text in _header(sheet, layout):
        days = [f"{int(d):02d}/{int(m):02d}/{y}" for d, m, y in _DAY.findall(text)]
        if len(days) == 2:
            return days[0], days[1]
    return None


def _days(expected: Expected) -> tuple[str, str]:
    return expected.starts.strftime("%d/%m/%Y"), expected.ends.strftime("%d/%m/%Y")
