"""Documents that come with a report: whose, for what, and the sending they first went out with."""

from django.db import models

from submissions.models.submission import Revision, Submission
from submissions.models.upload import Original
from units.models import User


class Enclosure(models.Model):
    """A file that somebody put to a report; `key` of the `indicators.layout.Enclosure` that asks for it.

    Which of them stand in the draft is said by `Draft.files`, which of them were sent with a revision by its
    sealed document (docs/decisions/044). `revision` is the first one it went out with; from then on it stays.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="enclosures")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="enclosures")
    key = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="first_enclosures"
    )

    def __str__(self) -> str:
        return self.file_name
