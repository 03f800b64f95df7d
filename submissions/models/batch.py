"""Nạp hàng loạt: workbooks of many reports that came in together, worked through in the background."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission
from units.models import User


class Batch(models.Model):
    """Files that one person gave together. `key` is the page's: the same part sent twice is received once.

    `parts` are announced, `received` have come. `acting_in`: the role chosen when the files came (the number
    of a membership), as `User.acting_in`. `worker`: a token of whoever works through it now, "" for nobody;
    each file is kept only while the token still stands, so that a second worker, a stop or a kill never let
    a file be kept twice. `beat_at`: when it last got on. `passed_over`: so many entries were nobody's file.
    """

    key = models.CharField(max_length=40)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    acting_in = models.PositiveIntegerField(null=True, blank=True)
    parts = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=32, blank=True, default="")
    beat_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "key"], name="batch_key_once"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(finished_at__isnull=True),
                name="batch_stopped_or_finished",
            ),
            models.CheckConstraint(
                condition=Q(worker="") | Q(stopped_at__isnull=True, finished_at__isnull=True),
                name="batch_worked_on_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_by_id} {self.made_at:%Y-%m-%d %H:%M}"


class BatchFile(models.Model):
    """One file of a batch. `content` until it is done; `message`: why nothing of it was kept, in words.

    `changed` cells and notes of the draft; `errors` and `warnings`: what is to be mended before sending.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        SAVED = "saved", _("đã lưu vào bản nháp")
        SAME = "same", _("giống bản nháp")
        REFUSED = "refused", _("không lưu")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    message = models.TextField(default="", blank=True)
    changed = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_file_number_once"),
            models.UniqueConstraint(
                fields=["batch", "submission"],
                condition=Q(state__in=("saved", "same")),
                name="batch_report_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", done_at__isnull=True, content__isnull=False)
                | (~Q(state="waiting") & Q(done_at__isnull=False, content__isnull=True)),
                name="batch_file_waits_or_is_done",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("saved", "same")) | Q(submission__isnull=False),
                name="batch_file_kept_in_a_report",
            ),
        ]

    def __str__(self) -> str:
        return self.name
