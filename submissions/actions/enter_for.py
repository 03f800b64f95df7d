"""Nhập thay: the officer, or the level above, types what a unit that is cut off phoned in, marked as such."""

import json
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.answers import plain
from submissions.actions.accept import accept_if_automatic
from submissions.background import background_of
from submissions.drafts import layout_for
from submissions.locking import lock
from submissions.messages import problems_as_dicts
from submissions.models import Draft, Revision, Submission
from submissions.permissions import check_may
from submissions.readiness import blocking
from submissions.revisions import Told
from submissions.sealing import seal
from submissions.sheet import Sheet, recomputed
from submissions.transitions import Action, check_same_form, check_step, status_after
from submissions.words import SECTION_LENGTH, required
from units.errors import BadContent, wrong_field
from units.models import User

LONGEST_NAME = 200


def enter_for(
    *, submission: Submission, sheet: Sheet, told_by: str, told_how: str, by: User, at: datetime
) -> Submission:
    """Seal and send a sheet. `told_by`: who said the figures, in words; `told_how` is a `Revision.Told`.
    Nobody signs. Accepted at once where acceptance is automatic.

    The unit's own draft stays its own; an untouched one takes the cells, so that the unit may go on from
    them. BadContent with the problems while something is missing or wrong; nothing is kept then.
    """
    check_may(by, Action.ENTER_FOR, submission)
    told = _told(told_by, told_how)
    sheet = _checked(submission, sheet)
    with transaction.atomic():
        version = submission.assignment.round.version_id
        submission = lock(submission)
        step = check_step(submission, Action.ENTER_FOR)
        check_same_form(submission, version)
        _fill_untouched(submission.draft, sheet, by=by, at=at)
        submission.prepared_by, submission.prepared_at = by, at
        via = Revision.Via.FOR_UNIT.value
        revision = seal(submission, sheet, by=by, at=at, event=step.event, via=via, told=told)
        submission.status, submission.sent = status_after(submission, step), revision
        submission.save(update_fields=["status", "sent", "prepared_by", "prepared_at"])
        submission.comments.filter(resolved_at__isnull=True).update(resolved_at=at)
        return accept_if_automatic(submission, at=at)


def _told(told_by: str, told_how: str) -> Told:
    """Who said it and how; BadContent names both fields when both are missing."""
    name, faults = "", []
    try:
        name = required(told_by, missing=_("Hãy ghi ai báo số liệu: họ tên, chức vụ."), longest=LONGEST_NAME)
    except BadContent as error:
        faults.append(wrong_field("told_by", error.messages[0]))
    if told_how not in Revision.Told.values:
        faults.append(wrong_field("told_how", _("Hãy chọn số liệu được báo bằng cách nào.")))
    if faults:
        problems = [problem for fault in faults for problem in fault.problems]
        raise BadContent(" ".join(fault.messages[0] for fault in faults), problems=problems)
    return Told(name, told_how)


def _checked(submission: Submission, sheet: Sheet) -> Sheet:
    """The sheet with its words tidied and its other cells filled in, or BadContent that names all that stands
    in the way."""
    layout = layout_for(submission)
    inputs = {address for address, *_place, cell in layout.places() if cell.kind == "input"}
    unknown = [address for address in {**sheet.cells, **sheet.unread} if address not in inputs]
    if unknown:
        words = _("Biểu này không có ô nhập “%(address)s”.") % {"address": unknown[0][:200]}
        raise BadContent(words, code="unknown_cell")
    explained = {
        address: required(text, missing="") for address, text in sheet.explanations.items() if text.strip()
    }
    texts = {
        address: required(text, missing="", longest=SECTION_LENGTH) for address, text in sheet.texts.items()
    }
    sheet = recomputed(replace(sheet, texts=texts, explanations=explained), background_of(submission))
    # Who phones sends no papers: they come when the unit reports itself.
    problems = [problem for problem in blocking(sheet) if problem.code != "no_enclosure"]
    if problems:
        raise BadContent(
            _("Chưa gửi được: còn %(count)d lỗi hoặc cảnh báo. Hãy sửa các ô được nêu.")
            % {"count": len(problems)},
            code="not_ready",
            problems=problems_as_dicts(problems, layout),
        )
    return sheet


def _fill_untouched(draft: Draft, sheet: Sheet, *, by: User, at: datetime) -> None:
    if draft.version:
        return
    cells = {address: {"v": plain(answer), "n": 1, "by": by.pk} for address, answer in sheet.cells.items()}
    texts = {address: {"v": text, "n": 1, "by": by.pk} for address, text in sheet.texts.items()}
    draft.cells = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    draft.texts = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    draft.version, draft.saved_by, draft.saved_at = 1, by, at
    draft.save(update_fields=["cells", "texts", "version", "saved_by", "saved_at"])
