"""Picking single values out of many parts gives what the parts themselves say."""

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from aggregates.kernel.frames import PART, frame
from aggregates.told import Told, values_of

SMALL = st.integers(0, 3)
PARTS = st.lists(
    st.fixed_dictionaries({name: st.integers(-9, 9) for name in PART})
    | st.fixed_dictionaries(
        {name: st.integers(-9, 9) for name in PART} | {"unit": SMALL, "period": SMALL, "data_point": SMALL}
    ),
    max_size=30,
)


def parts_of(rows: list[dict[str, int]]) -> pd.DataFrame:
    return frame(([row[name] for name in PART] for row in rows), PART)


@given(PARTS, SMALL, SMALL, st.frozensets(SMALL), st.sampled_from([0, 30]))
def test_one_point_of_some_units(
    rows: list[dict[str, int]], period: int, point: int, units: frozenset[int], few: int
) -> None:
    parts = parts_of(rows)
    here = parts[(parts["period"] == period) & (parts["data_point"] == point)]
    told = Told(parts, few=few)
    said = Counter(values_of(here[here["unit"].isin(units)]))
    assert Counter(told.by(units, period, point)) == said
    assert Counter(told.by(units, period, point)) == said, "asked again"


def test_pieces_of_several_divided_units_in_one_place_stay_apart() -> None:
    rows = parts_of([dict.fromkeys(PART, 0) | {"unit": -5, "amount": n, "has_amount": 1} for n in (6, 20)])
    assert [value.amount for value in values_of(rows.assign(origin=[1, 2]))] == [6, 20]
