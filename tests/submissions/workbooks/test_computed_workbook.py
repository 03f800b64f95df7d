"""Form II.06a as a workbook: computed and carried cells go out as values and come back to be compared."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indicators.answers import Answer, Sign, format_answer
from indicators.formulas import Source
from indicators.layout import FormLayout, from_json
from submissions.messages import message_of
from submissions.rules.computed import computed
from submissions.sheet import Background, Reused, Sheet, recomputed
from submissions.workbooks.back import WorkbookSheet, read_workbook_file
from submissions.workbooks.contents import read_contents
from submissions.workbooks.fill import Filling, fill_workbook
from submissions.workbooks.marks import Marks, sign_marks
from submissions.workbooks.recognising import Expected
from tests.submissions.workbooks.making import with_cell

KEY = b"a key of the tests"
MARKS = Marks("II.06a/VPCP/KSTT", 1, 77, "Xã Đông Hưng", "nd09:2026-Q3", 5)
EXPECTED = Expected(MARKS, date(2026, 6, 15), date(2026, 9, 14), "Đông Hưng")
CARRIED = Source("TTHC.11|linh_vuc=r01", "previous", "official")
TYPED = {"c4": 160, "c5": 50, "c8": 150, "c9": 60, "c10": 4, "c12": 35, "c13": 2}


@pytest.fixture(scope="module")
def form() -> FormLayout:
    folder = Path(__file__).resolve().parents[3] / "reporting/demo/forms"
    return from_json((folder / "II.06a-VPCP-KSTT.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sheet(form: FormLayout) -> Sheet:
    """Row 1 filled; 41 files were carried over."""
    cells = {f"t1/r01:{column}": Answer(Sign.NUMBER, amount, 0) for column, amount in TYPED.items()}
    return recomputed(Sheet(form, cells), Background(figures={CARRIED: Answer(Sign.NUMBER, 41, 0)}))


@pytest.fixture(scope="module")
def handed_out(form: FormLayout, sheet: Sheet, repository: Path) -> bytes:
    blank = (repository / "reporting/demo/forms/II.06a-VPCP-KSTT.xlsx").read_bytes()
    filling = Filling(
        "UBND xã Đông Hưng",
        "Văn phòng UBND tỉnh",
        "Quý 3 năm 2026",
        EXPECTED.starts,
        EXPECTED.ends,
        sheet.cells,
    )
    return fill_workbook(blank, layout=form, filling=filling, mark=sign_marks(MARKS, key=KEY))


def read(content: bytes, form: FormLayout, *opened: str) -> WorkbookSheet:
    return read_workbook_file(content, layout=form, expected=EXPECTED, keys=[KEY], opened=opened)


def test_it_goes_out_with_its_sums_and_comes_back_the_same(
    form: FormLayout, sheet: Sheet, handed_out: bytes
) -> None:
    back = read(handed_out, form)
    assert back.problems == ()
    assert back.sheet.cells == sheet.cells
    assert format_answer(back.sheet.cells["t1/r01:c3"]) == "251"
    again = recomputed(back.sheet, sheet.background)
    assert again.replaced == {}


def test_the_period_stands_where_the_dots_were(form: FormLayout, handed_out: bytes) -> None:
    head = read_contents(handed_out, wanted=[form.sheet], rows=8, columns=13).sheets[form.sheet]
    assert head.text(2, 5) == "Kỳ báo cáo: quý 3 năm 2026"
    assert head.text(3, 5) == "(Từ ngày 15/06/2026 đến ngày 14/09/2026)"


def test_a_sum_cached_with_a_lie_is_overwritten_and_told(
    form: FormLayout, sheet: Sheet, handed_out: bytes
) -> None:
    lied = with_cell(handed_out, "C10", '<c r="C10"><f>D10+E10+F10</f><v>999</v></c>')
    back = read(lied, form)
    assert back.problems == ()  # a formula in a computed cell is no wonder
    again = recomputed(back.sheet, sheet.background)
    assert [(problem.address, problem.params["said"]) for problem in computed(again)] == [
        ("t1/r01:c3", "999")
    ]
    assert again.cells == sheet.cells


@pytest.mark.parametrize("xml", ["<f>D10</f>", "<f>D10</f><v>#REF!</v>", "<f>1/3</f><v>0.3333333</v>"])
def test_what_is_no_number_in_a_computed_cell_says_nothing(
    form: FormLayout, sheet: Sheet, handed_out: bytes, xml: str
) -> None:
    kind = ' t="e"' if "#" in xml else ""
    back = read(with_cell(handed_out, "C10", f'<c r="C10"{kind}>{xml}</c>'), form)
    assert back.is_savable
    assert recomputed(back.sheet, sheet.background).cells == sheet.cells


@pytest.mark.parametrize(
    ("xml", "said"),
    [("<v>161</v>", ["161"]), ("<v>160</v>", []), ("<f>1+</f>", []), ("<f>100+61</f><v>161</v>", ["161"])],
)
def test_a_cell_had_from_another_form_is_compared_and_told(
    form: FormLayout, sheet: Sheet, handed_out: bytes, xml: str, said: list[str]
) -> None:
    had = Reused(Answer(Sign.NUMBER, 160, 0), "TTHC/01", "same", ())
    background = replace(sheet.background, reused={"t1/r01:c4": had})
    typed = with_cell(handed_out, "D10", f'<c r="D10">{xml}</c>')
    back = read_workbook_file(typed, layout=form, expected=EXPECTED, keys=[KEY], reused=background.reused)
    assert back.problems == ()
    again = recomputed(back.sheet, background)
    assert again.cells == sheet.cells
    assert "t1/r01:c4" not in again.typed
    assert [problem.params["said"] for problem in computed(again)] == said
    assert all("TTHC/01" in message_of(problem, form) for problem in computed(again))


def test_a_carried_cell_that_is_for_typing_is_read_as_typed(form: FormLayout, handed_out: bytes) -> None:
    broken = with_cell(handed_out, "F10", '<c r="F10"><f>G10</f></c>')
    assert read(broken, form).problems == ()
    assert [p.code for p in read(broken, form, "t1/r01:c6").problems] == ["formula_without_value"]
    typed = with_cell(handed_out, "F10", '<c r="F10"><v>7</v></c>')
    again = recomputed(read(typed, form, "t1/r01:c6").sheet)
    assert format_answer(again.cells["t1/r01:c6"]) == "7"
    assert "t1/r01:c6" not in again.replaced
