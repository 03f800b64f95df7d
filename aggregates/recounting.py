"""All counted again from figures and duties: what `recompute_all` writes, `reconcile_totals` compares."""

import pandas as pd

from aggregates import ledger
from aggregates.kernel.frames import TOTAL, empty, frame
from aggregates.kernel.recount import ABOVE, recount
from aggregates.kernel.total import parts_of
from indicators.models import ReportingRound
from submissions.models import Figure


def recounted() -> pd.DataFrame:
    """TOTAL rows as they should be, for all periods in which anything is asked or answered."""
    asked = set(ReportingRound.objects.values_list("period_id", flat=True))
    periods = sorted(asked | set(Figure.objects.values_list("period", flat=True).distinct()))
    if not periods:
        return empty(TOTAL)
    rules = ledger.point_rules()
    parts = parts_of(
        ledger.figures_frame(periods=periods),
        ledger.duties_frame(rules=rules, periods=periods),
        rules=rules.adding,
    )
    ends = ledger.ends_of(periods)
    kinds = {ledger.ADMINISTRATIVE, *rules.kind_of.values()}
    results = []
    for kind in sorted(kinds):
        points = parts["data_point"].map(lambda point, kind=kind: _kind(rules, point) == kind)
        above = _above(ends_of_periods={p: ends[p] for p in periods if p in ends}, kind=kind)
        results.append(recount(parts[points], above=above, rules=rules.adding))
    return pd.concat(results, ignore_index=True)


def _kind(rules: ledger.PointRules, point: int) -> str:
    return rules.kind_of.get(point, ledger.ADMINISTRATIVE)


def _above(*, ends_of_periods: dict[int, object], kind: str) -> pd.DataFrame:
    by_day = {
        day: ledger.above_in(ledger.tree_on(day, kind=kind))  # type: ignore[arg-type]
        for day in set(ends_of_periods.values())
    }
    return frame(((period, *row) for period, day in ends_of_periods.items() for row in by_day[day]), ABOVE)
