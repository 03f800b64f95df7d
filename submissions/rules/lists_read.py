"""Lists of lines can be read line by line, and those that the form requires have one."""

from collections.abc import Iterator

from indicators.layout import RowList
from submissions.lists import faults_in_list, lines_of
from submissions.rules.problem import Problem
from submissions.sheet import Sheet

TOLD = 20
"""So many faults of one list are told."""


def lists_read(sheet: Sheet) -> list[Problem]:
    """Errors block sending, not saving."""
    return [problem for asked in sheet.layout.lists for problem in _of(sheet, asked)]


def _of(sheet: Sheet, asked: RowList) -> Iterator[Problem]:
    text = sheet.texts.get(asked.address, "")
    if asked.is_required and not sheet.nothing_to_report and not lines_of(text, asked):
        yield Problem("empty_list", "error", asked.address, {"title": asked.title})
    for at, fault in enumerate(faults_in_list(text, asked)):
        if at == TOLD:
            return
        params: dict[str, str | int] = {
            "title": asked.title, "line": fault.line, "column": fault.column.label, "text": fault.text,
            "decimals": fault.column.decimals,
        }  # fmt: skip
        yield Problem(f"list_{fault.code}", "error", asked.address, params)
