"""The single steps: printed equations, numbering, levels, periods, units, notes; and random sheets."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.recognition import Grid, GridCell, Span, grid_from_data, grid_to_data, recognise
from indicators.recognition.around import frequencies
from indicators.recognition.document import to_json
from indicators.recognition.equations import formula_of, split_label
from indicators.recognition.measures import unit_in, unit_of_line
from indicators.recognition.numbering import Mark, mark_of
from indicators.recognition.outline import Levels, split_number, style_of
from indicators.recognition.text import is_upper, plain
from indicators.recognition.times import Time, time_of
from indicators.recognition.words import CHOICES, QUESTIONS
from tests.indicators.recognition.conftest import Read
from tests.indicators.recognition.truth import ALL, Truth

KNOWN = {str(number) for number in range(1, 20)} | {"3a"}


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("4+5+6", "(4) + (5) + (6)"),
        ("(8)+(9)+(10)", "(8) + (9) + (10)"),
        ("3/2", "(3) / (2)"),
        ("3:2*100", "(3) / (2) × 100"),
        ("(3/2)x100%", "(3) / (2) × 100"),
        ("cột 4 + cột 5", "(4) + (5)"),
        ("7 – 8", "(7) - (8)"),
        ("(1-2)/2", "((1) - (2)) / (2)"),
        ("2+3+…+6", "(2) + (3) + (4) + (5) + (6)"),
        ("2+...+4", "(2) + (3) + (4)"),
        ("3a+4", "(3a) + (4)"),
        ("4+77", None),
        ("4+", None),
        ("tổng các cột", None),
        ("100*2", None),
        ("4 5", None),
    ],
)
def test_equations_as_printed(printed: str, meant: str | None) -> None:
    assert formula_of(printed, KNOWN) == meant


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("A", Mark("A")), ("(B)", Mark("B")), ("1", Mark("1")), ("(12)", Mark("12")), ("[3]", Mark("3")),
        ("3=4+5+6", Mark("3", "4+5+6")), ("(7) = (8)+(9)", Mark("7", "(8)+(9)")), ("1.234", None),
        ("Nam", None), ("12/2026", None), ("", None),
    ],
)  # fmt: skip
def test_marks_of_a_numbering_row(text: str, mark: Mark | None) -> None:
    assert mark_of(text) == mark


def test_a_label_s_own_formula() -> None:
    assert split_label("Tổng số (1=2+3)") == ("Tổng số", "1", "2+3")
    assert split_label("Tổng số (3) = (4)+(5)") == ("Tổng số", "3", "(4)+(5)")
    assert split_label("Tổng số (=2+3)") == ("Tổng số", "", "2+3")
    assert split_label("Trẻ dưới 1 tuổi") == ("Trẻ dưới 1 tuổi", "", "")
    assert split_label("Mức độ (≥ 3)") == ("Mức độ (≥ 3)", "", "")


@pytest.mark.parametrize(
    ("number", "style"),
    [("I", "roman"), ("IX.", "roman"), ("1", "arabic"), ("(2)", "arabic"), ("1.1", "dotted"),
     ("A", "capital"),
     ("a)", "small"), ("-", "dash"), ("–", "dash"), ("+", "plus"), ("TỔNG CỘNG", ""), ("", "")],
)  # fmt: skip
def test_styles_of_numbering(number: str, style: str) -> None:
    assert style_of(number) == style


def test_levels_follow_the_numbering() -> None:
    numbers = ["I", "1", "1.1", "1.1.1", "1.2", "2", "a)", "-", "-", "b)", "II", "1", "", "2"]
    levels = Levels()
    assert [levels.add(at, number)[0] for at, number in enumerate(numbers)] == [
        0, 1, 2, 3, 2, 1, 2, 3, 3, 2, 0, 1, 2, 1,
    ]  # fmt: skip


def test_a_number_inside_the_label() -> None:
    assert split_number("1.1. Khai khoáng") == ("1.1.", "Khai khoáng")
    assert split_number("- Nữ") == ("-", "Nữ")
    assert split_number("12 tháng") == ("", "12 tháng")
    assert split_number("A lô") == ("", "A lô")


@pytest.mark.parametrize(
    ("path", "period", "edition"),
    [
        (("Kế hoạch năm",), "year", "plan"),
        (("Kế hoạch", "Năm 2026"), "", "plan"),
        (("Thực hiện tháng trước",), "previous", "official"),
        (("Ước thực hiện quý báo cáo",), "this", "estimate"),
        (("Lũy kế từ đầu năm",), "to_date", "official"),
        (("Thực hiện cùng kỳ năm trước",), "same_last_year", "official"),
        (("Lũy kế cùng kỳ",), "", "official"),
        (("Số sơ bộ trong kỳ",), "this", "preliminary"),
        (("Thực hiện năm trước",), "", "official"),
        (("Năm 2025",), "", "official"),
        (("Nam",), "this", "official"),
        (("Trẻ sinh trong năm",), "this", "official"),
        (("Quý sau",), "", "official"),
    ],
)
def test_periods_and_editions_of_headers(path: tuple[str, ...], period: str, edition: str) -> None:
    time = time_of(path)
    assert (time.period, time.edition, time.is_open) == (period, edition, not period)


def test_what_is_carried_over_opens_the_period() -> None:
    assert time_of(("Từ kỳ trước",)) == Time(is_opening=True)
    assert time_of(("Tồn đầu kỳ",)).is_opening
    assert not time_of(("Thực hiện kỳ trước",)).is_opening


def test_units_of_measure() -> None:
    assert unit_of_line("Đơn vị tính: Hồ sơ") == "Hồ sơ"
    assert unit_of_line("(ĐVT: triệu đồng)") == "triệu đồng"
    assert unit_of_line("Đơn vị tính: theo từng chỉ tiêu") == ""
    assert unit_of_line("Đơn vị báo cáo: Xã A") is None
    assert unit_in("Tổng số (cặp)") == "cặp"
    assert unit_in("Giá trị sản xuất (giá so sánh 2010)") == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Tháng …… năm ……", ("month",)), ("Kỳ báo cáo: Quý …… năm ……", ("quarter",)), ("Năm 2026", ("year",)),
        ("Tuần thứ … năm 2026", ("week",)),
        ("Kỳ báo cáo: 6 tháng/năm", ("half", "year")), ("6 tháng đầu năm 2026", ("half",)),
        ("Báo cáo 3, 6, 9 và 12 tháng", ("cumulative_quarter",)), ("Số liệu quý, năm", ("quarter", "year")),
    ],
)  # fmt: skip
def test_frequencies_of_period_lines(line: str, words: tuple[str, ...]) -> None:
    assert frequencies(line) == words


def test_capitals_and_accents() -> None:
    assert is_upper("TÌNH HÌNH 6 THÁNG")
    assert not is_upper("Tình hình")
    assert plain("Trđ:  Vị thành niên") == "trd: vi thanh nien"


@pytest.mark.parametrize("truth", ALL, ids=lambda truth: truth.number)
def test_the_same_file_gives_the_same_text(truth: Truth, grids: Read) -> None:
    first = to_json(recognise(grids(truth.file)))
    kept = [grid_from_data(json.loads(json.dumps(grid_to_data(grid)))) for grid in grids(truth.file)]
    assert to_json(recognise(kept)) == first


WORDS = st.sampled_from(
    ["STT", "Chỉ tiêu", "Tổng số", "Trong đó", "Trđ: nữ", "A", "B", "1", "2", "3", "3=1+2",
     "(4)=(5)", "I", "1.1", "-",
     "Đơn vị tính: Người", "%", "So sánh (%)", "x", "…",
     "Ghi chú: cột 1 ≤ cột 2", "Người lập biểu", "Mã số", "Xã A",
     "Lũy kế", "Kế hoạch", "TỔNG CỘNG", "Biểu số: 1/A", "BÁO CÁO THỬ NGHIỆM", "", " ", "\x00", "ế" * 50]
)  # fmt: skip
EXCEL = ["=A1+B1", "=SUM(A1:C3)", "=1/0", "=IF(", "="]
PLACES = st.tuples(st.integers(1, 14), st.integers(1, 9))


@st.composite
def sheets(draw: st.DrawFn) -> Grid:
    cells = draw(st.dictionaries(PLACES, st.builds(GridCell, text=WORDS | st.text(max_size=8)), max_size=60))
    formulas = draw(st.dictionaries(PLACES, st.sampled_from(EXCEL), max_size=5))
    cells |= {place: GridCell(formula=formula) for place, formula in formulas.items()}
    merges = tuple(
        Span(row, column, row + down, column + right)
        for (row, column), down, right in draw(
            st.lists(st.tuples(PLACES, st.integers(0, 2), st.integers(0, 3)), max_size=6)
        )
    )
    hidden = draw(st.frozensets(st.integers(1, 9), max_size=2))
    return Grid("Sheet", cells, merges, hidden_columns=hidden)


@settings(max_examples=300)
@given(st.lists(sheets(), min_size=1, max_size=2))
def test_any_sheet_is_recognised_or_not_but_never_a_crash(grids: list[Grid]) -> None:
    found = recognise(grids)
    assert to_json(recognise(grids)) == to_json(found)
    for form in found.forms:
        for table in form.tables:
            places = [(cell.row, cell.column) for cell in table.cells]
            assert len(places) == len(set(places))
            assert all(c.kind in ("computed", "carried") or not c.formula for c in table.cells)
    assert {doubt.code for doubt in found.doubts} <= QUESTIONS.keys()
    assert {choice.code for doubt in found.doubts for choice in doubt.choices} <= CHOICES.keys()
