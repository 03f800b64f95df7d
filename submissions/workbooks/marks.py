"""Hidden signed marks: which form, unit, period and round a workbook was handed out for.

They stand in cell A1 of a very hidden sheet, which Excel and LibreOffice keep when they save (a custom
property or a defined name is lost by some editors). They save questions; they are no permission: whoever
takes them out is only asked more, and what they say is checked against the duty the file is uploaded to.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from submissions.workbooks.refused import Refused

MARK_SHEET = "_bcs"
_PREFIX = "BCS1"


@dataclass(frozen=True, slots=True)
class Marks:
    """`unit` is the subject's number for life, `unit_name` its name when handed out, `round` a number too."""

    template: str
    version: int
    unit: int
    unit_name: str
    period: str
    round: int


def sign_marks(marks: Marks, *, key: bytes) -> str:
    """The text of the hidden cell: prefix, payload, signature, joined by points."""
    payload = _encode(json.dumps(asdict(marks), ensure_ascii=False, sort_keys=True).encode())
    return f"{_PREFIX}.{payload}.{_signature(payload, key)}"


def read_marks(text: str, *, keys: Sequence[bytes]) -> Marks:
    """The marks, when one of the keys (today's and former ones) has signed them. Refused: marks_changed."""
    prefix, _, rest = text.strip().partition(".")
    payload, _, signature = rest.partition(".")
    signed = any(hmac.compare_digest(signature.encode(), _signature(payload, key).encode()) for key in keys)
    if prefix != _PREFIX or not signed:
        raise Refused("marks_changed")
    try:
        return Marks(**json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
    except (ValueError, TypeError, binascii.Error) as error:
        raise Refused("marks_changed") from error


def _signature(payload: str, key: bytes) -> str:
    return _encode(hmac.digest(key, f"{_PREFIX}.{payload}".encode("utf-8", "replace"), "sha256"))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
