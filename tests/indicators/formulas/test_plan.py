"""A form's plan: the order of its cells, what is carried, what was said and is not so."""

from indicators.answers import Answer, Sign, format_answer
from indicators.formulas import Source, compile_plan, plan_of
from indicators.layout import Check, from_json, to_json
from tests.indicators.formulas.making import Case, address, grid

PREVIOUS = Source("P1.11|total", "previous", "official")
FORM = grid(
    ["(4)", "(5)", "(8)", "(12)"],
    formulas={"(3)": "(4) + (5) + (6)", "(7)": "(8)", "(11)": "(12)"},
    carried={"(6)": "KỲ_TRƯỚC((11))"},
    checks=[Check("balance", "formula", formula="(3) = (7) + (11)")],
)


def number(amount: int) -> Answer:
    return Answer(Sign.NUMBER, amount, 0)


TYPED = {address(name): number(amount) for name, amount in {"(4)": 3, "(5)": 2, "(8)": 4, "(12)": 2}.items()}


def test_cells_are_computed_in_the_order_they_need_each_other() -> None:
    layout = grid(["(4)"], formulas={"(1)": "(2) + 1", "(2)": "(3) × 2", "(3)": "(4)"})
    filled = compile_plan(layout).fill({address("(4)"): number(5)}, {})
    assert [format_answer(filled.answers[address(name)]) for name in ("(1)", "(2)", "(3)")] == [
        "11",
        "10",
        "5",
    ]


def test_a_carried_cell_shows_what_counts() -> None:
    plan = plan_of(FORM)
    assert plan.sources == (PREVIOUS,)
    filled = plan.fill(TYPED, {PREVIOUS: number(1)})
    assert filled.answers[address("(6)")] == number(1)
    assert filled.answers[address("(3)")] == number(6)
    assert filled.opened == frozenset()


def test_a_carried_cell_with_nothing_to_carry_is_typed() -> None:
    plan = plan_of(FORM)
    filled = plan.fill(TYPED, {})
    assert filled.opened == {address("(6)")}
    assert address("(3)") not in filled.answers
    filled = plan.fill(TYPED | {address("(6)"): number(9)}, {})
    assert filled.answers[address("(6)")] == number(9)
    assert filled.answers[address("(3)")] == number(14)


def test_what_was_said_in_a_computed_or_carried_cell_is_not_trusted() -> None:
    said = {address("(3)"): number(7), address("(6)"): number(9), address("(11)"): number(2)}
    filled = plan_of(FORM).fill(TYPED | said, {PREVIOUS: number(1)})
    assert filled.answers[address("(3)")] == number(6)
    assert filled.replaced == {address("(3)"): number(7), address("(6)"): number(9)}


def test_a_carried_cell_without_a_formula_shows_its_own_period_and_edition() -> None:
    layout = grid(["(1)"], carried={"(2)": ""})
    planned = '"data_point":"P1.2|total","decimals":0,"edition":"plan"'
    text = to_json(layout).replace(planned.replace("plan", "official"), planned)
    plan = compile_plan(from_json(text))
    assert plan.sources == (Source("P1.2|total", "this", "plan"),)
    filled = plan.fill({}, {plan.sources[0]: number(80)})
    assert filled.answers == {address("(2)"): number(80)}


def test_a_cell_beyond_its_bounds_is_left_empty_and_told() -> None:
    layout = grid(["(1)"], formulas={"(2)": "(1) × (1)", "(3)": "(2) + 1"})
    filled = compile_plan(layout).fill({address("(1)"): number(10**9)}, {})
    assert filled.too_large == {address("(2)")}
    assert filled.answers == {address("(1)"): number(10**9)}


def test_no_rate_is_an_x_that_says_why() -> None:
    case = Case({"(1)": "3", "(2)": "-"}, formula="(1) / (2) × 100")
    filled = case.plan.fill(case.answers, {})
    assert filled.answers[address("(99)")].sign is Sign.NOT_APPLICABLE
    assert filled.undefined == {address("(99)")}


def test_ready_made_checks_are_comparisons_too() -> None:
    layout = grid(
        ["(1)", "(2)", "(3)"],
        scales={"(1)": 6},
        checks=[
            Check("adds", "sum", address("(1)"), (address("(2)"), address("(3)"))),
            Check("of", "part_of", address("(1)"), (address("(2)"), address("(3)"))),
            Check("range", "range", parts=(address("(1)"),), low="-1.5", high="4"),
        ],
    )
    answers = {address("(1)"): number(5), address("(2)"): number(6_000_000), address("(3)"): number(-1)}
    plan = compile_plan(layout)
    values = plan.values(answers, {})
    found = plan.failures(values, kinds={"sum", "part_of", "range"})
    assert [(failure.condition.check.key, failure.condition.address) for failure in found] == [
        ("adds", address("(1)")),
        ("of", address("(2)")),
        ("range", address("(1)")),
    ]
    assert plan.failures(values, kinds={"sum"}) == found[:1]


def test_a_plan_is_compiled_once_for_a_layout() -> None:
    assert plan_of(FORM) is plan_of(FORM)
    again = from_json(to_json(FORM))
    assert again == FORM
    assert plan_of(again) is not plan_of(FORM)


def test_layouts_written_before_formulas_can_still_be_read() -> None:
    old = to_json(FORM).replace(',"formula":""', "").replace('"formula":"",', "")
    for name in ("low", "high", "limit", "against"):
        old = old.replace(f'"{name}":"",', "")
    assert from_json(old) == FORM
