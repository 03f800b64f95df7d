"""People, their roles at units, their API tokens."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models.unit import Unit


class Role(models.TextChoices):
    CLERK = "clerk", _("người lập báo cáo")
    HEAD = "head", _("thủ trưởng đơn vị")
    REVIEWER = "reviewer", _("người duyệt số liệu")
    OFFICER = "officer", _("công chức phụ trách chế độ báo cáo")
    DIRECTOR = "director", _("lãnh đạo sở, phòng")
    LEADER = "leader", _("lãnh đạo")
    ADMINISTRATOR = "administrator", _("quản trị")
    AUDITOR = "auditor", _("thanh tra, kiểm tra")


class User(AbstractUser):
    """A person who signs in. Names are one field, as Vietnamese names are."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(max_length=150)
    language = models.CharField(max_length=5, default="vi")

    acting_in: int | None = None
    """The membership chosen for this session (not stored); None: all roles that are held."""

    REQUIRED_FIELDS = ["full_name"]

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.username


class Membership(models.Model):
    """A person's role at a unit, from – to (both days included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(valid_to__isnull=True),
                name="membership_open_once",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} at {self.unit_id}"


class ApiToken(models.Model):
    """A bearer token; only its SHA-256 is kept. `scopes` is a comma list of read, submit, review, admin."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="token_expires_after_creation"
            ),
        ]

    def __str__(self) -> str:
        return self.name
