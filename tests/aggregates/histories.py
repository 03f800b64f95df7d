"""A small world in which anything may happen, by the real actions, and what it must add up to in the end.

Indicators of every kind are asked of three communes for two periods: their sum, mean, greatest, a mean
weighed by another row, a ratio recomputed from two. What counts is read from the sealed revisions, not
from figures.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from aggregates.kernel.value import value_of
from aggregates.models import Total
from aggregates.point_rules import point_rules
from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.catalogue_reading import definition_of
from indicators.definitions import Definition, Point, ValueKind
from indicators.models import Assignment, DataPoint, Indicator, Period
from submissions.actions.accept import accept
from submissions.actions.change_indicator import change_indicator
from submissions.actions.define_indicator import define_indicator
from submissions.actions.exempt import exempt
from submissions.actions.grant_correction import grant_correction
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.open_rounds import open_round
from submissions.actions.refuse_correction import refuse_correction
from submissions.actions.reorganise_units import reorganise_units
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.undo_reorganisation import undo_reorganisation
from submissions.actions.withdraw import withdraw
from submissions.models import Submission
from submissions.revisions import sheet_of_revision
from submissions.trees import tree_on
from tests.aggregates.plain_arithmetic import Counted, Country, How, Said
from tests.submissions.factories import (
    ARV,
    AT,
    COST,
    HIV,
    MEN,
    TOTAL,
    WOMEN,
    World,
)
from tests.submissions.factories import build_world as build_small_world
from tests.support.kept_worlds import kept
from units.actions.grant_membership import grant_membership
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Placement, Reorganisation, Role, User
from units.reorganisations.plan import Kind, NewUnit, Part, Plan

PERIODS = ("2026-9M", "2026-6M")
REFUSED = (Conflict, BadContent, NotAllowed, NotWithinReach)
ROWS = {TOTAL: "T.r1", MEN: "T.r2", WOMEN: "T.r3", HIV: "T.r4", ARV: "T.r5", COST: "T.r6"}
RATE = "T.rate"
Cells = dict[str, str]
Key = tuple[int, int, int]  # period, unit, data point


@dataclass
class History:
    """`world` with a clock of its own: each act happens on the next day, and may be refused."""

    world: World
    points: dict[str, int]
    hows: dict[str, How]
    day: int = 0
    new_units: int = 0
    last: Callable[[], Any] | None = None
    told: list[str] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return AT + timedelta(days=self.day)

    def person(self, name: str) -> User:
        """As a new request would load them."""
        return self.world.cast.fresh(name)

    def report(self, unit: int, period: str) -> Submission | None:
        found = Submission.objects.filter(assignment__subject=unit, assignment__round__period_code=period)
        return found.select_related("assignment__round__template__regime").first()

    def duties(self) -> list[tuple[int, str]]:
        rows = Assignment.objects.order_by("pk")
        return list(rows.values_list("subject", "round__period_code"))

    # ---- acts ---------------------------------------------------------------------------------------------

    def act(self, name: str, do: Callable[[], Any]) -> bool:
        """Whether it was done; refused acts change nothing, and the invariants say so."""
        self.day += 1
        self.last = do
        try:
            do()
        except REFUSED as refusal:
            self.told.append(f"{name}: {refusal}")
            return False
        self.told.append(name)
        return True

    def again(self) -> None:
        """The same click a second time."""
        if self.last is not None:
            self.act("again", self.last)

    def send(self, unit: int, period: str, cells: Cells) -> bool:
        return self.act(f"send {unit} {period} {cells}", lambda: self._send(unit, period, cells))

    def _send(self, unit: int, period: str, cells: Cells) -> None:
        report = self.report(unit, period)
        assert report is not None
        save_draft(submission=report, cells=cells, by=self.person("lan"), at=self.at)
        report = request_sign_off(submission=report, by=self.person("lan"), at=self.at)
        sign_and_submit(submission=report, by=self.person("minh"), at=self.at)

    def step(self, name: str, unit: int, period: str) -> bool:
        report = self.report(unit, period)
        assert report is not None
        at = {"submission": report, "at": self.at}
        officer, head, clerk, reviewer = (self.person(one) for one in ("nga", "minh", "lan", "hoa"))
        acts: dict[str, Callable[[], Any]] = {
            "accept": lambda: accept(by=reviewer, **at),
            "return": lambda: return_for_changes(by=reviewer, reason="r", **at),
            "withdraw": lambda: withdraw(by=clerk, **at),
            "back": lambda: send_back(by=head, reason="r", **at),
            "ask": lambda: request_correction(by=clerk, reason="r", **at),
            "grant": lambda: grant_correction(by=reviewer, **at),
            "refuse": lambda: refuse_correction(by=reviewer, reason="r", **at),
            "nothing": lambda: nothing_to_report(by=clerk, **at),
            "exempt": lambda: exempt(assignments=[report.assignment], reason="r", by=officer, at=self.at),
        }
        return self.act(f"{name} {unit} {period}", acts[name])

    def report_and_accept(self, unit: int, period: str, cells: Cells) -> None:
        """To acceptance, by a correction when it was accepted before."""
        for name in ("ask", "grant"):
            self.step(name, unit, period)
        if self.send(unit, period, cells):
            self.step("accept", unit, period)

    def redefine(self, row: str, over_units: OverUnits) -> bool:
        over_time = OverTime.SUM if over_units is OverUnits.SUM else OverTime.NONE
        indicator = Indicator.objects.get(code=row)

        def change() -> None:
            redefined = replace(definition_of(indicator), adding=Adding(over_units, over_time))
            change_indicator(indicator=indicator, definition=redefined, by=self.person("nga"), at=self.at)
            self.hows[row] = How(over_units.value)

        return self.act(f"redefine {row} {over_units}", change)

    # ---- reorganisations ----------------------------------------------------------------------------------

    def communes(self) -> list[int]:
        """Those that live now."""
        rows = Placement.objects.filter(
            kind="administrative", until__isnull=True, valid_to__isnull=True,
            unit__names__kind__in=("xa", "phuong"), unit__names__valid_to__isnull=True,
        )  # fmt: skip
        return sorted(set(rows.values_list("unit", flat=True)))

    def reorganise(self, kind: Kind, on: date, first: int, second: int) -> bool:
        plan = self._plan(kind, on, first, second)
        return self.act(
            f"{kind} {first} {second} on {on}",
            lambda: reorganise_units(plan=plan, by=self.person("quan"), at=self.at),
        )

    def undo(self, which: int) -> bool:
        standing = list(Reorganisation.objects.filter(undone_at__isnull=True).order_by("pk"))
        if not standing:
            return False
        chosen = standing[which % len(standing)]
        return self.act(
            f"undo {chosen.kind}",
            lambda: undo_reorganisation(reorganisation=chosen, by=self.person("quan"), at=self.at),
        )

    def _plan(self, kind: Kind, on: date, first: int, second: int) -> Plan:
        province = self.world.cast.province.pk
        match kind:
            case Kind.MERGE:
                return Plan(kind, on, (first, second), parts=(Part(new=self._new(province)),))
            case Kind.SPLIT:
                parts = (
                    Part(self._new(province), None, 625_000_000, None),
                    Part(self._new(province), None, 375_000_000, None),
                )
                return Plan(kind, on, (first,), parts=parts)
            case Kind.CLOSE:
                return Plan(kind, on, (first,), parts=(Part(unit=second),))
        return Plan(kind, on, (first,), parent=self.world.cast.hai_phong.pk)

    def _new(self, province: int) -> NewUnit:
        self.new_units += 1
        return NewUnit(f"9{self.new_units:04}", f"Mới {self.new_units}", "xa", province)

    # ---- what must be -------------------------------------------------------------------------------------

    def expected(self) -> dict[Key, Counted]:
        """Totals of every unit with others below, by plain arithmetic from what was sealed and accepted."""
        found: dict[Key, Counted] = {}
        for period in Period.objects.filter(rounds__period_code__in=PERIODS):
            tree = tree_on(period.ends, kind="administrative")
            country = self.country(period, tree)
            for unit in country.below:
                for point in self.points.values():
                    if country.is_there(unit, point):
                        found[period.pk, unit, point] = country.total(unit, point)
        return found

    def country(self, period: Period, tree: dict[int, int]) -> Country:
        said: dict[tuple[int, int], Said] = {}
        asked: dict[tuple[int, int], bool] = {}
        reports = Submission.objects.filter(assignment__round__period=period).select_related(
            "assignment", "accepted__submission__assignment__round__version"
        )
        for report in reports:
            subject = report.assignment.subject_id
            if report.assignment.exempted_at is None or report.accepted is not None:
                asked |= {(subject, self.points[row]): report.accepted is not None for row in ROWS.values()}
            if report.accepted is not None:
                for address, answer in sheet_of_revision(report.accepted).cells.items():
                    amount = Fraction(answer.scaled or 0, 10**answer.decimals)
                    said[subject, self.points[ROWS[address]]] = Said(answer.sign.value, amount)
        hows = {self.points[row]: how for row, how in self.hows.items()}
        return Country(tree, hows, said, asked)

    def accepted_in_all(self) -> dict[tuple[int, int], Fraction]:
        """(period, data point) → the sum of all that was accepted, whoever stands below whom."""
        found: dict[tuple[int, int], Fraction] = {}
        for period in Period.objects.filter(rounds__period_code__in=PERIODS):
            for (_unit, point), said in self.country(period, {}).said.items():
                found[period.pk, point] = found.get((period.pk, point), Fraction(0)) + said.amount
        return found


def stored() -> dict[Key, Counted]:
    """Totals as they are stored."""
    rules = point_rules().adding
    found: dict[Key, Counted] = {}
    for row in Total.objects.all():
        rule = rules.of(row.data_point)
        value = value_of(
            rule, amount=row.amount, numerator=row.numerator or 0, denominator=row.denominator or 0
        )
        found[row.period, row.unit, row.data_point] = Counted(value, row.reported, row.answered, row.expected)
    return found


@kept
def build_history() -> History:
    """Three communes asked for two periods, an indicator of each kind, people everywhere."""
    world = build_small_world()
    for unit in (world.cast.tien_lu, world.cast.hoang_hoa_tham):
        for name, role in (("lan", Role.CLERK), ("minh", Role.HEAD)):
            with suppress(Conflict):
                grant_membership(
                    user=world.cast.users[name], unit=unit, role=role, from_=date(2025, 7, 1), by=None, at=AT
                )
    open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    rate = define_indicator(
        code=RATE, owner=world.cast.department, by=None, at=AT,
        definition=Definition(
            "Tỷ lệ điều trị", "phan-tram", kind=ValueKind.PERCENTAGE, decimals=1,
            adding=Adding(OverUnits.RECOMPUTED, OverTime.RECOMPUTED, multiplier=100),
            points=(Point(numerator="T.r5", denominator="T.r3"),),
        ),
    )  # fmt: skip
    points = dict(DataPoint.objects.values_list("indicator__code", "pk"))
    hows = {row: How() for row in ROWS.values()} | {
        "T.r2": How("mean"),
        "T.r4": How("max"),
        "T.r6": How("weighted_mean", weight=points["T.r3"]),
        RATE: How("recomputed", None, points["T.r5"], points["T.r3"], 100),
    }
    for row in ("T.r2", "T.r4", "T.r6"):
        indicator = Indicator.objects.get(code=row)
        redefined = replace(
            definition_of(indicator),
            adding=Adding(OverUnits(hows[row].kind), OverTime.NONE),
            points=(Point(weight="T.r3" if row == "T.r6" else ""),),
        )
        change_indicator(indicator=indicator, definition=redefined, by=None, at=AT)
    assert rate.code == RATE
    return History(world, points, hows)
