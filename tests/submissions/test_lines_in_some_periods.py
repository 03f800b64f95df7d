"""A line that is asked only in some periods: page, workbook, formulas, totals, burden, versions."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from aggregates.actions.refresh_totals import refresh_totals
from aggregates.asked import book_of
from aggregates.models import Total
from indicators.burden import loads_in
from indicators.forms import layout_asked, layout_of
from indicators.layout import Cell, Check, Column, HeaderCell, from_json, to_json
from indicators.layout.checking import faults_of
from indicators.models import DataPoint, TemplateCell
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.move_round import move_round
from submissions.actions.open_rounds import open_round
from submissions.actions.read_workbook import read_workbook
from submissions.actions.save_draft import save_draft
from submissions.background import working_sheet
from submissions.models import Figure
from submissions.revisions import sent_sheet
from tests.submissions.factories import (
    ARV,
    AT,
    GOOD,
    HIV,
    MEN,
    NOTE,
    SENT,
    TOTAL,
    WOMEN,
    build_world,
    small_layout,
)
from tests.submissions.seasonal import Seasonal, accepted, in_service, page_of, points_of
from tests.support.kept_worlds import kept
from units.errors import BadContent

pytestmark = pytest.mark.django_db
SHUT = {"r3": (12,), "r4": (6, 12)}
"""Women at the year's end only, those found positive twice a year."""
HOMES, NEVER, SUM = "t1/r4:c2", "t1/r3:c2", "t1/r1:c3"
SPRING = {address: said for address, said in GOOD.items() if address not in (WOMEN, HIV)} | {"t1/r1:c2": "2"}


@pytest.fixture
@kept
def seasonal() -> Seasonal:
    """Two lines in some periods; a column of half-years; a column that adds up over the lines."""
    world = build_world()
    points_of(world, "T.one", "T.homes", "T.never", "T.sum")
    layout = small_layout()
    (table,) = layout.tables
    columns = (
        *table.columns,
        Column("c2", "3", "Số hộ", "G", "data", months=(6, 9, 3)),
        Column("c3", "4", "Cộng", "H", "data"),
    )
    table = replace(
        table,
        header=tuple(HeaderCell(column.label, 0, at) for at, column in enumerate(columns)),
        header_rows=1,
        columns=columns,
        rows=tuple(replace(row, months=SHUT.get(row.key, ())) for row in table.rows),
        cells=(
            *table.cells,
            Cell("r1", "c2", "T.one|total"),
            Cell("r3", "c2", "T.never|total"),
            Cell("r4", "c2", "T.homes|total"),
            Cell("r1", "c3", "T.sum|total", kind="computed", formula="[1.1](1) + [1.2](1)"),
        ),
    )
    checks = (*layout.checks, Check("grows", "formula", formula="[3.6](1) >= [3.7](1)"))
    layout = replace(layout, tables=(table,), checks=checks)
    return in_service(world, layout)


def test_what_is_absent_is_no_cell_to_fill_and_the_other_period_asks_it(seasonal: Seasonal) -> None:
    spring, autumn = working_sheet(seasonal.spring), working_sheet(seasonal.autumn)
    assert {WOMEN, HIV, HOMES, NEVER} & {*spring.typed} == set()
    assert {*autumn.typed} >= {WOMEN, HIV}
    assert {HOMES, NEVER} & {*autumn.typed} == set()
    page = page_of(seasonal.spring, seasonal.world.cast.lan)
    assert f'name="cell:{WOMEN}"' not in page
    assert page.count('<td class="is-figure blocked absent">') == 4
    assert 'Nữ<span class="absent-words">' in page
    assert f'name="text:{NOTE}"' in page
    assert 'name="text:t1/r3:note"' not in page
    autumn_page = page_of(seasonal.autumn, seasonal.world.cast.lan)
    assert f'name="cell:{WOMEN}"' in autumn_page
    assert 'name="text:t1/r3:note"' in autumn_page
    assert "Nữ<span" not in autumn_page


