"""Who may see and run jobs: administrators; auditors see."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from units.errors import NotAllowed
from units.models import User
from units.permissions import has_verb


def may_see_jobs(user: User | AnonymousUser) -> bool:
    return _is_for_all(user) and (has_verb(user, "run_jobs") or has_verb(user, "read_events"))


def may_run_jobs(user: User | AnonymousUser) -> bool:
    return _is_for_all(user) and has_verb(user, "run_jobs")


def _is_for_all(user: User | AnonymousUser) -> bool:
    """Jobs work for every unit: an API token for one unit is too narrow for them."""
    return getattr(user, "limited_to_unit", None) is None


def check_may_see_jobs(user: User | AnonymousUser) -> None:
    if not may_see_jobs(user):
        raise NotAllowed(_("Chỉ quản trị và thanh tra, kiểm tra được xem các công việc tự động."))


def check_may_run_jobs(user: User | AnonymousUser) -> None:
    if not may_run_jobs(user):
        raise NotAllowed(_("Chỉ quản trị được chạy công việc tự động. Hãy liên hệ quản trị của cơ quan."))
