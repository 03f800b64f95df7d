"""The one strict grammar of answers. Its twin in the browser is reporting/static/js/answers.js.

Both run the table `cases.json`: change the three together.
"""

import re
import unicodedata
from decimal import Decimal

from indicators.answers.answer import BOUND, Answer, AnswerError, Sign, check_bound, scaled_exactly, too_large

SPACES = " \t\r\n\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
"""Trimmed outside, refused inside. The two no-break spaces come with numbers pasted from elsewhere."""

LOOK_ALIKES = {
    **dict.fromkeys("\u0445\u0425\u03c7\u03a7\u00d7\uff58\uff38", "x"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2024\uff0e\u066c\u2219\u00b7", "."),
    **dict.fromkeys("\u201a\uff0c\u066b", ","),
    **dict.fromkeys("\u2025\u22ef", "…"),
}
"""Characters that pass for another to the eye, and the one to type instead."""

_SIGNS = {
    "-": Sign.NONE,
    "\u2212": Sign.NONE,
    "…": Sign.MISSING,
    "...": Sign.MISSING,
    "x": Sign.NOT_APPLICABLE,
    "X": Sign.NOT_APPLICABLE,
}
_NUMBER = re.compile(r"([-\u2212]?)([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_PLAIN = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?")
_SHAPES = (
    ("parentheses", re.compile(r"\([-\u2212]?[.,]*[0-9][0-9.,]*\)")),
    ("exponent", re.compile(r"[-\u2212+]?[0-9][0-9.,]*[eE][-\u2212+]?[0-9]+")),
    ("plus_sign", re.compile(r"\+[.,]*[0-9][0-9.,]*")),
)
_DIGITS_AND_MARKS = re.compile(r"[-\u2212]?[.,]*[0-9][0-9.,]*")


def parse_answer(text: str, *, decimals: int) -> Answer | None:
    """What a person typed, in Vietnamese notation (`1.234,5`); None when blank.

    Typed digits count: `1,50` has two decimals. Raises AnswerError.
    """
    core = text.strip(SPACES)
    if not core:
        return None
    if (sign := _SIGNS.get(core)) is not None:
        return Answer(sign, None, decimals)
    if (match := _NUMBER.fullmatch(core)) is None:
        raise _why_not(core)
    minus, whole, fraction = match.group(1), match.group(2).replace(".", ""), match.group(3) or ""
    if len(fraction) > decimals:
        raise AnswerError("too_many_decimals", decimals=decimals, found=len(fraction))
    digits = (whole + fraction.ljust(decimals, "0")).lstrip("0") or "0"
    if len(digits) > len(str(BOUND)):
        raise too_large(decimals)
    scaled = int(digits)
    return Answer(Sign.NUMBER, check_bound(-scaled if minus else scaled, decimals), decimals)


def parse_plain(text: str, *, decimals: int) -> Answer:
    """What a machine wrote: `1234.5`, `-`, `…` or `x`; the point is decimal, trailing zeros are free.

    Not answered is null there, so an empty string is refused. Raises AnswerError.
    """
    for sign in (Sign.NONE, Sign.MISSING, Sign.NOT_APPLICABLE):
        if text == sign.symbol:
            return Answer(sign, None, decimals)
    if _PLAIN.fullmatch(text) is None:
        raise AnswerError("not_plain")
    return Answer(Sign.NUMBER, scaled_exactly(Decimal(text), decimals), decimals)


def from_number(value: float | int | Decimal, *, decimals: int) -> Answer:
    """A numeric cell of a workbook, by value: 5.0 is 5, and -0.0 is 0.

    A float is the shortest decimal that names it, so 0.1 + 0.2 has seventeen decimals and is refused:
    the person sees what the file holds, and nothing is rounded in silence. Raises AnswerError.
    """
    if isinstance(value, bool):
        raise AnswerError("not_a_number")
    amount = Decimal(float.__repr__(value)) if isinstance(value, float) else Decimal(value)
    return Answer.number(amount, decimals)


def _why_not(core: str) -> AnswerError:
    """The reason that helps most, for a text that is neither sign nor number."""
    for character in core:
        if character not in SPACES and (error := _strange(character)):
            return error
    together = "".join(character for character in core if character not in SPACES)
    for code, shape in _SHAPES:
        if shape.fullmatch(together):
            return AnswerError(code)
    if together != core and (together in _SIGNS or _DIGITS_AND_MARKS.fullmatch(together)):
        return AnswerError("spaces")
    if not _DIGITS_AND_MARKS.fullmatch(core):
        return AnswerError("not_a_number")
    return AnswerError(_misplaced(core.lstrip("-\u2212")))


def _strange(character: str) -> AnswerError | None:
    """A character that hides, resembles another or is a digit of another script."""
    if meant := LOOK_ALIKES.get(character):
        return AnswerError("look_alike", character=character, meant=meant)
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Co"):
        return AnswerError("hidden_character", character=f"U+{ord(character):04X}")
    if category.startswith("N") and not character.isascii():
        return AnswerError("foreign_digits", character=character)
    return None


def _misplaced(body: str) -> str:
    """Digits, points and commas only, and still no number: which mark is wrong."""
    whole, comma, rest = body.partition(",")
    if "." in rest:
        return "decimal_point"
    if comma and (not whole or not rest or "," in rest):
        return "comma"
    if not comma and whole.count(".") == 1:
        return "decimal_point"
    return "grouping"
