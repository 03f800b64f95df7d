"""Create an account. What it may do comes from memberships."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User
from units.permissions import check_may_manage_people
from units.vietnamese import clean_name, nfc


def create_user(
    *,
    username: str,
    full_name: str,
    password: str | None = None,
    email: str = "",
    by: User | None,
    at: datetime,
) -> User:
    """Create a person who signs in; without a password nobody can until one is set."""
    if by is not None:
        check_may_manage_people(by)
    username = nfc(username).strip()
    user = User(username=username, full_name=clean_name(full_name), email=email, date_joined=at)
    user.set_password(password)
    try:
        user.full_clean(validate_unique=False)
        if password is not None and by is not None:
            validate_password(password, user)
    except ValidationError as error:
        raise BadContent("; ".join(error.messages)) from error
    with transaction.atomic():
        if User.objects.filter(username=username).exists():
            raise Conflict(
                _("Tên đăng nhập “%(name)s” đã có người dùng. Hãy chọn tên khác.") % {"name": username}
            )
        user.save()
        record_event(kind="user.created", by=by, at=at, subject=user, data={"username": username})
    return user
