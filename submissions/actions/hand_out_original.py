"""Hand out a file that came in, as it came."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.models import Upload
from submissions.originals import CONTENT_TYPES, name_handed_out
from submissions.workbooks.kinds import FileKind
from units.actions.record_event import record_event
from units.errors import NotWithinReach
from units.models import User


def hand_out_original(*, upload: Upload, by: User, at: datetime) -> tuple[str, str, bytes]:
    """(file name, content type, bytes). `upload` was found by `upload_for`: it is the person's to see.

    NotWithinReach where the file was not kept, because of its macros.
    """
    original = upload.original
    if original is None:
        raise NotWithinReach(
            _("Tệp có macro không tách ra được nên không được giữ; chỉ còn tên và mã SHA-256.")
        )
    with transaction.atomic():
        record_event(
            kind="submission.original_handed_out",
            by=by,
            at=at,
            subject=upload.submission,
            unit=upload.submission.assignment.responsible_id,
            data={"file": upload.file_name, "sha256": original.sha256},
        )
    return name_handed_out(upload), CONTENT_TYPES[FileKind(original.kind)], bytes(original.content)
