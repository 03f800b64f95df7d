"""What is wrong in a file of units is named by row and column, and nothing of it is written."""

from datetime import date

import pytest

from tests.cast import AT, LAST, NEW, Cast, build_cast
from tests.units.test_import_tree import HEAD, row, source, told
from tests.units.workbook_parts import csv, xlsx
from units.actions.import_tree import check_tree, import_tree
from units.codes import AGENCY, OFFICIAL
from units.errors import BadContent
from units.loading.table import FileRefused
from units.models import UnitName
from units.queries import find_unit
from units.tree_words import line_words, refusal_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


FAULTS: dict[str, tuple[list[str], list[str]]] = {
    "no code": ([row("")], ["Dòng 2, cột “mã”: chưa có mã đơn vị."]),
    "look-alike letters": (
        [row("НЗЗ.20")],
        ["Dòng 2, cột “mã”: mã “НЗЗ.20” có ký tự lạ: “Н” (U+041D CYRILLIC CAPITAL LETTER EN), "
         "“З” (U+0417 CYRILLIC CAPITAL LETTER ZE). Hãy gõ lại bằng A–Z, chữ số và dấu chấm."],
    ),
    "a long code": (
        [row("A" * 36)],
        [f"Dòng 2, cột “mã”: mã “{'A' * 36}” chưa đúng: chỉ dùng A–Z, chữ số và dấu chấm, tối đa 35 ký tự."],
    ),
    "no name": ([row("H33.20", "")], ["Dòng 2, cột “tên”: chưa có tên đơn vị."]),
    "no letters in a name": (
        [row("H33.20", "---")], ["Dòng 2, cột “tên”: tên cần có chữ hoặc số, tối đa 200 ký tự."]
    ),
    "an unknown kind": (
        [row("H33.20", "A", "trường trung học phổ thôn")],
        ["Dòng 2, cột “loại hình”: không có loại hình “trường trung học phổ thôn”. Có phải “trường trung học "
         "phổ thông”? Nếu không có loại nào hợp, ghi “khác”."],
    ),
    "an unknown relation": (
        [row("H33.20", "A", "sở", "33", "chéo", "01/07/2025", "")],
        ["Dòng 2, cột “quan hệ”: không có quan hệ “chéo”. Hãy ghi “hành chính”, “ngành dọc” hoặc “địa bàn”."],
    ),
    "an unreadable date": (
        [row("H33.20", "A", "sở", "33", "", "31/02/2025", "")],
        ["Dòng 2, cột “từ ngày”: ngày “31/02/2025” chưa đọc được. "
         "Hãy viết ngày/tháng/năm, ví dụ 01/07/2025."],
    ),
    "an end before the beginning": (
        [row("H33.20", "A", "sở", "33", "", "01/07/2025", "30/06/2025")],
        ["Dòng 2, cột “đến ngày”: đến ngày 30/06/2025 là trước ngày bắt đầu 01/07/2025."],
    ),
    "itself as parent": (
        [row("H33.20", "A", "sở", "H33.20", "", "01/07/2025", "")],
        ["Dòng 2, cột “mã cấp trên”: đơn vị không thể là cấp trên của chính nó."],
    ),
    "an unknown parent": (
        [row("H33.20", "A", "sở", "H99", "", "01/07/2025", "")],
        ["Dòng 2, cột “mã cấp trên”: không có đơn vị mang mã cấp trên H99 vào ngày 01/07/2025, "
         "trong tệp cũng như trong hệ thống."],
    ),
    "a parent of other days": (
        [row("H33.20", "A", "sở", "H33.08", "", "01/01/2025", "")],
        ["Dòng 2, cột “mã cấp trên”: mã cấp trên H33.08 chỉ có từ 01/07/2025 đến nay, "
         "không có vào ngày 01/01/2025."],
    ),
    "outliving a parent of the database": (
        [row("H33.20", "A", "sở", "34", "", "01/01/2025", "")],
        ["Dòng 2, cột “mã cấp trên”: cấp trên 34 chỉ tồn tại từ 01/01/2004 đến 30/06/2025, "
         "không đủ cho quan hệ từ 01/01/2025 đến nay."],
    ),
    "outliving a parent of the file": (
        [row("H33.20", "A", "sở", "33", "", "01/07/2025", "31/12/2025"),
         row("H33.20.01", "B", "phòng", "H33.20", "", "01/07/2025", "")],
        ["Dòng 3, cột “mã cấp trên”: cấp trên H33.20 chỉ tồn tại từ 01/07/2025 đến 31/12/2025, "
         "không đủ cho quan hệ từ 01/07/2025 đến nay."],
    ),
    "a repeated row": ([row(), row()], ["Dòng 3: lặp lại dòng 2. Hãy bỏ một dòng."]),
    "two parents of a kind": (
        [row(), row("H33.20", "Sở Mới", "sở", "31", "hành chính", "01/01/2026", "")],
        ["Dòng 3, cột “mã cấp trên”: cùng ngày đã có cấp trên hành chính là 33 ở dòng 2. "
         "Mỗi quan hệ chỉ có một cấp trên trong một ngày."],
    ),
    "another name under a code": (
        [row(), row("H33.20", "Sở Khác", "sở", "12688", "địa bàn", "01/07/2025", ""), row(name="Sở Khác")],
        ["Dòng 3, cột “tên”: cùng mã với dòng 2 nhưng ở đó tên là “Sở Mới”. Tệp không ghi đổi tên, sáp nhập: "
         "hãy nạp một tên rồi ghi thay đổi ở trang Sắp xếp đơn vị.",
         "Dòng 4, cột “tên”: cùng mã với dòng 2 nhưng ở đó tên là “Sở Mới”. Tệp không ghi đổi tên, sáp nhập: "
         "hãy nạp một tên rồi ghi thay đổi ở trang Sắp xếp đơn vị."],
    ),
    "a circle": (
        [row("H33.20", "A", "sở", "H33.21", "", "01/07/2025", ""),
         row("H33.21", "B", "sở", "H33.20", "", "01/07/2025", "")],
        ["Dòng 2, cột “mã cấp trên”: từ ngày 01/07/2025 các cấp trên nối thành vòng: đơn vị này nằm dưới "
         "chính nó. Hãy xem lại mã cấp trên.",
         "Dòng 3, cột “mã cấp trên”: từ ngày 01/07/2025 các cấp trên nối thành vòng: đơn vị này nằm dưới "
         "chính nó. Hãy xem lại mã cấp trên."],
    ),
    "a code of another unit": (
        [row("H33.08", "Sở Mới")],
        ["Dòng 2, cột “mã”: mã H33.08 đã là mã của “Sở Y tế tỉnh Hưng Yên” (sở) từ 01/07/2025 đến nay. Nếu "
         "là đơn vị này và đã đổi tên hay loại hình, hãy ghi ở trang Sắp xếp đơn vị; "
         "nếu là đơn vị khác, hãy dùng mã khác."],
    ),
    "other dates of a unit": (
        [row("H33.08", "Sở Y tế tỉnh Hưng Yên", "sở", "", "", "01/01/2020", "")],
        ["Dòng 2, cột “từ ngày”: hệ thống ghi “Sở Y tế tỉnh Hưng Yên” (H33.08) từ 01/07/2025 đến nay. Hãy "
         "ghi đúng ngày đó, hoặc thay đổi ở trang Sắp xếp đơn vị."],
    ),
    "another parent of a unit": (
        [row("H33.08", "Sở Y tế tỉnh Hưng Yên", "sở", "31", "hành chính", "01/07/2025", "")],
        ["Dòng 2, cột “mã cấp trên”: hệ thống ghi cấp trên hành chính là “Hưng Yên” từ 01/07/2025 đến nay. "
         "Chuyển cấp trên là việc của trang Sắp xếp đơn vị."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_named_by_row_and_column(cast: Cast, fault: str) -> None:
    rows, said = FAULTS[fault]
    assert told(csv(HEAD, *rows)) == said


def test_all_faults_are_told_at_once_in_the_order_of_the_file(cast: Cast) -> None:
    said = told(
        csv(
            HEAD,
            row("H33.30", "A", "sở", "H33.31", "", "01/07/2025", ""),
            row("H33.31", "", "sở"),
            row("H33.32", "B", "sở", "H98", "", "01/07/2025", ""),
            row("H33.33", "C", "gì", "33", "", "hôm nay", ""),
        )
    )
    # Row 2 stands below a row that has a fault of its own: its parent is not called missing.
    assert [line.split(":")[0] for line in said] == [
        "Dòng 3, cột “tên”", "Dòng 4, cột “mã cấp trên”", "Dòng 5, cột “loại hình”", "Dòng 5, cột “từ ngày”",
    ]  # fmt: skip


def test_official_codes_have_the_digits_of_their_level(cast: Cast) -> None:
    table = [["mã", "tên", "loại hình", "từ ngày"], [4, "Ba Đình", "phường", date(2025, 7, 1)]]
    said = told(xlsx(table), scheme=OFFICIAL)
    assert said == [
        "Dòng 2, cột “mã”: mã đơn vị hành chính của phường có 5 chữ số, ở đây là “4” "
        "(có thể đã mất số 0 ở đầu)."
    ]
    table[1][0] = 1.5
    assert "là số nên có thể đã mất chữ số 0" in told(xlsx(table))[0]


def test_cells_with_errors_are_named(cast: Cast) -> None:
    table = [["mã", "tên", "loại hình", "từ ngày"], ["A1", "=1/0", "sở", date(2025, 7, 1)]]
    assert told(xlsx(table))[0] == (
        "Dòng 2, cột “tên”: ô có công thức chưa có kết quả. Hãy mở tệp bằng Excel rồi lưu lại."
    )


def test_a_circle_through_the_database_is_seen(cast: Cast) -> None:
    content = csv(
        HEAD,
        row("H33.08", "Sở Y tế tỉnh Hưng Yên", "sở", "H33.40", "ngành dọc", "01/07/2025", ""),
        row("H33.40", "Phòng", "phòng", "H33.08.01", "ngành dọc", "01/07/2025", ""),
    )
    assert [line[:30] for line in told(content)] == [
        "Dòng 2, cột “mã cấp trên”: từ ",
        "Dòng 3, cột “mã cấp trên”: từ ",
    ]


def test_a_chain_without_end_is_refused_quickly(cast: Cast) -> None:
    rows = [row(f"A{number}", "A", "khác", f"A{number + 1}", "", "01/07/2025", "") for number in range(3000)]
    said = told(csv(HEAD, *rows, row("A3000", "A", "khác", "", "", "01/07/2025", "")))
    assert "có hơn 30 cấp trên nối tiếp nhau" in said[0]


def test_only_so_many_faults_are_shown_and_all_are_counted(cast: Cast) -> None:
    with pytest.raises(BadContent) as refused:
        import_tree(source=source(csv(HEAD, *[row("")] * 500)), by=None, at=AT)
    assert len(refused.value.problems) == 200
    assert "500 chỗ cần sửa" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (csv("a,b", "c,d"), "Không thấy dòng tiêu đề"),
        (csv("mã,tên", "A,B"), "Thiếu cột “loại hình”"),
        (csv("mã,tên,loại hình,mã đơn vị", "A,B,sở,C"), "hai cột cùng là “mã”"),
        (csv(HEAD), "chỉ có dòng tiêu đề"),
        (csv(HEAD, *["A,B,sở"] * 50_001), "hơn 50.000 dòng"),
    ],
)
def test_a_file_without_a_list_is_refused(cast: Cast, content: bytes, said: str) -> None:
    with pytest.raises(FileRefused) as refused:
        import_tree(source=source(content), by=None, at=AT)
    assert said in refusal_words(refused.value)


def test_what_the_check_says_is_what_the_import_says(cast: Cast) -> None:
    content = csv(HEAD, row("", "", ""))
    assert [line_words(problem) for problem in check_tree(source(content)).plan.problems] == told(content)


def test_hostile_text_is_kept_as_text(cast: Cast) -> None:
    name = "=cmd|'/c calc'!A1 <script>\x00"
    import_tree(source=source(csv(HEAD, row("H33.50", name))), by=None, at=AT)
    assert UnitName.objects.get(unit__codes__code="H33.50").name == "=cmd|'/c calc'!A1 <script>"


def test_names_of_a_letter_and_a_digit_in_turn_fit(cast: Cast) -> None:
    import_tree(source=source(csv(HEAD, row("H33.51", "a1" * 100))), by=None, at=AT)
    assert find_unit("H33.51", on=NEW, scheme=AGENCY)
    assert LAST < NEW
