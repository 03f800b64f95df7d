"""A form with a column for each month, asked monthly: each month fills its own, and the year adds up."""

import pytest

from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from indicators.actions.answer_doubts import answer_doubts
from indicators.drafts import recognised_draft
from indicators.forms import layout_of
from indicators.models import DataPoint, TemplateDraft, TemplateVersion
from submissions.actions.accept import accept
from submissions.actions.import_template import import_template
from submissions.actions.open_rounds import open_round
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Figure, Submission
from submissions.revisions import sent_sheet
from tests.indicators.factories import AT, Asked, build_asked
from tests.indicators.recognition.offices.drawing import content_of
from tests.indicators.recognition.strangers.forms_b import taxes_by_month
from tests.submissions.test_publish_form import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    return build_asked(frequency="month", is_cumulative=False)


def brought(asked: Asked, **said: str) -> TemplateDraft:
    cast = asked.cast
    content = content_of(taxes_by_month())
    draft = import_template(
        name="thu.xlsx", content=content, code="3/T", owner=cast.department, by=cast.nga, at=AT
    ).draft
    for _round in range(3):
        doubts = recognised_draft(draft).open_doubts
        answers = {
            doubt.key: said.get(doubt.code) or doubt.proposal or doubt.choices[0].value for doubt in doubts
        }
        draft = answer_doubts(draft=draft, answers=answers, version=draft.version, by=cast.nga, at=AT)
    return draft


def in_service(asked: Asked) -> TemplateVersion:
    draft = brought(
        asked, frequency="month", form_number="3/T", month_column="own", asked_in="all", decimals="0"
    )
    return publish(asked, draft, "rows")


def reported(asked: Asked, version: TemplateVersion, period: str, cells: dict[str, str]) -> Submission:
    cast = asked.cast
    opened = open_round(template=version.template, period_code=period, by=None, at=AT)
    report = Submission.objects.get(assignment__round=opened, assignment__responsible=cast.dong_hung)
    save_draft(submission=report, cells=cells, explanations={"": "đúng"}, by=cast.lan, at=AT)
    request_sign_off(submission=report, by=cast.lan, at=AT)
    sign_and_submit(submission=Submission.objects.get(pk=report.pk), by=cast.minh, at=AT)
    return accept(submission=Submission.objects.get(pk=report.pk), by=cast.hoa, at=AT)


def test_each_month_fills_its_column_and_the_figures_are_of_one_indicator(asked: Asked) -> None:
    version = in_service(asked)
    layout = layout_of(version)
    of_line = {
        column: cell.data_point for (row, column), cell in layout.tables[0].cell_at.items() if row == "r01"
    }
    assert len(of_line) == 13
    assert len(set(of_line.values())) == 1
    january = reported(asked, version, "2026-01", {f"t1/r0{row}:cc": f"{row}0" for row in (1, 2, 3)})
    february = reported(asked, version, "2026-02", {f"t1/r0{row}:cd": f"{row}" for row in (1, 2, 3)})
    point = DataPoint.objects.get(indicator__code=of_line["cc"].partition("|")[0])
    months = [report.assignment.round.period_id for report in (january, february)]
    amounts = Figure.objects.filter(data_point=point.pk).values_list("period", "amount")
    assert dict(amounts) == dict(zip(months, (10, 1), strict=True))
    sheet = sent_sheet(february)
    assert {address for address in sheet.cells if address.startswith("t1/r01:")} == {"t1/r01:cd", "t1/r01:co"}
    assert sheet.cells["t1/r01:co"].scaled == 11
    assert sheet.cells["t1/r04:cd"].scaled == 6
    refresh_totals(at=AT)
    there = Total.objects.filter(data_point=point.pk, period__in=months, edition=4)
    assert {(row.period, row.amount) for row in there} == set(zip(months, (10, 1), strict=True))
    assert len({row.expected for row in there.filter(unit=asked.cast.province.pk)}) == 1
