"""Descent ends where units exist."""

from hypothesis import given
from hypothesis import strategies as st

from units.lineage import terminals


def test_chains_are_followed_and_living_units_are_their_own_end() -> None:
    found = terminals(units=[1, 2, 3, 4, 5], alive={3, 4}, successions=[(1, 2), (2, 3), (2, 4), (3, 4)])
    assert found == {1: {3, 4}, 2: {3, 4}, 3: {3}, 4: {4}, 5: {5}}


def test_a_circle_of_mistaken_records_ends() -> None:
    assert terminals(units=[1, 2], alive=set(), successions=[(1, 2), (2, 1)]) == {1: {1}, 2: {2}}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=60), st.sets(st.integers(0, 20)))
def test_every_unit_ends_somewhere(pairs: list[tuple[int, int]], alive: set[int]) -> None:
    found = terminals(units=range(21), alive=alive, successions=pairs)
    assert all(found.values())
    assert all(found[unit] == {unit} for unit in alive)
