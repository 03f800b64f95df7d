"""What happens in the background after a commit here."""

from django.utils import timezone
from django_tasks import task

from submissions.actions.carry_on_batch import carry_on_batch as carry_on
from submissions.actions.tell_of_closing import tell_of_closing as telling_of_closing
from submissions.actions.tell_of_round import tell_of_round as telling


@task()
def tell_of_round(round_id: int) -> str:
    """Mail those who have to answer an urgent round; running it twice mails nobody twice."""
    return str(telling(round_id=round_id, at=timezone.now()))


@task()
def tell_of_closing(round_id: int) -> str:
    """Mail those whose report a closed round missed; running it twice mails nobody twice."""
    return str(telling_of_closing(round_id=round_id, at=timezone.now()))


@task()
def carry_on_batch(batch_id: int) -> None:
    """Work through a batch for some seconds, then again: a file is kept once however often this runs."""
    if carry_on(batch_id=batch_id):
        carry_on_batch.enqueue(batch_id)
