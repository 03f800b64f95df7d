"""What other offices' forms look like: several tables and sheets, units as rows, formulas in cells, notes."""

from indicators.recognition import recognise
from tests.indicators.recognition.making import asked, cell_of, only_form, only_table, recognised

HEAD = [["Biểu số: 01/T"], ["BÁO CÁO THỬ NGHIỆM"], ["Kỳ báo cáo: Tháng … năm …"], ["Đơn vị tính: Người"]]


def test_two_tables_on_a_sheet_keep_their_captions_units_and_numbers_apart() -> None:
    found = recognised(
        [
            *HEAD, ["Bảng 1. Gia súc"], ["STT", "Loại", "Tổng số", "Đực", "Cái"], ["A", "B", "1=2+3", 2, 3],
            [1, "Trâu"], [2, "Bò"], ["", "Cộng"], [],
            ["Bảng 2. Diện tích (ha)"], ["TT", "Loại cây", "Tổng số", "Vụ đông"], ["A", "B", 1, 2],
            [1, "Lúa"],
        ]
    )  # fmt: skip
    first, second = only_form(found).tables
    assert (first.title, second.title) == ("Bảng 1. Gia súc", "Bảng 2. Diện tích (ha)")
    assert [row.label for row in first.rows] == ["Trâu", "Bò", "Cộng"]
    assert cell_of(first, "r01", "c1").formula == "(2) + (3)"
    assert cell_of(first, "r03", "c2").formula == "[1] + [2]"
    assert {cell.unit for cell in first.cells} == {"Người"}
    assert {cell.unit for cell in second.cells} == {"ha"}


def test_what_is_said_of_units_above_the_first_table_is_not_taken_for_the_second() -> None:
    found = recognised(
        [
            *HEAD, ["STT", "Nội dung", "Số lượng"], ["A", "B", 1], [1, "Nam"], [],
            ["TT", "Nội dung", "Kinh phí"], ["A", "B", 1], [1, "Chi"],
        ]
    )  # fmt: skip
    assert {cell.unit for cell in only_form(found).tables[1].cells} == {""}
    assert [spot.about for spot in asked(found, "unit").spots] == ["t2"]


def test_tables_side_by_side() -> None:
    found = recognised(
        [*HEAD, ["TT", "Nội dung", "Số", None, "TT", "Nội dung", "Số"], ["A", "B", 1, None, "A", "B", 1],
         [1, "Nam", None, None, 3, "Kinh"], [2, "Nữ", None, None, 4, "Khác"]]
    )  # fmt: skip
    first, second = only_form(found).tables
    assert [row.label for row in first.rows] == ["Nam", "Nữ"]
    assert [row.label for row in second.rows] == ["Kinh", "Khác"]
    assert [cell.excel for cell in second.cells] == ["G7", "G8"]


def test_several_sheets_are_asked_about_and_a_sheet_without_tables_is_none() -> None:
    table = [*HEAD, ["STT", "Nội dung", "Số lượng"], ["A", "B", 1], [1, "Nam"], [2, "Nữ"]]
    found = recognised(table, [["Hướng dẫn điền biểu"]], table)
    assert [form.sheet for form in found.forms] == ["Biểu 1", "Biểu 3"]
    assert asked(found, "several_sheets").proposal == ""
    chosen = recognised(table, table, answers={"several_sheets": "Biểu 2"})
    assert [form.sheet for form in chosen.forms] == ["Biểu 2"]


def test_units_as_rows_are_asked_about_and_become_the_one_line_of_a_unit() -> None:
    lines = [
        *HEAD, ["STT", "Tên đơn vị", "Số trẻ", "Được tiêm", "Tỷ lệ (%)"], ["A", "B", 1, 2, "3=2/1"],
        [1, "Xã Đông Hưng"], [2, "Xã Tiên Lữ"], ["", "Tổng cộng"],
    ]  # fmt: skip
    doubt = asked(recognised(lines), "shape")
    assert doubt.proposal == "units"
    table = only_table(recognised(lines, answers={"shape": "units"}))
    assert [cell.excel for cell in table.cells] == ["C7", "D7", "E7"]
    assert cell_of(table, "r01", "c3").formula == "(2) / (1) × 100"


def test_formulas_stand_in_headers_too() -> None:
    found = recognised(
        [*HEAD, ["STT", "Chỉ tiêu", "Tổng số (=2+3)", "Nam", "Nữ", "Tỷ lệ nữ (%) (4=3/1)"],
         ["A", "B", 1, 2, 3, 4], [1, "Học sinh"]]
    )  # fmt: skip
    table = only_table(found)
    assert [column.path[-1] for column in table.columns[2:]] == ["Tổng số", "Nam", "Nữ", "Tỷ lệ nữ (%)"]
    assert cell_of(table, "r01", "c1").formula == "(2) + (3)"
    assert cell_of(table, "r01", "c4").formula == "(3) / (1) × 100"
    assert found.doubts == ()


