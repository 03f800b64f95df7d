"""A draft's form: recognised anew from what was read and answered, until somebody edits it."""

import json
from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

from indicators.designing import Design, from_text
from indicators.models import TemplateDraft
from indicators.recognition import Grid, Recognised, grid_from_data, recognise
from units.errors import BadContent


@lru_cache(maxsize=32)
def _recognised(grids: str, answers: str) -> Recognised:
    return recognise(grids_of(grids), json.loads(answers))


@lru_cache(maxsize=32)
def _designed(text: str) -> Design:
    return from_text(text)


def grids_of(text: str) -> list[Grid]:
    """The grids that a draft keeps as text."""
    return [grid_from_data(data) for data in json.loads(text)]


def recognised_draft(draft: TemplateDraft) -> Recognised:
    """What stands in the draft's workbook, with the answers given since."""
    return _recognised(draft.grids, draft.answers)


def answers_of(draft: TemplateDraft) -> Mapping[str, str]:
    answers: dict[str, str] = json.loads(draft.answers)
    return answers


def design_of(draft: TemplateDraft) -> Design:
    """The form as it is designed, or as it was recognised; BadContent while something is left to decide."""
    if draft.design:
        return _designed(draft.design)
    recognised = recognised_draft(draft)
    if recognised.open_doubts or len(recognised.forms) != 1:
        raise BadContent(_("Còn điều chưa quyết định. Hãy trả lời hết rồi ban hành."), code="doubts_open")
    (form,) = recognised.forms
    lists_units = any(table.shape == "units" for table in form.tables)
    return Design(form, is_redrawn=lists_units or not draft.workbook)


def is_decided(draft: TemplateDraft) -> bool:
    """Whether there is one form, and nothing of it is left to decide."""
    recognised = recognised_draft(draft)
    return bool(draft.design) or (not recognised.open_doubts and len(recognised.forms) == 1)


def weights_of(draft: TemplateDraft) -> dict[str, str]:
    """ "t1/:c20" → key of the column that weights it, as answered."""
    return {
        spot.about: answer
        for doubt in recognised_draft(draft).doubts
        if doubt.code == "mean"
        for spot, answer in zip(doubt.spots, doubt.answers, strict=True)
    }
