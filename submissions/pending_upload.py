"""An uploaded file between its preview and its saving: one a person and duty, on disk, an hour at most.

Its place follows from who is signed in, so nobody can name another's; the token ties a page to the very bytes
it showed.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from units.errors import Conflict
from units.models import User

SALT = "submissions.pending-upload"
AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes that were looked at, against which version of the draft."""

    content: bytes
    file_name: str
    confirmed: bool
    version: int


def put_aside(upload: Upload, *, user: User, assignment_id: int) -> str:
    """Keep the bytes, replacing an earlier file of the same person and duty. The token for the page."""
    path = _place(user, assignment_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(upload.content)
    said = {
        "sha256": hashlib.sha256(upload.content).hexdigest(),
        "duty": assignment_id,
        "name": upload.file_name[:200],
        "confirmed": upload.confirmed,
        "version": upload.version,
    }
    return signing.dumps(said, salt=SALT)


def take_back(*, user: User, assignment_id: int, token: str) -> Upload:
    """What was put aside under the token; Conflict when another file came since, or an hour has passed."""
    gone = Conflict(_("Tệp đã xem trước không còn nữa. Hãy nạp lại tệp."), code="upload_gone")
    try:
        said = signing.loads(token, salt=SALT, max_age=AN_HOUR)
        content = _place(user, assignment_id).read_bytes()
    except (signing.BadSignature, OSError):
        raise gone from None
    if said["duty"] != assignment_id or hashlib.sha256(content).hexdigest() != said["sha256"]:
        raise gone
    return Upload(content, said["name"], said["confirmed"], said["version"])


def drop(*, user: User, assignment_id: int) -> None:
    _place(user, assignment_id).unlink(missing_ok=True)


def _place(user: User, assignment_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "pending" / str(user.pk) / f"{int(assignment_id)}.bin"


def sweep(*, now: float) -> int:
    """Delete files nobody came back for (`now` in seconds since 1970); how many."""
    old = [
        path
        for path in (Path(settings.MEDIA_ROOT) / "pending").glob("*/*.bin")
        if path.stat().st_mtime < now - AN_HOUR
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
