"""What one cell answers: how it is read, kept and written. Pure: knows no Django."""

from indicators.answers.answer import BOUND, MAX_DECIMALS, Answer, AnswerError, Sign
from indicators.answers.reading import from_number, parse_answer, parse_plain
from indicators.answers.words import SENTENCES, words_of
from indicators.answers.writing import (
    format_amount,
    format_answer,
    format_scaled,
    plain,
    round_half_up,
)

__all__ = [
    "BOUND",
    "MAX_DECIMALS",
    "SENTENCES",
    "Answer",
    "AnswerError",
    "Sign",
    "format_amount",
    "format_answer",
    "format_scaled",
    "from_number",
    "parse_answer",
    "parse_plain",
    "plain",
    "round_half_up",
    "words_of",
]
