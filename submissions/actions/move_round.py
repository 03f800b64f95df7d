"""Chuyển phiên bản: an open round goes on with another version of its form, drafts and all."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import ReportingRound, TemplateVersion
from indicators.permissions import check_may_manage_regime
from submissions.marks import mark_duties
from submissions.models import Comment, Draft, Submission
from submissions.moving import Moved, MovePlan, losses_in_words, plan_move
from submissions.signals import tell_on_commit
from submissions.transitions import Action, status_after, step_of
from submissions.words import NOTE_LENGTH
from units.actions.record_event import NewEvent, record_event, record_events
from units.errors import BadContent, Conflict
from units.models import User


def move_round(
    *, reporting_round: ReportingRound, version: TemplateVersion, by: User, at: datetime
) -> MovePlan:
    """What was done. Drafts go on in the new form, and what could not be put there is said to the unit; one
    that waits for a signature goes back to its clerk. What was sent stays as it was sent.

    BadContent when the version is no published one of the form; Conflict when the round has it or is closed.
    """
    check_may_manage_regime(by, reporting_round.template.regime)
    _check_version(reporting_round, version)
    with transaction.atomic():
        moving = _locked(reporting_round, version)
        old = layout_asked(moving)
        plan = plan_move(moving, version)
        mark_duties(moving, subjects=_subjects(moving))
        Draft.objects.bulk_update(list(_drafts(plan, by=by, at=at)), _DRAFT_FIELDS, batch_size=500)
        _tell(plan, old, by=by, at=at)
        before, moving.version = moving.version, version
        moving.save(update_fields=["version"])
        mark_duties(moving, subjects=_subjects(moving))
        record_event(
            kind="round.moved",
            by=by,
            at=at,
            subject=moving,
            unit=moving.template.regime.owner_id,
            data={
                "template": moving.template.code,
                "period": moving.period_code,
                "from_version": before.number,
                "version": version.number,
                "kept_whole": len(plan.kept_whole),
                "with_losses": len(plan.with_losses),
            },
        )
        tell_on_commit()
    return plan


_A_COMMENT = 6
"""So many lost cells are named in one comment."""
_DRAFT_FIELDS = ["cells", "texts", "version", "saved_at", "saved_by"]


def _check_version(reporting_round: ReportingRound, version: TemplateVersion) -> None:
    if version.template_id != reporting_round.template_id or version.published_at is None:
        raise BadContent(_("Chỉ chuyển được sang phiên bản đã ban hành của chính biểu mẫu này."))


def _locked(reporting_round: ReportingRound, version: TemplateVersion) -> ReportingRound:
    """The round, after all that act on its reports: they lock a report first and look at the form then."""
    reports = Submission.objects.select_for_update().filter(assignment__round=reporting_round)
    list(reports.order_by("pk").values_list("pk"))
    ReportingRound.objects.select_for_update().get(pk=reporting_round.pk)
    moving = ReportingRound.objects.select_related("version", "template__regime", "period").get(
        pk=reporting_round.pk
    )
    if moving.closed_at is not None:
        raise Conflict(_("Đợt báo cáo đã khóa. Hãy mở lại trước khi đổi biểu mẫu."), code="duty_closed")
    if moving.version_id == version.pk:
        raise Conflict(_("Đợt báo cáo đang dùng phiên bản này rồi."), code="same_version")
    return moving


def _subjects(moving: ReportingRound) -> list[int]:
    return list(moving.assignments.values_list("subject_id", flat=True))


def _drafts(plan: MovePlan, *, by: User, at: datetime) -> Iterator[Draft]:
    """The drafts that hold something, in the new form; each is a version further, so that no page saves over
    it what it shows of the old form.
    """
    for one in plan.moved:
        draft = one.submission.draft
        if one.has_words:
            draft.cells, draft.texts = _dumped(one.remapped.cells), _dumped(one.remapped.texts)
            draft.version, draft.saved_at, draft.saved_by = draft.version + 1, at, by
            yield draft


def _dumped(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _tell(plan: MovePlan, old: FormLayout, *, by: User, at: datetime) -> None:
    """Events and, where something was lost or a signature is to be asked again, words for the unit."""
    concerned = [one for one in plan.moved if one.has_words or one.goes_back]
    for one in plan.going_back:
        report = one.submission
        step = step_of(report, Action.MOVE)
        assert step is not None  # what is worked on can be moved
        report.status = status_after(report, step)
        report.prepared_by = report.prepared_at = None
    back = [one.submission for one in plan.going_back]
    Submission.objects.bulk_update(back, ["status", "prepared_by", "prepared_at"], batch_size=500)
    Comment.objects.bulk_create(
        [
            Comment(submission=one.submission, text=text, made_by=by, made_at=at)
            for one in concerned
            if not one.is_sent
            for text in _words(one, plan.version, old)
        ],
        batch_size=500,
    )
    record_events(
        NewEvent(
            "submission.moved",
            at=at,
            by=by,
            subject=one.submission,
            unit=one.submission.assignment.responsible_id,
            data={"version": plan.version.number, "lost": list(losses_in_words(one.remapped.lost, old))},
        )
        for one in concerned
    )


def _words(one: Moved, version: TemplateVersion, old: FormLayout) -> Iterator[str]:
    number = {"number": version.number}
    if one.goes_back:
        yield _("Biểu mẫu đã đổi sang phiên bản %(number)d. Hãy xem lại rồi trình ký lại.") % number
    lost = list(losses_in_words(one.remapped.lost, old))
    for start in range(0, len(lost), _A_COMMENT):
        text = _(
            "Biểu mẫu đã đổi sang phiên bản %(number)d. Số cũ không có chỗ trong biểu mới: %(lost)s."
        ) % {
            **number,
            "lost": "; ".join(lost[start : start + _A_COMMENT]),
        }
        yield text[:NOTE_LENGTH]
