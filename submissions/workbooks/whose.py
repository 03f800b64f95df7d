"""Whose workbook is it, before one knows which report it is for: by its hidden marks alone."""

from collections.abc import Sequence

from submissions.workbooks.contents import read_contents
from submissions.workbooks.marks import MARK_SHEET, Marks, read_marks


def marks_of(content: bytes, *, keys: Sequence[bytes]) -> Marks | None:
    """The marks, None when the file has none. Refused: marks_changed, or that the file cannot be read."""
    marked = read_contents(content, wanted=[MARK_SHEET], rows=1, columns=1).sheets.get(MARK_SHEET)
    return None if marked is None else read_marks(marked.text(1, 1), keys=keys)
