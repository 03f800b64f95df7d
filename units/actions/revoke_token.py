"""Make an API token useless from now on."""

from datetime import datetime

from django.db import transaction

from units.actions.record_event import record_event
from units.models import ApiToken, User
from units.permissions import check_may_manage_people


def revoke_token(*, token: ApiToken, by: User | None, at: datetime) -> ApiToken:
    """People revoke their own tokens, administrators any. Doing it twice has one effect."""
    if by is not None and by.pk != token.user_id:
        check_may_manage_people(by)
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
            record_event(kind="token.revoked", by=by, at=at, subject=token, data={"user": token.user_id})
            token.revoked_at = at
    return token
