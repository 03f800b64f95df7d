"""Batches of workbooks as a person sees them."""

from django.utils.translation import gettext as _

from submissions.models import Batch
from units.errors import NotWithinReach
from units.models import User


def batch_of(user: User, batch_id: int) -> Batch:
    """Nobody sees another's files: NotWithinReach."""
    found = Batch.objects.filter(pk=batch_id, made_by=user).first()
    if found is None:
        raise NotWithinReach(_("Không có lượt nạp này trong phạm vi của anh/chị."))
    return found


def batch_state(batch: Batch) -> str:
    """ "stopped", "finished", "receiving" while parts are to come, else "running"."""
    if batch.stopped_at is not None:
        return "stopped"
    if batch.received < batch.parts:
        return "receiving"
    return "running" if batch.finished_at is None else "finished"
