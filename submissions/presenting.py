"""Reports as the API shows them: plain dictionaries for `schemas.py`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from indicators.answers import plain
from indicators.queries import effective_due
from submissions.conditions import signature_of
from submissions.messages import problems_as_dicts
from submissions.models import Revision, Submission
from submissions.permissions import actions_open_to
from submissions.queries import comments_for, events_of, is_late, revisions_of
from submissions.revisions import sheet_of_revision
from submissions.rules import check
from submissions.sheet import Enclosed, Reused, Sheet
from units.models import User
from units.queries import UnitView, describe_units


def assignments_as_dicts(
    submissions: Sequence[Submission], *, user: User, at: datetime
) -> list[dict[str, Any]]:
    """Duties with their units' names, in the order given. Two queries."""
    duties = [submission.assignment for submission in submissions]
    names = describe_units(
        unit for duty in duties for unit in (duty.subject_id, duty.responsible_id, duty.recipient_id)
    )
    return [_assignment(submission, names, user=user, at=at) for submission in submissions]


def assignment_as_dict(submission: Submission, *, user: User, at: datetime) -> dict[str, Any]:
    return assignments_as_dicts([submission], user=user, at=at)[0]


def _assignment(
    submission: Submission, names: dict[int, UnitView], *, user: User, at: datetime
) -> dict[str, Any]:
    duty = submission.assignment
    due = effective_due(duty)
    return {
        "id": duty.pk,
        "submission": submission.pk,
        "round": duty.round_id,
        "template": duty.round.template.code,
        "template_name": duty.round.template.name,
        "period": duty.round.period_code,
        "subject": unit_as_dict(names[duty.subject_id]),
        "responsible": unit_as_dict(names[duty.responsible_id]),
        "recipient": unit_as_dict(names[duty.recipient_id]),
        "due_at": due,
        "is_exempt": duty.exempted_at is not None,
        "status": submission.status,
        "is_late": is_late(submission, due=due, at=at),
        "revision": submission.sent.number if submission.sent else None,
        "accepted_revision": submission.accepted.number if submission.accepted else None,
        "actions": [action.value for action in actions_open_to(user, submission)],
    }


def unit_as_dict(unit: UnitView) -> dict[str, str]:
    return {"code": unit.code, "name": unit.full_name}


def cells_as_dict(sheet: Sheet) -> dict[str, str | None]:
    """Every cell but blocked ones: plain notation, or None."""
    return {
        address: plain(sheet.cells[address]) if address in sheet.cells else None
        for address, *_place, cell in sheet.layout.places()
        if cell.kind != "blocked"
    }


def sheet_as_dict(sheet: Sheet, submission: Submission, *, version: int) -> dict[str, Any]:
    return {
        "status": submission.status,
        "version": version,
        "cells": cells_as_dict(sheet),
        "texts": dict(sheet.texts),
        "explanations": dict(sheet.explanations),
        "unread": {address: unread.text for address, unread in sheet.unread.items()},
        "reused": {address: _reused(one) for address, one in sheet.background.reused.items()},
        "nothing_to_report": sheet.nothing_to_report,
        "enclosures": {at: enclosed_as_dicts(files) for at, files in sheet.enclosures.items()},
        "answered": sheet.answered,
        "asked": sheet.asked,
        "problems": problems_as_dicts(check(sheet), sheet.layout),
    }


def enclosed_as_dicts(files: Iterable[Enclosed]) -> list[dict[str, Any]]:
    return [asdict(one) for one in files]


def _reused(one: Reused) -> dict[str, Any]:
    return {
        "form": one.form,
        "how": one.how,
        "parts": [
            {"period": part.period, "assignment": part.duty, "state": part.state} for part in one.parts
        ],
    }


def submission_as_dict(submission: Submission, *, user: User, at: datetime) -> dict[str, Any]:
    """One report with its history; cells are those sent last."""
    sent = submission.sent
    sheet = None
    if sent is not None:
        sent.submission = submission
        sheet = sheet_of_revision(sent)
    period = submission.assignment.round.period
    return {
        "id": submission.pk,
        "assignment": assignment_as_dict(submission, user=user, at=at),
        "starts": period.starts,
        "ends": period.ends,
        "cells": cells_as_dict(sheet) if sheet else None,
        "texts": dict(sheet.texts) if sheet else None,
        "enclosures": {at: enclosed_as_dicts(files) for at, files in sheet.enclosures.items()}
        if sheet
        else None,
        **_history(submission, user),
    }


def _signature(revision: Revision) -> dict[str, Any] | None:
    signature = signature_of(revision)
    if signature is None:
        return None
    return {
        "signed_by": signature.signed_by.full_name,
        "signed_as": signature.signed_as,
        "signed_at": signature.signed_at,
    }


def _history(submission: Submission, user: User) -> dict[str, Any]:
    corrections = submission.correction_requests.select_related("asked_by").order_by("pk")
    return {
        "revisions": [
            {
                "number": revision.number,
                "sent_at": revision.sent_at,
                "prepared_by": revision.prepared_by.full_name,
                "prepared_at": revision.prepared_at,
                "signed_by": revision.signed_by.full_name,
                "signed_as": revision.signed_as,
                "signature": _signature(revision),
                "via": revision.via,
                "told_by": revision.told_by,
                "told_how": revision.told_how,
                "is_late": revision.is_late,
                "reason": revision.reason,
                "sha256": revision.sha256,
            }
            for revision in revisions_of(submission)
        ],
        "comments": [
            {
                "address": comment.address,
                "text": comment.text,
                "by": comment.made_by.full_name,
                "at": comment.made_at,
                "resolved_at": comment.resolved_at,
            }
            for comment in comments_for(user, submission)
        ],
        "corrections": [
            {
                "reason": request.reason,
                "asked_by": request.asked_by.full_name,
                "asked_at": request.asked_at,
                "granted": request.granted,
                "answered_at": request.answered_at,
                "answer": request.answer,
            }
            for request in corrections
        ],
        "events": [
            {
                "at": event.at,
                "kind": event.kind,
                "by": event.actor.full_name if event.actor else "",
                "data": json.loads(event.data),
            }
            for event in events_of(submission, user=user)
        ],
    }
