"""`Idempotency-Key`: the same request twice has one effect and one answer."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from submissions.models import IdempotencyKey
from units.errors import BadContent
from units.models import User

LONGEST = 200


def once(
    *, user: User, key: str | None, operation: str, request: Any, at: datetime, act: Callable[[], Any]
) -> Any:
    """The answer of `act` (what JSON can hold), or the one it gave when the key was first used.

    Key, effect and answer are one transaction: an action that fails leaves no key, and may be tried again.
    A key used for something else is BadContent. Without a key, `act` simply runs.
    """
    if not key:
        return act()
    if len(key) > LONGEST or not key.isprintable():
        raise BadContent(
            _("Idempotency-Key dài quá %(longest)d ký tự hoặc có ký tự ẩn.") % {"longest": LONGEST},
            code="idempotency_key_unusable",
        )
    fingerprint = hashlib.sha256(_dumped([operation, request]).encode("utf-8", "surrogatepass")).hexdigest()
    try:
        with transaction.atomic():
            # Claimed first: a second request with the key waits here for the first to end.
            row = IdempotencyKey.objects.create(
                user=user, key=key, operation=operation, fingerprint=fingerprint, status=200, body="", at=at
            )
            answer = act()
            row.body = _dumped(answer)
            row.save(update_fields=["body"])
            return answer
    except IntegrityError:
        known = IdempotencyKey.objects.filter(user=user, key=key).first()
        if known is None:
            raise
    return _stored(known, fingerprint)


def _stored(known: IdempotencyKey, fingerprint: str) -> Any:
    if known.fingerprint != fingerprint:
        raise BadContent(
            _("Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng một khóa mới."),
            code="idempotency_key_reused",
        )
    return json.loads(known.body)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
