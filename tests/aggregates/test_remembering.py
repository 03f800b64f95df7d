"""What is remembered of a tree: what is asked for stays, the rest goes, and so does a tree that fell."""

from datetime import date, timedelta

import pytest

from aggregates import charting
from aggregates.charting import atlas_of
from aggregates.kept import DERIVED, Content
from aggregates.kernel.frames import PART, frame
from aggregates.memory import Memory, weigh
from aggregates.told import Told
from tests.cast import build_cast
from units.models import UnitName
from units.queries import tree_version

DAY = date(2026, 9, 30)


def test_what_nobody_asked_for_longest_is_forgotten_first() -> None:
    memory = Memory(room=3 * (1 + len("ab")))
    for name in "abc":
        memory.keep(name, [name, name.upper()])
    assert memory.remember("a", lambda: ["anew"]) == ["a", "A"]
    memory.keep("d", ["d", "D"])
    assert [memory.recall(name, "gone") for name in "abcd"] == [["a", "A"], "gone", ["c", "C"], ["d", "D"]]
    assert (len(memory), memory.weight) == (3, 9)


def test_what_does_not_fit_beside_others_stands_alone() -> None:
    memory = Memory(room=10)
    memory.keep("small", [1, 2])
    memory.keep("large", list(range(50)))
    assert memory.recall("large") == list(range(50))
    assert memory.recall("small") is None
    memory.keep("large", [1])
    assert memory.weight == 2


def test_nothing_is_a_thing_to_remember() -> None:
    memory = Memory()
    assert memory.remember("nothing", lambda: None) is None
    assert memory.remember("nothing", lambda: "anew") is None
    assert memory.recall("never seen") is None


@pytest.mark.parametrize(
    ("value", "weight"),
    [
        (7, 1),
        ([1, 2, 3], 3),
        ({1: [1, 2], 2: [3]}, 2 + 3),
        ({unit: frozenset([unit, unit + 1]) for unit in range(900)}, 900 + 1800),
        (Content({None: {1: True, 2: False}}), 1 + 2),
        (Told(frame([[1] * len(PART)] * 80, PART)), 10 * 10 + 1),
        (frame([[1] * len(PART)] * 8, PART), len(PART)),
    ],
)
def test_a_value_weighs_what_it_holds(value: object, weight: int) -> None:
    assert weigh(value) == pytest.approx(weight, rel=0.3)


def test_what_is_worked_out_of_a_content_does_not_grow_without_end() -> None:
    content: Content[int] = Content({None: 1})
    for number in range(10 * DERIVED):
        assert content.derive(number, lambda of, number=number: of[None] + number) == 1 + number
    assert len(content.derived) <= DERIVED
    assert content.derive(0, lambda of: of[None]) == 1


@pytest.mark.django_db
def test_a_tree_that_stands_no_more_is_let_go_with_all_that_was_worked_out_on_it() -> None:
    cast = build_cast()
    before = atlas_of(kind="administrative", today=DAY, version=tree_version())
    yesterday = atlas_of(kind="administrative", today=DAY - timedelta(days=1), version=tree_version())
    assert atlas_of(kind="administrative", today=DAY, version=tree_version()) is before
    UnitName.objects.filter(unit=cast.dong_la).update(name="Tên khác")
    after = atlas_of(kind="administrative", today=DAY, version=tree_version())
    assert after is not before
    held = [*charting._kept.values()]
    assert after in held
    assert before not in held
    assert yesterday not in held
