"""Form 4/BCH, the agency's blank file, and a filled copy of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from indicators.actions.publish_template import publish_template
from indicators.answers import Answer, parse_answer
from indicators.layout import FormLayout, from_json, to_json
from indicators.models import (
    Breakdown,
    Calendar,
    DataPoint,
    DeadlineRule,
    FirstSource,
    Indicator,
    Regime,
    Template,
    TemplateVersion,
)
from submissions.actions.open_rounds import open_round
from submissions.models import Submission
from submissions.workbooks.fill import Filling, fill_workbook
from submissions.workbooks.marks import Marks, sign_marks
from submissions.workbooks.recognising import Expected
from tests.cast import Cast, build_cast
from tests.support.kept_worlds import kept

KEY = b"a key of the tests"
MARKS = Marks("4/BCH", 1, 77, "Xã Đông Hưng", "2026-9M", 5)
EXPECTED = Expected(MARKS, date(2026, 1, 1), date(2026, 9, 30), "Đông Hưng")
TYPED = "120 8 410 300 95 3 80 90 91 92 4 4 70 - 20 94 96 … x 0 1.024".split()  # noqa: SIM905
"""One answer a row, r01 to r21: numbers, all signs, a zero, grouping."""


@pytest.fixture(scope="session")
def forms(repository: Path) -> Path:
    return repository / "reporting/demo/forms"


@pytest.fixture(scope="session")
def layout(forms: Path) -> FormLayout:
    return from_json((forms / "4-BCH.json").read_text())


@pytest.fixture(scope="session")
def blank(forms: Path) -> bytes:
    return (forms / "4-BCH.xlsx").read_bytes()


@pytest.fixture(scope="session")
def answers(layout: FormLayout) -> dict[str, Answer]:
    read = {
        address: parse_answer(text, decimals=0)
        for (address, *_), text in zip(layout.places(), TYPED, strict=True)
    }
    return {address: answer for address, answer in read.items() if answer is not None}


@pytest.fixture(scope="session")
def handed_out(blank: bytes, layout: FormLayout, answers: dict[str, Answer]) -> bytes:
    """As a clerk gets it, with answers already entered, one note and one text that is no answer."""
    filling = Filling(
        reporting_unit="UBND xã Đông Hưng",
        recipient="Sở Y tế tỉnh Hưng Yên",
        period="9 tháng năm 2026",
        starts=date(2026, 1, 1),
        ends=date(2026, 9, 30),
        cells=answers,
        notes={"t1/r01:c2": "=1+1 là <ghi chú> & 'nháy' _x0041_\ndòng hai"},
    )
    return fill_workbook(blank, layout=layout, filling=filling, mark=sign_marks(MARKS, key=KEY))


# ---- the same form, asked of the cast ----------------------------------------------------------------------

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)


@dataclass
class FormWorld:
    """Form 4/BCH asked for nine months of 2026: the reports of xã Đông Hưng (lan) and xã Tiên Lữ."""

    cast: Cast
    template: Template
    report: Submission
    report_of_tien_lu: Submission

    def again(self) -> Submission:
        """Lan's report as it is stored now."""
        return Submission.objects.get(pk=self.report.pk)


@pytest.fixture
@kept
def form_world(layout: FormLayout, blank: bytes) -> FormWorld:
    cast = build_cast()
    calendar = Calendar.objects.get(code="year")
    regime = Regime.objects.create(
        code="BCH",
        name="Chăm sóc bà mẹ",
        owner=cast.department,
        calendar=calendar,
        frequency="cumulative_quarter",
        is_cumulative=True,
        starts_on=date(2026, 1, 1),
    )
    DeadlineRule.objects.create(regime=regime, offset=5)
    total, _made = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    for _address, _table, row, _column, cell in layout.places():
        indicator = Indicator.objects.create(
            code=cell.data_point.partition("|")[0],
            name=row.label,
            unit_of_measure_id="nguoi",
            owner=cast.department,
        )
        point = DataPoint.objects.create(indicator=indicator, breakdown=total)
        FirstSource.objects.create(data_point=point, regime=regime)
    template = Template.objects.create(code=layout.code, name=layout.title, regime=regime)
    version = TemplateVersion.objects.create(
        template=template, number=1, layout=to_json(layout), workbook=blank
    )
    publish_template(version=version, by=cast.nga, at=AT)
    asked = open_round(template=template, period_code="2026-9M", by=None, at=AT)
    reports = Submission.objects.filter(assignment__round=asked)
    return FormWorld(
        cast,
        template,
        reports.get(assignment__subject=cast.dong_hung),
        reports.get(assignment__subject=cast.tien_lu),
    )
