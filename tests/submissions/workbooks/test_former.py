"""Last version's workbook is accepted: numbers go where the same figure is asked, the rest is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from indicators.actions.publish_template import publish_template
from indicators.layout import FormLayout, to_json
from indicators.models import TemplateVersion
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.mark_workbook import cell_marks
from submissions.actions.move_round import move_round
from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_draft import save_draft
from submissions.actions.save_workbook import save_workbook
from submissions.drafts import sheet_of_draft
from tests.submissions.workbooks.conftest import AT, FormWorld
from tests.submissions.workbooks.making import with_cell, without_marks

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
WOMEN, MINORS, DEATHS = (f"t1/r{row}:c1" for row in ("01", "02", "21"))
MOVED = "t1/r90:c1"


def number(reference: str, value: str) -> str:
    return f'<c r="{reference}" s="10"><v>{value}</v></c>'


def second(first: FormLayout) -> FormLayout:
    """Line 02 is asked no more; the figure of line 03 has a line of another name; the rest stands higher."""
    [table] = first.tables
    rows = []
    for row in table.rows:
        if row.key != "r02":
            key = "r90" if row.key == "r03" else row.key
            label = "Số lượt khám" if row.key == "r03" else row.label
            up = 0 if row.key == "r01" else 1
            rows.append(replace(row, key=key, label=label, excel_row=row.excel_row - up))
    cells = [
        replace(cell, row="r90" if cell.row == "r03" else cell.row)
        for cell in table.cells
        if cell.row != "r02"
    ]
    return replace(first, tables=(replace(table, rows=tuple(rows), cells=tuple(cells)),), checks=())


@pytest.fixture
def handed(form_world: FormWorld) -> bytes:
    """A file of version 1, filled; then the round goes on with version 2."""
    _name, content = hand_out_workbook(submission=form_world.again(), by=form_world.cast.lan, at=AT)
    for reference, value in (("E8", "120"), ("E9", "8"), ("E10", "410"), ("E28", "3")):
        content = with_cell(content, reference, number(reference, value))
    return with_cell(content, "F9", '<c r="F9" t="inlineStr"><is><t>mười bảy tuổi</t></is></c>')


def move(form_world: FormWorld, layout: FormLayout) -> None:
    version = TemplateVersion.objects.create(
        template=form_world.template, number=2, layout=to_json(second(layout))
    )
    version = publish_template(version=version, by=form_world.cast.nga, at=AT)
    asked = form_world.again().assignment.round
    move_round(reporting_round=asked, version=version, by=form_world.cast.nga, at=AT)


def read(form_world: FormWorld, content: bytes) -> WorkbookReading:
    return read_workbook(
        submission=form_world.again(), content=content, file_name="a.xlsx", by=form_world.cast.lan, at=LATER
    )


def test_numbers_follow_their_figure_and_the_rest_is_named_with_its_value(
    form_world: FormWorld, handed: bytes, layout: FormLayout
) -> None:
    move(form_world, layout)
    reading = read(form_world, handed)
    assert {a: new for a, (_old, new) in reading.changes.items()} == {WOMEN: "120", MOVED: "410", DEATHS: "3"}
    words = [p["message"] for p in reading.problems_in_words()]
    assert words[0].startswith("Tệp theo phiên bản 1 của biểu mẫu.")
    lost = [p["message"] for p in reading.problems_in_words() if p["code"] == "not_mapped"]
    assert lost == [
        "“Trđ: Vị thành niên”, cột “Số thực hiện trong kỳ” (ô E9 của tệp) không có trong biểu hiện nay: "
        "“8” không được lấy.",
        "“Trđ: Vị thành niên”, cột “Ghi chú” (ô F9 của tệp) không có trong biểu hiện nay: "
        "“mười bảy tuổi” không được lấy.",
    ]


def test_the_same_without_marks_when_it_is_that_version_line_by_line(
    form_world: FormWorld, handed: bytes, layout: FormLayout
) -> None:
    move(form_world, layout)
    reading = read(form_world, without_marks(handed))
    assert {a: new for a, (_old, new) in reading.changes.items()} == {WOMEN: "120", MOVED: "410", DEATHS: "3"}
    assert "not_mapped" in {problem.code for problem in reading.problems}


def test_it_is_saved_and_what_it_does_not_ask_stays(
    form_world: FormWorld, layout: FormLayout, blank: bytes
) -> None:
    lan, nga = form_world.cast.lan, form_world.cast.nga
    [table] = layout.tables
    rows = tuple(row for row in table.rows if row.key != "r02")
    cells = tuple(cell for cell in table.cells if cell.row != "r02")
    shorter = replace(layout, tables=(replace(table, rows=rows, cells=cells),), checks=())
    for number_, form in ((2, shorter), (3, layout)):
        version = TemplateVersion.objects.create(
            template=form_world.template, number=number_, layout=to_json(form), workbook=blank
        )
        version = publish_template(version=version, by=nga, at=AT)
        asked = form_world.again().assignment.round
        move_round(reporting_round=asked, version=version, by=nga, at=AT)
        if number_ == 2:
            _name, content = hand_out_workbook(submission=form_world.again(), by=lan, at=AT)
    content = with_cell(content, "E8", number("E8", "120"))
    save_draft(submission=form_world.again(), cells={MINORS: "1", WOMEN: "5"}, by=lan, at=AT)
    reading = save_workbook(
        submission=form_world.again(), content=content, file_name="a.xlsx", by=lan, at=LATER
    )
    assert reading.is_saved
    kept = {a: c.amount for a, c in sheet_of_draft(form_world.again()).cells.items()}
    assert kept == {WOMEN: 120, MINORS: 1}


def test_of_last_version_and_last_period_is_asked_once(
    form_world: FormWorld, handed: bytes, layout: FormLayout
) -> None:
    move(form_world, layout)
    asked = form_world.again().assignment.round
    asked.period_code = "2026-12M"
    asked.save()
    reading = read(form_world, handed)
    assert reading.needs_confirmation.startswith("Tệp này của kỳ 9 tháng năm 2026;")
    reading = save_workbook(
        submission=form_world.again(), content=handed, file_name="a", by=form_world.cast.lan, at=LATER,
        confirm_period=True,
    )  # fmt: skip
    assert reading.is_saved
    assert not reading.needs_confirmation


def test_in_the_marked_file_the_cells_are_those_of_the_file(
    form_world: FormWorld, handed: bytes, layout: FormLayout
) -> None:
    move(form_world, layout)
    marks = cell_marks(
        read(form_world, with_cell(handed, "E10", '<c r="E10" t="inlineStr"><is><t>nhiều</t></is></c>'))
    )
    assert marks["E10"].severity == "error"
    assert "E9" in marks
