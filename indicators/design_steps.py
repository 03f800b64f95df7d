"""Reading and writing a draft's steps; `design_form`, `undo_step` and `redo_step` tell the story."""

from datetime import datetime

from django.utils.translation import gettext as _

from indicators.designing import Replaced, redone, undone
from indicators.models import DraftStep, TemplateDraft
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def locked_draft(draft: TemplateDraft, *, version: int) -> TemplateDraft:
    """The row, locked by the caller's transaction. Conflict: published, or changed since `version`."""
    draft = TemplateDraft.objects.select_for_update().get(pk=draft.pk)
    refuse_published(draft)
    if draft.version != version:
        raise Conflict(
            _("Biểu mẫu vừa được người khác sửa. Hãy xem lại rồi làm tiếp."), code="changed_meanwhile"
        )
    return draft


def refuse_published(draft: TemplateDraft) -> None:
    if draft.published_id is not None:
        raise Conflict(_("Biểu mẫu %(code)s đã ban hành từ bản nhập này.") % {"code": draft.code})


def last_step(draft: TemplateDraft) -> DraftStep | None:
    """The step that undo takes back."""
    return draft.steps.filter(is_undone=False).order_by("-number").first()


def next_step(draft: TemplateDraft) -> DraftStep | None:
    """The step that redo makes again."""
    return draft.steps.filter(is_undone=True).order_by("number").first()


def refuse_designed(draft: TemplateDraft) -> None:
    """What was read is not asked again while somebody's edits stand on it."""
    if last_step(draft) is not None:
        raise Conflict(
            _("Biểu đã sửa trong trình soạn biểu. Hãy hoàn tác các bước sửa trước."), code="designed"
        )


def turn(draft: TemplateDraft, step: DraftStep, *, back: bool, by: User, at: datetime) -> TemplateDraft:
    """The step undone, or made again; the caller holds the lock."""
    change = Replaced(step.at, step.before, step.after)
    draft.design = undone(draft.design, change) if back else redone(draft.design, change)
    draft.version += 1
    draft.save(update_fields=["design", "version"])
    step.is_undone = back
    step.save(update_fields=["is_undone"])
    record_event(
        kind="template.step_undone" if back else "template.step_redone", by=by, at=at, subject=draft,
        unit=draft.owner_id,
        data={"template": draft.code, "step": step.number, "kind": step.kind, "place": step.place},
    )  # fmt: skip
    return draft
