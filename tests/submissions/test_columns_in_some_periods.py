"""A column that is asked only in some periods: page, workbook, formulas, totals, versions."""

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
from indicators.models import DataPoint, ReportingRound
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.move_round import move_round
from submissions.actions.read_workbook import read_workbook
from submissions.actions.save_draft import save_draft
from submissions.background import working_sheet
from submissions.models import Figure
from submissions.revisions import sent_sheet
from tests.submissions.factories import AT, GOOD, SENT, build_world, small_layout
from tests.submissions.seasonal import Seasonal, accepted, in_service, page_of, points_of
from tests.support.kept_worlds import kept
from units.errors import BadContent

pytestmark = pytest.mark.django_db
YEAR, HOMES, SUM = "t1/r1:c2", "t1/r1:c3", "t1/r1:c4"
ESTIMATE = {YEAR: "45", HOMES: "7"}


def some_quarters() -> "list[Column]":
    """The year's estimate and a count of homes at the year's end only; a sum over both, always."""
    return [
        Column("c2", "3", "Ước cả năm", "G", "data", months=(12,)),
        Column("c3", "4", "Số hộ cuối năm", "H", "data", months=(9, 12)),
        Column("c4", "5", "Cộng", "I", "data"),
    ]


@pytest.fixture
@kept
def seasonal() -> Seasonal:
    world = build_world()
    points_of(world, "T.homes", "T.sum")
    layout = small_layout()
    (table,) = layout.tables
    heads = tuple(
        HeaderCell(column.label, 0, at) for at, column in enumerate([*table.columns, *some_quarters()])
    )
    table = replace(
        table,
        header=heads,
        header_rows=1,
        columns=(*table.columns, *some_quarters()),
        cells=(
            *table.cells,
            Cell("r1", "c2", "T.r1|total", period="year", edition="estimate"),
            Cell("r1", "c3", "T.homes|total"),
            Cell("r1", "c4", "T.sum|total", kind="computed", formula="(1) + (4)"),
        ),
    )
    checks = (*layout.checks, Check("grows", "formula", formula="(3) >= (1)"))
    layout = replace(layout, tables=(table,), checks=checks)
    return in_service(world, layout)


def test_what_is_absent_is_no_cell_to_fill_and_the_other_period_asks_it(seasonal: Seasonal) -> None:
    spring, autumn = working_sheet(seasonal.spring), working_sheet(seasonal.autumn)
    assert {YEAR, HOMES} & {*spring.typed} == set()
    assert {YEAR, HOMES} <= {*autumn.typed}
    assert (spring.asked, autumn.asked) == (6, 8)
    page = page_of(seasonal.spring, seasonal.world.cast.lan)
    assert f'name="cell:{HOMES}"' not in page
    assert page.count('<td class="is-figure blocked absent">') == 2
    assert "Số hộ cuối năm<span" in page
    autumn_page = page_of(seasonal.autumn, seasonal.world.cast.lan)
    assert f'name="cell:{HOMES}"' in autumn_page
    assert "không có trong kỳ này" not in autumn_page


def test_a_value_for_an_absent_column_is_refused_with_its_name(seasonal: Seasonal) -> None:
    with pytest.raises(BadContent) as refused:
        save_draft(submission=seasonal.spring, cells={**GOOD, HOMES: "7"}, by=seasonal.world.cast.lan, at=AT)
    (problem,) = refused.value.problems
    assert problem["message"] == ("Cột “(4) Số hộ cuối năm” không có trong kỳ này nên không nhận số ở ô H8.")


def test_formulas_read_an_absent_cell_as_not_collected_and_checks_leave_it_alone(seasonal: Seasonal) -> None:
    lan = seasonal.world.cast.lan
    spring = save_draft(submission=seasonal.spring, cells=GOOD, by=lan, at=AT)
    assert spring.sheet.cells[SUM].sign.symbol == "…"
    assert [problem.code for problem in spring.problems if problem.severity == "error"] == []
    autumn = save_draft(submission=seasonal.autumn, cells={**GOOD, HOMES: "7", YEAR: "3"}, by=lan, at=AT)
    assert autumn.sheet.cells[SUM].scaled == 37
    assert "rule_not_held" in [problem.code for problem in autumn.problems]


