"""A published form with computed and carried cells, asked each quarter of the cast's communes.

As II.06a: (3) = (4) + (6), (7) = (8), (11) = (12) computed; (6) is (11) of the quarter before; 3 = 7 + 11.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import Check, FormLayout, to_json
from indicators.models import (
    Breakdown,
    Calendar,
    DataPoint,
    FirstSource,
    Indicator,
    Regime,
    ReportingRound,
    Template,
    TemplateVersion,
)
from indicators.periods import DueRule, ScopedRule
from submissions.actions.accept import accept
from submissions.actions.open_rounds import open_round
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Submission
from tests.cast import Cast, build_cast
from tests.indicators.formulas.making import address, grid
from tests.support.kept_worlds import kept
from units.models import Unit

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
ONLINE, CARRIED, DONE, LEFT = (address(f"({column})") for column in ("4", "6", "8", "12"))
TOTAL, RESOLVED, PENDING = (address(f"({column})") for column in ("3", "7", "11"))
BALANCE = Check("balance", "formula", formula="(3) = (7) + (11)")


def form(*checks: Check) -> FormLayout:
    return grid(
        ["(4)", "(8)", "(12)"],
        formulas={"(3)": "(4) + (6)", "(7)": "(8)", "(11)": "(12)"},
        carried={"(6)": "KỲ_TRƯỚC((11))"},
        checks=[BALANCE, *checks],
    )


@dataclass
class Quarters:
    cast: Cast
    template: Template
    version: TemplateVersion

    def round_of(self, period: str) -> ReportingRound:
        return open_round(template=self.template, period_code=period, by=None, at=AT)

    def report_of(self, period: str, unit: Unit | None = None) -> Submission:
        """The report of a quarter, of xã Đông Hưng unless another unit is named."""
        found = Submission.objects.filter(assignment__subject=unit or self.cast.dong_hung)
        return found.get(assignment__round=self.round_of(period))

    def accepted(self, period: str, cells: dict[str, str]) -> Submission:
        """The report of xã Đông Hưng, walked to its acceptance."""
        report = self.report_of(period)
        saved = save_draft(submission=report, cells=cells, by=self.cast.lan, at=AT)
        openings = [problem.address for problem in saved.problems if problem.code == "opening_figures"]
        why = dict.fromkeys(openings, "Kỳ đầu tiên báo cáo trên hệ thống")
        save_draft(submission=report, cells={}, explanations=why, by=self.cast.lan, at=AT)
        report = request_sign_off(submission=report, by=self.cast.lan, at=AT)
        report = sign_and_submit(submission=report, by=self.cast.minh, at=AT)
        return accept(submission=report, by=self.cast.hoa, at=AT)


@kept
def build_quarters(*checks: Check, layout: FormLayout | None = None, **regime: Any) -> Quarters:
    cast = build_cast()
    calendar, _made = Calendar.objects.get_or_create(code="year", defaults={"name": "Năm dương lịch"})
    settings: dict[str, Any] = {
        "code": "Q", "name": "Chế độ quý", "owner": cast.department, "calendar": calendar,
        "frequency": "quarter", "starts_on": date(2025, 1, 1),
    }  # fmt: skip
    made = Regime.objects.create(**(settings | regime))
    set_deadline_rules(regime=made, rules=[ScopedRule(DueRule(offset=5))], by=None, at=AT)
    layout = layout or form(*checks)
    total, _made = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    asked = {cell.data_point: cell for *_place, cell in layout.places()}
    for cell in asked.values():
        indicator = Indicator.objects.create(
            code=cell.data_point.partition("|")[0],
            name=cell.data_point,
            unit_of_measure_id="ho-so",
            decimals=cell.decimals,
            owner=cast.department,
        )
        point = DataPoint.objects.create(indicator=indicator, breakdown=total)
        FirstSource.objects.create(data_point=point, regime=made)
    template = Template.objects.create(code=layout.code, name="Biểu quý", regime=made)
    version = TemplateVersion.objects.create(template=template, number=1, layout=to_json(layout))
    return Quarters(cast, template, publish_template(version=version, by=cast.nga, at=AT))
