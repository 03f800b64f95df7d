"""Every typed cell can be read."""

from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def readable(sheet: Sheet) -> list[Problem]:
    return [
        Problem("unreadable", "error", address, {"text": unread.text, "reason": unread.code, **unread.params})
        for address, unread in sheet.unread.items()
    ]
