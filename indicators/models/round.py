"""Rounds (đợt báo cáo) and the duties (nhiệm vụ báo cáo) they give."""

from django.db import models
from django.db.models import F, Q

from indicators.models.calendar import Period
from indicators.models.deadline import DeadlineRule
from indicators.models.template import Edition, Template, TemplateVersion
from units.models import Unit, User


class ReportingRound(models.Model):
    """A template version asked for one period and edition. `period_code` is the name its regime uses
    ("2026-9M"), or an ad-hoc round's own; `due_at` is the latest due time of its duties.

    `edition`: what its cells mean that say no other (see `edition_of`). Closed: nothing more is sent.
    `reopened_at`: from then on a person closes it, whatever its regime says.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="rounds")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="rounds")
    period_code = models.CharField(max_length=30)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    edition = models.SmallIntegerField(choices=Edition, default=Edition.OFFICIAL)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "period", "edition"], name="round_opened_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(closed_by__isnull=True),
                name="round_closed_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.period_code}"


class Assignment(models.Model):
    """Round + subject (whom the numbers are about) + responsible (who fills) + recipient (who checks).

    `rule`: what the due time comes from, so that it moves with days off; NULL where a person set the time.
    """

    round = models.ForeignKey(ReportingRound, on_delete=models.PROTECT, related_name="assignments")
    subject = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments_about")
    responsible = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments_to_fill")
    recipient = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments_to_check")
    due_at = models.DateTimeField()
    rule = models.ForeignKey(
        DeadlineRule, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    extended_to = models.DateTimeField(null=True, blank=True)
    extended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    extension_reason = models.CharField(max_length=300, blank=True)
    exempted_at = models.DateTimeField(null=True, blank=True)
    exempted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    exemption_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "subject"], name="subject_asked_once_a_round"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gte=F("due_at")),
                name="extension_is_later_than_due",
            ),
            models.CheckConstraint(
                condition=Q(exempted_at__isnull=True, exempted_by__isnull=True)
                | Q(exempted_at__isnull=False, exempted_by__isnull=False),
                name="assignment_exempted_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.subject_id}"
