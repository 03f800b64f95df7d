"""Deadline rules (quy định về hạn gửi) of a regime: by level of the reporting unit and by edition."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.regime import Regime
from indicators.models.template import Edition
from indicators.periods import Anchor, CountIn, DueRule, OnDayOff, ScopedRule


class DeadlineRule(models.Model):
    """One rule; what its numbers mean is said by `indicators.periods.DueRule`.

    `edition` NULL: any; `unit_kinds` (comma list of UnitName.kind) blank: any. A rule never changes: duties
    that came by it keep it (`Assignment.rule`); a regime that changes its rules retires them for new ones.
    """

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="deadline_rules")
    edition = models.SmallIntegerField(choices=Edition, null=True, blank=True)
    unit_kinds = models.CharField(max_length=200, blank=True)
    offset = models.SmallIntegerField(default=5)
    count_in = models.CharField(
        max_length=10,
        choices=[(CountIn.WORKING.value, _("ngày làm việc")), (CountIn.CALENDAR.value, _("ngày"))],
        default=CountIn.WORKING.value,
    )
    anchor = models.CharField(
        max_length=10,
        choices=[
            (Anchor.CUT_OFF.value, _("ngày chốt số liệu")),
            (Anchor.PERIOD_END.value, _("ngày cuối kỳ báo cáo")),
        ],
        default=Anchor.CUT_OFF.value,
    )
    fixed_day = models.SmallIntegerField(null=True, blank=True)
    months_after = models.SmallIntegerField(default=1)
    at = models.TimeField(default=time(17))
    on_day_off = models.CharField(
        max_length=10,
        choices=[
            (OnDayOff.NEXT.value, _("lùi đến hết ngày làm việc tiếp theo")),
            (OnDayOff.PREVIOUS.value, _("đưa lên ngày làm việc liền trước")),
            (OnDayOff.STAY.value, _("giữ nguyên ngày")),
        ],
        default=OnDayOff.NEXT.value,
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "edition", "unit_kinds"],
                condition=Q(retired_at__isnull=True),
                name="deadline_rule_stated_once",
            ),
            models.UniqueConstraint(  # no two NULLs are equal
                fields=["regime", "unit_kinds"],
                condition=Q(retired_at__isnull=True, edition__isnull=True),
                name="deadline_rule_of_any_edition_stated_once",
            ),
            models.CheckConstraint(
                condition=Q(fixed_day__isnull=True) | Q(fixed_day__gte=1, fixed_day__lte=31),
                name="deadline_rule_day_of_a_month",
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=-400, offset__lte=400), name="deadline_rule_days_within_bounds"
            ),
            models.CheckConstraint(
                condition=Q(months_after__gte=-24, months_after__lte=24),
                name="deadline_rule_months_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id}/{self.edition or '*'}/{self.unit_kinds or '*'}"

    def scoped(self) -> ScopedRule:
        """The rule as the kernel reads it, under its own number."""
        rule = DueRule(
            offset=self.offset,
            count_in=CountIn(self.count_in),
            anchor=Anchor(self.anchor),
            fixed_day=self.fixed_day,
            months_after=self.months_after,
            at=self.at,
            on_day_off=OnDayOff(self.on_day_off),
        )
        kinds = frozenset(kind.strip() for kind in self.unit_kinds.split(",") if kind.strip())
        return ScopedRule(rule, kinds, self.edition, self.pk or 0)
