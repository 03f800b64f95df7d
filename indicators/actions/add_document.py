"""Keep the file (PDF) of the document a regime stands in. Files are added, never changed."""

import hashlib
import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Regime, RegimeDocument
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User
from units.vietnamese import clean_name

MAX_BYTES = 10 * 1024 * 1024
_HEAD, _TAIL = b"%PDF-", b"%%EOF"
_NAME = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]{1,60}")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Not "/JS", which a scan of 10 MB has by chance: a script is an action of the type "/JavaScript" as well.
_ACTIVE = frozenset({b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/RichMedia"})


def add_document(*, regime: Regime, name: str, content: bytes, by: User, at: datetime) -> RegimeDocument:
    """The kept file; the same file again is the one that is there. BadContent unless it is a PDF of at most
    10 MB without scripts, programs to start or files inside.

    Names inside compressed parts of a PDF are not read: the file is only ever handed out as a download.
    """
    check_may_manage_regime(by, regime)
    _check(content)
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        regime = Regime.objects.select_for_update().get(pk=regime.pk)
        there = RegimeDocument.objects.filter(regime=regime, sha256=sha256).first()
        if there is not None:
            return there
        document = RegimeDocument.objects.create(
            regime=regime, name=_file_name(name), content=content, size=len(content), sha256=sha256,
            added_at=at, added_by=by,
        )  # fmt: skip
        record_event(
            kind="regime.document_added", by=by, at=at, subject=regime, unit=regime.owner_id,
            data={"code": regime.code, "name": document.name, "size": document.size, "sha256": sha256},
        )  # fmt: skip
    return document


def _check(content: bytes) -> None:
    if not content:
        raise BadContent(_("Tệp trống. Hãy chọn lại tệp."), code="empty_file")
    if len(content) > MAX_BYTES:
        raise BadContent(
            _("Tệp lớn hơn 10 MB. Hãy quét lại với độ phân giải thấp hơn."), code="file_too_large"
        )
    if not content.startswith(_HEAD) or _TAIL not in content[-1024:]:
        raise BadContent(_("Tệp không phải là PDF, hoặc bị cắt cụt. Hãy chọn lại tệp."), code="not_a_pdf")
    if any(_plain(found) in _ACTIVE for found in _NAME.findall(content)):
        raise BadContent(
            _("Tệp PDF có mã lệnh hoặc tệp đính kèm bên trong nên không nhận. Hãy in ra PDF mới rồi nạp."),
            code="active_pdf",
        )


def _plain(name: bytes) -> bytes:
    """A name as a reader takes it: "/J#61vaScript" is "/JavaScript"."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), name)


def _file_name(name: str) -> str:
    """The last part of a path, without signs that are none."""
    last = clean_name(name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    return kept[-200:].strip() or "van-ban.pdf"
