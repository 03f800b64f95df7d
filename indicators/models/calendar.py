"""When: calendars with their rows, periods."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.periods import Kind
from units.models import Unit

CUT_KINDS = [
    (Kind.YEAR.value, _("năm")),
    (Kind.HALF.value, _("6 tháng")),
    (Kind.QUARTER.value, _("quý")),
    (Kind.MONTH.value, _("tháng")),
]


class Calendar(models.Model):
    """How periods are cut: the calendar year ("year") or another, such as the cut-offs of NĐ 09 ("nd09").

    The kernel reads it as `indicators.periods.Calendar` (`indicators.calendars.calendars()`), which says what
    the fields mean. `natural_kinds`: comma list of "week", "ten_days", "day". `owner`: the agency that
    defined it; NULL: part of the system, which nobody changes. Nor is one changed that a regime or a period
    uses.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    natural_kinds = models.CharField(max_length=30, blank=True)
    week_starts = models.SmallIntegerField(default=1)
    named_after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(week_starts__gte=1, week_starts__lte=7), name="calendar_week_starts_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CalendarRow(models.Model):
    """First and last day of the period `number` of a kind; years are counted from the year in its name."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=10, choices=CUT_KINDS)
    number = models.SmallIntegerField()
    starts_year = models.SmallIntegerField(default=0)
    starts_month = models.SmallIntegerField()
    starts_day = models.SmallIntegerField()
    ends_year = models.SmallIntegerField(default=0)
    ends_month = models.SmallIntegerField()
    ends_day = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "kind", "number"], name="calendar_row_stated_once"),
            models.CheckConstraint(
                condition=Q(kind="year", number=1)
                | Q(kind="half", number__gte=1, number__lte=2)
                | Q(kind="quarter", number__gte=1, number__lte=4)
                | Q(kind="month", number__gte=1, number__lte=12),
                name="calendar_row_number_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    starts_year__gte=-1, starts_year__lte=1, ends_year__gte=-1, ends_year__lte=1,
                    starts_month__gte=1, starts_month__lte=12, ends_month__gte=1, ends_month__lte=12,
                    starts_day__gte=1, starts_day__lte=31, ends_day__gte=1, ends_day__lte=31,
                ),
                name="calendar_row_days_of_a_year",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.kind} {self.number}"


class Period(models.Model):
    """Calendar + first and last day. `2026-Q1` and `2026-3M` are two names of one row."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="periods")
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "starts", "ends"], name="period_stated_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="period_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts} – {self.ends}"
