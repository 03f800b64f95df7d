"""Làm lại bước sửa biểu vừa hoàn tác."""

from datetime import datetime

from django.db import transaction

from indicators.design_steps import locked_draft, next_step, turn
from indicators.models import TemplateDraft
from indicators.permissions import check_may_work_on
from units.models import User


def redo_step(*, draft: TemplateDraft, version: int, by: User, at: datetime) -> TemplateDraft:
    """The draft after the step that was undone last; as it is when there is none."""
    check_may_work_on(by, draft)
    with transaction.atomic():
        draft = locked_draft(draft, version=version)
        step = next_step(draft)
        return draft if step is None else turn(draft, step, back=False, by=by, at=at)
