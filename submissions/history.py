"""What a workbook says of a past period: units of its last day, cells, and what stands in the way."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.actions.open_round import named_as_regime_does
from indicators.answers import plain
from indicators.calendars import period_named
from indicators.forms import layout_on
from indicators.models import Edition, Template, TemplateVersion
from indicators.periods import PeriodError, PeriodSpan, code_of
from indicators.queries import latest_version
from indicators.subjects import subjects_of
from submissions.many_units import Told, error_of_row, problems_of_row, unit_of_row
from submissions.models import HistoryLoad, Status, Submission
from submissions.unit_matching import matching_of
from submissions.workbook_marks import mark_keys
from submissions.workbooks.contents import read_contents
from submissions.workbooks.look import MAX_ROW
from submissions.workbooks.marks import MARK_SHEET
from submissions.workbooks.unit_rows import MOST_SHEETS, SHEET, UnitRow, read_many_units
from units.errors import BadContent

MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One unit's figures of the period: plain answers by address."""

    unit: int
    name: str
    place: str
    cells: dict[str, str]


@dataclass(slots=True)
class HistoryPlan:
    """What would be loaded. `expected`: how many units there were to report on the period's last day."""

    version: TemplateVersion
    period_code: str
    expected: int
    rows: list[HistoryRow] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def errors(self) -> list[Told]:
        return [one for one in self.told if one.severity == "error"]


def rows_of(load: HistoryLoad) -> list[HistoryRow]:
    return [HistoryRow(**row) for row in json.loads(load.rows)]


def told_of(load: HistoryLoad) -> list[Told]:
    return [Told(**one) for one in json.loads(load.told)]


def as_json(items: Sequence[Any]) -> str:
    return json.dumps([asdict(item) for item in items], ensure_ascii=False, separators=(",", ":"))


def past_span(template: Template, period_code: str) -> PeriodSpan:
    """The period, under the name its regime uses; BadContent when it is none, or has not ended."""
    try:
        span = named_as_regime_does(period_named(period_code.strip()), template.regime)
    except PeriodError as error:
        words = _("“%(code)s” không phải là kỳ báo cáo. Ví dụ: 2025-9M, 2025-Q3, 2025-10, 2025.")
        raise BadContent(words % {"code": period_code[:30]}, code="no_period") from error
    if span.calendar != template.regime.calendar.code:
        raise BadContent(_("Kỳ này không thuộc lịch của chế độ báo cáo."), code="other_calendar")
    if span.ends >= timezone.localdate():
        raise BadContent(_("Kỳ này chưa kết thúc nên không phải là số liệu lịch sử."), code="not_past")
    return span


def plan_history(template: Template, period_code: str, content: bytes) -> HistoryPlan:
    """Read a workbook of unit rows (or a sheet a unit) through the limited process. Refused with a code;
    BadContent of the period, or when the form was never published."""
    version = latest_version(template.pk)
    if version is None:
        raise BadContent(_("Biểu mẫu chưa được ban hành nên chưa nạp được số liệu."), code="not_published")
    span = past_span(template, period_code)
    layout = layout_on(version, span.ends)
    contents = read_contents(
        content, wanted=[SHEET, MARK_SHEET], rows=MAX_ROW, columns=MOST_COLUMNS, most_sheets=MOST_SHEETS
    )
    read = read_many_units(contents, layout=layout, keys=mark_keys())
    subjects = {view.id: view for view, _owner in subjects_of(template.regime, last_day=span.ends)}
    names = {unit: view.full_name for unit, view in subjects.items()}
    matching = matching_of(subjects, on=span.ends)
    reported = _reported(template, span)
    plan = HistoryPlan(version, code_of(span), len(subjects))
    found = [
        (row, *unit_of_row(row, matching, names))
        for row in read.rows
        if row.cells or row.unread or row.problems
    ]
    times = Counter(unit for _row, unit, _told in found)
    for row, unit, told in found:
        plan.told += told
        if unit is None:
            continue
        told = problems_of_row(row, names[unit], layout, read.columns)
        if times[unit] > 1:
            told.append(
                error_of_row(row, names[unit], _("đơn vị xuất hiện ở nhiều dòng của tệp. Hãy để một dòng."))
            )
        if unit in reported:
            told.append(
                error_of_row(row, names[unit], _("đơn vị đã có báo cáo của kỳ này; sửa bằng đính chính."))
            )
        plan.told += told
        if not any(one.severity == "error" for one in told):
            plan.rows.append(_row(row, unit, names[unit]))
    return plan


def _row(row: UnitRow, unit: int, name: str) -> HistoryRow:
    return HistoryRow(unit, name, row.place, {address: plain(said) for address, said in row.cells.items()})


def _reported(template: Template, span: PeriodSpan) -> set[int]:
    """Units that said something of the period themselves: history never replaces it."""
    own = Submission.objects.filter(
        assignment__round__template=template,
        assignment__round__edition=Edition.OFFICIAL,
        assignment__round__period__calendar__code=span.calendar,
        assignment__round__period__starts=span.starts,
        assignment__round__period__ends=span.ends,
    ).exclude(status=Status.DRAFT, sent__isnull=True)
    return set(own.values_list("assignment__subject", flat=True))
