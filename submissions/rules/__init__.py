"""What must hold in a filled form: one rule a file, in order. Pure: a rule sees a `Sheet`, nothing else."""

from collections.abc import Callable

from submissions.rules.change import change
from submissions.rules.complete import complete
from submissions.rules.computed import computed
from submissions.rules.enclosures_come import enclosures_come
from submissions.rules.formulas_hold import formulas_hold
from submissions.rules.in_range import in_range
from submissions.rules.lists_read import lists_read
from submissions.rules.not_negative import not_negative
from submissions.rules.opening_figures import opening_figures
from submissions.rules.outlier import outlier
from submissions.rules.part_of import part_of
from submissions.rules.parts_add_up import parts_add_up
from submissions.rules.problem import Problem
from submissions.rules.readable import readable
from submissions.rules.shorter_periods import shorter_periods
from submissions.rules.was_there import was_there
from submissions.rules.words_asked import words_asked
from submissions.sheet import Sheet

Rule = Callable[[Sheet], list[Problem]]

RULES: tuple[Rule, ...] = (
    readable,
    not_negative,
    computed,
    part_of,
    parts_add_up,
    formulas_hold,
    in_range,
    change,
    outlier,
    was_there,
    shorter_periods,
    opening_figures,
    complete,
    words_asked,
    enclosures_come,
    lists_read,
)


def check(sheet: Sheet) -> list[Problem]:
    """All problems, in the order of the rules."""
    return [problem for rule in RULES for problem in rule(sheet)]


__all__ = ["RULES", "Problem", "Rule", "check"]
