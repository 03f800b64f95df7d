"""All totals anew, a period at a time, after a bulk load or a change of everything."""

from datetime import datetime

from aggregates.actions.recompute_period import recompute_period
from aggregates.recounting import periods_with_totals


def recompute_all(*, at: datetime) -> int:
    """Replace every total; how many there are. A period is one transaction (see `recompute_period`)."""
    return sum(recompute_period(period=period, at=at) for period in periods_with_totals())