def test_formulas_in_cells_are_read_in_our_grammar() -> None:
    found = recognised(
        [
            *HEAD, ["STT", "Chỉ tiêu", "Kỳ này", "Đầu vào", "Tỷ lệ (%)", "Chênh lệch"],
            ["A", "B", 1, 2, 3, 4],
            [1, "Thu", "=SUM(C8:C9)", "=D8+D9", '=IF(D7=0,"",C7/D7*100)', "=C7-D7"],
            ["1.1", "Thu nội địa", None, None, "=IFERROR(C8/D8*100,0)", "=C8-D8"],
            ["1.2", "Thu khác", None, None, "=ROUND(C9/D9*100,1)", "=C9-D9"],
        ]
    )  # fmt: skip
    table = only_table(found)
    assert cell_of(table, "r01", "c1").formula == "[1.1] + [1.2]"
    assert cell_of(table, "r01", "c2").formula == "[1.1] + [1.2]"
    assert [cell_of(table, row, "c3").formula for row in ("r01", "r02")] == ["(1) / (2) × 100"] * 2
    assert cell_of(table, "r03", "c3").formula == "LÀM_TRÒN((1) / (2) × 100; 1)"
    assert {cell_of(table, row, "c4").formula for row in ("r01", "r02", "r03")} == {"(1) - (2)"}


def test_a_formula_that_is_not_known_is_asked_about_and_never_a_cell_to_type_in() -> None:
    lines = [*HEAD, ["STT", "Chỉ tiêu", "Số"], ["A", "B", 1], [1, "Lạ", "=VLOOKUP(A7,Z1:Z9,2,0)"],
             [2, "Khác sheet", "=Sheet9!B2"], [3, "Thường"]]  # fmt: skip
    found = recognised(lines)
    kinds = [cell.kind for cell in only_table(found).cells]
    assert kinds == ["", "", "input"]
    texts = {doubt.text for doubt in found.doubts if doubt.code == "formula_not_read"}
    assert texts == {"=VLOOKUP(A…,Z…:Z…,2,0)", "=SHEET…!B…"}


def test_a_cell_formula_against_the_printed_one_is_asked_about() -> None:
    lines = [
        *HEAD,
        ["STT", "Chỉ tiêu", "Tổng", "Nam", "Nữ"],
        ["A", "B", "1=2+3", 2, 3],
        [1, "Học sinh", "=D7-E7"],
    ]
    found = recognised(lines)
    doubt = asked(found, "formula_conflict")
    assert [choice.text for choice in doubt.choices] == ["(2) + (3)", "(2) - (3)", ""]
    assert cell_of(only_table(found), "r01", "c1").kind == ""
    answered = only_table(recognised(lines, answers={doubt.key: "stated"}))
    assert cell_of(answered, "r01", "c1").formula == "(2) + (3)"


def test_the_same_formula_in_cell_and_numbering_row_is_no_question() -> None:
    found = recognised(
        [
            *HEAD,
            ["STT", "Chỉ tiêu", "Tổng", "Nam", "Nữ"],
            ["A", "B", "1=2+3", 2, 3],
            [1, "Học sinh", "=SUM(D7:E7)"],
        ]
    )
    assert cell_of(only_table(found), "r01", "c1").formula == "(2) + (3)"
    assert found.doubts == ()


def test_a_quotient_outside_a_percentage_is_asked_about_and_growth_too() -> None:
    lines = [*HEAD, ["STT", "Chỉ tiêu", "Số a", "Số b", "So sánh", "Tốc độ tăng (%)"],
             ["A", "B", 1, 2, "3=2/1", "4=2/1"], [1, "Học sinh"]]  # fmt: skip
    found = recognised(lines)
    assert [choice.text for choice in asked(found, "percent").choices] == ["(2) / (1) × 100", "(2) / (1)"]
    assert asked(found, "growth").choices[0].text == "(2) / (1) × 100 - 100"
    assert {cell.kind for cell in only_table(found).cells if cell.column in ("c3", "c4")} == {""}


def test_checks_stated_in_notes_are_read_or_asked_about() -> None:
    table = [
        ["STT", "Chỉ tiêu", "Tổng", "Nam", "Nữ"],
        ["A", "B", 1, 2, 3],
        [1, "Học sinh"],
        [2, "Giáo viên"],
        [],
    ]
    found = recognised(
        [*HEAD, *table, ["Ghi chú: Cột 1 = cột 2 + cột 3; cột 2 không lớn hơn cột 1; Dòng 2 ≤ dòng 1."],
         ["(*) Tổng số = nam + nữ của 12 tháng"]]
    )  # fmt: skip
    assert [check.formula for check in only_form(found).checks] == [
        "(1) = (2) + (3)",
        "(2) ≤ (1)",
        "[2] ≤ [1]",
    ]
    assert [spot.name for spot in asked(found, "note_not_read").spots] == ["Tổng số = nam + nữ của 12 tháng"]


