"""Hoàn tác bước sửa biểu vừa làm."""

from datetime import datetime

from django.db import transaction

from indicators.design_steps import last_step, locked_draft, turn
from indicators.models import TemplateDraft
from indicators.permissions import check_may_work_on
from units.models import User


def undo_step(*, draft: TemplateDraft, version: int, by: User, at: datetime) -> TemplateDraft:
    """The draft as it was before its last step; as it is when there is none to undo."""
    check_may_work_on(by, draft)
    with transaction.atomic():
        draft = locked_draft(draft, version=version)
        step = last_step(draft)
        return draft if step is None else turn(draft, step, back=True, by=by, at=at)
