"""The log: one `Event` for every change, in the change's own transaction; seals chain them afterwards."""

from django.db import models

from units.models.people import User
from units.models.unit import Unit


class Event(models.Model):
    """What happened, to what, by whom, when. Append-only (a trigger refuses UPDATE and DELETE).

    `subject_type` and `subject_id` name the object ("submission", 12). `data` is a JSON text.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    data = models.TextField(default="{}")

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class EventSeal(models.Model):
    """One link of the chain: SHA-256 over the previous link and the event's content. Append-only."""

    id = models.BigAutoField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.pk}"