def test_of_which_columns_are_compared_and_never_added_up() -> None:
    found = recognised(
        [*HEAD, ["STT", "Nội dung", "Tổng số", "Trong đó", None], [None, None, None, "Nữ", "Dân tộc"],
         ["A", "B", 1, 2, 3], [1, "Cán bộ"]],
        merges=["A5:A6", "B5:B6", "C5:C6", "D5:E5"],
    )  # fmt: skip
    assert [check.formula for check in only_form(found).checks] == ["(2) ≤ (1)", "(3) ≤ (1)"]
    assert "partition" not in {doubt.code for doubt in found.doubts}


def test_an_x_blocks_a_cell_and_a_merged_one_is_asked_about() -> None:
    found = recognised(
        [
            *HEAD,
            ["STT", "Nội dung", "Số a", "Số b"],
            ["A", "B", 1, 2],
            [1, "Một", "x"],
            [2, "Hai"],
            [3, "Ba"],
        ],
        merges=["C8:D8"],
    )
    kinds = {cell.excel: cell.kind for cell in only_table(found).cells}
    assert kinds == {"C7": "blocked", "D7": "input", "C8": "", "D8": "", "C9": "input", "D9": "input"}
    assert len(asked(found, "merged").spots) == 2


def test_numbers_that_lost_their_zero_are_asked_about() -> None:
    rows = [[float(f"3.{n}"), f"Dòng {n}"] for n in (*range(1, 10), 1)]
    found = recognised([*HEAD, ["STT", "Nội dung", "Số"], ["A", "B", 1], [3, "Tổng quát"], *rows])
    assert asked(found, "lost_zero").choices[0].text == "3.10"
    shown = recognised(
        [*HEAD, ["STT", "Nội dung", "Số"], ["A", "B", 1], [3, "Tổng quát"], *rows], formats={"A17": "0.00"}
    )
    assert only_table(shown).rows[-1].number == "3.10"
    assert "lost_zero" not in {doubt.code for doubt in shown.doubts}


def test_a_line_below_a_gap_is_read_or_named() -> None:
    found = recognised(
        [*HEAD, ["Nội dung", "Số a", "Số b"], ["A", 1, 2], ["Nam"], ["Nữ"], [], ["Khác"], ["Người lập biểu"]]
    )
    assert [row.label for row in only_table(found).rows] == ["Nam", "Nữ"]
    assert [spot.name for spot in asked(found, "outside").spots] == ["A10 Khác"]


def test_decimals_come_from_the_format_of_the_cell() -> None:
    lines = [*HEAD[:3], ["STT", "Chỉ tiêu", "ĐVT", "Số"], ["A", "B", "C", 1], [1, "Thu", "Triệu đồng"],
             [2, "Chi", "Triệu đồng"], [3, "Hộ", "Hộ"]]  # fmt: skip
    found = recognised(lines, formats={"D6": "#,##0.00"})
    assert [cell.decimals for cell in only_table(found).cells] == [2, None, 0]
    assert [spot.name for spot in asked(found, "decimals").spots] == ["Triệu đồng"]


def test_headings_and_open_lines_of_a_form_without_units_are_asked_about() -> None:
    lines = [*HEAD, ["STT", "Hành vi", "Số vụ"], ["A", "B", 1], ["I", "LĨNH VỰC A"], [1, "Không phép"],
             [2, "…"],
             ["II", "LĨNH VỰC B"], [1, "Sai phép"], ["", "Tổng cộng"]]  # fmt: skip
    found = recognised(lines)
    assert [spot.about for spot in asked(found, "title_row").spots] == ["t1/r01:", "t1/r04:"]
    assert [spot.about for spot in asked(found, "open_row").spots] == ["t1/r03:"]
    assert {cell.kind for cell in only_table(found).cells if cell.row == "r06"} == {""}
    answers = {"title_row:t1": "sum", "open_row:t1": "leave"}
    table = only_table(recognised(lines, answers=answers))
    assert {cell.row: cell.formula for cell in table.cells} == {
        "r01": "[r02]", "r02": "", "r04": "[r05]", "r05": "", "r06": "[I] + [II]",
    }  # fmt: skip


def test_nothing_is_recognised_where_there_is_no_table() -> None:
    assert recognised([["Kính gửi: Sở Y tế"], ["Báo cáo công tác tháng 9"]]).forms == ()
    assert recognise([]).forms == ()
