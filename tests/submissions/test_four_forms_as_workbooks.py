"""Each of the four official forms, put into service from its file, goes out and comes back."""

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from indicators.layout import FormLayout
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.open_rounds import open_round
from submissions.actions.read_workbook import read_workbook
from submissions.background import working_sheet
from submissions.drafts import layout_for
from submissions.models import Submission
from tests.indicators.factories import AT, Asked, build_asked
from tests.submissions.test_publish_form import bring, publish
from tests.submissions.workbooks.making import parts_of
from units.models import User

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
FORMS = {
    "4-BCH.xlsx": ("4/BCH", "rows"),
    "II.06a-VPCP-KSTT.xlsx": ("II.06a", "columns"),
    "01-SCT-BCT-thang.xlsx": ("01/SCT", "rows"),
    "13a-BTP-HTQTCT-HT.xlsx": ("13a", "columns"),
}


@dataclass
class Served:
    """A form in service, with one report of it and its workbook as handed out."""

    report: Submission
    by: User
    content: bytes

    @property
    def layout(self) -> FormLayout:
        return layout_for(self.report)


@pytest.fixture(params=sorted(FORMS))
def served(request: pytest.FixtureRequest, shared_data: Path) -> Served:
    asked: Asked = build_asked()
    code, way = FORMS[request.param]
    known = {f"r{n:02d}": f"BCH4.{n:02d}" for n in range(1, 22)} if code == "4/BCH" else {}
    version = publish(asked, bring(asked, shared_data / "forms", request.param, code), way, **known)
    opened = open_round(template=version.template, period_code="2026-9M", by=None, at=AT)
    report = Submission.objects.get(assignment__round=opened, assignment__subject=asked.cast.dong_hung)
    _name, content = hand_out_workbook(submission=report, by=asked.cast.lan, at=AT)
    return Served(report, asked.cast.lan, content)


def test_every_cell_for_typing_has_a_rule_and_nothing_is_protected(served: Served) -> None:
    sheet = load_workbook(BytesIO(served.content))[served.layout.sheet]
    assert not sheet.protection.sheet
    ruled = {
        (row, column)
        for rule in sheet.data_validations.dataValidation
        for area in str(rule.sqref).split()
        for left, top, right, bottom in [range_boundaries(area)]
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    typed = [served.layout.excel_cell(address) for address in working_sheet(served.report).typed]
    assert typed
    assert {(sheet[cell].row, sheet[cell].column) for cell in typed} <= ruled
    for rule in sheet.data_validations.dataValidation:
        if rule.errorTitle == "Báo Cáo Số":
            first = str(rule.sqref).split(":")[0]
            assert rule.formula1 == f'OR(ISNUMBER({first}),{first}="-",{first}="…",{first}="x")'


def test_all_parts_but_the_sheet_and_its_marks_are_the_agency_s(served: Served) -> None:
    blank = parts_of(bytes(served.report.assignment.round.version.workbook or b""))
    out = parts_of(served.content)
    changed = {name for name in blank if blank[name] != out[name]}
    listing = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert len(changed - listing) == 1
    assert re.fullmatch(r"xl/worksheets/sheet\d+\.xml", (changed - listing).pop())


def test_it_comes_back_as_it_went_out(served: Served) -> None:
    reading = read_workbook(
        submission=served.report, content=served.content, file_name="a.xlsx", by=served.by, at=LATER
    )
    assert reading.refusal is None
    assert reading.is_savable
    assert reading.changes == {}
    assert [p for p in reading.of_file if p.severity == "error"] == []
