"""Files that came in, kept as they came: once each, without macros, under a name no system stumbles over."""

import hashlib
import unicodedata
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from submissions.drafts import entries
from submissions.enclosing import drop_enclosures
from submissions.models import Original, Revision, Submission, Upload
from submissions.permissions import may_see_cells, may_see_draft
from submissions.queries import submission_for
from submissions.workbooks.kinds import FileKind
from submissions.workbooks.macros import without_macros
from units.errors import NotWithinReach
from units.models import User

CONTENT_TYPES = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.CSV: "text/csv",
}
LONGEST_NAME = 200


def file_name_kept(name: str) -> str:
    """The name alone, NFC, no folders, no control or direction characters; never empty, at most 200 long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    clean = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    clean = clean.strip(" .")
    if len(clean) > LONGEST_NAME:
        stem, point, ending = clean.rpartition(".")
        short = point and len(ending) < 10
        clean = stem[: LONGEST_NAME - len(ending) - 1] + point + ending if short else clean[:LONGEST_NAME]
    return clean or "workbook"


def path_kept(name: str) -> str:
    """The same with the last folders it came in, which tell files of one name apart. For reading only."""
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(" .")]
    shown = "/".join(file_name_kept(part) for part in parts[-3:])
    return shown if 0 < len(shown) <= LONGEST_NAME else file_name_kept(name)


def name_handed_out(upload: Upload) -> str:
    """The file's name; what came as .xlsm goes out as the .xlsx it has become."""
    stem, point, ending = upload.file_name.rpartition(".")
    return f"{stem}.xlsx" if point and ending.lower() in ("xlsm", "xltm", "xlam") else upload.file_name


def keep_original(content: bytes) -> Original | None:
    """The stored file, the same row for the same bytes; None where macros cannot be taken out of it."""
    kind, kept = without_macros(content)
    return None if kept is None else stored(kept, kind=kind.value)


def stored(content: bytes, *, kind: str) -> Original:
    """The bytes as they are, once."""
    found, _made = Original.objects.defer("content").get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"size": len(content), "kind": kind, "content": content},
    )
    return found


def uploads_seen(user: User, submission: Submission) -> QuerySet[Upload]:
    """The uploads a person may know of, oldest first: those that were sent, and those of one's own draft."""
    uploads = (
        submission.uploads.select_related("uploaded_by", "revision")
        .defer("revision__document")
        .order_by("pk")
    )
    if may_see_draft(user, submission):
        return uploads
    return uploads.filter(revision__isnull=False) if may_see_cells(user, submission) else uploads.none()


def originals_of(revision: Revision) -> QuerySet[Upload]:
    """The uploads whose figures went out with a revision, and whose files were kept."""
    return (
        Upload.objects.filter(revision=revision, undone_at__isnull=True, original__isnull=False)
        .only("pk", "file_name")
        .order_by("pk")
    )


def upload_for(user: User, assignment_id: int, upload_id: int) -> Upload:
    """An upload of a report within the person's reach, or NotWithinReach."""
    submission = submission_for(user, assignment_id)
    found = uploads_seen(user, submission).filter(pk=upload_id).first()
    if found is None:
        raise NotWithinReach(_("Không có tệp này trong phạm vi của anh/chị."))
    found.submission = submission
    return found


def standing_upload(submission: Submission) -> Upload | None:
    """The last upload of which something stands in the draft, since it was sent: the one to be undone."""
    return _standing(submission).order_by("-pk").first()


def send_uploads(submission: Submission, revision: Revision) -> None:
    """The files of which something stands in the draft go out with the revision."""
    _standing(submission).update(revision=revision)


def _standing(submission: Submission) -> QuerySet[Upload]:
    draft = submission.draft
    versions = {entry["n"] for part in (draft.cells, draft.texts) for entry in entries(part).values()}
    unsent = submission.uploads.filter(revision__isnull=True, undone_at__isnull=True)
    return unsent.filter(version__in=versions)


def drop_unsent(*, before: datetime) -> int:
    """Delete uploads and enclosures older than that with which nothing was sent, and files that nothing has
    any more; how many went. One that still stands in a draft stays."""
    old = Upload.objects.filter(revision__isnull=True, uploaded_at__lt=before).select_related(
        "submission__draft"
    )
    gone = [
        upload.pk
        for upload in old.order_by("pk")
        if upload.undone_at is not None or not _standing(upload.submission).filter(pk=upload.pk).exists()
    ]
    Upload.objects.filter(pk__in=gone).delete()
    dropped = drop_enclosures(before=before)
    Original.objects.filter(uploads__isnull=True, enclosures__isnull=True).delete()
    return len(gone) + dropped


def can_be_handed_back(upload: Upload) -> bool:
    """Whether it can come back with its cells marked: an .xlsx that was kept."""
    kept = Original.objects.filter(uploads=upload).values_list("kind", flat=True)
    return kept.first() == FileKind.XLSX
