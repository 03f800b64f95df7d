"""Shares of a divided unit, as people write them: percentages, or amounts such as persons or km². Pure.

"12,3456789 %" is exact: seven decimals of a percentage are the billionths that are stored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WHOLE = 10**9
DECIMALS = 7
_NUMBER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,([0-9]{1,9}))?")


class UnreadShare(ValueError):
    """A share that cannot be taken, of part `index`. `code`: unread, decimals, mixed, over, none, bare."""

    def __init__(self, code: str, index: int, text: str = "") -> None:
        super().__init__(f"{code} at {index}: {text}")
        self.code, self.index, self.text = code, index, text


@dataclass(frozen=True, slots=True)
class _Written:
    value: Fraction
    is_percentage: bool


def read_shares(texts: Sequence[str], *, of_people: bool = False) -> list[int | None]:
    """Shares of the parts in billionths, from what was written for each; None where nothing was.

    Percentages stand as they are and may come to less than all. Amounts are set against their sum, so they
    are needed for every part; what rounding leaves goes to the largest remainders, so that they come to all.
    No unit has 60 people in one part and 50 in the other (`of_people`): whoever writes that means percent.
    """
    written = [_read(text, index) for index, text in enumerate(texts)]
    given = [(index, one) for index, one in enumerate(written) if one is not None]
    if not given:
        return [None] * len(texts)
    if len({one.is_percentage for _, one in given}) > 1:
        raise UnreadShare("mixed", given[-1][0], texts[given[-1][0]])
    if not given[0][1].is_percentage:
        amounts = [one.value for _, one in given]
        if of_people and max(amounts) <= 100 and sum(amounts) != 100:
            raise UnreadShare("bare", given[0][0], texts[given[0][0]])
        return list(_of_amounts(written, texts))
    shares = [None if one is None else int(one.value * WHOLE / 100) for one in written]
    if sum(share or 0 for share in shares) > WHOLE:
        raise UnreadShare("over", given[-1][0], texts[given[-1][0]])
    return shares


def percentage(share: int) -> str:
    """As people write it: 123456789 is "12,3456789"."""
    whole, rest = divmod(share * 100, WHOLE)
    decimals = f"{rest:09d}".rstrip("0")
    return f"{whole},{decimals}" if decimals else str(whole)


def _read(text: str, index: int) -> _Written | None:
    plain = text.replace("\u00a0", " ").strip()
    if not plain:
        return None
    is_percentage = plain.endswith("%")
    number = _NUMBER.fullmatch(plain.removesuffix("%").strip())
    if number is None:
        raise UnreadShare("unread", index, text)
    whole, decimals = number[1].replace(".", ""), number[2] or ""
    if is_percentage and len(decimals.rstrip("0")) > DECIMALS:
        raise UnreadShare("decimals", index, text)
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    if is_percentage and value > 100:
        raise UnreadShare("over", index, text)
    return _Written(value, is_percentage)


def _of_amounts(written: Sequence[_Written | None], texts: Sequence[str]) -> list[int]:
    for index, one in enumerate(written):
        if one is None:
            raise UnreadShare("none", index, texts[index])
    amounts = [one.value for one in written if one is not None]
    total = sum(amounts)
    if total == 0:
        raise UnreadShare("none", 0, texts[0])
    exact = [amount * WHOLE / total for amount in amounts]
    shares = [int(one) for one in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (shares[index] - exact[index], index))
    for index in by_remainder[: WHOLE - sum(shares)]:
        shares[index] += 1
    return shares
