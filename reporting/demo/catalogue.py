"""What the demo asks: 21 indicators of maternal health, the regime BCH, form 4/BCH as its template."""

from datetime import date, datetime
from pathlib import Path

from indicators.actions.publish_template import publish_template
from indicators.actions.seed_holidays import seed_holidays
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import from_json, to_json
from indicators.models import (
    Breakdown,
    Calendar,
    DataPoint,
    FirstSource,
    Indicator,
    Regime,
    Template,
    TemplateVersion,
)
from indicators.periods import DueRule, ScopedRule
from reporting.demo.bodies import Bodies
from reporting.demo.people import People
from units.actions.record_event import record_event

FORMS = Path(__file__).parent / "forms"
FIRST_DAY = date(2024, 1, 1)
MORE, LESS, NEITHER = Indicator.Direction.MORE, Indicator.Direction.LESS, Indicator.Direction.NEITHER
# Mã số: (name, English name, code of the unit of measure, direction)
INDICATORS = {
    "01": ("Phụ nữ có thai", "Pregnant women", "nguoi", NEITHER),
    "02": ("Phụ nữ có thai tuổi vị thành niên", "Pregnant adolescents", "nguoi", LESS),
    "03": ("Lượt khám thai", "Antenatal visits", "luot", MORE),
    "04": ("Lượt khám thai được xét nghiệm protein niệu", "Visits with a urine protein test", "luot", MORE),
    "05": ("Phụ nữ đẻ", "Women who gave birth", "nguoi", NEITHER),
    "06": ("Phụ nữ đẻ tuổi vị thành niên", "Adolescents who gave birth", "nguoi", LESS),
    "07": (
        "Phụ nữ đẻ được khám thai ≥ 4 lần trong 3 thời kỳ",
        "Mothers with 4 or more visits",
        "nguoi",
        MORE,
    ),
    "08": (
        "Phụ nữ đẻ được xét nghiệm viêm gan B khi mang thai",
        "Mothers tested for hepatitis B",
        "nguoi",
        MORE,
    ),
    "09": ("Phụ nữ đẻ được xét nghiệm giang mai khi mang thai", "Mothers tested for syphilis", "nguoi", MORE),
    "10": ("Phụ nữ đẻ được xét nghiệm HIV", "Mothers tested for HIV", "nguoi", MORE),
    "11": ("Phụ nữ đẻ có kết quả HIV (+)", "Mothers found HIV positive", "nguoi", LESS),
    "12": ("Phụ nữ đẻ có HIV (+) được điều trị ARV", "HIV positive mothers on ARV", "nguoi", MORE),
    "13": (
        "Phụ nữ đẻ được xét nghiệm đường huyết khi mang thai",
        "Mothers tested for glucose",
        "nguoi",
        MORE,
    ),
    "14": ("Phụ nữ đẻ can thiệp FX/GH", "Forceps or vacuum deliveries", "nguoi", NEITHER),
    "15": ("Phụ nữ mổ đẻ", "Caesarean deliveries", "nguoi", NEITHER),
    "16": ("Phụ nữ đẻ được cán bộ có kỹ năng đỡ", "Births with skilled attendance", "nguoi", MORE),
    "17": ("Trẻ đẻ ra được cấp giấy chứng sinh", "Newborns with a birth notice", "tre", NEITHER),
    "18": (
        "Bà mẹ và trẻ sơ sinh được chăm sóc sau sinh",
        "Mothers and newborns in postnatal care",
        "nguoi",
        MORE,
    ),
    "19": ("Bà mẹ và trẻ sơ sinh được chăm sóc tuần đầu", "Postnatal care in the first week", "nguoi", MORE),
    "20": (
        "Bà mẹ và trẻ sơ sinh được chăm sóc từ tuần 2 đến hết 6 tuần",
        "Postnatal care, weeks 2 to 6",
        "nguoi",
        MORE,
    ),
    "21": ("Ca tử vong mẹ được thẩm định", "Maternal deaths reviewed", "ca", LESS),
}


def load_catalogue(bodies: Bodies, people: People, *, at: datetime, years: range) -> Template:
    """The published template; `at` is before the first round."""
    seed_holidays(years=years, by=None, at=at)
    regime = _regime(bodies)
    by_ten_days = ScopedRule(DueRule(offset=10))
    set_deadline_rules(regime=regime, rules=[by_ten_days], by=people.cast["nga"], at=at)
    points = _data_points(bodies)
    FirstSource.objects.bulk_create([FirstSource(data_point=point, regime=regime) for point in points])
    record_event(
        kind="regime.defined",
        by=people.cast["nga"],
        at=at,
        subject=regime,
        unit=bodies.department,
        data={"code": regime.code, "indicators": len(points)},
    )
    layout = from_json((FORMS / "4-BCH.json").read_text(encoding="utf-8"))
    template = Template.objects.create(code=layout.code, name="Hoạt động chăm sóc bà mẹ", regime=regime)
    version = TemplateVersion.objects.create(
        template=template,
        number=1,
        layout=to_json(layout),
        workbook=(FORMS / "4-BCH.xlsx").read_bytes(),
    )
    publish_template(version=version, by=people.cast["nga"], at=at)
    return template


def _regime(bodies: Bodies) -> Regime:
    calendar = Calendar.objects.get(code="year")
    return Regime.objects.create(
        code="BCH",
        name="Báo cáo thống kê y tế: chăm sóc bà mẹ",
        legal_basis="Thông tư số 37/2019/TT-BYT",
        owner=bodies.department,
        calendar=calendar,
        frequency="cumulative_quarter",
        is_cumulative=True,
        subject_kinds="xa,phuong,dac_khu,thi_tran",
        sign_off=Regime.SignOff.BEFORE,
        acceptance=Regime.Acceptance.PERSON,
        starts_on=FIRST_DAY,
    )


def _data_points(bodies: Bodies) -> list[DataPoint]:
    total, _created = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(
                code=f"BCH4.{code}",
                name=name,
                name_en=name_en,
                unit_of_measure_id=measure,
                direction=direction,
                owner=bodies.department,
            )
            for code, (name, name_en, measure, direction) in INDICATORS.items()
        ]
    )
    return DataPoint.objects.bulk_create(
        [DataPoint(indicator=indicator, breakdown=total) for indicator in indicators]
    )
