"""The row that every action locks first."""

from submissions.models import Submission


def lock(submission: Submission) -> Submission:
    """The report as it is now, locked to the end of the transaction, with what actions read beside it.

    Two queries on purpose: a joined row read by the query that waits for the lock may be older than the lock
    (PostgreSQL looks again only at the locked table), and an update would be lost. SQLite has no row locks:
    its transactions are IMMEDIATE, so that one writes at a time.
    """
    Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
    return Submission.objects.select_related(
        "assignment__round__template__regime",
        "assignment__round__version",
        "assignment__round__period",
        "assignment__subject",
        "sent__signature",
        "accepted",
        "draft",
    ).get(pk=submission.pk)
