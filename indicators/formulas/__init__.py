"""Formulas and checks of a form: one small grammar, exact arithmetic, a plan for each form. Pure.

docs/formulas.md is the language as officers write it.
"""

from indicators.formulas.binding import Expression
from indicators.formulas.errors import FormulaError
from indicators.formulas.parsing import parse
from indicators.formulas.plan import (
    Condition,
    Failure,
    Filled,
    Plan,
    Step,
    compile_plan,
    faults_of,
    plan_of,
)
from indicators.formulas.printing import print_formula
from indicators.formulas.renaming import Renaming
from indicators.formulas.script import plan_for_script
from indicators.formulas.sources import Source, SourcePeriod
from indicators.formulas.telling import sides_in_text
from indicators.formulas.values import Mark, Value
from indicators.formulas.words import words_of

__all__ = [
    "Condition",
    "Expression",
    "Failure",
    "Filled",
    "FormulaError",
    "Mark",
    "Plan",
    "Renaming",
    "Source",
    "SourcePeriod",
    "Step",
    "Value",
    "compile_plan",
    "faults_of",
    "parse",
    "plan_for_script",
    "plan_of",
    "print_formula",
    "sides_in_text",
    "words_of",
]
