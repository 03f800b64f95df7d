"""Form 4/BCH, the agency's blank file, and a filled copy of it."""

from datetime import date
from pathlib import Path

import pytest

from indicators.answers import Answer, parse_answer
from indicators.layout import FormLayout, from_json
from submissions.workbooks.fill import Filling, fill_workbook
from submissions.workbooks.marks import Marks, sign_marks
from submissions.workbooks.recognising import Expected

KEY = b"a key of the tests"
MARKS = Marks("4/BCH", 1, 77, "Xã Đông Hưng", "2026-9M", 5)
EXPECTED = Expected(MARKS, date(2026, 1, 1), date(2026, 9, 30), "Đông Hưng")
TYPED = ["120", "8", "410", "300", "95", "3", "80", "90", "91", "92", "4", "4", "70", "-", "20", "94", "96", "…", "x", "0", "1.024"]
"""One answer a row, r01 to r21: numbers, all signs, a zero, grouping."""


@pytest.fixture(scope="session")
def forms(repository: Path) -> Path:
    return repository / "reporting/demo/forms"


@pytest.fixture(scope="session")
def layout(forms: Path) -> FormLayout:
    return from_json((forms / "4-BCH.json").read_text())


@pytest.fixture(scope="session")
def blank(forms: Path) -> bytes:
    return (forms / "4-BCH.xlsx").read_bytes()


@pytest.fixture(scope="session")
def answers(layout: FormLayout) -> dict[str, Answer]:
    read = {
        address: parse_answer(text, decimals=0)
        for (address, *_), text in zip(layout.places(), TYPED, strict=True)
    }
    return {address: answer for address, answer in read.items() if answer is not None}


@pytest.fixture(scope="session")
def handed_out(blank: bytes, layout: FormLayout, answers: dict[str, Answer]) -> bytes:
    """As a clerk gets it, with answers already entered, one note and one text that is no answer."""
    filling = Filling(
        reporting_unit="UBND xã Đông Hưng",
        recipient="Sở Y tế tỉnh Hưng Yên",
        period="9 tháng năm 2026",
        starts=date(2026, 1, 1),
        ends=date(2026, 9, 30),
        cells=answers,
        notes={"t1/r01:c2": "=1+1 là <ghi chú> & 'nháy' _x0041_\ndòng hai"},
    )
    return fill_workbook(blank, layout=layout, filling=filling, mark=sign_marks(MARKS, key=KEY))
