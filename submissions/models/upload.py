"""Workbooks that came in: the file itself, and what it did to a draft."""

from django.db import models
from django.db.models import Q

from submissions.models.submission import Revision, Submission
from units.models import User


class Original(models.Model):
    """A file as it came, once however often it came (docs/decisions/040). Never changed.

    `sha256` and `size` (bytes) are of `content`; `kind` is a `FileKind`, found by content.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=4)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class Upload(models.Model):
    """A workbook kept in a draft, as its version `version`; `revision` is the sending that it went out with.

    `sha256` and `size` are of the file that came. `original` is without macros, and NULL where a file could
    not be kept without them. `form`: the version of the form it was read in. `changed` cells and notes.
    `before`: {"cells": {address: entry or null}, "texts": …, "nothing_to_report": bool}, of what it changed,
    as in `Draft`.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="uploads")
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    form = models.ForeignKey("indicators.TemplateVersion", on_delete=models.PROTECT, related_name="+")
    changed = models.PositiveIntegerField()
    before = models.TextField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "version"], name="upload_made_a_version_once"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="upload_undone_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(revision__isnull=True), name="upload_undone_or_sent"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
