"""The writer: two bodies, one effect, exact to the bound."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from submissions import figures
from submissions.figures import FigureKey, FigureOutOfBounds, FigureRow, remove_figures, write_figures
from submissions.models import BOUND, Figure, FigureHistory

pytestmark = pytest.mark.django_db


def row(point: int, amount: int | None, *, sign: int = 0, revision: int = 1, since: int = 1) -> FigureRow:
    return FigureRow(1, point, 33, 7, 4, amount, sign, 1, revision, since)


def counting() -> dict[int, int | None]:
    return dict(Figure.objects.values_list("data_point", "amount"))


@pytest.fixture(params=["one by one", "by copy"])
def body(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "by copy":
        monkeypatch.setattr(figures, "COPY_FROM", 1)
    return str(request.param)


def test_what_is_replaced_moves_to_the_history(body: str) -> None:
    with transaction.atomic():
        write_figures([row(1, 5), row(2, None, sign=2)], until=1)
        write_figures([row(1, -BOUND, revision=2, since=9), row(3, BOUND, since=9)], until=9)
    assert counting() == {1: -BOUND, 2: None, 3: BOUND}
    kept = FigureHistory.objects.get()
    assert (kept.data_point, kept.amount, kept.revision, kept.since, kept.until) == (1, 5, 1, 1, 9)


def test_what_is_removed_moves_to_the_history(body: str) -> None:
    with transaction.atomic():
        write_figures([row(1, 5), row(2, 6)], until=1)
        remove_figures([FigureKey(1, 1, 33, 7, 4)], until=4)
    assert counting() == {2: 6}
    assert FigureHistory.objects.get().until == 4


@pytest.mark.parametrize(
    "bad", [row(1, BOUND + 1), row(1, -BOUND - 1), row(1, 5, sign=1), row(1, None), row(1, None, sign=4)]
)
def test_nothing_is_written_beyond_the_bound_or_with_two_meanings(body: str, bad: FigureRow) -> None:
    with pytest.raises(FigureOutOfBounds):
        write_figures([row(2, 1), bad], until=1)
    assert counting() == {}


@given(st.lists(st.integers(-BOUND, BOUND), min_size=1, max_size=30))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_amounts_come_back_exactly(body: str, amounts: list[int]) -> None:
    with transaction.atomic():
        write_figures([row(point, amount) for point, amount in enumerate(amounts)], until=1)
        assert counting() == dict(enumerate(amounts))
        transaction.set_rollback(True)
