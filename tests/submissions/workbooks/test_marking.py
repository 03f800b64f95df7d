"""The clerk's own workbook comes back with its cells marked, and nothing else of it is touched."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from submissions.workbooks.marking import CellMark, marked_workbook
from submissions.workbooks.refused import Refused
from tests.submissions.workbooks.making import SHEET, parts_of, with_part

NAME = "Biểu 4-BCH"
MARKS = {
    "E9": CellMark("error", "“mười hai” chưa đọc được <&> ]]>"),
    "E19": CellMark("warning", "dòng một\ndòng hai"),
    "Z50": CellMark("error", "ô không có trong tệp"),
}


def own_workbook(content: bytes, *, comments: bool) -> bytes:
    """As a clerk leaves it: sheets of her own, and perhaps comments of her own on the form."""
    book = load_workbook(BytesIO(content))
    own = book.create_sheet("Tính nháp")
    own["A1"], own["A2"] = "=SUM(B1:B9)", "của tôi"
    own["A2"].comment = Comment("nhớ hỏi chị Hoa", "lan")
    if comments:
        book[NAME]["E9"].comment = Comment("hỏi trạm y tế", "lan")
        book[NAME]["E10"].comment = Comment("đã hỏi", "lan")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_cells_are_coloured_and_commented(handed_out: bytes) -> None:
    sheet = load_workbook(BytesIO(marked_workbook(handed_out, sheet=NAME, marks=MARKS)))[NAME]
    before = load_workbook(BytesIO(handed_out))[NAME]
    for cell, mark in MARKS.items():
        assert sheet[cell].comment.text == mark.text
        assert sheet[cell].fill.fgColor.rgb == ("FFFFC7CE" if mark.severity == "error" else "FFFFEB9C")
        assert sheet[cell].value == before[cell].value
        assert repr(sheet[cell].border) == repr(before[cell].border)
        assert sheet[cell].number_format == before[cell].number_format
    assert repr(sheet["E10"].fill) == repr(before["E10"].fill)
    assert sheet["E10"].comment is None


@pytest.mark.parametrize("comments", [False, True], ids=["no comments of her own", "with her own"])
def test_every_other_part_is_byte_by_byte_hers(handed_out: bytes, comments: bool) -> None:
    hers = own_workbook(handed_out, comments=comments)
    old, new = parts_of(hers), parts_of(marked_workbook(hers, sheet=NAME, marks=MARKS))
    of_the_form = {
        SHEET, "xl/worksheets/_rels/sheet1.xml.rels", "xl/styles.xml", "[Content_Types].xml",
        "xl/bcs-comments.xml", "xl/drawings/bcs-comments.vml",
    }  # fmt: skip
    if comments:
        of_the_form |= {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}
        of_the_form |= {
            "xl/comments1.xml",
            "xl/drawings/legacyDrawing1.vml",
            "xl/comments/legacyDrawing1.vml",
        }
    assert {name for name in new if new[name] != old.get(name)} <= of_the_form
    assert not old.keys() - new.keys()
    book = load_workbook(BytesIO(marked_workbook(hers, sheet=NAME, marks=MARKS)))
    assert book["Tính nháp"]["A2"].comment.text == "nhớ hỏi chị Hoa"
    assert book["Tính nháp"]["A1"].value == "=SUM(B1:B9)"


def test_her_own_comments_stay_with_ours_below(handed_out: bytes) -> None:
    hers = own_workbook(handed_out, comments=True)
    sheet = load_workbook(BytesIO(marked_workbook(hers, sheet=NAME, marks=MARKS)))[NAME]
    assert sheet["E9"].comment.text == "hỏi trạm y tế\nBáo Cáo Số: “mười hai” chưa đọc được <&> ]]>"
    assert sheet["E10"].comment.text == "đã hỏi"
    assert sheet["E19"].comment.text == "dòng một\ndòng hai"


def test_marked_again_it_says_it_again(handed_out: bytes) -> None:
    once = marked_workbook(handed_out, sheet=NAME, marks=MARKS)
    twice = load_workbook(
        BytesIO(marked_workbook(once, sheet=NAME, marks={"E9": CellMark("error", "vẫn sai")}))
    )
    assert twice[NAME]["E9"].comment.text.endswith("\nBáo Cáo Số: vẫn sai")
    assert twice[NAME]["E19"].comment.text == "dòng một\ndòng hai"


def test_nothing_marked_changes_no_cell(handed_out: bytes) -> None:
    marked = load_workbook(BytesIO(marked_workbook(handed_out, sheet=NAME, marks={})))[NAME]
    before = load_workbook(BytesIO(handed_out))[NAME]
    assert [[c.value for c in row] for row in marked.rows] == [[c.value for c in row] for row in before.rows]


def test_a_sheet_with_a_table_and_a_picture_keeps_the_order_of_its_parts(handed_out: bytes) -> None:
    tail = b'<tableParts count="0"/><extLst></extLst></worksheet>'
    hers = with_part(handed_out, SHEET, lambda sheet: sheet.replace(b"</worksheet>", tail))
    sheet = parts_of(marked_workbook(hers, sheet=NAME, marks=MARKS))[SHEET]
    assert sheet.index(b"<legacyDrawing") < sheet.index(b"<tableParts")


@pytest.mark.parametrize("name", ["filled.ods", "filled.xls"])
def test_other_kinds_are_not_marked(repository: Path, name: str) -> None:
    content = (repository / "tests/submissions/workbooks/files" / name).read_bytes()
    with pytest.raises(Refused) as refused:
        marked_workbook(content, sheet=NAME, marks=MARKS)
    assert refused.value.code == "not_marked"


def test_csv_and_sheets_that_are_not_there_are_not_marked(handed_out: bytes) -> None:
    for content, sheet in ((b"TT;Ten\n1;2\n", NAME), (handed_out, "Không có")):
        with pytest.raises(Refused):
            marked_workbook(content, sheet=sheet, marks=MARKS)


def test_another_writer_s_workbook_is_marked_too() -> None:
    book = Workbook()
    book.active["B2"] = 5
    target = BytesIO()
    book.save(target)
    marked = marked_workbook(target.getvalue(), sheet="Sheet", marks={"B2": CellMark("error", "sai")})
    assert load_workbook(BytesIO(marked)).active["B2"].comment.text == "sai"
    with zipfile.ZipFile(BytesIO(marked)) as package:
        assert package.testzip() is None
