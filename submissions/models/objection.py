""" "Trùng, không cần": what those who fill a form in say of a cell, and what its officer answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission
from units.models import User


class Objection(models.Model):
    """A clerk says, with a word, that a cell is asked elsewhere or not needed; at most one is open a cell.

    `answer` is empty until the officer of the regime gives one. "removed": not in the next version.
    """

    class Kind(models.TextChoices):
        REPEATED = "repeated", _("đã hỏi ở nơi khác")
        NEEDLESS = "needless", _("không cần hỏi")

    class Answer(models.TextChoices):
        REUSE = "reuse", _("dùng lại số đã có")
        KEPT = "kept", _("vẫn hỏi")
        REMOVED = "removed", _("bỏ ở phiên bản sau")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="objections")
    address = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    word = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_word = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "address"],
                condition=Q(answered_at__isnull=True),
                name="objection_open_once_a_cell",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & Q(answer__in=["reuse", "kept", "removed"]),
                name="objection_answered_at_and_by",
            ),
            models.CheckConstraint(condition=~Q(word=""), name="objection_has_a_word"),
            models.CheckConstraint(
                condition=~Q(answer="kept") | ~Q(answer_word=""), name="objection_kept_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.address}: {self.kind}"
