"""What a report is read against: figures that count already, the unit's own past, lowered checks,
cells filled in from other forms."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indicators.forms import layout_asked
from indicators.formulas import Source, plan_of
from indicators.formulas.lists import is_of_list
from indicators.layout import FormLayout
from indicators.layout.form import CheckKind
from indicators.queries import beside_version
from submissions.consolidating import below_of, filled_in, is_consolidated
from submissions.drafts import sheet_of_draft
from submissions.elsewhere import figures_elsewhere, figures_elsewhere_of
from submissions.models import Revision, Submission
from submissions.own_past import earlier_numbers, past_figures, sum_of_shorter
from submissions.reusing import reused_cells, reused_cells_of
from submissions.revisions import reused_in
from submissions.rules.change import source_before
from submissions.sheet import NOTHING, Background, Sheet, recomputed


def background_of(submission: Submission) -> Background:
    """At most three queries, one for a form without checks and formulas; see `figures_elsewhere`, and
    `reused_cells` for those it takes where there are any."""
    layout = layout_asked(submission.assignment.round)
    if is_consolidated(submission):
        below = below_of(submission, layout)
        return Background(reused=filled_in(submission, below), below=below)
    sources = _sources(layout)
    lowered, reused = beside_version(submission.assignment.round.version_id)
    if not layout.checks and not sources and not reused:
        return NOTHING
    usual, longer = _cells_of(layout, "outlier"), _cells_of(layout, "shorter_periods")
    past = past_figures(submission, layout, [*usual, *longer])
    shorter = {address: sum_of_shorter(submission, layout, address, past) for address in longer}
    return Background(
        figures=figures_elsewhere(submission, sources) if sources else {},
        earlier={address: earlier_numbers(submission, layout, address, past) for address in usual},
        shorter={address: total for address, total in shorter.items() if total is not None},
        lowered=lowered,
        reused=reused_cells(submission) if reused else {},
    )


def counting_for(submissions: Sequence[Submission], layout: FormLayout) -> Iterable[Background]:
    """For each of the reports of one round what its carried and reused cells read, as `background_of` has it;
    nothing to check by. The same queries however many they are, but for consolidated reports."""
    read = plan_of(layout).sources
    sources = {source for source in read if not is_of_list(source.data_point)}
    if not submissions or not read:
        yield from [NOTHING] * len(submissions)
    elif is_consolidated(submissions[0]):
        yield from map(background_of, submissions)
    else:
        _lowered, reuses = beside_version(submissions[0].assignment.round.version_id)
        figures = figures_elsewhere_of(submissions, sources) if sources else {}
        reused = reused_cells_of(submissions) if reuses else {}
        for submission in submissions:
            subject = submission.assignment.subject_id
            yield Background(figures=figures.get(subject, {}), reused=reused.get(subject, {}))


def background_of_sent(submission: Submission, sent: Revision) -> Background:
    """The same for what was sent: only the cells count as reused that were so when it was sealed."""
    background, reused = background_of(submission), reused_in(sent)
    kept = {address: one for address, one in background.reused.items() if address in reused}
    return replace(background, reused=kept) if background.reused else background


def working_sheet(submission: Submission) -> Sheet:
    """The draft with its computed and carried cells as they are now."""
    return recomputed(sheet_of_draft(submission), background_of(submission))


def _sources(layout: FormLayout) -> set[Source]:
    """What formulas read elsewhere, and what checks of change set cells against."""
    sources = {source for source in plan_of(layout).sources if not is_of_list(source.data_point)}
    for check in layout.checks:
        if check.kind in ("change", "was_there"):
            sources |= {source_before(layout, check, address) for address in check.parts}
    return sources


def _cells_of(layout: FormLayout, kind: CheckKind) -> list[str]:
    return list(dict.fromkeys(a for check in layout.checks if check.kind == kind for a in check.parts))
