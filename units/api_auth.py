"""The way into the API: a bearer token, or the session of a signed-in person (with CSRF), in this order."""

from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from units.errors import NotAllowed
from units.models import ApiToken, User
from units.tokens import SCOPES, digest_of

_USE_IS_NOTED_EVERY = timedelta(minutes=1)


class Bearer(HttpBearer):
    """Acts as the token's user, narrowed to its scopes and unit. Opens no session."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        now = timezone.now()
        row = (
            ApiToken.objects.select_related("user")
            .filter(
                digest=digest_of(token), revoked_at__isnull=True, expires_at__gt=now, user__is_active=True
            )
            .first()
        )
        if row is None:
            # A wrong token never falls back to a cookie that happens to be there.
            raise AuthenticationError()
        if row.last_used_at is None or row.last_used_at < now - _USE_IS_NOTED_EVERY:
            ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
        user: User = row.user
        user.__dict__["limited_to_unit"] = row.unit_id
        request.user = user
        cast(Any, request).auth_scopes = frozenset(row.scopes.split(","))
        return user


class Session(SessionAuth):
    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        if not request.user.is_authenticated:
            return None
        cast(Any, request).auth_scopes = frozenset(SCOPES)
        return request.user


auth = [Bearer(), Session(csrf=True)]


def user_of(request: HttpRequest) -> User:
    """Return the signed-in person; operations run only for one."""
    if not isinstance(request.user, User):
        raise AuthenticationError()
    return request.user


def check_not_limited(request: HttpRequest) -> None:
    """Raise NotAllowed for a token limited to one unit: what is done here reaches beyond any."""
    if getattr(user_of(request), "limited_to_unit", None) is not None:
        raise NotAllowed(
            _("Mã truy cập giới hạn ở một đơn vị không làm được việc này. Hãy dùng mã không giới hạn đơn vị.")
        )


def check_scope(request: HttpRequest, scope: str) -> None:
    """Raise NotAllowed when the token was not given this scope (a session has all of them)."""
    if scope not in getattr(request, "auth_scopes", frozenset()):
        raise NotAllowed(
            _("Mã truy cập không có phạm vi “%(scope)s”. Hãy dùng mã được cấp phạm vi đó.") % {"scope": scope}
        )
