"""Regimes (chế độ báo cáo): the legal frame that says who reports what to whom by when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.calendar import Calendar
from indicators.models.catalogue import DataPoint
from units.models import Placement, Unit, UnitGroup


class Regime(models.Model):
    """Legal basis, owner, frequency, calendar, who reports, sign-off, acceptance; `deadline_rules` say when.

    `frequency` is a word of `indicators.periods` ("cumulative_quarter": 3, 6, 9, 12 months).
    Subjects are the units of `subject_kinds` (comma list of UnitName.kind) below the owner's parent
    on a period's last day, by `placement_kind`, in `subject_group` when there is one; each is its own
    responsible; the recipient is the owner, or the owner's predecessor of that time.
    `speaks_for_whole`: what a unit answers is about all below it too (rule 3).
    """

    class SignOff(models.TextChoices):
        BEFORE = "before", _("ký trước khi gửi")
        AFTER = "after", _("ký sau khi gửi")
        NONE = "none", _("không cần ký")

    class Acceptance(models.TextChoices):
        PERSON = "person", _("người duyệt")
        AUTOMATIC = "automatic", _("tự động")

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="regimes")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="regimes")
    frequency = models.CharField(max_length=30)
    is_cumulative = models.BooleanField(default=False)
    subject_kinds = models.CharField(max_length=100, default="xa,phuong,dac_khu,thi_tran")
    subject_group = models.ForeignKey(
        UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="regimes"
    )
    speaks_for_whole = models.BooleanField(default=False)
    placement_kind = models.CharField(
        max_length=20, choices=Placement.Kind, default=Placement.Kind.ADMINISTRATIVE
    )
    opens_days_before_end = models.SmallIntegerField(default=0)
    sign_off = models.CharField(max_length=10, choices=SignOff, default=SignOff.BEFORE)
    acceptance = models.CharField(max_length=10, choices=Acceptance, default=Acceptance.PERSON)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class FirstSource(models.Model):
    """Rule 4: the one regime whose answers count for a data point; others are kept, never totalled."""

    data_point = models.OneToOneField(DataPoint, on_delete=models.PROTECT, related_name="first_source")
    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="first_sources")

    def __str__(self) -> str:
        return f"{self.data_point_id} from {self.regime_id}"
