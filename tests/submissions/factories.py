"""A small published form asked of the cast's communes for the first nine months of 2026.

Rows: 1 = 1.1 + 1.2 (a partition), 3.7 ≤ 3.6 (trong đó), 3.7 ≤ 1 (a warning), 5 is money with one decimal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from indicators.actions.publish_template import publish_template
from indicators.layout import (
    Cell,
    Check,
    Column,
    Enclosure,
    FormLayout,
    Row,
    RowList,
    Section,
    Table,
    to_json,
)
from indicators.layout.form import PeriodRole
from indicators.models import (
    Breakdown,
    Calendar,
    DataPoint,
    DeadlineRule,
    FirstSource,
    Indicator,
    Regime,
    ReportingRound,
    Template,
    TemplateVersion,
)
from submissions.actions.accept import accept
from submissions.actions.open_rounds import open_round
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Status, Submission
from tests.cast import Cast, build_cast
from tests.indicators.factories import measured_in
from tests.support.kept_worlds import kept
from units.models import Unit

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
"""9:00 on the day the round opens; it is due on 8 October at 17:00."""
SENT = AT + timedelta(days=2)
LATE = AT + timedelta(days=30)

TOTAL, MEN, WOMEN, HIV, ARV, COST = (f"t1/{row}:c1" for row in ("r1", "r2", "r3", "r4", "r5", "r6"))
NOTE = "t1/r1:note"
GOOD = {TOTAL: "30", MEN: "10", WOMEN: "20", HIV: "12", ARV: "10", COST: "1234.5"}

_ROWS = [
    ("r1", "1", "Tổng số người", "Người", 0),
    ("r2", "1.1", "Nam", "Người", 0),
    ("r3", "1.2", "Nữ", "Người", 0),
    ("r4", "3.6", "Số có kết quả HIV (+)", "Người", 0),
    ("r5", "3.7", "Trđ: được điều trị ARV", "Người", 0),
    ("r6", "5", "Chênh lệch thu chi", "Triệu đồng", 1),
]


def small_layout(*, cost_period: PeriodRole = "this") -> FormLayout:
    """The form as data: rows 8 to 13 of the sheet, figures in column E, notes in column F."""
    columns = [
        Column("n", "A", "TT", "A", "number"),
        Column("l", "B", "Chỉ tiêu", "B", "label"),
        Column("u", "C", "Đơn vị tính", "C", "unit"),
        Column("c1", "1", "Số thực hiện trong kỳ", "E", "data"),
        Column("note", "2", "Ghi chú", "F", "note"),
    ]
    table = Table(
        key="t1",
        title="",
        header=(),
        header_rows=0,
        columns=tuple(columns),
        rows=tuple(
            Row(key, number, label, 8 + index, unit_of_measure=unit)
            for index, (key, number, label, unit, _decimals) in enumerate(_ROWS)
        ),
        cells=tuple(
            Cell(
                key,
                "c1",
                f"T.{key}|total",
                decimals=decimals,
                period=cost_period if key == "r6" else "this",
            )
            for key, *_words, decimals in _ROWS
        ),
    )
    return FormLayout(
        code="T/01",
        title="BIỂU THỬ",
        legal_basis="",
        period_line="",
        unit_of_measure="",
        sheet="Biểu",
        tables=(table,),
        checks=(
            Check("adds", "sum", TOTAL, (MEN, WOMEN)),
            Check(
                "arv", "part_of", HIV, (ARV,),
                sentence="Số được điều trị ARV không thể lớn hơn số có HIV (+).",
            ),
            Check("few", "part_of", TOTAL, (ARV,), severity="warning"),
        ),
    )  # fmt: skip


@dataclass
class World:
    """The cast, the round, and the report of xã Đông Hưng (lan fills, minh signs, hoa reviews)."""

    cast: Cast
    regime: Regime
    template: Template
    round: ReportingRound
    submission: Submission

    def report_of(self, unit: Unit) -> Submission:
        return Submission.objects.get(assignment__round=self.round, assignment__subject=unit)

    def again(self) -> Submission:
        """The report as it is stored now."""
        return Submission.objects.get(pk=self.submission.pk)


@kept
def build_world(
    *,
    cost_period: PeriodRole = "this",
    sections: tuple[Section, ...] = (),
    enclosures: tuple[Enclosure, ...] = (),
    lists: tuple[RowList, ...] = (),
    formulas: Mapping[str, str] = MappingProxyType({}),
    **regime: Any,
) -> World:
    """`sections`: of free text; `enclosures`: documents asked for; `lists`: of lines units add; `formulas`:
    row → formula of its cell, computed then; `regime`: fields of it that differ, such as sign_off="none"."""
    cast = build_cast()
    calendar = Calendar.objects.get(code="year")
    settings: dict[str, Any] = {
        "code": "T", "name": "Chế độ thử", "owner": cast.department, "calendar": calendar,
        "frequency": "cumulative_quarter", "is_cumulative": True, "starts_on": date(2026, 1, 1),
    }  # fmt: skip
    made = Regime.objects.create(**(settings | regime))
    DeadlineRule.objects.create(regime=made, offset=5)
    template = Template.objects.create(code="T/01", name="Biểu thử", regime=made)
    _catalogue(made)
    layout = replace(
        small_layout(cost_period=cost_period), sections=sections, enclosures=enclosures, lists=lists
    )
    layout = _computed(layout, formulas)
    version = TemplateVersion.objects.create(template=template, number=1, layout=to_json(layout))
    publish_template(version=version, by=cast.nga, at=AT)
    opened = open_round(template=template, period_code="2026-9M", by=None, at=AT)
    submission = Submission.objects.get(assignment__round=opened, assignment__subject=cast.dong_hung)
    return World(cast, made, template, opened, submission)


def _computed(layout: FormLayout, formulas: Mapping[str, str]) -> FormLayout:
    (table,) = layout.tables
    cells = tuple(
        replace(cell, kind="computed", formula=formulas[cell.row]) if cell.row in formulas else cell
        for cell in table.cells
    )
    return replace(layout, tables=(replace(table, cells=cells),))


def _catalogue(regime: Regime) -> None:
    total, _made = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    for key, _number, label, unit, decimals in _ROWS:
        indicator = Indicator.objects.create(
            code=f"T.{key}",
            name=label,
            unit_of_measure=measured_in(unit),
            decimals=decimals,
            owner=regime.owner,
        )
        point = DataPoint.objects.create(indicator=indicator, breakdown=total)
        FirstSource.objects.create(data_point=point, regime=regime)


def bring_to(world: World, status: Status, *, cells: dict[str, str] | None = None) -> Submission:
    """Walk the report of xã Đông Hưng from its opening to a status, by the actions themselves."""
    from submissions.actions.grant_correction import grant_correction
    from submissions.actions.request_correction import request_correction
    from submissions.actions.return_for_changes import return_for_changes

    cast, report = world.cast, world.submission
    if status is Status.DRAFT:
        return world.again()
    save_draft(submission=report, cells=cells or GOOD, by=cast.lan, at=AT)
    report = request_sign_off(submission=report, by=cast.lan, at=AT)
    if status is Status.AWAITING_SIGN_OFF:
        return report
    report = sign_and_submit(submission=report, by=cast.minh, at=SENT)
    if status is Status.SUBMITTED:
        return report
    if status is Status.RETURNED:
        return return_for_changes(submission=report, by=cast.hoa, at=SENT, comments={ARV: "Xem lại."})
    report = accept(submission=report, by=cast.hoa, at=SENT)
    if status is Status.CORRECTING:
        report = request_correction(submission=report, by=cast.lan, at=SENT, reason="Cộng nhầm một ca")
        report = grant_correction(submission=report, by=cast.hoa, at=SENT)
    return report
