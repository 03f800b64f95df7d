"""Ban hành biểu mẫu đang soạn: a form that was edited gets a blank workbook drawn from what it is now."""

from datetime import datetime

from indicators.actions import publish_draft as lower
from indicators.actions.publish_draft import Binding
from indicators.models import TemplateDraft, TemplateVersion
from submissions.workbooks.blank import blank_workbook
from units.models import User


def publish_draft(
    *, draft: TemplateDraft, binding: Binding, version: int, by: User, at: datetime
) -> TemplateVersion:
    """As `indicators.actions.publish_draft`, with the workbook that units fill in."""
    return lower.publish_draft(
        draft=draft, binding=binding, version=version, by=by, at=at, draw=blank_workbook
    )
