"""Sửa biểu đang soạn: one step of the designer, kept so that it can be taken back."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from indicators.binding_choices import bound_values
from indicators.design_steps import last_step, locked_draft
from indicators.design_words import step_refused
from indicators.designing import Step, StepRefused, apply, replaced, to_text
from indicators.drafts import design_of
from indicators.models import DraftStep, TemplateDraft
from indicators.permissions import check_may_work_on
from units.actions.record_event import record_event
from units.models import User


class Designed(NamedTuple):
    """`fresh`: what the keys of new lines and columns end with."""

    draft: TemplateDraft
    fresh: str


def design_form(*, draft: TemplateDraft, step: Step, version: int, by: User, at: datetime) -> Designed:
    """The draft after the step; a step that changes nothing leaves no trace. Steps undone before are gone.

    Conflict when somebody changed the draft since `version`; BadContent when the step cannot be made.
    """
    check_may_work_on(by, draft)
    if step.values.get("data_point", "").strip():
        step = replace(step, values={**step.values, **bound_values(step.values["data_point"])})
    with transaction.atomic():
        draft = locked_draft(draft, version=version)
        fresh = f"{draft.pk}x{draft.version}"
        before = design_of(draft)
        try:
            after = apply(before, step, fresh=fresh)
        except StepRefused as refused:
            raise step_refused(refused) from refused
        if after == before:
            return Designed(draft, fresh)
        old, draft.design = to_text(before), to_text(after)
        change = replaced(old, draft.design)
        draft.steps.filter(is_undone=True).delete()
        last = last_step(draft)
        made = DraftStep.objects.create(
            draft=draft, number=last.number + 1 if last else 1, kind=step.kind, place=step.place[:140],
            at=change.at, before=change.before, after=change.after, made_at=at, made_by=by,
        )  # fmt: skip
        draft.version += 1
        draft.save(update_fields=["design", "version"])
        record_event(
            kind="template.step_made", by=by, at=at, subject=draft, unit=draft.owner_id,
            data={"template": draft.code, "step": made.number, "kind": step.kind, "place": step.place,
                  "values": dict(step.values)},
        )  # fmt: skip
    return Designed(draft, fresh)
