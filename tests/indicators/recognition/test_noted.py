"""What notes say of named lines and columns is read; what is not clear is asked about once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.recognition.notes_of_lines import noted_in
from tests.indicators.recognition.making import asked, cell_of, only_form, only_table, recognised

HEAD = [
    ["Biểu số: 7/T"], ["BÁO CÁO CÔNG TÁC XÃ"], ["Quý … năm …"], ["Đơn vị tính: Hộ"],
    ["STT", "Chỉ tiêu", "Mã số", "Số hộ", "Số người (*)"], ["A", "B", "C", 1, 2],
    [1, "Hộ nghèo", "01"], [2, "Hộ cận nghèo", "02"], ["2.1", "Nữ làm chủ hộ", "03"],
    [3, "Hộ khác (**)", "04"],
]  # fmt: skip


def with_notes(*notes: str) -> list[list[object]]:
    return [*HEAD, [], *([note] for note in notes)]


def months_with(*notes: str, answers: dict[str, str] | None = None) -> list[tuple[int, ...]]:
    return [row.months for row in only_table(recognised(with_notes(*notes), answers=answers)).rows]


@pytest.mark.parametrize(
    ("note", "says", "names"),
    [
        ("Ghi chú: Dòng 5, 6 chỉ báo cáo kỳ năm.", "months", "5 6"),
        ("- Các chỉ tiêu 5, 6 và 7 báo cáo 6 tháng và năm", "months", "5 6 7"),
        ("Mã số 05, 06: báo cáo năm", "months", "05 06"),
        ("Dòng 3.1-3.4 báo cáo quý IV", "months", "3.1 - 3.4"),
        ("Dòng 5 đến dòng 8 thu thập vào tháng 12", "months", "5 - 8"),
        ("Báo cáo năm đối với các dòng 5, 6", "months", "5 6"),
        ("Kỳ báo cáo năm: báo cáo thêm các chỉ tiêu 5, 6", "months", "5 6"),
        ("Mục II chỉ báo cáo kỳ năm", "months", "ii"),
        ("* Các chỉ tiêu này báo cáo năm", "months", ""),
        ("Dòng 1 là tổng của dòng 2 và dòng 3", "sum", "1"),
        ("Dòng 1 = tổng các dòng 2 đến 5", "sum", "1"),
        ("Dòng 2 bao gồm dòng 3, 4", "parts", "2"),
        ("Dòng 4 là một phần của dòng 1", "part_of", "4"),
        ("Số liệu dòng 4 là số sơ bộ", "edition", "4"),
        ("Cột 3 là số ước tính", "edition", "3"),
        ("cột 4 là số lũy kế từ đầu năm", "period", "4"),
    ],
)
def test_a_note_is_understood(note: str, says: str, names: str) -> None:
    (noted,) = noted_in(note)
    assert (noted.says, " ".join(noted.names)) == (says, names)


@pytest.mark.parametrize(
    "note",
    [
        "Dòng 5 báo cáo số người của năm trước", "Chỉ tiêu 5 triệu đồng",
        "Cách ghi: Dòng 1 ghi số hộ có đến cuối năm",
        "* Ghi chú: Số con tính đến ngày 15 hằng tháng.", "Chỉ tiêu 3 báo cáo kết quả kiểm tra của năm",
        "Cột (1) = (2) + (3)", "Dòng 1 gồm số người; dòng 2 ghi tổng số vốn", "Số liệu tính đến ngày 15",
    ],
)  # fmt: skip
def test_other_notes_are_left_alone(note: str) -> None:
    assert list(noted_in(note)) == []


def test_lines_of_some_periods_are_read_with_those_under_them() -> None:
    assert months_with("Ghi chú: Dòng 2 chỉ báo cáo kỳ năm; mã số 04: báo cáo 6 tháng, năm") == [
        (), (12,), (12,), (6, 12),
    ]  # fmt: skip
    assert months_with("Ghi chú:", "(**) Chỉ báo cáo quý II và quý IV") == [(), (), (), (6, 12)]
    assert months_with("Ghi chú: Dòng 1-2 báo cáo năm") == [(12,), (12,), (12,), ()]


def test_columns_are_read_just_so() -> None:
    table = only_table(recognised(with_notes("Ghi chú: Cột 1 là số ước tính", "(*) Chỉ báo cáo kỳ năm")))
    assert [column.months for column in table.columns[3:]] == [(), (12,)]
    assert {cell.edition for cell in table.cells if cell.column == "c1"} == {"estimate"}
    assert {cell.edition for cell in table.cells if cell.column == "c2"} == {"official"}


def test_sums_and_parts_are_checks_and_not_asked_about_again() -> None:
    found = recognised(
        with_notes(
            "Ghi chú: Dòng 1 bằng tổng dòng 2 và dòng 3. Chỉ tiêu 2.1 là một phần của chỉ tiêu 2; "
            "cột 2 không vượt quá cột 1; dòng 3 là số sơ bộ; dòng 2.1 là số lũy kế từ đầu năm"
        )
    )
    form = only_form(found)
    said = {(check.kind, check.whole, check.parts) for check in form.checks if not check.formula}
    assert ("sum", "t1/r01:c1", ("t1/r02:c1", "t1/r04:c1")) in said
    assert ("part_of", "t1/r02:c1", ("t1/r03:c1",)) in said
    assert [check.formula for check in form.checks if check.formula] == ["(2) ≤ (1)"]
    assert not {"note_not_read", "children"} & {doubt.code for doubt in found.doubts}
    table = only_table(found)
    assert cell_of(table, "r04", "c1").edition == "preliminary"
    assert cell_of(table, "r03", "c1").period == "to_date"


def test_what_may_be_either_is_asked_about() -> None:
    lines = with_notes("Ghi chú: Dòng 1 gồm dòng 2, 3; dòng 3 báo cáo kỳ năm (nếu có)")
    found = recognised(lines)
    doubt = asked(found, "note_parts")
    assert [choice.value for choice in doubt.choices] == ["sum", "part", "none"]
    when = asked(found, "line_asked_in")
    assert [spot.about for spot in when.spots] == ["t1/r04:"]
    answered = recognised(lines, answers={doubt.key: "part", when.key: "12"})
    parts = {(check.whole, check.parts) for check in only_form(answered).checks if check.kind == "part_of"}
    assert {("t1/r01:c1", ("t1/r02:c1",)), ("t1/r01:c1", ("t1/r04:c1",))} <= parts
    assert [row.months for row in only_table(answered).rows] == [(), (), (), (12,)]


def test_a_line_that_is_not_there_is_one_question() -> None:
    found = recognised(
        with_notes("Ghi chú: Dòng 12 báo cáo quý IV; dòng 2 đến 1 báo cáo năm; dòng 1 bằng tổng dòng 1, 2")
    )
    assert [spot.name for spot in asked(found, "note_not_placed").spots] == [
        "Dòng 12 báo cáo quý IV", "dòng 2 đến 1 báo cáo năm", "dòng 1 bằng tổng dòng 1, 2",
    ]  # fmt: skip
    assert {row.months for row in only_table(found).rows} == {()}


def test_below_two_tables_numbered_alike_a_note_is_asked_about() -> None:
    found = recognised([*HEAD, [], ["Bảng 2. Cơ sở"], *HEAD[4:], [], ["Ghi chú: Dòng 1 chỉ báo cáo năm"]])
    (form,) = found.forms
    assert len(form.tables) == 2
    assert asked(found, "note_not_placed").spots[0].name == "Dòng 1 chỉ báo cáo năm"
    assert {row.months for table in form.tables for row in table.rows} == {()}


@given(st.text(alphabet="dòngcộtchỉ tiêu0123456789.,;:-–()*báocáonămquýIVtổngvà\n", max_size=80))
def test_any_note_is_read(note: str) -> None:
    assert all(set(noted.months) <= set(range(1, 13)) for noted in noted_in(note))
