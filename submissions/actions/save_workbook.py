"""Read an uploaded workbook and keep in the draft what it says."""

import hashlib
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_typed import save_typed
from submissions.models import Submission
from units.actions.record_event import record_event
from units.models import User


def save_workbook(
    *,
    submission: Submission,
    content: bytes,
    file_name: str,
    by: User,
    at: datetime,
    confirm_period: bool = False,
    seen_version: int | None = None,
) -> WorkbookReading:
    """The reading; `is_saved` unless it was refused, asks for a word, or had to leave something out.

    A workbook is the whole form: its empty cells clear. The event names the file by its SHA-256 and the
    draft's version, by which `via_of` knows that the draft came by workbook. Conflict as `save_draft`.
    """
    reading = read_workbook(
        submission=submission,
        content=content,
        file_name=file_name,
        by=by,
        at=at,
        confirm_period=confirm_period,
    )
    if not reading.is_savable:
        return reading
    new = {address: said or None for address, (_old, said) in reading.changes.items()}
    notes = reading.layout.notes
    with transaction.atomic():
        saved = save_typed(
            submission=submission,
            cells={address: said for address, said in new.items() if address not in notes},
            texts={address: said for address, said in new.items() if address in notes},
            by=by,
            at=at,
            seen_version=reading.version if seen_version is None else seen_version,
        )
        record_event(
            kind="submission.workbook_saved",
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={
                "file": file_name[:200],
                "sha256": hashlib.sha256(content).hexdigest(),
                "version": saved.version,
                "cells": len(new),
                "confirmed_period": confirm_period,
            },
        )
    return replace(reading, is_saved=True, version=saved.version)
