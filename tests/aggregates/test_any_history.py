"""Whatever happens, in whatever order: totals are what was accepted, now, then and as known on a day."""

import random
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from aggregates import ledger
from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.as_known import Known
from aggregates.kernel.frames import TOTAL as COLUMNS
from aggregates.kernel.frames import frame
from aggregates.kernel.recount import ABOVE, recount
from aggregates.kernel.rules import Rules
from aggregates.kernel.total import parts_of
from aggregates.point_rules import point_rules
from indicators.adding_up import OverUnits
from indicators.models import Period, TemplateCell
from submissions.models import DirtyMark
from tests.aggregates.histories import PERIODS, Cells, History, build_history, stored
from tests.submissions.factories import ARV, COST, HIV, MEN, TOTAL, WOMEN
from units.models import Event, UnitName
from units.reorganisations.plan import Kind

pytestmark = pytest.mark.django_db

COST_SAID = st.one_of(st.integers(-99, 9999).map(lambda n: str(n / 10)), st.sampled_from(["-", "…", "x"]))
DAYS = st.sampled_from([date(2026, 6, 15), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)])
STEPS = ["accept", "accept", "return", "withdraw", "back", "ask", "grant", "refuse", "nothing", "exempt"]
REORGANISATIONS = st.sampled_from([Kind.MERGE, Kind.SPLIT, Kind.NEW_PARENT, Kind.CLOSE])


@st.composite
def cells(draw: st.DrawFn) -> Cells:
    """A report that the form's checks let pass."""
    men, women = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    positive = draw(st.integers(0, men + women))
    said = {TOTAL: men + women, MEN: men, WOMEN: women, HIV: positive, ARV: draw(st.integers(0, positive))}
    found = {address: str(number) for address, number in said.items()} | {COST: draw(COST_SAID)}
    sign = draw(st.sampled_from([None, None, "-", "…", "x"]))
    return found if sign is None else found | {HIV: sign, ARV: sign}


@pytest.fixture
def history() -> History:
    return build_history()


# ---- as it was known --------------------------------------------------------------------------------------


@dataclass
class Snapshot:
    """Totals of the end of one day, and how indicators added up then."""

    totals: pd.DataFrame
    rules: Rules


def totals_now() -> pd.DataFrame:
    return in_order(ledger.totals_frame(periods=[], data_points=None, units=None))


def in_order(totals: pd.DataFrame) -> pd.DataFrame:
    return totals[COLUMNS].sort_values(COLUMNS[:4], ignore_index=True)


def totals_as_known(day: date, rules: Rules) -> pd.DataFrame:
    """Counted from what history says was known at the end of a day: figures, duties, places."""
    known = Known(day)
    tree = known.atlas(kind="administrative")
    regimes = point_rules()
    found = []
    for period in Period.objects.filter(rounds__period_code__in=PERIODS):
        parents = tree.parents(period.ends)
        units = {*parents, *parents.values()}
        duties = known.duties(periods=[period.pk], units=units)
        bound = TemplateCell.objects.filter(period_role="this").values_list(
            *("version", "data_point", "edition", "months")
        )
        asked = ledger.bound_to_cells(duties, cells=frame(set(bound), ledger.CELLS), rules=regimes)
        parts = parts_of(known.figures(Q(period=period.pk)), asked, rules=rules)
        above = frame(((period.pk, *row) for row in ledger.above_in(parents)), ABOVE)
        found.append(recount(parts, above=above, rules=rules))
    return in_order(pd.concat(found, ignore_index=True))


# ---- anything, in any order -------------------------------------------------------------------------------


