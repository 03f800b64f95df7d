"""Give a clerk's own workbook back with its problem cells coloured and commented, or the list of problems."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.cells_in_words import where as place_words
from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.models import Submission
from submissions.originals import file_name_kept
from submissions.workbook_messages import reading_problems
from submissions.workbooks.marking import CellMark, marked_workbook
from submissions.workbooks.refused import Refused
from units.actions.record_event import record_event
from units.errors import BadContent
from units.export import workbook
from units.models import User


def mark_workbook(
    *, submission: Submission, content: bytes, file_name: str, by: User, at: datetime, confirm_period: bool
) -> tuple[str, bytes]:
    """(file name, .xlsx bytes), marked as the file reads now. BadContent when it cannot be marked."""
    reading = _read(submission, content, file_name, by, at, confirm_period)
    assert reading.file is not None
    try:
        marked = marked_workbook(content, sheet=reading.file.name, marks=cell_marks(reading))
    except Refused as refused:
        words = _("Tệp này không đánh dấu được từng ô (chỉ .xlsx, .xlsm). Hãy tải danh sách lỗi.")
        raise BadContent(words, code="not_marked") from refused
    return _told(submission, f"{_stem(file_name)}_danh-dau.xlsx", marked, by, at)


def list_problems(
    *, submission: Submission, content: bytes, file_name: str, by: User, at: datetime, confirm_period: bool
) -> tuple[str, bytes]:
    """(file name, .xlsx bytes): every problem of a file, a line each."""
    reading = _read(submission, content, file_name, by, at, confirm_period)
    words = {"error": _("lỗi"), "warning": _("cảnh báo"), "note": _("lưu ý")}
    table = [[_("Mức"), _("Ô"), _("Dòng"), _("Cột"), _("Nội dung")]]
    table += [
        [words[p["severity"]], p["cell"], p["row"], p["column"], p["message"]]
        for p in reading.problems_in_words()
    ]
    content = workbook(table, title=_("Danh sách lỗi"))
    return _told(submission, f"{_stem(file_name)}_danh-sach.xlsx", content, by, at)


def cell_marks(reading: WorkbookReading) -> dict[str, CellMark]:
    """Cell of the file → what is said there; errors before warnings."""
    said: dict[str, list[tuple[str, str]]] = {}
    for cell, severity, text in _said(reading):
        lines = said.setdefault(cell, [])
        if (severity, text) not in lines:
            lines.append((severity, text))
    marks: dict[str, CellMark] = {}
    for cell, lines in said.items():
        lines.sort(key=lambda line: line[0] != "error")
        marks[cell] = CellMark(lines[0][0], "\n".join(text for _severity, text in lines))
    return marks


def _said(reading: WorkbookReading) -> Iterator[tuple[str, str, str]]:
    """(cell of the file, severity, sentence)."""
    empty = _("Chưa nhập. Ghi “-” nếu không phát sinh, “…” nếu chưa thu thập được, “x” nếu không áp dụng.")
    for problem, words in zip(
        reading.problems, reading_problems(reading.problems, reading.layout), strict=True
    ):
        severity = "error" if problem.severity == "error" else "warning"
        if problem.code == "empty_cells":
            for address in str(problem.params["addresses"]).split(" "):
                yield _cell(reading, address), "warning", empty
        elif problem.address in reading.layout.place_of or problem.address in reading.layout.notes:
            layout = reading.layout
            place = place_words(layout, problem.address) if problem.address in layout.place_of else ""
            text = str(words["message"]).removeprefix(f"{place}: ")
            yield _cell(reading, problem.address), severity, text
        elif "cell" in problem.params:
            yield str(problem.params["cell"]), severity, str(words["message"])


def _cell(reading: WorkbookReading, address: str) -> str:
    known = reading.file.cell_at if reading.file else {}
    return known.get(address) or reading.layout.excel_cell(address)


def _read(
    submission: Submission, content: bytes, file_name: str, by: User, at: datetime, confirm_period: bool
) -> WorkbookReading:
    reading = read_workbook(
        submission=submission,
        content=content,
        file_name=file_name,
        by=by,
        at=at,
        confirm_period=confirm_period,
    )
    if reading.refusal is not None:
        raise BadContent(reading.refusal.message, code=reading.refusal.code)
    return reading


def _told(submission: Submission, name: str, content: bytes, by: User, at: datetime) -> tuple[str, bytes]:
    with transaction.atomic():
        record_event(
            kind="submission.upload_handed_back",
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"file": name},
        )
    return name, content


def _stem(file_name: str) -> str:
    name = file_name_kept(file_name)
    return name.rpartition(".")[0] or name
