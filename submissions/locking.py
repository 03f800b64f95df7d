"""The row that every action locks first."""

from submissions.models import Submission

BLANK = "assignment__round__version__workbook"
"""The agency's blank file is fetched only where it is handed out."""


def lock(submission: Submission) -> Submission:
    """The report as it is now, locked to the end of the transaction, with what actions read beside it.

    Two queries on purpose: a joined row read by the query that waits for the lock may be older than the lock
    (PostgreSQL looks again only at the locked table), and an update would be lost. SQLite has no row locks:
    its transactions are IMMEDIATE, so that one writes at a time.
    """
    _wait_for(submission)
    beside = Submission.objects.select_related(
        "assignment__round__template__regime",
        "assignment__round__version",
        "assignment__round__period",
        "assignment__subject",
        "sent__signature",
        "accepted",
        "draft",
    )
    return beside.defer(BLANK).get(pk=submission.pk)


def lock_to_save(submission: Submission) -> Submission:
    """The same for saving alone: the duty, its round and the draft anew; the form, its regime and the period
    as they were read with `submission`.

    A clerk saves a hundred times where she sends once, and PostgreSQL plans a wide join longer than it reads.
    """
    _wait_for(submission)
    now = Submission.objects.select_related("assignment__round", "draft").get(pk=submission.pk)
    known, asked = submission.assignment.round, now.assignment.round
    asked.template, asked.period = known.template, known.period
    if asked.version_id == known.version_id:
        asked.version = known.version
    return now


def _wait_for(submission: Submission) -> None:
    Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
