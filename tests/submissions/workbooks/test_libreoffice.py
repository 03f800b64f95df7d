"""The same file through LibreOffice: opened, saved as another kind, saved as .xlsx again."""

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from indicators.answers import Answer
from indicators.layout import FormLayout
from submissions.workbooks.back import read_workbook_file
from submissions.workbooks.marking import CellMark, marked_workbook
from tests.submissions.workbooks.conftest import EXPECTED, KEY
from tests.submissions.workbooks.making import as_a_clerk_leaves_it

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
FILES = "tests/submissions/workbooks/files"


def convert(source: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{kind}"


@pytest.fixture(scope="module")
def handed(handed_out: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "4-BCH.xlsx"
    path.write_bytes(handed_out)
    return path


@needs_office
@pytest.mark.parametrize(
    "way", [("xlsx",), ("ods", "xlsx"), ("ods",), ("xls",)], ids=["xlsx", "ods and xlsx", "ods", "xls"]
)
def test_marks_answers_and_notes_survive(
    handed: Path, tmp_path: Path, way: tuple[str, ...], layout: FormLayout, answers: dict[str, Answer]
) -> None:
    path = handed
    for step, kind in enumerate(way):
        path = convert(path, kind, tmp_path / str(step))
    back = read_workbook_file(path.read_bytes(), layout=layout, expected=EXPECTED, keys=[KEY])
    assert back.problems == ()
    assert back.sheet.cells == answers
    assert back.sheet.texts == {"t1/r01:c2": "=1+1 là <ghi chú> & 'nháy' _x0041_\ndòng hai"}


@needs_office
def test_it_prints(handed: Path, tmp_path: Path) -> None:
    assert convert(handed, "pdf", tmp_path).read_bytes().startswith(b"%PDF")


def clerks_mistakes(content: bytes, layout: FormLayout, answers: dict[str, Answer]) -> None:
    """What is said of `as_a_clerk_leaves_it` after LibreOffice has saved it; every other answer is read."""
    back = read_workbook_file(content, layout=layout, expected=EXPECTED, keys=[KEY])
    said = {(problem.code, back.layout.excel_cell(problem.address)) for problem in back.problems}
    assert said == {("excel_error", "E20"), ("formula", "E22")}
    unread = {address: one.text for address, one in back.sheet.unread.items()}
    assert unread == {"t1/r02:c1": "mười hai", "t1/r11:c1": "#DIV/0!"}
    changed = {"t1/r02:c1", "t1/r03:c1", "t1/r11:c1", "t1/r13:c1"}
    assert {a: v for a, v in back.sheet.cells.items() if a not in changed} == {
        a: v for a, v in answers.items() if a not in changed
    }
    assert (back.sheet.cells["t1/r03:c1"].amount, back.sheet.cells["t1/r13:c1"].amount) == (1410, 70)


@needs_office
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_moved_rows_and_mistakes_after_libreoffice(
    handed_out: bytes, tmp_path: Path, layout: FormLayout, answers: dict[str, Answer], kind: str
) -> None:
    path = tmp_path / "moved.xlsx"
    path.write_bytes(as_a_clerk_leaves_it(handed_out))
    saved = convert(path, kind, tmp_path / "out").read_bytes()
    clerks_mistakes(saved, layout, answers)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_moved_rows_and_mistakes_as_libreoffice_7_4_saved_them(
    repository: Path, layout: FormLayout, answers: dict[str, Answer], kind: str
) -> None:
    """The same files, kept: this runs where there is no LibreOffice."""
    clerks_mistakes((repository / FILES / f"moved.{kind}").read_bytes(), layout, answers)


@needs_office
def test_a_marked_workbook_opens_in_libreoffice_with_its_comments(handed_out: bytes, tmp_path: Path) -> None:
    path = tmp_path / "marked.xlsx"
    marks = {"E9": CellMark("error", "số này sai"), "E10": CellMark("warning", "xem lại")}
    path.write_bytes(marked_workbook(handed_out, sheet="Biểu 4-BCH", marks=marks))
    sheet = load_workbook(convert(path, "xlsx", tmp_path / "out"))["Biểu 4-BCH"]
    assert {cell: sheet[cell].comment.text for cell in marks} == {"E9": "số này sai", "E10": "xem lại"}
    assert sheet["E9"].fill.fgColor.rgb == "FFFFC7CE"
