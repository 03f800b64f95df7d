"""What is remembered of a tree: what is asked for stays, the rest goes, and so does a tree that fell."""

from datetime import date, timedelta

import pytest

from aggregates import atlas as remembering
from aggregates import charting
from aggregates.atlas import Atlas
from aggregates.charting import atlas_of
from aggregates.descent import Descent
from aggregates.kept import DERIVED, Content
from tests.cast import build_cast
from units.models import UnitName
from units.queries import tree_version

DAY = date(2026, 9, 30)


def test_what_nobody_asked_for_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "KEPT", 3)
    atlas = Atlas(DAY, [], Descent([]))
    for name in "abc":
        atlas.keep(name, name.upper())
    assert atlas.remember("a", lambda: "anew") == "A"
    atlas.keep("d", "D")
    assert [atlas.recall(name, "gone") for name in "abcd"] == ["A", "gone", "C", "D"]


def test_nothing_is_a_thing_to_remember() -> None:
    atlas = Atlas(DAY, [], Descent([]))
    assert atlas.remember("nothing", lambda: None) is None
    assert atlas.remember("nothing", lambda: "anew") is None
    assert atlas.recall("never seen") is None


def test_what_is_worked_out_of_a_content_does_not_grow_without_end() -> None:
    content: Content[int] = Content({None: 1})
    for number in range(10 * DERIVED):
        assert content.derive(number, lambda of, number=number: of[None] + number) == 1 + number
    assert len(content.derived) <= DERIVED
    assert content.derive(0, lambda of: of[None]) == 1


@pytest.mark.django_db
def test_a_tree_that_stands_no_more_is_let_go_with_all_that_was_worked_out_on_it() -> None:
    cast = build_cast()
    kept = {"kind": "administrative", "today": DAY}
    before = atlas_of(**kept, version=tree_version())
    yesterday = atlas_of(kind="administrative", today=DAY - timedelta(days=1), version=tree_version())
    assert atlas_of(**kept, version=tree_version()) is before
    UnitName.objects.filter(unit=cast.dong_la).update(name="Tên khác")
    after = atlas_of(**kept, version=tree_version())
    assert after is not before
    held = [*charting._kept.values()]
    assert after in held
    assert before not in held
    assert yesterday not in held
