"""Trả lời những điều chưa rõ: choices about a form that came in; recognition goes on with them."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.design_steps import locked_draft, refuse_designed
from indicators.drafts import answers_of, recognised_draft
from indicators.models import TemplateDraft
from indicators.permissions import check_may_work_on
from indicators.recognition import Doubt
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User
from units.vietnamese import clean_name

LONGEST = 300


def answer_doubts(
    *, draft: TemplateDraft, answers: Mapping[str, str], version: int, by: User, at: datetime
) -> TemplateDraft:
    """The draft with the answers: doubt key (or "key@about" for one place) → value; "" takes an answer back.

    Conflict when somebody changed the draft since `version`, or edited the form; BadContent for an answer
    that is no choice.
    """
    check_may_work_on(by, draft)
    with transaction.atomic():
        draft = locked_draft(draft, version=version)
        refuse_designed(draft)
        before = answers_of(draft)
        kept = _kept(before, answers, recognised_draft(draft).doubts)
        if kept == before:
            return draft
        draft.answers = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        draft.design = ""
        draft.steps.all().delete()
        draft.version += 1
        draft.save(update_fields=["answers", "design", "version"])
        changed = {key for key in {*before, *kept} if before.get(key) != kept.get(key)}
        record_event(
            kind="template.doubts_answered", by=by, at=at, subject=draft, unit=draft.owner_id,
            data={"template": draft.code, "answers": {key: kept.get(key, "") for key in sorted(changed)}},
        )  # fmt: skip
    return draft


def _kept(before: Mapping[str, str], answers: Mapping[str, str], doubts: tuple[Doubt, ...]) -> dict[str, str]:
    kept = dict(before)
    known = {doubt.key: doubt for doubt in doubts}
    for name, value in answers.items():
        doubt = known.get(name.partition("@")[0])
        value = clean_name(value)
        if doubt is None:
            continue
        if value and not (doubt.is_free or value in {choice.value for choice in doubt.choices}):
            raise BadContent(_("Câu trả lời không có trong các lựa chọn."), code="no_such_choice")
        if value:
            kept[name] = value[:LONGEST]
        else:
            kept.pop(name, None)
    return kept