def machine(history: History) -> type[RuleBasedStateMachine]:
    class AnyHistory(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.transaction = transaction.atomic()
            self.transaction.__enter__()
            history.day, history.new_units, history.last = 0, 0, None
            history.told.clear()
            self.hows = dict(history.hows)
            self.events = 0
            self.days: dict[date, Snapshot] = {}
            self.tops = {history.world.cast.province.pk, history.world.cast.hai_phong.pk}

        def teardown(self) -> None:
            history.hows = self.hows
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

        @initialize(reports=st.lists(cells(), min_size=3, max_size=6))
        def somebody_reported(self, reports: list[Cells]) -> None:
            for (unit, period), said in zip(history.duties(), reports, strict=False):
                history.report_and_accept(unit, period, said)

        @rule(which=st.integers(0, 9), said=cells())
        def reports(self, which: int, said: Cells) -> None:
            history.send(*self._duty(which), said)

        @rule(which=st.integers(0, 9), said=cells())
        def reports_or_corrects_and_is_accepted(self, which: int, said: Cells) -> None:
            history.report_and_accept(*self._duty(which), said)

        @rule(which=st.integers(0, 9), step=st.sampled_from(STEPS))
        def something_is_done_with_a_report(self, which: int, step: str) -> None:
            history.step(step, *self._duty(which))

        @rule()
        def the_same_again(self) -> None:
            history.again()

        @rule(kind=REORGANISATIONS, on=DAYS, first=st.integers(0, 9), second=st.integers(0, 9))
        def units_are_reorganised(self, kind: Kind, on: date, first: int, second: int) -> None:
            living = history.communes()
            one, other = living[first % len(living)], living[second % len(living)]
            history.reorganise(kind, on, one, other)

        @rule(which=st.integers(0, 3))
        def a_reorganisation_is_undone(self, which: int) -> None:
            history.undo(which)

        @rule(row=st.sampled_from(["T.r2", "T.r4"]), kind=st.sampled_from([*OverUnits]))
        def an_indicator_is_defined_anew(self, row: str, kind: OverUnits) -> None:
            history.redefine(row, kind)

        @invariant()
        def totals_are_what_was_accepted(self) -> None:
            refresh_totals(at=history.at)
            assert not DirtyMark.objects.exists()
            found, expected = stored(), history.expected()
            assert found == expected, (history.told, _unequal(found, expected))
            in_all = history.accepted_in_all()
            sums = [point for row, point in history.points.items() if history.hows[row].kind == "sum"]
            for period, point in ((period, point) for period, point in in_all if point in sums):
                tops = (found.get((period, top, point)) for top in self.tops)
                total = sum((top.value for top in tops if top and top.value is not None), Fraction(0))
                assert total == in_all[period, point]
            if self.events < (last := Event.objects.latest("pk").pk):  # refused acts leave no event
                self.events = last
                assert reconcile_totals() == [], history.told
                self.days[history.at.date()] = Snapshot(totals_now(), point_rules().adding)

        def check_days(self) -> None:
            for day, then in self.days.items():
                pd.testing.assert_frame_equal(totals_as_known(day, then.rules), then.totals)

        def _duty(self, which: int) -> tuple[int, str]:
            duties = history.duties()
            return duties[which % len(duties)]

    class KnownOnEachDay(AnyHistory):
        def teardown(self) -> None:
            try:
                self.check_days()
            finally:
                super().teardown()

    return KnownOnEachDay


def _unequal(found: dict[Any, Any], expected: dict[Any, Any]) -> dict[Any, Any]:
    keys = {*found, *expected}
    return {key: (found.get(key), expected.get(key)) for key in keys if found.get(key) != expected.get(key)}


def test_any_history_adds_up_to_what_was_accepted(history: History) -> None:
    run_state_machine_as_test(
        machine(history),
        settings=settings(
            max_examples=5,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # the acts told are short enough to read
            report_multiple_bugs=False,
        ),
    )


# ---- the order does not matter ----------------------------------------------------------------------------

Done = tuple[str, Any]


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(cells(), min_size=6, max_size=6),
    st.lists(st.sampled_from(["exempt", "send only"]), max_size=2),
    st.sampled_from([Kind.MERGE, Kind.SPLIT, Kind.NEW_PARENT]),
    DAYS,
    st.integers(0, 10**6),
)
def test_the_order_in_which_things_happen_leaves_no_trace(
    history: History, said: list[Cells], otherwise: list[str], kind: Kind, on: date, seed: int
) -> None:
    """Each duty is answered, sent or lifted once, units are reorganised once: in any two orders."""
    duties = history.duties()
    what = [*otherwise, *["accept"] * (len(duties) - len(otherwise))]
    acts: list[Done] = [("report", at) for at in zip(duties, said, what, strict=True)]
    acts.append(("reorganise", (history.world.cast.tien_lu.pk, history.world.cast.hoang_hoa_tham.pk)))
    found = []
    for shuffled in (acts, random.Random(seed).sample(acts, len(acts))):
        with transaction.atomic():
            history.new_units = 0
            for act in shuffled:
                _do(history, act, kind=kind, on=on)
                refresh_totals(at=history.at, limit=random.Random(seed).randrange(3))
            refresh_totals(at=history.at)
            assert stored() == history.expected()
            names = dict(UnitName.objects.filter(name__startswith="Mới ").values_list("unit", "name"))
            found.append({(key[0], names.get(key[1], key[1]), key[2]): has for key, has in stored().items()})
            transaction.set_rollback(True)
    assert found[0] == found[1]


def _do(history: History, act: Done, *, kind: Kind, on: date) -> None:
    name, told = act
    if name == "reorganise":
        assert history.reorganise(kind, on, *told), history.told[-1]
        return
    (unit, period), cells_said, what = told
    if what == "exempt":
        assert history.step("exempt", unit, period), history.told[-1]
        return
    assert history.send(unit, period, cells_said), history.told[-1]
    if what == "accept":
        assert history.step("accept", unit, period), history.told[-1]
