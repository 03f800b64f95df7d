"""An uploaded workbook between its preview and its saving: one a person and duty (units/set_aside.py)."""

from dataclasses import dataclass

from units import set_aside
from units.models import User


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes that were looked at, against which version of the draft."""

    content: bytes
    file_name: str
    confirmed: bool
    version: int


def put_aside(upload: Upload, *, user: User, assignment_id: int) -> str:
    """Keep the bytes, replacing an earlier file of the same person and duty. The token for the page."""
    said = {"name": upload.file_name[:200], "confirmed": upload.confirmed, "version": upload.version}
    return set_aside.put_aside(upload.content, user=user, purpose=str(int(assignment_id)), said=said)


def take_back(*, user: User, assignment_id: int, token: str) -> Upload:
    """What was put aside under the token; Conflict when another file came since, or an hour has passed."""
    content, said = set_aside.take_back(user=user, purpose=str(int(assignment_id)), token=token)
    return Upload(content, said["name"], said["confirmed"], said["version"])


def drop(*, user: User, assignment_id: int) -> None:
    set_aside.drop(user=user, purpose=str(int(assignment_id)))
