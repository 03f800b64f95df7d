"""What the country is asked every month: one form of 21 cells, one of all the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import Cell, Column, FormLayout, Row, Table, to_json
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
from units.models import Unit, User

REGIME = "QG"
FIRST_FORM = 21
"""Cells of the first form: the size of a page in the promises."""
FIELDS = (
    *("Đất đai", "Hộ tịch", "Chứng thực", "Xây dựng", "Giao thông", "Môi trường", "Bảo trợ xã hội"),
    *("Người có công", "Lao động, việc làm", "Giáo dục", "Y tế", "An toàn thực phẩm", "Nông nghiệp"),
    *("Lâm nghiệp", "Thủy lợi", "Doanh nghiệp", "Hợp tác xã", "Du lịch", "Văn hóa", "Tôn giáo"),
)
# Of the columns of II.06a: name, and how it adds up over time.
ASPECTS = (
    ("tổng số hồ sơ tiếp nhận", "sum"),
    ("hồ sơ tiếp nhận trực tuyến", "sum"),
    ("hồ sơ tiếp nhận trực tiếp", "sum"),
    ("hồ sơ từ kỳ trước chuyển qua", "first"),
    ("hồ sơ đã giải quyết", "sum"),
    ("hồ sơ giải quyết trước hạn", "sum"),
    ("hồ sơ giải quyết đúng hạn", "sum"),
    ("hồ sơ giải quyết quá hạn", "sum"),
    ("hồ sơ đang giải quyết trong hạn", "last"),
    ("hồ sơ đang giải quyết quá hạn", "last"),
)


@dataclass(frozen=True, slots=True)
class Form:
    version: TemplateVersion
    points: tuple[int, ...]


def load_catalogue(*, points: int, asker: Unit, officer: User, since: date, at: datetime) -> list[Form]:
    """The regime and its published forms; their data points in the order of their numbers."""
    calendar = Calendar.objects.get(code="year")
    regime = Regime.objects.create(
        code=REGIME,
        name="Báo cáo thống kê tháng của cả nước (số liệu giả lập)",
        owner=asker,
        calendar=calendar,
        frequency="month",
        sign_off=Regime.SignOff.NONE,
        acceptance=Regime.Acceptance.AUTOMATIC,
        starts_on=since,
    )
    set_deadline_rules(regime=regime, rules=[ScopedRule(DueRule(offset=5))], by=None, at=at)
    made = _data_points(points, asker)
    FirstSource.objects.bulk_create([FirstSource(data_point=point, regime=regime) for point in made])
    return [
        _form(number, part, regime=regime, officer=officer, at=at)
        for number, part in enumerate((made[:FIRST_FORM], made[FIRST_FORM:]), 1)
        if part
    ]


def _data_points(count: int, owner: Unit) -> list[DataPoint]:
    total, _created = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(
                code=f"{REGIME}.{number:03}",
                name=name,
                unit_of_measure_id="ho-so",
                over_time=over_time,
                owner=owner,
            )
            for number, (name, over_time) in zip(range(1, count + 1), _names(), strict=False)
        ]
    )
    return DataPoint.objects.bulk_create(
        [DataPoint(indicator=indicator, breakdown=total) for indicator in indicators]
    )


def _names() -> Iterator[tuple[str, str]]:
    round_ = 0
    while True:
        round_ += 1
        for field in FIELDS:
            for aspect, over_time in ASPECTS:
                yield f"{field}: {aspect}" + (f" ({round_})" if round_ > 1 else ""), over_time


def _form(number: int, points: Sequence[DataPoint], *, regime: Regime, officer: User, at: datetime) -> Form:
    code = f"{REGIME}.{number:02}"
    template = Template.objects.create(code=code, name=f"Thủ tục hành chính, biểu {number}", regime=regime)
    version = TemplateVersion.objects.create(
        template=template, number=1, layout=to_json(_layout(code, template.name, points))
    )
    published = publish_template(version=version, by=officer, at=at)
    return Form(published, tuple(sorted(point.pk for point in points)))


def _layout(code: str, title: str, points: Sequence[DataPoint]) -> FormLayout:
    columns = (
        Column("n", "A", "TT", "A", "number"),
        Column("l", "B", "Nội dung", "B", "label", 60.0),
        Column("c1", "1", "Trong tháng", "C", "data"),
    )
    rows = tuple(
        Row(f"r{at}", str(at), point.indicator.name, 9 + at, f"{at:02}") for at, point in enumerate(points, 1)
    )
    cells = tuple(Cell(f"r{at}", "c1", f"{point.indicator.code}|total") for at, point in enumerate(points, 1))
    table = Table("t1", "", (), 0, columns, rows, cells)
    return FormLayout(code, title.upper(), "", "Tháng …", "hồ sơ", "Bieu", (table,))
