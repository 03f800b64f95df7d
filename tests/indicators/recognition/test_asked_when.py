"""Columns that only some periods ask: from the header where it says so, else asked about."""

import pytest

from indicators.layout import asked_in
from indicators.recognition.asked_when import months_in, said_of
from indicators.recognition.proposing import layout_of_form
from indicators.recognition.text import plain
from tests.indicators.recognition.making import asked, only_form, only_table, recognised

FORM = [
    ["Biểu số: 5/T"], ["BÁO CÁO THU NGÂN SÁCH"], ["Tháng … năm …"], ["Đơn vị tính: Triệu đồng"],
    ["STT", "Chỉ tiêu", "Thực hiện tháng", "Ước 6 tháng", "Ước quý (chỉ báo cáo vào tháng cuối quý)",
     "Ước cả năm (báo cáo quý IV)"],
    ["A", "B", 1, 2, 3, 4], [1, "Thu nội địa"], [2, "Thu viện trợ"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "months"),
    [
        ("Ước cả năm (báo cáo tháng 12)", (12,)),
        ("Số hộ nghèo (chỉ báo cáo kỳ 6 tháng và cả năm)", (6, 12)),
        ("Số lớp (Chỉ báo cáo quý II, IV)", (6, 12)),
        ("Diện tích (chỉ báo cáo vào quý I và quý III)", (3, 9)),
        ("Tồn kho chỉ báo cáo kỳ tháng 3, 6, 9 và 12", (3, 6, 9, 12)),
        ("Ước quý (báo cáo tháng cuối quý)", (3, 6, 9, 12)),
        ("Kết quả (chỉ báo cáo kỳ 6 tháng cuối năm)", (12,)),
        ("Kết quả (báo cáo 9 tháng)", (9,)),
    ],
)
def test_a_header_that_says_when_it_is_asked_decides_it(header: str, months: tuple[int, ...]) -> None:
    said = said_of([header], ["month"])
    assert said is not None
    assert (said.months, said.is_certain) == (months, True)


@pytest.mark.parametrize(
    "header",
    ["Thực hiện cùng kỳ năm trước", "Lũy kế 6 tháng", "Kế hoạch cả năm", "Số cuộc họp báo cáo quý IV",
     "Năm nay", "Theo báo cáo năm trước", "Trẻ từ 6 tháng đến 5 tuổi", "Chỉ số giá"],
)  # fmt: skip
def test_other_words_about_time_restrict_nothing(header: str) -> None:
    assert said_of([header], ["month"]) is None


def test_a_statement_nobody_understands_is_asked_about() -> None:
    said = said_of(["Số liệu (chỉ báo cáo khi có phát sinh)"], ["month"])
    assert said is not None
    assert (said.months, said.is_certain) == ((), False)


@pytest.mark.parametrize(("frequency", "is_asked"), [("month", True), ("half", True), ("year", False)])
def test_the_whole_year_in_a_form_of_shorter_periods_is_asked_about(frequency: str, is_asked: bool) -> None:
    said = said_of(["Ước thực hiện cả năm"], [frequency])
    assert (said is not None and not said.is_certain) == is_asked


def test_a_month_beyond_the_year_is_no_month() -> None:
    assert months_in(plain("chỉ báo cáo tháng 13 và 12")) == (12,)


def test_the_innermost_header_counts() -> None:
    said = said_of(["Kỳ báo cáo cả năm 20…", "Ước (chỉ báo cáo kỳ 6 tháng)"], ["half", "year"])
    assert said is not None
    assert said.months == (6,)


def test_doubtful_columns_are_one_question_and_a_form_asks_only_what_it_is_told() -> None:
    doubt = asked(recognised(FORM), "asked_in")
    assert [spot.about for spot in doubt.spots] == ["t1/:c2"]
    assert (doubt.proposal, [choice.value for choice in doubt.choices]) == ("6", ["6", "all"])

    answered = recognised(FORM, answers={doubt.key: "6"})
    table = only_table(answered)
    assert [column.months for column in table.columns[2:]] == [(), (6,), (3, 6, 9, 12), (12,)]
    assert [(column.period, column.edition) for column in table.columns[4:]] == [
        ("this", "estimate"), ("year", "estimate"),
    ]  # fmt: skip
    layout = layout_of_form(only_form(answered), code="5/T")
    asked_columns = {
        month: {
            cell.column
            for table in asked_in(layout, month).tables
            for cell in table.cells
            if cell.kind == "input"
        }
        for month in (3, 6, 7, 12)
    }
    assert asked_columns == {
        3: {"c1", "c3"}, 6: {"c1", "c2", "c3"}, 7: {"c1"}, 12: {"c1", "c3", "c4"},
    }  # fmt: skip


def test_a_column_answered_to_be_of_every_period_is() -> None:
    answered = recognised(FORM, answers={asked(recognised(FORM), "asked_in").key: "all"})
    assert only_table(answered).columns[3].months == ()
