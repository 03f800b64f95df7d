"""The same file through LibreOffice: opened, saved as another kind, saved as .xlsx again."""

import shutil
import subprocess
from pathlib import Path

import pytest

from indicators.answers import Answer
from indicators.layout import FormLayout
from submissions.workbooks.back import read_workbook_file
from tests.submissions.workbooks.conftest import EXPECTED, KEY

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")


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


def test_it_prints(handed: Path, tmp_path: Path) -> None:
    assert convert(handed, "pdf", tmp_path).read_bytes().startswith(b"%PDF")
