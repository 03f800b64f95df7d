"""Texts and formulas nobody thought of: no crash, no hang, and always what the oracle says."""

import time
from fractions import Fraction

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from indicators.answers import Sign
from indicators.formulas import compile_plan, faults_of, parse, print_formula, words_of
from indicators.formulas.evaluating import compute
from indicators.formulas.parsing import MAX_LENGTH
from indicators.formulas.values import NONE, NOT_APPLICABLE, UNDEFINED, Mark
from indicators.layout import Check
from tests.fuzz.formulas import HANGS_AFTER, read_text
from tests.indicators.formulas.making import Case, grid
from tests.indicators.formulas.wellformed import (
    ALLOWED_FAULTS,
    COLUMNS,
    DECIMALS,
    Worth,
    anything,
    computable,
    conditions,
    faults_in,
    shown,
    typed_cells,
    worth,
)

ALPHABET = '()[]{}=≠<>≤≥+-−×*/÷;,.:_|"“” \t0123456789abctrxSUMTỔNGNẾUKỲ_TRƯỚC'


@given(st.text(max_size=300))
@example("(" * MAX_LENGTH)
@example("-" * MAX_LENGTH)
@example("NẾU(" * 500)
@example("a b " * 500)
@example("[1]" * 600)
@example("9" * MAX_LENGTH)
@example("\ud800")
def test_any_text_is_a_formula_or_refused_in_words(text: str) -> None:
    read_text(text)


@given(st.text(ALPHABET, max_size=200))
@settings(max_examples=300)
def test_any_text_of_the_languages_own_letters_is_too(text: str) -> None:
    read_text(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_too(data: bytes) -> None:
    read_text(data.decode("utf-8", "replace"))
    read_text(data.decode("latin-1"))


@given(anything)
@settings(max_examples=300)
def test_what_is_printed_is_read_back_the_same(node: object) -> None:
    text = print_formula(node)  # type: ignore[arg-type]
    assume(len(text) <= MAX_LENGTH)
    assert parse(text) == node


@given(computable, typed_cells, st.integers(0, 6))
@settings(max_examples=400)
def test_a_computed_cell_shows_what_the_oracle_says(
    node: object, cells: dict[str, str], decimals: int
) -> None:
    case = Case(cells, formula=print_formula(node), decimals={**DECIMALS, "(99)": decimals})  # type: ignore[arg-type]
    plan = case.plan
    filled = plan.fill(case.answers, {})
    answer = filled.answers.get("t1/r1:c99")
    said = "too large" if "t1/r1:c99" in filled.too_large else ""
    if answer is not None:
        said = answer.sign.symbol if answer.scaled is None else str(answer.scaled)
    expected = worth(node, what_stands(case))  # type: ignore[arg-type]
    assert said == shown(expected, decimals=decimals)
    assert ("t1/r1:c99" in filled.undefined) is (expected == "no rate")


@given(conditions, typed_cells)
@settings(max_examples=300)
def test_a_check_fails_exactly_where_the_oracle_says(node: object, cells: dict[str, str]) -> None:
    case = Case(cells, check=print_formula(node), decimals=DECIMALS)  # type: ignore[arg-type]
    assume(not set(faults_in(case)) & ALLOWED_FAULTS)
    fails = bool(case.outcome()["fails"])
    assert fails is (worth(node, what_stands(case)) is False)  # type: ignore[arg-type]


def what_stands(case: Case) -> dict[str, Worth]:
    signs: dict[Sign, Worth] = {Sign.NONE: "-", Sign.MISSING: "…", Sign.NOT_APPLICABLE: "x"}
    found: dict[str, Worth] = dict.fromkeys(COLUMNS, "blank")
    for address, answer in case.answers.items():
        amount = answer.amount
        found[address.rpartition(":c")[2]] = signs[answer.sign] if amount is None else Fraction(amount)
    return found


@given(st.lists(st.text(ALPHABET, max_size=40), min_size=1, max_size=6))
def test_a_form_of_nonsense_names_every_fault(texts: list[str]) -> None:
    names = [f"({number})" for number in range(2, 2 + len(texts))]
    layout = grid(
        ["(1)"],
        formulas={name: text or "?" for name, text in zip(names, texts, strict=True)},
        checks=[Check(f"k{number}", "formula", formula=text) for number, text in enumerate(texts)],
    )
    for fault in faults_of(layout):
        sentence, params = words_of(fault)
        assert sentence % params
        assert fault.at


def test_the_largest_formula_is_read_and_computed_without_a_hang() -> None:
    text = "+".join(["(1)/(2)*0,123456"] * 66)
    started = time.process_time()
    plan = compile_plan(grid(["(1)", "(2)"], formulas={"(3)": text}))
    taken = time.process_time() - started
    values = [Fraction(10**14, 10**6), Fraction(7, 10**6), 0]
    started = time.process_time()
    assert not isinstance(compute(plan.steps[0].expression, cells=3)(values), Mark)
    assert taken < 4 * HANGS_AFTER
    assert time.process_time() - started < HANGS_AFTER


def test_marks_do_not_pass_for_numbers() -> None:
    assert NONE not in (0, False)
    assert UNDEFINED is not NOT_APPLICABLE
