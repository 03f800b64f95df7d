"""Reports of the quarter that reuse what the months say: FLOW is added up, STOCK is the last month's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from indicators.actions.ask_again import ask_again
from indicators.actions.publish_template import publish_template
from indicators.actions.reuse_answers import reuse_answers
from indicators.models import ReportingRound
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.open_rounds import open_round
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Submission
from tests.indicators.repeating import AT, FLOW, OWN, STOCK, Repeating, build_repeating
from tests.support.kept_worlds import kept
from units.models import Unit

MONTHS = ("2026-07", "2026-08", "2026-09")
LATER = AT + timedelta(hours=2)


@dataclass
class Reusing:
    made: Repeating
    quarter: ReportingRound
    months: dict[str, ReportingRound]

    def report_of(self, month: str = "", unit: Unit | None = None) -> Submission:
        """The report of xã Đông Hưng for a month, or for the quarter; as it is stored now."""
        asked = self.months[month] if month else self.quarter
        found = Submission.objects.filter(assignment__subject=unit or self.made.cast.dong_hung)
        return found.get(assignment__round=asked)

    def sent(self, month: str, flow: str, stock: str, *, at: datetime = AT) -> Submission:
        cast, report = self.made.cast, self.report_of(month)
        save_draft(submission=report, cells={FLOW: flow, STOCK: stock}, by=cast.lan, at=at)
        report = request_sign_off(submission=report, by=cast.lan, at=at)
        return sign_and_submit(submission=report, by=cast.minh, at=at)

    def accepted(self, month: str, flow: str, stock: str, *, at: datetime = AT) -> Submission:
        return accept(submission=self.sent(month, flow, stock, at=at), by=self.made.cast.hoa, at=at)

    def corrected(self, month: str, flow: str, stock: str, *, at: datetime = LATER) -> Submission:
        cast, report = self.made.cast, self.report_of(month)
        report = request_correction(submission=report, by=cast.lan, at=at, reason="Cộng nhầm")
        grant_correction(submission=report, by=cast.hoa, at=at)
        return self.accepted(month, flow, stock, at=at)

    def answered(self) -> None:
        """All three months: 10 + 20 + 12 and, at the end, 7."""
        for month, flow, stock in zip(MONTHS, ("10", "20", "12"), ("5", "6", "7"), strict=True):
            self.accepted(month, flow, stock)

    def quarter_sent(self) -> Submission:
        cast, report = self.made.cast, self.report_of()
        save_draft(submission=report, cells={OWN: "3"}, by=cast.lan, at=AT)
        report = request_sign_off(submission=report, by=cast.lan, at=AT)
        return sign_and_submit(submission=report, by=cast.minh, at=AT)


@kept
def build_reusing(*, reused: tuple[str, ...] = (FLOW, STOCK)) -> Reusing:
    """What is not `reused` is asked again."""
    made = build_repeating()
    if reused:
        reuse_answers(version=made.quarters, addresses=reused, by=made.phuc, at=AT)
    if again := [address for address in (FLOW, STOCK) if address not in reused]:
        ask_again(version=made.quarters, addresses=again, reason="Đối chiếu", by=made.phuc, at=AT)
    publish_template(version=made.quarters, by=made.phuc, at=AT)
    months = {
        month: open_round(template=made.months.template, period_code=month, by=None, at=AT)
        for month in MONTHS
    }
    quarter = open_round(template=made.quarters.template, period_code="2026-Q3", by=None, at=AT)
    return Reusing(made, quarter, months)
