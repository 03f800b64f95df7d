"""Phần riêng: what a middle level adds itself to what it took from the reports below, each with a reason."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.answers import AnswerError, Sign, parse_answer, plain, words_of
from indicators.cells_in_words import where
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import Assignment, Indicator, TemplateCell
from submissions.bindings import is_first_said_in
from submissions.consolidating import bound_cells, check_consolidated, consolidation_of
from submissions.locking import lock
from submissions.marks import marked_unit
from submissions.models import Consolidation, Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from submissions.words import REASON_LENGTH, faults_in, tidy
from units.errors import BadContent, Conflict
from units.models import User


def keep_own_parts(
    *, submission: Submission, parts: Mapping[str, tuple[str, str]], by: User, at: datetime
) -> Consolidation:
    """`parts`: address → (number as written here, why); both empty takes the part away. Others stay.

    BadContent that names each cell where there is no number, no reason, or nothing to add to; Conflict where
    the unit has no own part that could count once: it answers the form below itself, or stands in no tree.
    """
    check_may(by, Action.EDIT, submission)
    with transaction.atomic():
        submission = lock(submission)
        check_step(submission, Action.EDIT)
        check_consolidated(submission)
        if any(number.strip() or why.strip() for number, why in parts.values()):
            _check_counts_once(submission)
        wanted = _checked(submission, parts)
        kept = consolidation_of(submission) or Consolidation(submission=submission)
        own = {**json.loads(kept.own), **wanted}
        kept.own = json.dumps({a: one for a, one in own.items() if one is not None}, ensure_ascii=False)
        kept.save()
        draft = submission.draft
        draft.version, draft.saved_at, draft.saved_by = draft.version + 1, at, by
        draft.save(update_fields=["version", "saved_at", "saved_by"])
    return kept


def own_parts_refused(submission: Submission) -> str:
    """Why the unit can add nothing of its own; "" when it can."""
    round_ = submission.assignment.round
    source = round_.template.answered
    mine = Assignment.objects.filter(
        round__template=source, round__period=round_.period_id, subject=submission.assignment.subject_id
    )
    if mine.exists():
        return _("Đơn vị tự báo cáo biểu %(code)s cho kỳ này: phần riêng ghi ở báo cáo đó.") % {
            "code": source.code
        }
    kind = source.regime.placement_kind
    if marked_unit(submission.assignment.subject_id, kind=kind, on=round_.period.ends) is None:
        return _("Đơn vị không đứng trên cây tổng hợp của biểu %(code)s nên phần riêng không được cộng.") % {
            "code": source.code
        }
    return ""


def takes_own_part(cell: TemplateCell, *, regime: int) -> bool:
    """Own parts are added to sums whose first source is the regime of the form below."""
    sums = cell.data_point.indicator.over_units == Indicator.OverUnits.SUM
    return sums and cell.period_role == "this" and is_first_said_in(cell, regime)


def _check_counts_once(submission: Submission) -> None:
    refused = own_parts_refused(submission)
    if refused:
        raise Conflict(refused, code="no_own_part")


def _checked(
    submission: Submission, parts: Mapping[str, tuple[str, str]]
) -> dict[str, dict[str, str] | None]:
    round_ = submission.assignment.round
    layout, source = layout_asked(round_), round_.template.answered
    bound = bound_cells(round_)
    found: dict[str, dict[str, str] | None] = {}
    problems: list[dict[str, Any]] = []
    for address, (number, why) in parts.items():
        cell = bound.get(address)
        if cell is None or not takes_own_part(cell, regime=source.regime_id):
            message = _("Ô này không cộng thêm phần riêng được.")
            problems.append({"code": "no_own_part_here", "cell": address[:200], "message": message})
            continue
        try:
            found[address] = _part(layout, address, number, tidy(why))
        except BadContent as error:
            message = f"{where(layout, address)}: {error.message}"
            problems.append({"code": error.code, "cell": address, "message": message})
    if problems:
        raise BadContent(str(problems[0]["message"]), code="not_saved", problems=problems)
    return found


def _part(layout: FormLayout, address: str, number: str, why: str) -> dict[str, str] | None:
    for fault in faults_in(why, longest=REASON_LENGTH):
        raise BadContent(fault, code="text_not_kept")
    try:
        answer = parse_answer(number, decimals=layout.place_of[address][3].decimals)
    except AnswerError as error:
        sentence, params = words_of(error)
        raise BadContent(_(sentence) % params, code=error.code) from error
    if answer is None and not why:
        return None
    if answer is None or answer.sign is not Sign.NUMBER:
        raise BadContent(_("hãy ghi phần riêng bằng số, hoặc xóa cả số và lý do."), code="no_number")
    if not why:
        raise BadContent(_("phần riêng cần lý do: số của đơn vị nào, vì sao cộng thêm."), code="no_reason")
    return {"v": plain(answer), "why": why}
