"""Nhập biểu mẫu: an agency's own workbook becomes a draft, with every doubt that recognition had."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.design_steps import refuse_designed, refuse_published
from indicators.drafts import recognised_draft
from indicators.models import Template, TemplateDraft
from indicators.permissions import check_may_define, check_may_manage_regime
from indicators.recognition import Grid, Recognised, grid_to_data, recognise
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict, NotWithinReach, wrong_field
from units.models import Unit, User
from units.vietnamese import clean_name

_CODE = re.compile(r"[^\W_][\w./\-]{0,59}")


@dataclass(frozen=True)
class FormFile:
    """A workbook and what was read of it. `can_be_filled`: figures can be put into the file itself."""

    name: str
    content: bytes
    grids: Sequence[Grid]
    can_be_filled: bool = True


@dataclass(frozen=True)
class Imported:
    draft: TemplateDraft
    recognised: Recognised


def import_template(
    *, file: FormFile, code: str, owner: Unit | None, by: User | None, at: datetime
) -> Imported:
    """The draft, new or with the new file in place of the old one; all of it or nothing.

    The same file again changes nothing. Another file keeps the answers that still have a question.
    BadContent: no table in the file, or no code; Conflict: the file was published, or the form was edited.
    """
    code = checked_code(code)
    owner = _checked_owner(code, owner, by)
    if not recognise(file.grids).forms:
        raise BadContent(
            _("Không nhận ra bảng nào trong tệp. Biểu cần có dòng tiêu đề cột (STT, Chỉ tiêu, …)."),
            code="no_table",
        )
    digest = hashlib.sha256(file.content).hexdigest()
    with transaction.atomic():
        drafts = TemplateDraft.objects.select_for_update().filter(code=code)
        _refuse_published(drafts.filter(published__isnull=False, sha256=digest).first())
        draft = drafts.filter(published__isnull=True).first()
        if draft is not None:
            _check_same_owner(draft, owner, by)
            if draft.sha256 == digest:
                return Imported(draft, recognised_draft(draft))
            refuse_designed(draft)
        draft = _written(draft or TemplateDraft(code=code, owner=owner), file, digest, by=by, at=at)
        found = recognised_draft(draft)
        draft.name = (found.forms[0].title or code)[:300]
        draft.save()
        record_event(
            kind="template.imported", by=by, at=at, subject=draft, unit=draft.owner,
            data={"template": code, "file": draft.file_name, "sha256": digest,
                  "doubts": len(found.open_doubts)},
        )  # fmt: skip
    return Imported(draft, found)


def checked_code(code: str) -> str:
    """The code of a form as it is kept; BadContent when it cannot be one."""
    code = clean_name(code)
    if not _CODE.fullmatch(code):
        raise wrong_field(
            "code", _("Mã biểu mẫu gồm chữ, số và các dấu . / -, không có dấu cách, nhiều nhất 60 ký tự.")
        )
    return code


def _checked_owner(code: str, owner: Unit | None, by: User | None) -> Unit | None:
    """The agency of the regime, for a template there is already; else the one that was named."""
    template = Template.objects.select_related("regime__owner").filter(code=code).first()
    if template is not None:
        check_may_manage_regime(by, template.regime)
        return template.regime.owner
    if owner is not None:
        check_may_define(by, owner=owner.pk)
    elif by is not None:
        raise NotWithinReach
    return owner


def _refuse_published(draft: TemplateDraft | None) -> None:
    """A file that was published once is no news; another one is the next version."""
    if draft is not None:
        refuse_published(draft)


def _check_same_owner(draft: TemplateDraft, owner: Unit | None, by: User | None) -> None:
    if by is not None and draft.owner_id != (owner.pk if owner else None):
        raise Conflict(_("Mã biểu mẫu %(code)s đang được cơ quan khác soạn.") % {"code": draft.code})


def _written(
    draft: TemplateDraft, file: FormFile, digest: str, *, by: User | None, at: datetime
) -> TemplateDraft:
    draft.file_name = clean_name(file.name)[:200]
    draft.workbook, draft.sha256 = file.content if file.can_be_filled else b"", digest
    draft.grids = json.dumps([grid_to_data(grid) for grid in file.grids], ensure_ascii=False)
    draft.design = ""
    draft.imported_at, draft.imported_by = at, by
    if draft.pk:
        draft.version += 1
        draft.steps.all().delete()
    return draft
