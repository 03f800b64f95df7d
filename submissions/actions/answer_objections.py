"""Answer what units say of a cell: reuse what is there, keep asking and say why, or leave it out next."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.actions.reuse_answers import reuse_answers
from indicators.duties import given_reason
from indicators.models import Template, TemplateVersion
from indicators.permissions import check_may_manage_regime
from submissions.models import Objection
from units.actions.record_event import NewEvent, record_events
from units.errors import BadContent
from units.models import User
from units.vietnamese import clean_name


def answer_objections(
    *, template: Template, address: str, answer: str, word: str, by: User, at: datetime
) -> list[Objection]:
    """All that is open of this cell of the form, in one answer. To reuse decides so for the versions in which
    it was said: BadContent where the cell repeats nothing (`reuse_answers`). Keeping needs a reason."""
    check_may_manage_regime(by, template.regime)
    if answer == Objection.Answer.KEPT:
        word = given_reason(word, missing=_("Hãy ghi lý do vẫn hỏi, để đơn vị biết."))
    elif answer not in Objection.Answer.values:
        raise BadContent(_("Hãy chọn một cách trả lời."), code="unknown_answer")
    with transaction.atomic():
        open_ones = list(
            Objection.objects.select_for_update(of=("self",))
            .filter(
                submission__assignment__round__template=template, address=address, answered_at__isnull=True
            )
            .select_related("submission__assignment__round")
            .order_by("pk")
        )
        if not open_ones:
            raise BadContent(_("Ô này không có ý kiến nào đang chờ trả lời."), code="nothing_open")
        if answer == Objection.Answer.REUSE:
            _reuse(open_ones, address, by=by, at=at)
        for one in open_ones:
            one.answer, one.answer_word = answer, clean_name(word)[:300]
            one.answered_at, one.answered_by = at, by
        Objection.objects.bulk_update(
            open_ones, ["answer", "answer_word", "answered_at", "answered_by"], batch_size=500
        )
        _record(open_ones, by=by, at=at)
    return open_ones


def _reuse(open_ones: list[Objection], address: str, *, by: User, at: datetime) -> None:
    versions = {one.submission.assignment.round.version_id for one in open_ones}
    for version in TemplateVersion.objects.filter(pk__in=versions).order_by("pk"):
        reuse_answers(version=version, addresses=[address], by=by, at=at)


def _record(answered: list[Objection], *, by: User, at: datetime) -> None:
    """One event for each report, where its people look."""
    by_report: dict[int, list[Objection]] = defaultdict(list)
    for one in answered:
        by_report[one.submission_id].append(one)
    record_events(
        NewEvent(
            kind="submission.objection_answered",
            at=at,
            by=by,
            subject=listed[0].submission,
            unit=listed[0].submission.assignment.responsible_id,
            data={
                "cells": [one.address for one in listed],
                "answer": listed[0].answer,
                "reason": listed[0].answer_word,
            },
        )
        for listed in by_report.values()
    )
