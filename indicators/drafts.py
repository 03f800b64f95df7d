"""A draft's form: recognised anew from what was read and answered, the same for the same three texts."""

import json
from collections.abc import Mapping
from functools import lru_cache

from indicators.models import TemplateDraft
from indicators.recognition import Grid, Recognised, grid_from_data, recognise


@lru_cache(maxsize=32)
def _recognised(grids: str, answers: str) -> Recognised:
    return recognise(grids_of(grids), json.loads(answers))


def grids_of(text: str) -> list[Grid]:
    """The grids that a draft keeps as text."""
    return [grid_from_data(data) for data in json.loads(text)]


def recognised_draft(draft: TemplateDraft) -> Recognised:
    """What stands in the draft's workbook, with the answers given since."""
    return _recognised(draft.grids, draft.answers)


def answers_of(draft: TemplateDraft) -> Mapping[str, str]:
    answers: dict[str, str] = json.loads(draft.answers)
    return answers
