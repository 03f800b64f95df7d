"""A small world of numbers on the fixed cast: a form of two rows, asked for periods of 2025 and 2026."""

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from indicators.calendars import period_named
from indicators.layout import Cell, Column, FormLayout, Row, Table, to_json
from indicators.models import (
    Assignment,
    Breakdown,
    Calendar,
    DataPoint,
    FirstSource,
    Indicator,
    Period,
    Regime,
    ReportingRound,
    Template,
    TemplateCell,
    TemplateVersion,
)
from submissions.figures import FigureRow, mark_dirty, write_figures
from submissions.marks import marked_unit
from submissions.models import Draft, Revision, Scope, Status, Submission
from tests.cast import Cast, build_cast
from tests.support.kept_worlds import kept
from units.models import Unit

AT = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)
ADDRESSES = tuple(f"t1/r{n}:c1" for n in range(1, 8))
_events = itertools.count(1000)


@dataclass
class World:
    cast: Cast
    regime: Regime
    template: Template
    version: TemplateVersion
    points: list[DataPoint]
    rounds: dict[str, ReportingRound] = field(default_factory=dict)

    def accept(self, unit: Unit, period: str, *answers: str, scope: int = Scope.OWN) -> None:
        """Let `unit` answer the points in order ("12", "-", "…", "x", "" is no answer) and be accepted."""
        submission = Submission.objects.get(assignment__round=self.rounds[period], assignment__subject=unit)
        revision = _revision(submission, self.cast.lan, answers)
        event = next(_events)
        span = self.rounds[period].period_id
        rows = [
            FigureRow(span, point.pk, unit.shard, unit.pk, 4, *value_of(answer), scope, revision.pk, event)
            for point, answer in zip(self.points, answers, strict=False)
            if answer
        ]
        write_figures(rows, until=event)
        Submission.objects.filter(pk=submission.pk).update(
            status=Status.ACCEPTED, sent=revision, accepted=revision
        )
        self.mark(unit, period)

    def send(self, unit: Unit, period: str, *answers: str) -> Submission:
        """Let `unit` have sent its answers; they wait for the reviewer."""
        submission = Submission.objects.get(assignment__round=self.rounds[period], assignment__subject=unit)
        revision = _revision(submission, self.cast.lan, answers)
        Submission.objects.filter(pk=submission.pk).update(status=Status.SUBMITTED, sent=revision)
        submission.refresh_from_db()
        return submission

    def mark(self, unit: Unit, period: str) -> None:
        """Leave the marks that an acceptance leaves."""
        span = self.rounds[period].period
        above = marked_unit(unit.pk, kind="administrative", on=span.ends)
        assert above is not None
        mark_dirty(unit=above, points=[(span.pk, point.pk) for point in self.points])


@kept
def build_world(
    periods: Iterable[str] = ("2026-6M", "2025-6M"), *, kinds: Sequence[str] = ("sum", "sum")
) -> World:
    """`kinds` over units of the form's points; the first two are weight, numerator and denominator."""
    cast = build_cast()
    calendar = Calendar.objects.get(code="year")
    regime = Regime.objects.create(
        code="BCH",
        name="Hoạt động chăm sóc bà mẹ",
        owner=cast.department,
        calendar=calendar,
        frequency="cumulative_quarter",
        is_cumulative=True,
        starts_on=date(2024, 1, 1),
    )
    template = Template.objects.create(code="4/BCH", name="Hoạt động chăm sóc bà mẹ", regime=regime)
    version = TemplateVersion.objects.create(
        template=template, number=1, layout=to_json(_layout(kinds)), published_at=AT, published_by=cast.nga
    )
    points: list[DataPoint] = []
    for n, kind in enumerate(kinds, 1):
        points.append(_point(n, kind, cast, regime, version, parts=points[:2]))
    world = World(cast, regime, template, version, points)
    for period in periods:
        open_for(world, period, leaves(cast, period_named(period).ends))
    return world


def leaves(cast: Cast, day: date) -> list[Unit]:
    if day >= date(2025, 7, 1):
        return [cast.dong_hung, cast.tien_lu, cast.hoang_hoa_tham]
    return [cast.dong_hung_town, cast.dong_la, cast.thu_sy, cast.thien_phien]


def open_for(world: World, period: str, subjects: list[Unit]) -> None:
    span = period_named(period)
    row, _made = Period.objects.get_or_create(
        calendar=world.regime.calendar, starts=span.starts, ends=span.ends
    )
    due = datetime(span.ends.year, span.ends.month, span.ends.day, 10, tzinfo=UTC) + timedelta(days=7)
    opened = ReportingRound.objects.create(
        template=world.template,
        version=world.version,
        period=row,
        period_code=period,
        opened_at=due,
        due_at=due,
    )
    world.rounds[period] = opened
    for subject in subjects:
        assignment = Assignment.objects.create(
            round=opened, subject=subject, responsible=subject, recipient=world.cast.department, due_at=due
        )
        Draft.objects.create(submission=Submission.objects.create(assignment=assignment))
        world.mark(subject, period)  # duties are counted too


NAMES = ("Phụ nữ đẻ", "Khám thai đủ", "Tuổi", "Cân nặng", "Tỷ lệ", "Thấp nhất", "Cao nhất")


def _point(
    n: int, kind: str, cast: Cast, regime: Regime, version: TemplateVersion, *, parts: list[DataPoint]
) -> DataPoint:
    indicator = Indicator.objects.create(
        code=f"BCH.{n}",
        name=NAMES[n - 1],
        unit_of_measure_id="nguoi",
        owner=cast.department,
        over_units=kind,
        over_time="sum" if kind == "sum" else "last",
    )
    breakdown, _made = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
    given: dict[str, DataPoint] = {}
    if kind == "weighted_mean":
        given = {"weight": parts[0]}
    if kind == "recomputed":
        given = {"numerator": parts[0], "denominator": parts[1]}
    point = DataPoint.objects.create(indicator=indicator, breakdown=breakdown, **given)
    FirstSource.objects.create(data_point=point, regime=regime)
    TemplateCell.objects.create(version=version, address=ADDRESSES[n - 1], data_point=point)
    return point


def _layout(kinds: Sequence[str]) -> FormLayout:
    columns = (
        Column("n", "A", "TT", "A", "number"),
        Column("l", "B", "Nội dung", "B", "label"),
        Column("c1", "1", "Số lượng", "E", "data"),
    )
    rows = tuple(Row(f"r{n}", str(n), NAMES[n - 1], 9 + n) for n in range(1, len(kinds) + 1))
    cells = tuple(Cell(row.key, "c1", f"BCH.{n}|total") for n, row in enumerate(rows, 1))
    table = Table("t1", "", (), 0, columns, rows, cells)
    return FormLayout("4/BCH", "HOẠT ĐỘNG CHĂM SÓC BÀ MẸ", "", "", "người", "Bieu", (table,))


def _revision(submission: Submission, user: object, answers: tuple[str, ...]) -> Revision:
    cells = {address: answer for address, answer in zip(ADDRESSES, answers, strict=False) if answer}
    return Revision.objects.create(
        submission=submission,
        number=submission.revisions.count() + 1,
        document=json.dumps({"cells": cells, "texts": {}, "explanations": {}, "nothing_to_report": False}),
        sha256="0" * 64,
        prepared_by=user,
        prepared_at=AT,
        signed_by=user,
        sent_at=AT,
    )


def value_of(answer: str) -> tuple[int | None, int]:
    signs = {"-": 1, "…": 2, "x": 3}
    return (None, signs[answer]) if answer in signs else (int(answer), 0)
