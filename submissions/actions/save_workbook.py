"""Read an uploaded workbook and keep in the draft what it says."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_typed import save_typed
from submissions.drafts import entries, layout_for
from submissions.locking import lock
from submissions.models import Draft, Submission, Upload
from submissions.originals import file_name_kept, keep_original
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
    corrections: Mapping[str, str] = MappingProxyType({}),
    explanations: Mapping[str, str | None] = MappingProxyType({}),
) -> WorkbookReading:
    """The reading; `is_saved` unless it was refused, asks for a word, or had to leave something out.

    A workbook is the whole form: its empty cells clear. `corrections` as of `read_workbook`. The file is kept
    (`Upload`), the same one once. The event names it by its SHA-256 and the draft's version, by which
    `via_of` knows that the draft came by workbook. Conflict as `save_draft`.
    """
    reading = read_workbook(
        submission=submission,
        content=content,
        file_name=file_name,
        by=by,
        at=at,
        confirm_period=confirm_period,
        corrections=corrections,
    )
    if not reading.is_savable:
        return reading
    return keep_reading(
        submission=submission,
        reading=reading,
        content=content,
        file_name=file_name,
        by=by,
        at=at,
        confirmed_period=confirm_period,
        seen_version=seen_version,
        corrected=len(corrections),
        explanations=explanations,
    )


def keep_reading(
    *,
    submission: Submission,
    reading: WorkbookReading,
    content: bytes,
    file_name: str,
    by: User,
    at: datetime,
    confirmed_period: bool = False,
    seen_version: int | None = None,
    corrected: int = 0,
    explanations: Mapping[str, str | None] = MappingProxyType({}),
) -> WorkbookReading:
    """The second half: a savable reading goes into the draft, by default as against its own version."""
    new = {address: said or None for address, (_old, said) in reading.changes.items()}
    notes = reading.layout.notes
    with transaction.atomic():
        submission = lock(submission)
        before = submission.draft
        saved = save_typed(
            submission=submission,
            cells={address: said for address, said in new.items() if address not in notes},
            texts={address: said for address, said in new.items() if address in notes},
            explanations=explanations,
            by=by,
            at=at,
            seen_version=reading.version if seen_version is None else seen_version,
        )
        if saved.version != before.version:
            keep_upload(submission, before, saved.version, content, file_name, new, by=by, at=at)
        record_event(
            kind="submission.workbook_saved",
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={
                "file": file_name_kept(file_name),
                "sha256": hashlib.sha256(content).hexdigest(),
                "version": saved.version,
                "cells": len(new),
                "corrected": corrected,
                "confirmed_period": confirmed_period,
            },
        )
    return replace(reading, is_saved=True, version=saved.version)


def keep_upload(
    submission: Submission,
    before: Draft,
    version: int,
    content: bytes,
    file_name: str,
    new: Collection[str],
    *,
    by: User,
    at: datetime,
) -> None:
    """The file, and what stood in the draft where it changed something."""
    documents = {"cells": entries(before.cells), "texts": entries(before.texts)}
    notes = layout_for(submission).notes
    stood = {
        part: {a: document.get(a) for a in new if (a in notes) is (part == "texts")}
        for part, document in documents.items()
    }
    Upload.objects.create(
        submission=submission,
        original=keep_original(content),
        file_name=file_name_kept(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        version=version,
        form_id=submission.assignment.round.version_id,
        changed=len(new),
        before=json.dumps({**stood, "nothing_to_report": before.nothing_to_report}, ensure_ascii=False),
        uploaded_by=by,
        uploaded_at=at,
    )
