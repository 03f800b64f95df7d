"""How far a round is: who has reported, who has not."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce

from indicators.models import Assignment, ReportingRound
from indicators.queries import reachable_assignments
from submissions.models import Status
from submissions.queries import WITH_THE_UNIT
from units.models import User
from units.queries import UnitView, describe_units, in_order


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a round is; `missing` have sent nothing that stands, in Vietnamese order."""

    expected: int
    sent: int
    accepted: int
    returned: int
    late: int
    exempt: int
    missing: list[UnitView]


def coverage(round_: ReportingRound, *, at: datetime, user: User | None = None) -> Coverage:
    """Who has reported and who has not, of the duties the person may see (None: all). Three queries."""
    duties = Assignment.objects.all() if user is None else reachable_assignments(user)
    rows = list(
        duties.filter(round=round_).values_list(
            "subject",
            "exempted_at",
            Coalesce("extended_to", "due_at"),
            "submission__status",
            "submission__accepted",
            "submission__sent__is_late",
        )
    )
    expected = [row for row in rows if row[1] is None]
    missing = [row for row in expected if row[3] in (None, *WITH_THE_UNIT) and row[4] is None]
    names = describe_units((row[0] for row in missing), on=round_.period.ends)
    return Coverage(
        expected=len(expected),
        sent=sum(1 for row in expected if row[3] == Status.SUBMITTED),
        accepted=sum(1 for row in expected if row[4] is not None),
        returned=sum(1 for row in expected if row[3] == Status.RETURNED),
        late=sum(1 for row in missing if at > row[2])
        + sum(1 for row in expected if row[3] in (Status.SUBMITTED, Status.ACCEPTED) and row[5]),
        exempt=len(rows) - len(expected),
        missing=in_order(names.values()),
    )
