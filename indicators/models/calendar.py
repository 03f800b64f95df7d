"""When: calendars, periods, days off."""

from django.db import models
from django.db.models import F, Q


class Calendar(models.Model):
    """How periods are cut: the calendar year ("year") or another, such as the cut-offs of NĐ 09 ("nd09").

    What a code means is computed by `indicators.periods`.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.code


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


class Holiday(models.Model):
    """A day off that is not a weekend, or a weekend day that is worked (swap days are announced yearly)."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=150)
    is_working = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