def test_a_cell_is_asked_where_its_line_and_its_column_both_are(seasonal: Seasonal) -> None:
    kept_months = {
        cell.address: {month for month in range(13) if cell.months >> month & 1}
        for cell in TemplateCell.objects.filter(version=seasonal.version)
    }
    assert kept_months[TOTAL] == set()
    assert kept_months[WOMEN] == {12}
    assert kept_months[HOMES] == {6}
    assert kept_months[NEVER] == {0}
    june = open_round(template=seasonal.world.template, period_code="2026-6M", by=None, at=AT)
    asked = layout_asked(june)
    assert {HOMES, HIV} & {*asked.inputs} == {HOMES, HIV}
    assert {NEVER, WOMEN} <= asked.absent


def test_a_value_for_an_absent_line_is_refused_with_its_name(seasonal: Seasonal) -> None:
    with pytest.raises(BadContent) as refused:
        save_draft(submission=seasonal.spring, cells=GOOD, by=seasonal.world.cast.lan, at=AT)
    told = [problem["message"] for problem in refused.value.problems]
    assert told == [
        "Dòng “1.2 Nữ” không có trong kỳ này nên không nhận số ở ô E10.",
        "Dòng “3.6 Số có kết quả HIV (+)” không có trong kỳ này nên không nhận số ở ô E11.",
    ]
    with pytest.raises(BadContent):
        save_draft(
            submission=seasonal.spring, cells={}, texts={"t1/r3:note": "a"}, by=seasonal.world.cast.lan, at=AT
        )


def test_sums_and_checks_over_an_absent_line_claim_nothing(seasonal: Seasonal) -> None:
    """30 = 10 + women, who are not asked; those treated are more than those found, who are not asked."""
    lan = seasonal.world.cast.lan
    spring = save_draft(submission=seasonal.spring, cells=SPRING | {ARV: "29"}, by=lan, at=AT)
    assert spring.sheet.cells[SUM].sign.symbol == "…"
    assert [problem.code for problem in spring.problems if problem.severity == "error"] == []
    autumn = save_draft(submission=seasonal.autumn, cells=GOOD | {MEN: "9", ARV: "13"}, by=lan, at=AT)
    assert autumn.sheet.cells[SUM].scaled == 29
    codes = {problem.code for problem in autumn.problems}
    assert codes >= {"parts_do_not_add_up", "part_exceeds_whole", "rule_not_held"}


def test_the_workbook_shuts_absent_lines_and_what_is_typed_there_is_told(seasonal: Seasonal) -> None:
    lan = seasonal.world.cast.lan
    _name, content = hand_out_workbook(submission=seasonal.spring, by=lan, at=AT)
    book = load_workbook(BytesIO(content))
    sheet = book["Biểu"]
    assert [sheet[place].value for place in ("E10", "E11", "G10", "G11")] == ["x"] * 4
    assert sheet["E10"].fill.fgColor.rgb == "FFE1E4E8"
    shut = [rule for rule in sheet.data_validations.dataValidation if rule.formula1 == "FALSE"]
    places = {cell for rule in shut for area in rule.sqref.ranges for row in area.rows for cell in row}
    assert places == {(10, 5), (11, 5), (10, 7), (11, 7)}
    again = read_workbook(submission=seasonal.spring, content=content, file_name="a.xlsx", by=lan, at=AT)
    assert "row_absent" not in [problem.code for problem in again.problems]
    sheet["E10"], sheet["G10"], sheet["E8"] = 7, 8, 30
    typed = BytesIO()
    book.save(typed)
    read = read_workbook(
        submission=seasonal.spring, content=typed.getvalue(), file_name="a.xlsx", by=lan, at=AT
    )
    (told,) = [said for said in read.problems_in_words() if said["code"] == "row_absent"]
    assert told["message"] == (
        "Dòng “1.2 Nữ” không có trong kỳ này: 2 ô tệp ghi ở đó không được lấy (E10, G10)."
    )
    assert "not_asked" not in [problem.code for problem in read.problems]


