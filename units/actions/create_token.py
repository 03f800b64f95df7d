"""Create an API token for a person: no broader than the person, limited in time, shown once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import ApiToken, Unit, User
from units.permissions import has_verb, memberships_of
from units.reach import check_within_reach
from units.tokens import SCOPE_VERBS, SCOPES, digest_of, new_token

MAX_DAYS = 366


def create_token(
    *,
    user: User,
    name: str,
    scopes: Sequence[str] = ("read",),
    unit: Unit | None = None,
    days: int = 90,
    by: User | None,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Return the stored row and the token itself, which exists nowhere else."""
    _check(user=user, name=name, scopes=scopes, days=days)
    if unit is not None:
        check_within_reach(user, unit.pk)
    token = new_token()
    with transaction.atomic():
        row = ApiToken.objects.create(
            user=user,
            name=name,
            digest=digest_of(token),
            scopes=",".join(scope for scope in SCOPES if scope in scopes),
            unit=unit,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        data = {"user": user.pk, "name": name, "scopes": row.scopes, "expires_at": row.expires_at}
        record_event(kind="token.created", by=by, at=at, subject=row, unit=unit, data=data)
    return row, token


def _check(*, user: User, name: str, scopes: Sequence[str], days: int) -> None:
    if not name.strip() or len(name) > 100:
        raise BadContent(_("Tên mã truy cập phải có từ 1 đến 100 ký tự."))
    if not 1 <= days <= MAX_DAYS:
        raise BadContent(_("Thời hạn mã truy cập phải từ 1 đến %(most)d ngày.") % {"most": MAX_DAYS})
    if not scopes or not memberships_of(user):
        raise BadContent(_("Người này chưa có vai trò tại đơn vị nào, nên không thể có mã truy cập."))
    for scope in scopes:
        if scope not in SCOPES:
            raise BadContent(
                _("Không có phạm vi “%(scope)s”. Các phạm vi: %(all)s.")
                % {"scope": scope, "all": ", ".join(SCOPES)}
            )
        verbs = SCOPE_VERBS[scope]
        if verbs and not any(has_verb(user, verb) for verb in verbs):
            raise BadContent(
                _("Người này không có vai trò cho phạm vi “%(scope)s”. Mã không được rộng hơn vai trò.")
                % {"scope": scope}
            )
