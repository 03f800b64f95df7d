"""Shares as people write them are exact, and never come to more than all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.reorganisations.shares import WHOLE, UnreadShare, percentage, read_shares


@given(st.integers(0, WHOLE))
def test_a_percentage_with_seven_decimals_is_what_it_says(share: int) -> None:
    assert read_shares([f"{percentage(share)} %"]) == [share]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=12).filter(any))
def test_amounts_come_to_all_and_are_nearest_to_exact(amounts: list[int]) -> None:
    shares = read_shares([str(amount) for amount in amounts])
    assert sum(share or 0 for share in shares) == WHOLE
    for share, amount in zip(shares, amounts, strict=True):
        assert share is not None
        assert abs(share - Fraction(amount * WHOLE, sum(amounts))) < 1


@pytest.mark.parametrize(
    ("texts", "shares"),
    [
        (["62,5 %", "37,5%"], [625_000_000, 375_000_000]),
        (["1.250", "3.750,00"], [250_000_000, 750_000_000]),
        (["60", "40"], [600_000_000, 400_000_000]),
        (["1", "1", "1"], [333_333_334, 333_333_333, 333_333_333]),
        (["100 %", "0 %"], [WHOLE, 0]),
        (["40 %", ""], [400_000_000, None]),
        (["", "\u00a0"], [None, None]),
    ],
)
def test_shares_are_read(texts: list[str], shares: list[int | None]) -> None:
    assert read_shares(texts) == shares


@pytest.mark.parametrize(
    ("texts", "code", "index"),
    [
        (["60 %", "40,1 %"], "over", 1),
        (["100,1 %"], "over", 0),
        (["50 %", "một nửa"], "unread", 1),
        (["-5 %"], "unread", 0),
        (["1.25"], "unread", 0),
        (["1e5"], "unread", 0),
        (["٥٠ %", "50 %"], "unread", 0),
        (["12,12345678 %"], "decimals", 0),
        (["50 %", "1.000"], "mixed", 1),
        (["1.000", ""], "none", 1),
        (["0", "0"], "none", 0),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_part(texts: list[str], code: str, index: int) -> None:
    with pytest.raises(UnreadShare) as refused:
        read_shares(texts)
    assert (refused.value.code, refused.value.index) == (code, index)


@pytest.mark.parametrize("texts", [["60", "50"], ["30", "20"]])
def test_a_few_people_are_asked_whether_they_are_percent(texts: list[str]) -> None:
    with pytest.raises(UnreadShare, match="bare"):
        read_shares(texts, of_people=True)
    assert sum(share or 0 for share in read_shares(texts)) == WHOLE  # km²
    assert read_shares(["60", "40"], of_people=True) == [600_000_000, 400_000_000]
    assert read_shares(["60", "5.000"], of_people=True)[0] == round(60 / 5060 * WHOLE)
