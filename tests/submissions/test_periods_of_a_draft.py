"""Periods of lines and columns on the pages of a form that came in: what was read, what can be chosen."""

import pytest
from django.test import Client

from indicators.actions.answer_doubts import answer_doubts
from indicators.drafts import design_of, recognised_draft
from indicators.models import TemplateDraft
from submissions.actions.import_template import import_template
from tests.indicators.factories import AT, Asked
from tests.indicators.recognition.making import workbook
from tests.submissions.designing import page_of, step

pytestmark = pytest.mark.django_db
FORM = [
    ["Biểu số: 9/T"], ["BÁO CÁO CÔNG TÁC XÃ"], ["Quý … năm …"], ["Đơn vị tính: Hộ"],
    ["STT", "Chỉ tiêu", "Số hộ"], ["A", "B", 1], [1, "Hộ nghèo"], [2, "Hộ cận nghèo (báo cáo năm)"],
    ["2.1", "Nữ làm chủ hộ"], [3, "Hộ khá"], [4, "Hộ giàu"], [],
    ["Ghi chú: Dòng 3 là số ước tính. Dòng 4 là số lũy kế từ đầu năm"],
]  # fmt: skip


@pytest.fixture
def draft(asked: Asked) -> TemplateDraft:
    cast, content = asked.cast, workbook(FORM)
    made = import_template(
        name="a.xlsx", content=content, code="9/T", owner=cast.department, by=cast.nga, at=AT
    ).draft
    answers = {doubt.key: doubt.choices[0].value for doubt in recognised_draft(made).open_doubts}
    made = answer_doubts(draft=made, answers=answers, version=made.version, by=cast.nga, at=AT)
    made.regime = asked.regime
    made.save(update_fields=["regime"])
    return made


def test_what_was_read_of_a_line_is_said_beside_it(draft: TemplateDraft, nga: Client) -> None:
    page = nga.get(f"/bieu-mau/ban-nhap/{draft.pk}/").content.decode()
    assert page.count("(chỉ kỳ kết thúc trong tháng 12)") == 2
    assert 'Hộ khá <small class="soft">(ước tính)</small>' in page
    assert 'Hộ giàu <small class="soft">(lũy kế từ đầu năm)</small>' in page


def test_the_designer_offers_a_line_the_regimes_own_periods(draft: TemplateDraft, nga: Client) -> None:
    page = nga.get(f"{page_of(draft)}?o=t1/r02:").content.decode()
    assert "Dòng có trong các kỳ" in page
    assert [f" {words}</label>" in page for words in ("3 tháng", "6 tháng", "9 tháng", "Cả năm")] == [
        True
    ] * 4
    assert "Cả các dòng con bên dưới" in page
    offered = {"offered": "3 6 9 12"}
    answer = step(nga, draft, "row.months", "t1/r02:", m6="1", m12="1", below="1", **offered)
    assert answer.status_code == 302
    draft.refresh_from_db()
    months = {row.key: row.months for row in design_of(draft).form.tables[0].rows if row.months}
    assert months == {"r02": (6, 12), "r03": (6, 12)}
    refused = step(nga, draft, "row.months", "t1/r02:", **offered)
    assert refused.status_code == 422
    assert "Hãy chọn ít nhất một kỳ" in refused.content.decode()
    alone = nga.get(f"{page_of(draft)}?o=t1/r04:").content.decode()
    assert "Dòng có trong các kỳ" in alone
    assert "Cả các dòng con bên dưới" not in alone
