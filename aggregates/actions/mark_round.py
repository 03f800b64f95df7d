"""Have all totals of a round computed again."""

from django.db import transaction

from aggregates import ledger
from indicators.models import ReportingRound, TemplateCell
from submissions.models import DirtyMark


@transaction.atomic
def mark_round(*, reporting_round: ReportingRound) -> int:
    """Leave marks at the units directly above the round's subjects on the period's last day; how many."""
    kind = reporting_round.template.regime.placement_kind
    parents = ledger.tree_on(reporting_round.period.ends, kind=kind)
    subjects = reporting_round.assignments.values_list("subject_id", flat=True)
    upper = {parents[subject] for subject in subjects if subject in parents}
    points = set(
        TemplateCell.objects.filter(version=reporting_round.version, period_role="this").values_list(
            "data_point_id", flat=True
        )
    )
    marks = [
        DirtyMark(unit=unit, period=reporting_round.period_id, data_point=point)
        for unit in sorted(upper)
        for point in sorted(points)
    ]
    DirtyMark.objects.bulk_create(marks, batch_size=2000)
    return len(marks)
