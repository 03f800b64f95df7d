"""An uploaded file between its preview and its saving: one a person and purpose, on disk, an hour at most.

Its place follows from who is signed in, so nobody can name another's; the token ties a page to the very bytes
it showed.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from units.errors import Conflict
from units.models import User

AN_HOUR = 3600


def put_aside(content: bytes, *, user: User, purpose: str, said: Mapping[str, Any]) -> str:
    """Keep the bytes, replacing an earlier file of the same person and purpose; return the page's token.

    `purpose` is a word or number of ours, never what a person wrote; `said` is what JSON can hold.
    """
    path = _place(user, purpose)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    token = {"sha256": hashlib.sha256(content).hexdigest(), "said": dict(said)}
    return signing.dumps(token, salt=salt_of(user, purpose))


def take_back(*, user: User, purpose: str, token: str) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes and what was said; Conflict when another file came since, or an hour has passed."""
    gone = Conflict(_("Tệp đã xem trước không còn nữa. Hãy nạp lại tệp."), code="upload_gone")
    try:
        held = signing.loads(token, salt=salt_of(user, purpose), max_age=AN_HOUR)
        content = _place(user, purpose).read_bytes()
    except (signing.BadSignature, OSError):
        raise gone from None
    if hashlib.sha256(content).hexdigest() != held["sha256"]:
        raise gone
    said: dict[str, Any] = held["said"]
    return content, said


def drop(*, user: User, purpose: str) -> None:
    _place(user, purpose).unlink(missing_ok=True)


def sweep(*, now: float) -> int:
    """Delete files nobody came back for (`now` in seconds since 1970); return how many."""
    old = [path for path in _root().glob("*/*.bin") if path.stat().st_mtime < now - AN_HOUR]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "pending"


def _place(user: User, purpose: str) -> Path:
    return _root() / str(user.pk) / f"{purpose}.bin"


def salt_of(user: User, purpose: str) -> str:
    return f"units.set-aside.{user.pk}.{purpose}"