def test_the_workbook_shuts_absent_columns_and_what_is_typed_there_is_told(seasonal: Seasonal) -> None:
    lan = seasonal.world.cast.lan
    _name, content = hand_out_workbook(submission=seasonal.spring, by=lan, at=AT)
    book = load_workbook(BytesIO(content))
    sheet = book["Biểu"]
    assert (sheet["G8"].value, sheet["H8"].value) == ("x", "x")
    assert sheet["H8"].fill.fgColor.rgb == "FFE1E4E8"
    shut = [rule for rule in sheet.data_validations.dataValidation if rule.formula1 == "FALSE"]
    assert sorted(str(rule.sqref) for rule in shut) == ["G8", "H8"]
    again = read_workbook(submission=seasonal.spring, content=content, file_name="a.xlsx", by=lan, at=AT)
    assert "column_absent" not in [problem.code for problem in again.problems]
    sheet["H8"] = 7
    typed = BytesIO()
    book.save(typed)
    read = read_workbook(
        submission=seasonal.spring, content=typed.getvalue(), file_name="a.xlsx", by=lan, at=AT
    )
    (told,) = [said for said in read.problems_in_words() if said["code"] == "column_absent"]
    assert told["message"] == (
        "Cột “(4) Số hộ cuối năm” không có trong kỳ này: 1 ô tệp ghi ở đó không được lấy (H8)."
    )
    assert "not_asked" not in [problem.code for problem in read.problems]


def test_nobody_is_expected_to_answer_what_the_period_does_not_ask(seasonal: Seasonal) -> None:
    homes = DataPoint.objects.get(indicator__code="T.homes")
    people = DataPoint.objects.get(indicator__code="T.r1")
    spring = accepted(seasonal, seasonal.spring, GOOD)
    autumn = accepted(seasonal, seasonal.autumn, GOOD | ESTIMATE)
    assert {YEAR, HOMES} & sent_sheet(spring).cells.keys() == set()
    assert not Figure.objects.filter(period=spring.assignment.round.period_id, data_point=homes.pk).exists()
    refresh_totals(at=SENT)
    period = {report: report.assignment.round.period_id for report in (spring, autumn)}
    assert not Total.objects.filter(period=period[spring], data_point=homes.pk, expected__gt=0).exists()
    there = Total.objects.filter(period=period[autumn], data_point=homes.pk)
    everybody = Total.objects.filter(period=period[autumn], data_point=people.pk, edition=4)
    assert {(row.unit, row.expected) for row in there} == {(row.unit, row.expected) for row in everybody}
    assert {row.amount for row in there} == {7}


def test_pages_of_totals_list_only_what_the_period_asks(seasonal: Seasonal) -> None:
    rounds = [report.assignment.round for report in (seasonal.spring, seasonal.autumn)]
    listed = [{line.address for line in book_of(rounds, shown=shown).lines} for shown in rounds]
    assert [HOMES in addresses for addresses in listed] == [False, True]
    assert listed[0] == listed[1] - {HOMES}


def test_a_round_moved_to_the_version_loses_what_its_period_does_not_ask(seasonal: Seasonal) -> None:
    """The nine months ask the homes and not the year's estimate; the same form, seen by each period."""
    nine: ReportingRound = seasonal.world.round
    move_round(reporting_round=nine, version=seasonal.version, by=seasonal.world.cast.nga, at=AT)
    nine.refresh_from_db()
    asked = layout_asked(nine)
    assert asked.absent == {f"t1/{row.key}:c2" for row in asked.tables[0].rows}
    assert asked.place_of[YEAR][3].kind == "blocked"
    assert layout_of(seasonal.version).place_of[YEAR][3].kind == "input"


def test_the_form_is_stored_whole_and_a_month_that_is_none_is_a_fault(seasonal: Seasonal) -> None:
    asked = layout_asked(seasonal.spring.assignment.round)
    stored = from_json(seasonal.version.layout)
    assert from_json(to_json(stored)) == stored
    assert stored.month == 0
    assert faults_of(stored) == []
    assert faults_of(asked) == ["month"]
    (table,) = stored.tables
    wrong = replace(table, columns=(*table.columns[:-1], replace(table.columns[-1], months=(13,))))
    assert faults_of(replace(stored, tables=(wrong,))) == ["tables.0.columns.7.months"]


def test_a_year_counts_a_column_only_in_the_periods_that_ask_it(seasonal: Seasonal) -> None:
    """Four rounds of the form's other cells, one of the year's estimate, two of the homes."""
    always = sum(cell.kind == "input" for *_place, cell in small_layout().places())
    (load,) = (one for one in loads_in(2026, on=date(2026, 12, 31)) if one.regime == seasonal.world.regime)
    assert (load.rounds, load.cells) == (4, always + 2)
    assert load.per_unit == 4 * always + 1 + 2
