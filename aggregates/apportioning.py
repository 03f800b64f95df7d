"""Rule 6: figures of a divided unit, each part where it ended, by the indicator's measure if it is known."""

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from aggregates.atlas import Atlas
from aggregates.kernel.apportion import apportion
from aggregates.kernel.rules import Rules
from indicators.adding_up import OverUnits
from units.models import ALL


def shares_by(atlas: Atlas, unit: int, day: date, measure: str) -> dict[int, int] | None:
    """Terminal → share of a divided unit by a measure, in billionths; None where one of them is not known."""
    found = {terminal: one.of(measure) for terminal, one in atlas.descent.shares(unit, day).items()}
    known = {terminal: share for terminal, share in found.items() if share is not None}
    return known if len(known) == len(found) > 1 and sum(known.values()) == ALL else None


def is_apportioned(rules: Rules, point: int) -> str:
    """The measure by which figures of the point are apportioned; "" when they are not."""
    rule = rules.of(point)
    return rule.measure if rule.over_units is OverUnits.SUM else ""


def in_pieces(
    parts: pd.DataFrame, *, atlas: Atlas, rules: Rules, ends: Mapping[int, date], units: Collection[int]
) -> pd.DataFrame:
    """PART rows in which the rows of divided `units` stand once for each terminal, as unit −terminal.

    `ends`: period → last day. Rows without a measure, or whose shares are not known, stay as they are.
    """
    concerned = parts["unit"].isin(list(units))
    if concerned.any():
        points = parts["data_point"].unique().tolist()
        concerned &= parts["data_point"].isin([point for point in points if is_apportioned(rules, point)])
    if not concerned.any():
        return parts.assign(origin=parts["unit"])
    kept, made = [], []
    known: dict[tuple[int, int, str], dict[int, int] | None] = {}
    for row in parts[concerned].to_dict("records"):
        measure = is_apportioned(rules, row["data_point"])
        key = (row["unit"], row["period"], measure)
        if key not in known:
            known[key] = shares_by(atlas, row["unit"], ends[row["period"]], measure) if measure else None
        shares = known[key]
        if shares is None:
            kept.append(row | {"origin": row["unit"]})
            continue
        terminals = sorted(shares)
        amounts = apportion(row["amount"], [shares[terminal] for terminal in terminals])
        made += [
            row | {"unit": -to, "amount": part, "origin": row["unit"]}
            for to, part in zip(terminals, amounts, strict=True)
        ]
    others = parts[~concerned]
    fresh = pd.DataFrame([*kept, *made], columns=[*parts.columns, "origin"]).astype("int64")
    return pd.concat([others.assign(origin=others["unit"]), fresh], ignore_index=True)
