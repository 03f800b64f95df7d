"""When a role can end: what page and action ask alike."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from units.errors import BadContent, Conflict, wrong_field
from units.models import Membership, Role, User
from units.queries import valid_on


def check_ending(role: Membership, *, until: date, successor: User | None) -> None:
    """BadContent where the day or the successor cannot be, Conflict when the role has ended by then."""
    last_day_before(until + timedelta(days=1))
    if role.valid_to is not None and role.valid_to <= until:
        said = _("Vai trò này đã có ngày kết thúc sớm hơn: %(day)s là ngày cuối.")
        raise Conflict(said % {"day": f"{role.valid_to:%d/%m/%Y}"}, code="already_ended")
    if successor is not None and successor.pk == role.user_id:
        raise BadContent(_("Người nhận bàn giao phải là người khác."), code="same_person")
    if successor is not None and not successor.is_active:
        raise BadContent(_("Tài khoản của người nhận đã ngừng. Hãy chọn người khác."), code="not_active")


def last_day_before(first_day_without: date) -> date:
    """The last day of a role that is lost from a day on; BadContent for a day before today."""
    if first_day_without < timezone.localdate():
        raise wrong_field("from", _("Không kết thúc vai trò lùi ngày: ngày thôi vai trò phải từ hôm nay."))
    return first_day_without - timedelta(days=1)


def check_not_last(role: Membership, *, on: date, successor: User | None) -> None:
    """Somebody else must be able to give roles from the day on; nobody could let one in again."""
    if role.role != Role.ADMINISTRATOR or successor is not None:
        return
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    others = Membership.objects.filter(valid_on(on), later, role=role.role, user__is_active=True)
    if not others.exclude(pk=role.pk).exists():
        raise Conflict(
            _("Đây là quản trị cuối cùng. Hãy bàn giao vai trò quản trị cho người khác."), code="last_one"
        )