def test_a_file_without_the_lines_that_the_period_does_not_ask_is_read(seasonal: Seasonal) -> None:
    lan = seasonal.world.cast.lan
    _name, content = hand_out_workbook(submission=seasonal.spring, by=lan, at=AT)
    book = load_workbook(BytesIO(content))
    sheet = book["Biểu"]
    sheet.delete_rows(10, 2)
    for row, value in ((8, 30), (9, 10), (10, 11), (11, 5)):
        sheet.cell(row, 5).value = value
    saved = BytesIO()
    book.save(saved)
    read = read_workbook(
        submission=seasonal.spring, content=saved.getvalue(), file_name="a.xlsx", by=lan, at=AT
    )
    assert {"row_missing", "row_absent", "not_asked"} & {problem.code for problem in read.problems} == set()
    assert read.sheet.cells[ARV].scaled == 11


def test_nobody_is_expected_to_answer_what_the_period_does_not_ask(seasonal: Seasonal) -> None:
    women = DataPoint.objects.get(indicator__code="T.r3")
    people = DataPoint.objects.get(indicator__code="T.r1")
    never = DataPoint.objects.get(indicator__code="T.never")
    spring = accepted(seasonal, seasonal.spring, SPRING)
    autumn = accepted(seasonal, seasonal.autumn, GOOD)
    assert {WOMEN, HIV, HOMES} & sent_sheet(spring).cells.keys() == set()
    period = {report: report.assignment.round.period_id for report in (spring, autumn)}
    assert not Figure.objects.filter(period=period[spring], data_point=women.pk).exists()
    refresh_totals(at=SENT)
    assert not Total.objects.filter(period=period[spring], data_point=women.pk, expected__gt=0).exists()
    assert not Total.objects.filter(data_point=never.pk, expected__gt=0).exists()
    there = Total.objects.filter(period=period[autumn], data_point=women.pk)
    everybody = Total.objects.filter(period=period[autumn], data_point=people.pk, edition=4)
    assert {(row.unit, row.expected) for row in there} == {(row.unit, row.expected) for row in everybody}
    assert {row.amount for row in there} == {20}


def test_pages_of_totals_list_only_what_the_period_asks(seasonal: Seasonal) -> None:
    rounds = [report.assignment.round for report in (seasonal.spring, seasonal.autumn)]
    listed = [{line.address for line in book_of(rounds, shown=shown).lines} for shown in rounds]
    assert [WOMEN in addresses for addresses in listed] == [False, True]
    assert TOTAL in listed[0] & listed[1]


def test_a_round_moved_to_the_version_loses_what_its_period_does_not_ask(seasonal: Seasonal) -> None:
    nine = seasonal.world.round
    move_round(reporting_round=nine, version=seasonal.version, by=seasonal.world.cast.nga, at=AT)
    nine.refresh_from_db()
    asked = layout_asked(nine)
    assert asked.place_of[WOMEN][3].kind == "blocked"
    assert layout_of(seasonal.version).place_of[WOMEN][3].kind == "input"


def test_the_form_is_stored_whole_and_a_month_that_is_none_is_a_fault(seasonal: Seasonal) -> None:
    stored = from_json(seasonal.version.layout)
    assert from_json(to_json(stored)) == stored
    assert faults_of(stored) == []
    (table,) = stored.tables
    wrong = replace(table, rows=(*table.rows[:-1], replace(table.rows[-1], months=(0,))))
    assert faults_of(replace(stored, tables=(wrong,))) == ["tables.0.rows.5.months"]


def test_a_year_counts_a_line_only_in_the_periods_that_ask_it(seasonal: Seasonal) -> None:
    """Four lines always; women once, those found twice; homes of line 1 three times, of line 3.6 in June."""
    (load,) = (one for one in loads_in(2026, on=date(2026, 12, 31)) if one.regime == seasonal.world.regime)
    assert (load.rounds, load.per_unit) == (4, 4 * 4 + 1 + 2 + 3 + 1)
