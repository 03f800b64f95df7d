"""A form that came in and asks what another form asks already: filled in and locked where it is reused."""

import pytest

from indicators.actions.answer_doubts import answer_doubts
from indicators.actions.publish_draft import Binding, subjects_for
from indicators.answers import plain
from indicators.binding_new import Chosen
from indicators.drafts import recognised_draft
from indicators.models import TemplateDraft, TemplateVersion
from submissions.actions.accept import accept
from submissions.actions.import_template import import_template
from submissions.actions.open_rounds import open_round
from submissions.actions.publish_draft import publish_draft
from submissions.background import working_sheet
from submissions.models import Submission
from tests.indicators.recognition.making import workbook
from tests.submissions.reusing import AT, Reusing, build_reusing
from units.actions.grant_membership import grant_membership
from units.errors import BadContent
from units.models import Role

pytestmark = pytest.mark.django_db
LINES = [
    ["Biểu số: Q/02"], ["BÁO CÁO QUÝ"], ["Quý … năm …"], ["Đơn vị tính: người"], [],
    ["STT", "Chỉ tiêu", "Số trong kỳ"], ["A", "B", 1], [1, "Phát sinh"], [2, "Khác"],
]  # fmt: skip


def brought(reusing: Reusing) -> TemplateDraft:
    made = reusing.made
    draft = import_template(
        name="q.xlsx", content=workbook(LINES), code="Q/02", owner=made.cast.province, by=made.phuc, at=AT
    ).draft
    doubts = {
        one.key: one.proposal or (one.choices[0].value if one.choices else "người")
        for one in recognised_draft(draft).open_doubts
    }
    return answer_doubts(draft=draft, answers=doubts, version=draft.version, by=made.phuc, at=AT)


def published(reusing: Reusing, draft: TemplateDraft, *, code: str, repeats: str) -> TemplateVersion:
    made = reusing.made
    ways = {"t1": "rows"}
    chosen = {
        one.key: Chosen(one.name, code if "r01" in one.key or one.key == "t1/r1:" else "", one.over_time)
        for one in subjects_for(draft, ways)
    }
    regime = made.quarters.template.regime
    binding = Binding(regime, "Q2", ways, chosen, repeats=repeats)
    return publish_draft(draft=draft, binding=binding, version=draft.version, by=made.phuc, at=AT)


@pytest.mark.parametrize("code", ["P1.1", "P1.3"], ids=["of another regime", "of its own regime"])
def test_what_is_reused_is_filled_in_and_locked(code: str) -> None:
    reusing = build_reusing()
    draft = brought(reusing)
    with pytest.raises(BadContent) as refused:
        published(reusing, draft, code=code, repeats="")
    assert refused.value.code == "asked_already"
    version = published(reusing, draft, code=code, repeats="reuse")
    opened = open_round(template=version.template, period_code="2026-Q3", by=None, at=AT)
    reusing.answered()
    made = reusing.made
    grant_membership(
        user=made.phuc, unit=made.cast.province, role=Role.REVIEWER, from_=AT.date(), by=None, at=AT
    )
    accept(submission=reusing.quarter_sent(), by=made.phuc, at=AT)
    report = Submission.objects.get(assignment__round=opened, assignment__subject=reusing.made.cast.dong_hung)
    sheet = working_sheet(report)
    (address,) = sheet.background.reused
    assert plain(sheet.cells[address]) == {"P1.1": "42", "P1.3": "3"}[code]
    assert address not in sheet.typed
    assert len(sheet.typed) == 1
