"""The browser evaluates the same parse trees to the same digits and the same checks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings

from indicators.answers import Answer, Sign, format_answer
from indicators.formulas import compile_plan, plan_for_script
from indicators.layout import asked_in
from tests.indicators.formulas.making import Case, address, grid
from tests.indicators.formulas.test_cases import CASES
from tests.indicators.formulas.test_signs import TABLE, cases_of
from tests.indicators.formulas.wellformed import ALLOWED_FAULTS, cases, faults_in
from tests.support.javascript import JavaScript

MODULE = "reporting/static/js/formulas.js"
RUN = """
async (cases) => {
  const { parseAnswer, formatAnswer } = await import("/reporting/static/js/answers.js");
  return cases.map(({ plan, typed, target }) => {
    const answerAt = (address) => typed[address] && parseAnswer(...typed[address]);
    const { filled, tooLarge, failures } = window.subject.run(plan, answerAt);
    return {
      shows: tooLarge.has(target) ? "too large" : formatAnswer(filled.get(target) ?? null),
      fails: failures.map(({ condition, sides }) => [plan.cells[plan.conditions[condition][0]][0], ...sides]),
    };
  });
}
"""


def for_script(case: Case) -> dict[str, Any]:
    plan = case.plan
    typed = {address(name): [text, case.decimals.get(name, 0)] for name, text in case.cells.items()}
    return {"plan": plan_for_script(plan, case.figures), "typed": typed, "target": "t1/r1:c99"}


def in_the_browser(javascript: JavaScript, cases: Sequence[Case]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = javascript.page(MODULE).evaluate(RUN, [for_script(case) for case in cases])
    return said


def test_the_browser_reads_every_case_as_the_table_says(javascript: JavaScript) -> None:
    said = in_the_browser(javascript, [Case(**case) for case in CASES])
    for case, outcome in zip(CASES, said, strict=True):
        assert outcome == {"shows": case.get("shows", ""), "fails": case.get("fails", [])}, case


def test_the_browser_treats_signs_as_the_document_says(javascript: JavaScript) -> None:
    cases = [pair for row in TABLE for pair in cases_of(row)]
    said = in_the_browser(javascript, [case for case, _shows in cases])
    assert [outcome["shows"] for outcome in said] == [shows for _case, shows in cases]


def test_the_browser_agrees_on_formulas_nobody_thought_of(javascript: JavaScript) -> None:
    page = javascript.page(MODULE)

    @settings(max_examples=150)
    @given(cases())
    def agrees(case: Case) -> None:
        assume(not set(faults_in(case)) & ALLOWED_FAULTS)
        assert page.evaluate(RUN, [for_script(case)]) == [case.outcome()]

    agrees()


def test_a_column_that_the_period_does_not_ask_is_not_collected_in_the_browser_either(
    javascript: JavaScript,
) -> None:
    made = grid(["(1)", "(2)"], formulas={"(99)": "(1) + (2)"})
    (table,) = made.tables
    columns = tuple(replace(one, months=(12,)) if one.key == "c2" else one for one in table.columns)
    whole = replace(made, tables=(replace(table, columns=columns),))
    typed = {address("(1)"): ["5", 0], address("(2)"): ["7", 0]}
    said = []
    for month in (3, 12):
        plan = compile_plan(asked_in(whole, month))
        case = {"plan": plan_for_script(plan, {}), "typed": typed, "target": address("(99)")}
        (outcome,) = javascript.page(MODULE).evaluate(RUN, [case])
        filled = plan.fill({at: Answer(Sign.NUMBER, int(text), 0) for at, (text, _) in typed.items()}, {})
        said.append((outcome["shows"], format_answer(filled.answers[address("(99)")])))
    assert said == [("…", "…"), ("12", "12")]
