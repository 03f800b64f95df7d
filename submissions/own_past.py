"""What the unit itself answered in earlier and in shorter periods, for checks that look back."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from django.db.models import Q

from indicators.layout import FormLayout
from indicators.models import Edition, Indicator, Period, ReportingRound
from submissions.models import Submission
from submissions.named_figures import NamedFigure, amount_of, named_figures
from submissions.tiling import tiled

MOST = 24
"""So many earlier periods tell what is usual for a unit."""


def past_figures(submission: Submission, layout: FormLayout, addresses: Collection[str]) -> list[NamedFigure]:
    """All periods this form was asked for, and all within this one. One query, or none."""
    if not addresses:
        return []
    round_ = submission.assignment.round
    asked = ReportingRound.objects.filter(template=round_.template_id).values("period")
    within = Period.objects.filter(
        calendar=round_.period.calendar_id, starts__gte=round_.period.starts, ends__lte=round_.period.ends
    ).values("pk")
    names = {layout.place_of[address][3].data_point for address in addresses}
    return named_figures(submission, names, periods=Q(period__in=asked) | Q(period__in=within))


def earlier_numbers(
    submission: Submission, layout: FormLayout, address: str, figures: Iterable[NamedFigure]
) -> tuple[Fraction, ...]:
    """Numbers only, oldest first. A cumulative form is set against the same months of earlier years."""
    round_ = submission.assignment.round
    ends = round_.period.ends
    is_cumulative = round_.template.regime.is_cumulative
    found = [
        (figure.ends, amount)
        for figure in _of_cell(layout, address, figures)
        if figure.is_asked
        and figure.ends < ends
        and (amount := _amount(figure)) is not None
        and not (is_cumulative and (figure.ends.month, figure.ends.day) != (ends.month, ends.day))
    ]
    return tuple(amount for _ends, amount in sorted(found)[-MOST:])


def sum_of_shorter(
    submission: Submission, layout: FormLayout, address: str, figures: Iterable[NamedFigure]
) -> Fraction | None:
    """Of flows only; None while a shorter period is missing."""
    period = submission.assignment.round.period
    amounts = {
        (figure.starts, figure.ends): amount
        for figure in _of_cell(layout, address, figures)
        if figure.over_time == Indicator.OverTime.SUM
        and period.starts <= figure.starts
        and figure.ends <= period.ends
        and (amount := _amount(figure)) is not None
    }
    return tiled(amounts, starts=period.starts, ends=period.ends)


def _of_cell(layout: FormLayout, address: str, figures: Iterable[NamedFigure]) -> Iterable[NamedFigure]:
    cell = layout.place_of[address][3]
    wanted = (cell.data_point, int(Edition[cell.edition.upper()]))
    return (figure for figure in figures if (figure.name, figure.edition) == wanted)


def _amount(figure: NamedFigure) -> Fraction | None:
    return amount_of(figure.answer)
