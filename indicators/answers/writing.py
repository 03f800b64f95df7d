"""Answers and amounts as text: Vietnamese notation for people, plain notation for machines."""

from decimal import Decimal
from fractions import Fraction

from indicators.answers.answer import Answer


def format_answer(answer: Answer | None) -> str:
    """`1.234.567,8`, `-`, `…` or `x`; not answered is the empty string."""
    if answer is None:
        return ""
    if answer.scaled is None:
        return answer.sign.symbol
    return format_scaled(answer.scaled, decimals=answer.decimals)


def format_scaled(scaled: int, *, decimals: int) -> str:
    """A stored integer of any size with exactly `decimals` digits after the comma."""
    whole, fraction = divmod(abs(scaled), 10**decimals)
    text = f"{whole:,}".replace(",", ".")
    if decimals:
        text += f",{fraction:0{decimals}d}"
    return f"-{text}" if scaled < 0 else text


def format_amount(amount: Decimal | int | Fraction, *, decimals: int) -> str:
    """An exact amount (rate, mean, sum), rounded half up once, here."""
    return format_scaled(round_half_up(amount, decimals=decimals), decimals=decimals)


def round_half_up(amount: Decimal | int | Fraction, *, decimals: int) -> int:
    """amount × 10^decimals as the nearest integer; a half goes away from zero."""
    shifted = Fraction(amount) * 10**decimals
    rounded: int = (2 * abs(shifted.numerator) + shifted.denominator) // (2 * shifted.denominator)
    return -rounded if shifted < 0 else rounded


def plain(answer: Answer) -> str:
    """Plain notation, as short as it is exact: `1234.5`, `-`, `…` or `x`."""
    if answer.scaled is None:
        return answer.sign.symbol
    whole, fraction = divmod(abs(answer.scaled), 10**answer.decimals)
    tail = f"{fraction:0{answer.decimals}d}".rstrip("0") if answer.decimals else ""
    minus = "-" if answer.scaled < 0 else ""
    return f"{minus}{whole}.{tail}" if tail else f"{minus}{whole}"
