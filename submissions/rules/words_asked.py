"""Sections of free text that the form requires are written, unless there is nothing to report."""

from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def words_asked(sheet: Sheet) -> list[Problem]:
    """One problem a section: it blocks sending, not saving."""
    if sheet.nothing_to_report:
        return []
    return [
        Problem("empty_section", "error", section.address, {"title": section.title})
        for section in sheet.layout.sections
        if section.is_required and not sheet.texts.get(section.address, "").strip()
    ]
