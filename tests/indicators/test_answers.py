"""Typed text, plain notation and workbook numbers become exact answers, or say why not."""

import json
import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators import answers
from indicators.answers import (
    BOUND,
    MAX_DECIMALS,
    SENTENCES,
    Answer,
    AnswerError,
    Sign,
    format_amount,
    format_answer,
    format_scaled,
    from_number,
    parse_answer,
    parse_plain,
    plain,
    round_half_up,
    words_of,
)

CASES: dict[str, list[Any]] = json.loads((Path(answers.__file__).parent / "cases.json").read_text("utf-8"))

decimals_allowed = st.integers(0, MAX_DECIMALS)
numbers = st.builds(Answer, st.just(Sign.NUMBER), st.integers(-BOUND, BOUND), decimals_allowed)
signs = st.builds(Answer, st.sampled_from([s for s in Sign if s]), st.none(), decimals_allowed)
any_answer = numbers | signs


def answer_of(case: dict[str, Any]) -> Answer:
    return Answer(Sign(case["sign"]), case["scaled"], case["decimals"])


def refusal(read: Callable[[], object]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(AnswerError) as caught:
        read()
    return caught.value.code, caught.value.params


@pytest.mark.parametrize("case", CASES["typed"], ids=lambda case: ascii(case["text"]))
def test_typed_text_is_read_as_the_table_says(case: dict[str, Any]) -> None:
    assert parse_answer(case["text"], decimals=case["decimals"]) == answer_of(case)


@pytest.mark.parametrize("text", CASES["blank"], ids=ascii)
def test_blank_text_is_no_answer(text: str) -> None:
    assert parse_answer(text, decimals=2) is None


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: ascii(case["text"]))
def test_other_text_is_refused_with_its_reason(case: dict[str, Any]) -> None:
    said = refusal(lambda: parse_answer(case["text"], decimals=case["decimals"]))
    assert said == (case["code"], case["params"])


@pytest.mark.parametrize("case", CASES["plain"], ids=lambda case: ascii(case["text"]))
def test_plain_notation_is_read_as_the_table_says(case: dict[str, Any]) -> None:
    assert parse_plain(case["text"], decimals=case["decimals"]) == answer_of(case)


@pytest.mark.parametrize("case", CASES["plain_refused"], ids=lambda case: ascii(case["text"]))
def test_other_plain_text_is_refused_with_its_reason(case: dict[str, Any]) -> None:
    said = refusal(lambda: parse_plain(case["text"], decimals=case["decimals"]))
    assert said == (case["code"], case["params"])


@pytest.mark.parametrize("case", CASES["written"], ids=lambda case: case["text"])
def test_answers_are_written_as_the_table_says(case: dict[str, Any]) -> None:
    answer = answer_of(case)
    assert (format_answer(answer), plain(answer)) == (case["text"], case["plain"])


@given(any_answer)
def test_what_is_written_reads_back_the_same(answer: Answer) -> None:
    assert parse_answer(format_answer(answer), decimals=answer.decimals) == answer
    assert parse_plain(plain(answer), decimals=answer.decimals) == answer


@given(numbers)
def test_the_amount_of_a_number_is_exact(answer: Answer) -> None:
    assert answer.amount is not None
    assert answer.scaled is not None
    assert Fraction(answer.amount) == Fraction(answer.scaled, 10**answer.decimals)
    assert Answer.number(answer.amount, answer.decimals) == answer
    assert from_number(answer.amount, decimals=answer.decimals) == answer


@given(st.text() | st.text(alphabet="0123456789.,-−…xX eE()+\u00a0", max_size=20), decimals_allowed)
@example("9" * 5000, 0)
@example("\ud800", 0)
@example("1" * 200_000 + "a", 0)
@example("." * 200_000, 0)
@example("(" + "1" * 200_000, 0)
def test_any_text_is_an_answer_or_has_a_reason_in_words(text: str, decimals: int) -> None:
    for read in (parse_answer, parse_plain):
        try:
            read(text, decimals=decimals)
        except AnswerError as error:
            sentence, params = words_of(error)
            assert sentence % params


@given(st.floats() | st.integers() | st.decimals(), decimals_allowed)
@example(Decimal("1e-999999"), 6)
@example(Decimal("1e999999"), 0)
@example(Decimal("0e999999"), 0)
@example(Decimal("sNaN"), 0)
@example(10**5000, 0)
def test_any_number_is_taken_exactly_or_refused(value: float | Decimal, decimals: int) -> None:
    try:
        answer = from_number(value, decimals=decimals)
    except AnswerError:
        return
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    assert answer.scaled == Fraction(exact) * 10**decimals


@pytest.mark.parametrize(
    ("value", "decimals", "scaled"),
    [(5.0, 0, 5), (1e14, 0, 10**14), (0.1, 1, 1), (1234.5, 2, 123450), (-0.0, 1, 0), (7, 3, 7000)],
)
def test_a_numeric_cell_counts_by_its_value(value: float, decimals: int, scaled: int) -> None:
    assert from_number(value, decimals=decimals) == Answer(Sign.NUMBER, scaled, decimals)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1 + 0.2, "too_many_decimals"),
        (1e14 + 1, "too_large"),
        (1e308, "too_large"),
        (math.nan, "not_finite"),
        (-math.inf, "not_finite"),
        (True, "not_a_number"),
    ],
)
def test_a_numeric_cell_beyond_the_indicator_is_refused(value: float, code: str) -> None:
    assert refusal(lambda: from_number(value, decimals=0))[0] == code


@given(st.fractions(), decimals_allowed)
def test_rounding_is_to_the_nearest_and_a_half_goes_away_from_zero(amount: Fraction, decimals: int) -> None:
    scaled = round_half_up(amount, decimals=decimals)
    rest = abs(amount) * 10**decimals - abs(scaled)
    assert Fraction(-1, 2) <= rest < Fraction(1, 2)
    assert round_half_up(-amount, decimals=decimals) == -scaled


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("105.25"), "105,3"),
        (Decimal("-105.25"), "-105,3"),
        (Fraction(1, 3), "0,3"),
        (Decimal("-0.04"), "0,0"),
        (1234567, "1.234.567,0"),
    ],
)
def test_an_exact_amount_is_rounded_once_when_shown(amount: Decimal | Fraction | int, text: str) -> None:
    assert format_amount(amount, decimals=1) == text


def test_a_total_beyond_the_bound_of_entry_is_shown_whole() -> None:
    assert format_scaled(9 * 10**18, decimals=2) == "90.000.000.000.000.000,00"


def test_an_answer_that_contradicts_itself_cannot_be_made() -> None:
    for sign, scaled, decimals in [
        (Sign.NUMBER, None, 0),
        (Sign.NONE, 0, 0),
        (Sign.NUMBER, 1, 7),
        (Sign.NONE, None, -1),
    ]:
        with pytest.raises(ValueError, match=r"decimals must be|a number has an amount"):
            Answer(sign, scaled, decimals)
    assert refusal(lambda: Answer(Sign.NUMBER, BOUND + 1, 0))[0] == "too_large"


def test_every_reason_of_the_table_has_words_and_every_word_a_case() -> None:
    used = {case["code"] for case in CASES["refused"] + CASES["plain_refused"]}
    assert used | {"not_finite"} == set(SENTENCES)
