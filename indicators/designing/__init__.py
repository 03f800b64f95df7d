"""The designer's kernel: a form under design, and steps that make another one of it. Pure."""

from indicators.designing.design import Design, Place, Step, StepRefused, from_text, place_of, to_text
from indicators.designing.differences import Difference, differences
from indicators.designing.from_layout import design_of_layout, empty_design
from indicators.designing.layouts import layout_of_design
from indicators.designing.problems import Problem, problems_of
from indicators.designing.steps import STEPS, apply
from indicators.designing.undo import Replaced, redone, replaced, undone

__all__ = [
    "STEPS",
    "Design",
    "Difference",
    "Place",
    "Problem",
    "Replaced",
    "Step",
    "StepRefused",
    "apply",
    "design_of_layout",
    "differences",
    "empty_design",
    "from_text",
    "layout_of_design",
    "place_of",
    "problems_of",
    "redone",
    "replaced",
    "to_text",
    "undone",
]
