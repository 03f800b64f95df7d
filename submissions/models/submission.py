"""What was answered: one submission an assignment, its draft, revisions, comments, correction requests."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Assignment
from units.models import User


class Status(models.TextChoices):
    DRAFT = "draft", _("bản nháp")
    AWAITING_SIGN_OFF = "awaiting_sign_off", _("trình ký")
    SUBMITTED = "submitted", _("đã gửi")
    RETURNED = "returned", _("trả lại để sửa")
    ACCEPTED = "accepted", _("đã duyệt số liệu")
    CORRECTING = "correcting", _("đang đính chính")


class Submission(models.Model):
    """The answer to an assignment, made with it. Its row is the lock of every action.

    `sent` is the latest revision sent, `accepted` the one whose figures count (both NULL at first).
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="submission")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(null=True, blank=True)
    sent = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted = models.ForeignKey(
        "Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="submission_status_is_known"),
            models.CheckConstraint(
                condition=Q(prepared_at__isnull=True, prepared_by__isnull=True)
                | Q(prepared_at__isnull=False, prepared_by__isnull=False),
                name="submission_prepared_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "correcting"]) | Q(accepted__isnull=False),
                name="submission_accepted_has_revision",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "accepted"]) | Q(sent__isnull=False),
                name="submission_sent_has_revision",
            ),
        ]
        indexes = [models.Index(fields=["status"], name="submission_status")]

    def __str__(self) -> str:
        return f"submission {self.pk} {self.status}"

    @property
    def is_started(self) -> bool:
        """Somebody saved something, were it only a text that cannot be read; emptied again it stays begun."""
        return self.status != Status.DRAFT or self.draft.version > 0


class Draft(models.Model):
    """Cells being worked on, as one JSON document; saving is one cheap write and no event.

    `cells`: {address: {"v": "1234.5" | "-" | "…" | "x" | null, "t": text as typed when it cannot be read,
    "n": version at which it changed, "by": user id}}. `texts`: {address: {"v": text, "n":…, "by":…}};
    words on a warning stand there too, under "explain:" + address. `nothing_to_report`: all "-" by one
    decision. `files`: what comes with the report, {address: [{"id": `Enclosure`, "file": name, "kind":…,
    "size": bytes, "sha256":…, "gone": taken out again}]}. `version` grows by one with each save; it is the
    API's ETag. `active_seconds`: how long people were at work on the form (keys and clicks at most a minute
    apart), as the page told with its saves.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="draft")
    cells = models.TextField(default="{}")
    texts = models.TextField(default="{}")
    files = models.TextField(default="{}")
    nothing_to_report = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    active_seconds = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"draft of {self.submission_id} v{self.version}"


class Revision(models.Model):
    """What was said: a sealed, immutable document (append-only trigger).

    `document` is canonical JSON text: {"cells": {address: plain answer}, "texts": {…}, "explanations": {…},
    "nothing_to_report": bool, "template": code, "version": n, "period": code, "subject": unit id} and, where
    documents came with it, "enclosures": {address: [{"id":…, "file":…, "kind":…, "size":…, "sha256":…}]};
    `sha256` is of its UTF-8 bytes. `prepared_at` is when sign-off was asked, `sent_at` when it was signed and
    sent. Where no signature comes before sending, `signed_by` is who sent it and `signed_as` is empty; one
    that comes after is a `Signature`. What somebody else entered for a unit that is cut off has `told_by`
    (who said the figures, in words) and `told_how`; `signed_by` is who typed. The document holds both too.
    """

    class Capacity(models.TextChoices):
        HEAD = "head", _("thủ trưởng")
        KT = "KT", _("ký thay")
        TL = "TL", _("thừa lệnh")
        TUQ = "TUQ", _("thừa ủy quyền")
        Q = "Q", _("quyền")

    class Via(models.TextChoices):
        FORM = "form", _("biểu nhập trên trang")
        WORKBOOK = "workbook", _("tệp Excel")
        API = "api", "API"
        FOR_UNIT = "for_unit", _("nhập thay đơn vị")
        HISTORY = "history", _("số liệu lịch sử")

    class Told(models.TextChoices):
        PHONE = "phone", _("điện thoại")
        RADIO = "radio", _("bộ đàm")
        MESSAGE = "message", _("tin nhắn")
        IN_PERSON = "in_person", _("báo trực tiếp")
        PAPER = "paper", _("văn bản, giấy viết tay")
        OTHER = "other", _("cách khác")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    via = models.CharField(max_length=10, choices=Via, default=Via.FORM)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=10, choices=Capacity, default=Capacity.HEAD, blank=True)
    sent_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    told_by = models.CharField(max_length=200, blank=True)
    told_how = models.CharField(max_length=10, choices=Told, blank=True)
    event = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="revision_numbered_once"),
            models.CheckConstraint(
                condition=Q(told_by="", told_how="") | ~Q(told_by="") & ~Q(told_how=""),
                name="revision_told_by_and_how",
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.submission_id}"

    @property
    def was_told(self) -> bool:
        """Whether somebody else typed it, who was told the figures."""
        return bool(self.told_how)

    @property
    def is_by_one_person(self) -> bool:
        """Whether the person who prepared it also signed it, before the sending or after."""
        if self.was_told or self.via == self.Via.HISTORY:
            return False
        after = getattr(self, "signature", None)
        signer = after.signed_by_id if after else self.signed_by_id if self.signed_as else None
        return signer == self.prepared_by_id


class Signature(models.Model):
    """The signature on a revision that was sent before it was signed (ký sau). Append-only."""

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="signature")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=10, choices=Revision.Capacity, default=Revision.Capacity.HEAD)
    signed_at = models.DateTimeField()
    event = models.BigIntegerField()

    def __str__(self) -> str:
        return f"signature on {self.revision_id}"


class Comment(models.Model):
    """A word on a cell (or, with an empty address, on the whole report)."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    address = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=1000)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class CorrectionRequest(models.Model):
    """A request to correct an accepted report; at most one is open. `granted` is NULL until answered.

    `cells`: what shall stand in which cells, as JSON {address: plain answer}, as far as the unit knows yet.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="correction_requests")
    reason = models.CharField(max_length=500)
    cells = models.TextField(default="{}")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(granted__isnull=True),
                name="correction_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, granted__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, granted__isnull=False),
                name="correction_answered_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"correction of {self.submission_id}"
