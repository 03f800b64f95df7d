"""One unit's row of a workbook of many units goes into its draft, marked as entered by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from submissions.drafts import Typed, merge
from submissions.locking import lock
from submissions.models import Submission
from submissions.permissions import check_may, may
from submissions.provenance import FILLED
from submissions.transitions import Action, check_same_form, check_step
from units.actions.record_event import record_event
from units.models import User


@dataclass(frozen=True, slots=True)
class File:
    """Which file it was: its name as given, and the SHA-256 of its bytes."""

    name: str
    sha256: str


def fill_for(
    *,
    submission: Submission,
    cells: Mapping[str, str],
    texts: Mapping[str, str],
    seen_version: int | None,
    file: File,
    by: User,
    at: datetime,
) -> bool:
    """Put plain answers and notes into the draft: all of them or, by a Conflict, none. Whether any was new.

    Only who may fill in for the unit may, or its own people. The unit still signs and sends. A second time
    changes nothing. Conflict also when a cell was changed to something else after `seen_version`.
    """
    action = Action.EDIT if may(by, Action.EDIT, submission) else Action.FILL_FOR
    check_may(by, action, submission)
    with transaction.atomic():
        version = submission.assignment.round.version_id
        submission = lock(submission)
        check_step(submission, action)
        check_same_form(submission, version)
        draft = submission.draft
        said = {address: Typed(value) for address, value in cells.items()}
        notes = {address: Typed(text) for address, text in texts.items()}
        if not merge(draft, cells=said, texts=notes, by=by, at=at, seen_version=seen_version):
            return False
        draft.nothing_to_report = False
        draft.save(update_fields=["cells", "texts", "nothing_to_report", "version", "saved_at", "saved_by"])
        record_event(
            kind=FILLED,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={
                "file": file.name[:200],
                "sha256": file.sha256,
                "version": draft.version,
                "cells": len(cells),
            },
        )
    return True
