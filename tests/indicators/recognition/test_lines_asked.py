"""Lines that only some periods ask: from the label where it says so, else asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.layout import asked_in
from indicators.recognition.lines_said import said_of_label
from indicators.recognition.proposing import layout_of_form
from tests.indicators.recognition.making import asked, only_form, only_table, recognised

FORM = [
    ["Biểu số: 7/T"], ["BÁO CÁO CÔNG TÁC GIẢM NGHÈO"], ["Quý … năm …"],
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện"], ["A", "B", "C", 1],
    [1, "Hộ nghèo", "Hộ"],
    [2, "Hộ cận nghèo (chỉ báo cáo kỳ 6 tháng và năm)", "Hộ"],
    ["2.1", "Nữ làm chủ hộ", "Hộ"],
    ["2.2", "Dân tộc thiểu số (báo cáo năm)", "Hộ"],
    [3, "Hộ thoát nghèo (6 tháng, cả năm)", "Hộ"],
    [4, "Hộ phát sinh mới (cả năm và 6 tháng)", "Hộ"],
    [5, "Tổng số (hộ) (báo cáo quý IV)", None],
]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "months"),
    [
        ("Số hộ nghèo (chỉ báo cáo kỳ năm)", (12,)),
        ("Số hộ nghèo (báo cáo 6 tháng và năm)", (6, 12)),
        ("Chỉ tiêu này báo cáo vào quý IV", (12,)),
        ("Số lớp – chỉ tiêu này báo cáo vào quý IV", (12,)),
        ("Tổng thu (b/c năm)", (12,)),
        ("Diện tích (BC 6 tháng, năm)", (6, 12)),
        ("CÁC CHỈ TIÊU BÁO CÁO NĂM", (12,)),
        ("Phần B: Chỉ báo cáo kỳ năm", (12,)),
        ("Số vụ (báo cáo hàng quý)", (3, 6, 9, 12)),
        ("Số lượt (áp dụng cho kỳ báo cáo năm)", (12,)),
        ("Số lượt [thu thập quý I và III]", (3, 9)),
        ("Số lượt (báo cáo vào tháng 6, 12 hằng năm)", (6, 12)),
        ("Số liệu (chỉ ghi kỳ 6 tháng)", (6,)),
    ],
)
def test_a_label_that_says_when_it_is_asked_decides_it(label: str, months: tuple[int, ...]) -> None:
    said = said_of_label(label, ["month"])
    assert said is not None
    assert (said.months, said.is_certain) == (months, True)


@pytest.mark.parametrize(
    "label",
    [
        "Số cuộc họp báo cáo quý IV", "Trẻ từ 6 tháng đến 5 tuổi", "Số hộ (chỉ tính hộ nghèo)",
        "Tuổi thọ (năm)",
        "Số giống (chỉ ghi số nhập)", "Số vụ (ghi theo báo cáo năm)", "Số dư (báo cáo năm trước)",
        "Quỹ (báo cáo quỹ)", "Nộp đủ (báo cáo theo quy định)", "- Báo cáo năm", "Báo cáo tài chính năm",
        "Trong đó: báo cáo kỳ năm", "Thời gian (tháng)", "Chỉ số giá", "Số đơn vị báo cáo năm",
    ],
)  # fmt: skip
def test_other_words_restrict_nothing(label: str) -> None:
    assert said_of_label(label, ["month"]) is None


@pytest.mark.parametrize(
    ("label", "months"),
    [
        ("Số mới (chỉ báo cáo khi có phát sinh)", ()),
        ("Số xã (báo cáo năm, nếu có)", (12,)),
        ("Số báo cáo đã gửi (báo cáo năm)", (12,)),
        ("Số lượt, báo cáo vào tháng 6 và tháng 12", (6, 12)),
        ("Số dự án (kỳ năm)", (12,)),
    ],
)
def test_what_may_be_meant_otherwise_is_asked_about(label: str, months: tuple[int, ...]) -> None:
    said = said_of_label(label, ["quarter"])
    assert said is not None
    assert (said.months, said.is_certain) == (months, False)


def test_lines_take_the_periods_of_the_line_above_and_doubts_are_one_question() -> None:
    found = recognised(FORM)
    doubt = asked(found, "line_asked_in")
    assert [spot.about for spot in doubt.spots] == ["t1/r05:", "t1/r06:"]
    assert (doubt.proposal, [choice.value for choice in doubt.choices]) == ("6,12", ["6,12", "all"])
    rows = only_table(recognised(FORM, answers={doubt.key: "6,12"})).rows
    assert [row.months for row in rows] == [(), (6, 12), (6, 12), (12,), (6, 12), (6, 12), (12,)]
    assert (rows[-1].unit, rows[-1].kind) == ("hộ", "data")


def test_the_form_asks_a_line_only_where_it_is_told_to() -> None:
    answered = recognised(FORM, answers={asked(recognised(FORM), "line_asked_in").key: "all"})
    layout = layout_of_form(only_form(answered), code="7/T")
    lines = {
        month: {row.key for row in layout.tables[0].rows if row.is_asked_in(month)} for month in (3, 6, 12)
    }
    every = {row.key for row in layout.tables[0].rows}
    assert lines == {3: {"r01", "r05", "r06"}, 6: every - {"r04", "r07"}, 12: every}
    assert asked_in(layout, 3).absent >= {"t1/r02:c1", "t1/r03:c1", "t1/r04:c1"}


def test_a_form_of_years_has_no_line_of_some_periods() -> None:
    form = [*FORM[:2], ["Năm …"], *FORM[3:]]
    assert {row.months for row in only_table(recognised(form)).rows} == {()}


def test_a_headline_is_asked_about_once_for_the_lines_below_it_and_a_caption_speaks_for_its_table() -> None:
    form = [
        *FORM[:3], ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện"], ["A", "B", "C", 1],
        [1, "Số lớp", "Lớp"], [None, "CÁC CHỈ TIÊU BÁO CÁO NĂM"], [2, "Số trẻ", "Trẻ"], ["2.1", "Nữ", "Trẻ"],
        [3, "Số cô", "Người"], [], ["Bảng 2. Cơ sở (chỉ báo cáo kỳ năm)"],
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện"], ["A", "B", "C", 1], [1, "Số phòng", "Phòng"],
        [2, "Số bếp", "Bếp"],
    ]  # fmt: skip
    found = recognised(form)
    doubt = asked(found, "lines_asked_in")
    assert doubt.proposal == "12"
    answers = {doubt.key: "12", asked(found, "row_without_unit").key: "heading"}
    (answered,) = recognised(form, answers=answers).forms
    told = [[row.months for row in table.rows] for table in answered.tables]
    assert told == [[(), (12,), (12,), (12,), (12,)], [(12,), (12,)]]


@given(st.text(max_size=60), st.sampled_from([[], ["month"], ["half", "year"]]))
def test_any_label_is_read(label: str, frequencies: list[str]) -> None:
    said = said_of_label(label, frequencies)
    assert said is None or set(said.months) <= set(range(1, 13))
