"""Hand out a document that came with a report: to be saved, never shown as a page of ours."""

from datetime import datetime

from django.db import transaction

from submissions.documents.kinds import CONTENT_TYPES, DocumentKind
from submissions.models import Enclosure
from units.actions.record_event import record_event
from units.models import User


def hand_out_enclosure(*, enclosure: Enclosure, by: User, at: datetime) -> tuple[str, str, bytes]:
    """(file name, content type, bytes). It was found by `enclosure_for`: it is the person's to see."""
    original = enclosure.original
    with transaction.atomic():
        record_event(
            kind="submission.enclosure_handed_out",
            by=by,
            at=at,
            subject=enclosure.submission,
            unit=enclosure.submission.assignment.responsible_id,
            data={"file": enclosure.file_name, "sha256": original.sha256},
        )
    return enclosure.file_name, CONTENT_TYPES[DocumentKind(original.kind)], bytes(original.content)
