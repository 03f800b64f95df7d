"""What II.06a asks: eleven indicators by field of work, its regime, the form with its formulas and checks."""

from collections.abc import Iterable
from datetime import date, datetime

from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import FormLayout, from_json, to_json
from indicators.models import (
    Breakdown,
    Calendar,
    Category,
    DataPoint,
    Dimension,
    FirstSource,
    Indicator,
    IndicatorBreakdown,
    Regime,
    Template,
    TemplateVersion,
)
from indicators.periods import DueRule, ScopedRule
from reporting.demo.bodies import Bodies
from reporting.demo.catalogue import FORMS
from reporting.demo.people import People
from units.actions.record_event import record_event

FIRST_DAY = date(2026, 1, 1)
# Column: (name, English name, how it adds up over time). Opened in the period, or standing at its end.
INDICATORS = {
    "03": ("Tổng số hồ sơ phải giải quyết", "Files to be handled", "none"),
    "04": ("Hồ sơ tiếp nhận trực tuyến", "Files received online", "sum"),
    "05": ("Hồ sơ tiếp nhận trực tiếp, bưu chính", "Files received in person or by post", "sum"),
    "06": ("Hồ sơ từ kỳ trước chuyển qua", "Files carried over", "first"),
    "07": ("Hồ sơ đã giải quyết", "Files resolved", "sum"),
    "08": ("Hồ sơ giải quyết trước hạn", "Files resolved early", "sum"),
    "09": ("Hồ sơ giải quyết đúng hạn", "Files resolved on time", "sum"),
    "10": ("Hồ sơ giải quyết quá hạn", "Files resolved late", "sum"),
    "11": ("Hồ sơ đang giải quyết", "Files pending", "last"),
    "12": ("Hồ sơ đang giải quyết trong hạn", "Files pending in time", "last"),
    "13": ("Hồ sơ đang giải quyết quá hạn", "Files pending overdue", "last"),
}
LATE = ("10", "13")
FIELD = "linh_vuc"


def load_procedures(bodies: Bodies, people: People, *, at: datetime) -> Template:
    """The published template; `at` is before the first round."""
    regime = _regime(bodies)
    officer = people.cast["phuc"]
    by_five_days = ScopedRule(DueRule(offset=5))
    set_deadline_rules(regime=regime, rules=[by_five_days], by=officer, at=at)
    layout = from_json((FORMS / "II.06a-VPCP-KSTT.json").read_text(encoding="utf-8"))
    points = _data_points(bodies, layout)
    FirstSource.objects.bulk_create([FirstSource(data_point=point, regime=regime) for point in points])
    record_event(
        kind="regime.defined",
        by=officer,
        at=at,
        subject=regime,
        unit=bodies.office,
        data={"code": regime.code, "indicators": len(INDICATORS)},
    )
    template = Template.objects.create(code=layout.code, name="Giải quyết thủ tục hành chính", regime=regime)
    version = TemplateVersion.objects.create(
        template=template,
        number=1,
        layout=to_json(layout),
        workbook=(FORMS / "II.06a-VPCP-KSTT.xlsx").read_bytes(),
    )
    publish_template(version=version, by=officer, at=at)
    return template


def _regime(bodies: Bodies) -> Regime:
    calendar = Calendar.objects.get(code="nd09")
    return Regime.objects.create(
        code="KSTT",
        name="Báo cáo công tác kiểm soát thủ tục hành chính",
        legal_basis="Thông tư số 01/2020/TT-VPCP",
        owner=bodies.office,
        calendar=calendar,
        frequency="quarter",
        subject_kinds="xa,phuong,dac_khu",
        subject_group=bodies.cluster,
        sign_off=Regime.SignOff.BEFORE,
        acceptance=Regime.Acceptance.PERSON,
        starts_on=FIRST_DAY,
    )


def _data_points(bodies: Bodies, layout: FormLayout) -> list[DataPoint]:
    """One for each cell: indicator × field of work, and the total of all fields."""
    indicators = {
        indicator.code: indicator
        for indicator in Indicator.objects.bulk_create(
            Indicator(
                code=f"TTHC.{column}",
                name=name,
                name_en=name_en,
                unit_of_measure_id="ho-so",
                direction=Indicator.Direction.LESS if column in LATE else Indicator.Direction.NEITHER,
                over_time=over_time,
                owner=bodies.office,
            )
            for column, (name, name_en, over_time) in INDICATORS.items()
        )
    }
    _break_down(indicators.values(), layout)
    words = [cell.data_point.partition("|") for *_place, cell in layout.places()]
    breakdowns = {
        key: Breakdown.objects.get_or_create(key=key)[0] for key in dict.fromkeys(key for *_, key in words)
    }
    return DataPoint.objects.bulk_create(
        [DataPoint(indicator=indicators[code], breakdown=breakdowns[key]) for code, _bar, key in words]
    )


def _break_down(indicators: Iterable[Indicator], layout: FormLayout) -> None:
    """The rows of the form are the categories; together they are the total."""
    asked = {cell.data_point.partition("|")[2] for *_place, cell in layout.places()}
    rows = {f"{FIELD}={row.key}": row for table in layout.tables for row in table.rows}
    dimension = Dimension.objects.create(code=FIELD, name="Lĩnh vực giải quyết", name_en="Field of work")
    Category.objects.bulk_create(
        Category(dimension=dimension, code=row.key, name=row.label, position=position)
        for position, (key, row) in enumerate(rows.items())
        if key in asked
    )
    IndicatorBreakdown.objects.bulk_create(
        IndicatorBreakdown(indicator=indicator, dimension=dimension) for indicator in indicators
    )
