"""Columns named for the months: what they mean depends on the periods of the form."""

import pytest

from indicators.recognition.month_columns import beside_the_month, month_of
from indicators.recognition.subjects import ROWS, subjects_of, ways_of
from tests.indicators.recognition.making import asked, only_form, only_table, recognised
from tests.indicators.recognition.offices.drawing import content_of
from tests.indicators.recognition.strangers.forms_b import taxes_by_month

MONTHS = [f"Tháng {month}" for month in range(1, 13)]


def form(period: str, heads: list[str], *, numbering: list[str] | None = None) -> list[list[object]]:
    return [
        ["Biểu số: 3/T"], ["BÁO CÁO THU PHÍ"], [period], ["Đơn vị tính: Hồ sơ"], ["STT", "Khoản thu", *heads],
        ["A", "B", *(numbering or [str(at) for at in range(1, len(heads) + 1)])],
        [1, "Phí chợ"], [2, "Lệ phí"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "month"),
    [("Tháng 1", 1), ("THÁNG 12", 12), ("Tháng 03/20…", 3), ("T7", 7), ("Thực hiện tháng 4", 4),
     ("Tháng 5 năm 2026", 5), ("Tháng 13", 0), ("Tháng trước", 0), ("3 tháng", 0), ("Lũy kế tháng 4", 0),
     ("Tháng 1 so với tháng 12", 0)],
)  # fmt: skip
def test_a_header_that_is_a_month_and_no_more(header: str, month: int) -> None:
    assert month_of(["Năm 20…", header]) == month
    assert beside_the_month(["Số vụ", header]) == (("Số vụ",) if month else ("Số vụ", header))


def test_in_a_form_of_months_each_is_asked_in_its_own_and_the_sum_is_the_figure_to_date() -> None:
    numbers = [str(at) for at in range(1, 13)]
    lines = form("Tháng … năm …", [*MONTHS, "Cả năm"], numbering=[*numbers, f"13={'+'.join(numbers)}"])
    doubt = asked(recognised(lines), "month_column")
    assert (len(doubt.spots), doubt.proposal) == (12, "own")
    assert [choice.value for choice in doubt.choices] == ["own", "kept", "blocked"]
    table = only_table(recognised(lines, answers={doubt.key: "own"}))
    data = [column for column in table.columns if column.kind == "data"]
    assert [column.months for column in data] == [*((month,) for month in range(1, 13)), ()]
    assert {(cell.kind, cell.period) for cell in table.cells if cell.column == "c13"} == {
        ("carried", "to_date")
    }
    found = subjects_of(only_form(recognised(lines, answers={doubt.key: "own"})), {}, {})
    assert [(one.name, len(one.cells)) for one in found] == [("Phí chợ", 13), ("Lệ phí", 13)]
    assert ways_of(table) == (ROWS,)


def test_months_over_several_figures_are_one_indicator_each() -> None:
    lines = form("Tháng … năm …", ["Tháng 1", None, "Tháng 2", None])  # type: ignore[list-item]
    lines.insert(5, [None, None, "Số vụ", "Số người", "Số vụ", "Số người"])
    answers = {"month_column:t1": "own"}
    found = recognised(lines, merges=["A5:A6", "B5:B6", "C5:D5", "E5:F5"], answers=answers)
    assert [(one.name, len(one.cells)) for one in subjects_of(only_form(found), {}, {})] == [
        ("Phí chợ – Số vụ", 2), ("Phí chợ – Số người", 2), ("Lệ phí – Số vụ", 2), ("Lệ phí – Số người", 2),
    ]  # fmt: skip


def test_in_a_form_of_quarters_each_is_asked_in_the_quarter_of_its_month_or_in_all() -> None:
    lines = form("Quý … năm …", MONTHS)
    doubt = asked(recognised(lines), "month_within")
    assert (doubt.proposal, [choice.code for choice in doubt.choices]) == (
        "own", ["month_in_period", "month_kept", "column_not_asked"],
    )  # fmt: skip
    answered = recognised(lines, answers={doubt.key: "own"})
    data = [column for column in only_table(answered).columns if column.kind == "data"]
    assert [column.months for column in data] == [(3,)] * 3 + [(6,)] * 3 + [(9,)] * 3 + [(12,)] * 3
    assert len(subjects_of(only_form(answered), {}, {})) == 24


@pytest.mark.parametrize(("period", "heads"), [("Quý … năm …", MONTHS[:3]), ("Năm …", MONTHS)])
def test_where_all_months_are_of_one_period_they_are_kept_as_indicators_of_it(
    period: str, heads: list[str]
) -> None:
    lines = form(period, heads)
    doubt = asked(recognised(lines), "month_within")
    assert (doubt.proposal, [choice.value for choice in doubt.choices]) == ("kept", ["kept", "blocked"])
    kept = recognised(lines, answers={doubt.key: "kept"})
    assert {column.months for column in only_table(kept).columns} == {()}
    assert [one.name for one in subjects_of(only_form(kept), {}, {})][:2] == [
        "Phí chợ – Tháng 1", "Phí chợ – Tháng 2",
    ]  # fmt: skip
    left = recognised(lines, answers={f"{doubt.key}@t1/:c2": "blocked", doubt.key: "kept"})
    assert {cell.kind for cell in only_table(left).cells if cell.column == "c2"} == {"blocked"}
    assert {cell.kind for cell in only_table(left).cells if cell.column != "c2"} == {"input"}


def test_one_month_alone_is_asked_about_as_before() -> None:
    found = recognised(form("Tháng … năm …", ["Tháng 12", "Tháng báo cáo"]))
    assert asked(found, "period").spots[0].name == "(1) Tháng 12"


def test_a_title_that_names_no_period_waits_for_the_answer() -> None:
    from indicators.recognition import recognise
    from submissions.workbooks.form_grids import read_form

    grids = read_form(content_of(taxes_by_month()))
    assert asked(recognise(grids), "month_column").proposal == ""
    told = recognise(grids, {"frequency": "month"})
    assert asked(told, "month_column").proposal == "own"
    own = only_table(recognise(grids, {"frequency": "month", "month_column:t1": "own"}))
    assert {(cell.kind, cell.period) for cell in own.cells if cell.column == "co"} == {("carried", "to_date")}
    assert asked(recognise(grids, {"frequency": "year"}), "month_within").proposal == "kept"
