"""Số liệu lịch sử: past periods loaded from workbooks of unit rows, which count once they are approved."""

from django.db import models
from django.db.models import Q

from indicators.models import ReportingRound, Template, TemplateVersion
from units.models import User


class HistoryLoad(models.Model):
    """A file of one form and one past period, between its loading and its approval.

    `rows`: JSON list of {"unit": id, "name": …, "place": …, "cells": {address: plain answer}}; `told`: JSON
    list of what was said of the file. `loaded_by` NULL: by the command. Approved once by a second person or
    the head of the agency, or undone before that; `round` is what it became.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="+")
    period_code = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.TextField()
    told = models.TextField(default="[]")
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    round = models.ForeignKey(
        ReportingRound, on_delete=models.PROTECT, null=True, blank=True, related_name="history_loads"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, round__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, round__isnull=False),
                name="history_approved_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False, approved_at__isnull=True),
                name="history_undone_at_and_by_before_approval",
            ),
            models.UniqueConstraint(
                fields=["template", "period_code", "sha256"],
                condition=Q(undone_at__isnull=True),
                name="history_file_loaded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.period_code}"
