"""What a cell or a part of a formula is worth. The table in docs/formulas.md is this module; change both.

A number is exact: an int, or a Fraction. A condition is True or False. What is neither is a `Mark`.
"""

import enum
from fractions import Fraction
from typing import TypeAlias

from indicators.answers import Answer, AnswerError, Sign, round_half_up


class Mark(enum.Enum):
    """Why there is no number. `strength` decides which of several a result shows."""

    NONE = 1
    NOT_APPLICABLE = 2
    UNDEFINED = 3
    MISSING = 4
    BLANK = 5

    @property
    def strength(self) -> int:
        value: int = self.value
        return value


Number: TypeAlias = int | Fraction
Value: TypeAlias = Number | Mark
Truth: TypeAlias = bool | Mark

NONE, NOT_APPLICABLE, UNDEFINED, MISSING, BLANK = (
    Mark.NONE,
    Mark.NOT_APPLICABLE,
    Mark.UNDEFINED,
    Mark.MISSING,
    Mark.BLANK,
)
UNKNOWN = frozenset({UNDEFINED, MISSING, BLANK})
"""Whatever a sum, a least or a greatest holds beside one of these, it is not known."""

_OF_SIGN = {Sign.NONE: NONE, Sign.MISSING: MISSING, Sign.NOT_APPLICABLE: NOT_APPLICABLE}
_SIGN_OF = {
    NONE: Sign.NONE,
    MISSING: Sign.MISSING,
    NOT_APPLICABLE: Sign.NOT_APPLICABLE,
    UNDEFINED: Sign.NOT_APPLICABLE,
}


def value_of(answer: Answer | None, *, scale: int = 0) -> Value:
    """What an answer counts as: its amount × 10^scale, in the indicator's own unit of measure."""
    if answer is None:
        return BLANK
    if answer.scaled is None:
        return _OF_SIGN[answer.sign]
    shift = scale - answer.decimals
    if shift >= 0:
        return answer.scaled * int(10**shift) if shift else answer.scaled
    return Fraction(answer.scaled, 10**-shift)


class TooLarge(ValueError):
    """The result is beyond what a cell holds."""


def answer_of(value: Value, *, decimals: int, scale: int = 0) -> Answer | None:
    """What a computed cell shows: rounded half up, once; None while something is not answered.

    Divided by nothing (`UNDEFINED`) it is "x": there is no such rate. Raises TooLarge.
    """
    if isinstance(value, Mark):
        return None if value is BLANK else Answer(_SIGN_OF[value], None, decimals)
    if scale:
        value = value / Fraction(10) ** scale
    scaled = value * int(10**decimals) if isinstance(value, int) else round_half_up(value, decimals=decimals)
    try:
        return Answer(Sign.NUMBER, scaled, decimals)
    except AnswerError as error:
        raise TooLarge from error
