"""The row that every action locks first."""

from submissions.models import Submission


def lock(submission: Submission) -> Submission:
    """The report as it is now, locked to the end of the transaction, with what actions read beside it.

    SQLite has no row locks: its transactions are IMMEDIATE, so that one writes at a time.
    """
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related(
            "assignment__round__template__regime",
            "assignment__round__version",
            "assignment__round__period",
            "assignment__subject",
            "sent",
            "accepted",
            "draft",
        )
        .get(pk=submission.pk)
    )
