"""Documents that come with a report: who may have them, which go out with a revision, which are dropped."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from indicators.layout import Enclosure as AskedDocument
from indicators.layout import FormLayout
from submissions.enclosed import FileEntry, dumped, file_entries
from submissions.models import Draft, Enclosure, Revision, Submission
from submissions.permissions import may_see_cells, may_see_draft
from submissions.queries import submission_for
from submissions.sheet import Enclosed, Sheet
from units.errors import BadContent, NotWithinReach
from units.models import User

MOST_FILES, MOST_OF_ONE = 30, 10
MOST_BYTES = 50 * 1024 * 1024
"""Of all files of one draft."""


def enclosure_for(user: User, assignment_id: int, enclosure_id: int) -> Enclosure:
    """A document of a report within the person's reach, or NotWithinReach.

    The unit's own people have it at once, others when it was sent.
    """
    submission = submission_for(user, assignment_id)
    found = submission.enclosures.filter(pk=enclosure_id).first()
    if found is None or not (may_see_draft(user, submission) or _is_sent_to(user, submission, found)):
        raise NotWithinReach(_("Không có tệp này trong phạm vi của anh/chị."))
    found.submission = submission
    return found


def _is_sent_to(user: User, submission: Submission, found: Enclosure) -> bool:
    return found.revision_id is not None and may_see_cells(user, submission)


def asked_document(layout: FormLayout, key: str) -> AskedDocument:
    """What the form asks for under that key, or BadContent."""
    asked = next((one for one in layout.enclosures if one.key == key), None)
    if asked is None:
        raise BadContent(_("Biểu này không hỏi tài liệu đó. Hãy tải lại trang."), code="unknown_enclosure")
    return asked


def check_room(files: Mapping[str, list[FileEntry]], address: str, size: int) -> None:
    """BadContent when one more file of so many bytes is too much under that address, or for the report."""
    standing = [entry for found in files.values() for entry in found if not entry["gone"]]
    here = [entry for entry in files.get(address, ()) if not entry["gone"]]
    if len(standing) >= MOST_FILES or len(here) >= MOST_OF_ONE:
        raise BadContent(
            _("Nhiều nhất %(one)d tệp cho một mục và %(all)d tệp cho cả báo cáo. Hãy bỏ bớt rồi kèm lại.")
            % {"one": MOST_OF_ONE, "all": MOST_FILES},
            code="too_many_enclosures",
        )
    if sum(entry["size"] for entry in standing) + size > MOST_BYTES:
        raise BadContent(
            _("Các tệp của báo cáo cộng lại quá %(most)d MB. Hãy giảm cỡ tệp, hoặc bỏ bớt rồi kèm lại.")
            % {"most": MOST_BYTES // (1024 * 1024)},
            code="too_much_enclosed",
        )


def put_aside(submission: Submission, by: User) -> list[Enclosure]:
    """What a person put to the report while entering it for the unit, and was not sent. One query."""
    in_draft = [entry["id"] for files in file_entries(submission.draft.files).values() for entry in files]
    mine = submission.enclosures.filter(added_by=by, revision__isnull=True).exclude(pk__in=in_draft)
    return list(mine.select_related("original").defer("original__content").order_by("pk"))


def aside_for(
    submission: Submission, by: User, files: Collection[int] | None = None
) -> dict[str, tuple[Enclosed, ...]]:
    """The same as the sheet says it, by address; only those of `files` where they are named. BadContent: one
    of them does not stand aside for this person."""
    mine = put_aside(submission, by)
    missing = set(files or ()) - {one.pk for one in mine}
    if missing:
        raise BadContent(
            _("Không có tệp số %(number)d trong các tài liệu đã kèm để nhập thay.")
            % {"number": min(missing)},
            code="unknown_enclosure",
        )
    chosen = [one for one in mine if files is None or one.pk in files]
    return {
        address: tuple(Enclosed(e["id"], e["file"], e["kind"], e["size"], e["sha256"]) for e in entries)
        for address, entries in entries_of(chosen).items()
    }


def entries_of(enclosures: Iterable[Enclosure]) -> dict[str, list[FileEntry]]:
    """As a draft would hold them."""
    found: dict[str, list[FileEntry]] = {}
    for one in enclosures:
        original = one.original
        found.setdefault(f"enclosure/{one.key}", []).append(
            FileEntry(
                id=one.pk, file=one.file_name, kind=original.kind, size=original.size,
                sha256=original.sha256, gone=False,
            )
        )  # fmt: skip
    return found


def send_enclosures(submission: Submission, sheet: Sheet, revision: Revision) -> None:
    """What the sheet says came with it went out; what was taken out of the draft can no more be put back.

    No query where nothing came.
    """
    draft = submission.draft
    if draft.files == "{}":
        return
    sent = [one.id for files in sheet.enclosures.values() for one in files]
    submission.enclosures.filter(pk__in=sent, revision__isnull=True).update(revision=revision)
    _keep(draft, lambda entry: not entry["gone"])


def drop_enclosures(*, before: datetime) -> int:
    """Delete documents older than that which were never sent and do not stand in the draft; how many went."""
    old = Enclosure.objects.filter(revision__isnull=True, added_at__lt=before).order_by("pk")
    dropped = 0
    for draft in Draft.objects.filter(submission__enclosures__in=old).distinct().order_by("pk"):
        stands = {e["id"] for files in file_entries(draft.files).values() for e in files if not e["gone"]}
        gone = set(old.filter(submission=draft.submission_id).values_list("pk", flat=True)) - stands
        _keep(draft, _not_in(gone))
        dropped += Enclosure.objects.filter(pk__in=gone).delete()[0]
    return dropped


def _not_in(gone: set[int]) -> Callable[[FileEntry], bool]:
    return lambda entry: entry["id"] not in gone


def _keep(draft: Draft, is_kept: Callable[[FileEntry], bool]) -> None:
    kept = {
        address: [entry for entry in files if is_kept(entry)]
        for address, files in file_entries(draft.files).items()
    }
    files = dumped({address: found for address, found in kept.items() if found})
    if files != draft.files:
        draft.files = files
        draft.save(update_fields=["files"])
