"""Regimes (chế độ báo cáo): the legal frame that says who reports what to whom by when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.calendar import Calendar
from indicators.models.catalogue import DataPoint
from units.models import Placement, Unit, UnitGroup, User


class Regime(models.Model):
    """Legal basis, owner, frequency, calendar, who reports, sign-off, acceptance; `deadline_rules` say when.

    `frequency` is a word of `indicators.periods` ("cumulative_quarter": 3, 6, 9, 12 months).
    Subjects on a period's last day: below the owner's parent or below the owner (`subject_scope`), by
    `placement_kind`, the units of `subject_kinds` (comma list of UnitName.kind), in `subject_group` when
    there is one; or those listed in `units`; less the exempt ones of `units`. Each fills for itself, or
    `filled_by` for all; the recipient is `checked_by`, else the owner; each as it was at that time.
    `speaks_for_whole`: what a unit answers is about all below it too (rule 3).
    `closes_days_after`: rounds close by themselves so many days after the latest due time of their duties;
    NULL: a person closes them.
    `lets_others_enter`: the officer, or the level above, may type what a unit that is cut off phoned in.
    """

    class SignOff(models.TextChoices):
        BEFORE = "before", _("ký trước khi gửi")
        AFTER = "after", _("ký sau khi gửi")
        NONE = "none", _("không cần ký")

    class Acceptance(models.TextChoices):
        PERSON = "person", _("người duyệt")
        AUTOMATIC = "automatic", _("tự động")

    class Kind(models.TextChoices):
        PERIODIC = "periodic", _("định kỳ")
        TOPICAL = "topical", _("chuyên đề")
        AD_HOC = "ad_hoc", _("đột xuất")

    class SubjectScope(models.TextChoices):
        PROVINCE = "province", _("đơn vị trên địa bàn của cơ quan chủ trì")
        OWNER = "owner", _("đơn vị trực thuộc cơ quan chủ trì")
        LISTED = "listed", _("danh sách đơn vị")

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERIODIC)
    legal_basis = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="regimes")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="regimes")
    frequency = models.CharField(max_length=30)
    is_cumulative = models.BooleanField(default=False)
    subject_scope = models.CharField(max_length=10, choices=SubjectScope, default=SubjectScope.PROVINCE)
    subject_kinds = models.CharField(max_length=300, default="xa,phuong,dac_khu,thi_tran", blank=True)
    subject_group = models.ForeignKey(
        UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="regimes"
    )
    filled_by = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_by = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    speaks_for_whole = models.BooleanField(default=False)
    placement_kind = models.CharField(
        max_length=20, choices=Placement.Kind, default=Placement.Kind.ADMINISTRATIVE
    )
    opens_days_before_end = models.SmallIntegerField(default=0)
    closes_days_after = models.SmallIntegerField(null=True, blank=True)
    sign_off = models.CharField(max_length=10, choices=SignOff, default=SignOff.BEFORE)
    acceptance = models.CharField(max_length=10, choices=Acceptance, default=Acceptance.PERSON)
    lets_others_enter = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="regime_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(opens_days_before_end__gte=0, opens_days_before_end__lte=366),
                name="regime_opens_at_most_a_year_before",
            ),
            models.CheckConstraint(
                condition=Q(closes_days_after__isnull=True)
                | Q(closes_days_after__gte=0, closes_days_after__lte=366),
                name="regime_closes_at_most_a_year_after",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RegimeUnit(models.Model):
    """A unit a regime names: asked by list, or exempt from being asked."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_exempt = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regime", "unit"], name="regime_names_a_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id}: {'not ' if self.is_exempt else ''}{self.unit_id}"


class RegimeDocument(models.Model):
    """The file (PDF) of the document a regime stands in; the latest one is shown, the others are kept."""

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class AdHocRequest(models.Model):
    """Yêu cầu báo cáo đột xuất: its number in a year, and what its regime cannot say.

    `due_minutes` after the midnight with which the asked day begins (14:00 + 3 hours: 1,020; it may pass
    1,440). Asked again each day until `repeats_until`, under the same number.
    """

    regime = models.OneToOneField(Regime, on_delete=models.PROTECT, related_name="ad_hoc")
    year = models.SmallIntegerField()
    number = models.PositiveIntegerField()
    due_minutes = models.PositiveIntegerField()
    repeats_until = models.DateField(null=True, blank=True)
    reminds_hourly = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="ad_hoc_request_numbered_once"),
            models.CheckConstraint(
                condition=Q(due_minutes__gt=0, due_minutes__lte=4 * 24 * 60), name="ad_hoc_due_within_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class FirstSource(models.Model):
    """Rule 4: the one regime whose answers count for a data point; others are kept, never totalled."""

    data_point = models.OneToOneField(DataPoint, on_delete=models.PROTECT, related_name="first_source")
    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="first_sources")

    def __str__(self) -> str:
        return f"{self.data_point_id} from {self.regime_id}"
