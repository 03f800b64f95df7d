"""An answer: a number or one of three signs. Not answered is None, everywhere."""

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

BOUND = 10**14
"""The largest |amount × 10^decimals|: exact in JavaScript, and 50,000 units of it fit BIGINT."""

MAX_DECIMALS = 6


class AnswerError(ValueError):
    """A text or number that is no answer: a stable code, and what the sentence about it needs."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Sign(enum.IntEnum):
    """The kinds of answer; the values are stored."""

    NUMBER = 0
    NONE = 1
    MISSING = 2
    NOT_APPLICABLE = 3

    @property
    def symbol(self) -> str:
        """How the sign is written in a cell; a number has none."""
        return ("", "-", "…", "x")[self]


@dataclass(frozen=True, slots=True)
class Answer:
    """`scaled` is amount × 10^decimals for a number, None for a sign."""

    sign: Sign
    scaled: int | None
    decimals: int

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= MAX_DECIMALS:
            raise ValueError(f"decimals must be 0 to {MAX_DECIMALS}: {self.decimals}")
        if (self.scaled is None) is (self.sign is Sign.NUMBER):
            raise ValueError(f"a number has an amount, a sign has none: {self.sign!r}, {self.scaled!r}")
        if self.scaled is not None and abs(self.scaled) > BOUND:
            raise too_large(self.decimals)

    @classmethod
    def number(cls, amount: Decimal, decimals: int) -> Self:
        """Exact or AnswerError: not_finite, too_many_decimals, too_large. Never rounds."""
        return cls(Sign.NUMBER, scaled_exactly(amount, decimals), decimals)

    @classmethod
    def none(cls, decimals: int) -> Self:
        """`-`: nothing occurred."""
        return cls(Sign.NONE, None, decimals)

    @classmethod
    def missing(cls, decimals: int) -> Self:
        """`…`: occurred, not collected."""
        return cls(Sign.MISSING, None, decimals)

    @property
    def is_number(self) -> bool:
        return self.scaled is not None

    @property
    def amount(self) -> Decimal | None:
        """The exact amount of a number; None for a sign."""
        if self.scaled is None:
            return None
        digits = tuple(int(digit) for digit in str(abs(self.scaled)))
        return Decimal((int(self.scaled < 0), digits, -self.decimals))


def scaled_exactly(amount: Decimal, decimals: int) -> int:
    """amount × 10^decimals, counted by value (1.50 has one decimal), without any Decimal context."""
    if not amount.is_finite():
        raise AnswerError("not_finite")
    if not amount:
        return 0
    negative, digits, exponent = amount.as_tuple()
    assert isinstance(exponent, int)  # finite: told apart above
    text = "".join(map(str, digits)).lstrip("0")
    significant = text.rstrip("0")
    exponent += len(text) - len(significant)
    if -exponent > decimals:
        raise AnswerError("too_many_decimals", decimals=decimals, found=-exponent)
    if len(significant) + exponent + decimals > len(str(BOUND)):
        raise too_large(decimals)
    scaled = int(significant) * 10 ** (exponent + decimals)
    return check_bound(-scaled if negative else scaled, decimals)


def check_bound(scaled: int, decimals: int) -> int:
    """The same integer, or AnswerError too_large."""
    if abs(scaled) > BOUND:
        raise too_large(decimals)
    return scaled


def too_large(decimals: int) -> AnswerError:
    """The error names the largest amount as it would be typed."""
    whole = 10 ** (len(str(BOUND)) - 1 - decimals)
    return AnswerError("too_large", maximum=f"{whole:,}".replace(",", "."))
