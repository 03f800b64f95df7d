"""Moving a round to another version of its form: what would become of each report, looked at before."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.cells_in_words import where
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import ReportingRound, TemplateVersion
from submissions.drafts import entries
from submissions.enclosed import enclosed_in
from submissions.models import Draft, Status, Submission
from submissions.remapping import EXPLAINS, Remapped, remap

SENT = (Status.SUBMITTED, Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Moved:
    """A report with its draft in the new form. `is_sent`: what it said stays sealed in the old one, and the
    draft only waits for a correction. `goes_back`: it waits for a signature on what the clerk saw in the old
    form. `has_words`: something was typed.
    """

    submission: Submission
    remapped: Remapped
    is_sent: bool
    goes_back: bool
    has_words: bool


@dataclass(slots=True)
class MovePlan:
    """Every report of the round, as it would be."""

    version: TemplateVersion
    moved: list[Moved] = field(default_factory=list)

    @property
    def stays(self) -> int:
        """How many were sent, and stay as they were sent."""
        return sum(1 for one in self.moved if one.is_sent)

    @property
    def kept_whole(self) -> list[Moved]:
        return [one for one in self._worked_on if one.has_words and not one.remapped.lost]

    @property
    def with_losses(self) -> list[Moved]:
        return [one for one in self._worked_on if one.remapped.lost]

    @property
    def _worked_on(self) -> list[Moved]:
        return [one for one in self.moved if not one.is_sent]

    @property
    def going_back(self) -> list[Moved]:
        return [one for one in self.moved if one.goes_back]


def plan_move(reporting_round: ReportingRound, version: TemplateVersion) -> MovePlan:
    """What `move_round` would do now. Two queries."""
    old, new = layout_asked(reporting_round), layout_asked(reporting_round, version)
    plan = MovePlan(version)
    reports = Submission.objects.filter(assignment__round=reporting_round)
    for report in reports.select_related("assignment", "draft").order_by("pk"):
        typed = entries(report.draft.cells), entries(report.draft.texts)
        plan.moved.append(
            Moved(
                report,
                _with_lost_files(remap(*typed, old=old, new=new), report.draft, old, new),
                is_sent=report.status in SENT,
                goes_back=report.status == Status.AWAITING_SIGN_OFF,
                has_words=report.draft.version > 0,
            )
        )
    return plan


def _with_lost_files(found: Remapped, draft: Draft, old: FormLayout, new: FormLayout) -> Remapped:
    """Files for which the new form has no place: they stay with the draft, and do not go out."""
    for address, files in enclosed_in(draft.files, old).items():
        if address not in new.enclosure_at:
            found.lost[address] = ", ".join(one.file for one in files)
    return found


def losses_in_words(lost: dict[str, str], layout: FormLayout) -> Iterator[str]:
    """ "Ô E19 (dòng 3.7, cột 1): 12", in the words of the old form."""
    for address, said in lost.items():
        about = address.removeprefix(EXPLAINS)
        if about in layout.place_of:
            yield f"{where(layout, about)}: {said}"
        elif about in layout.notes:
            _table, row, column = layout.notes[about]
            yield f"{row.number} {row.name}, {column.label}: {said}".strip()
        elif about in layout.section_at:
            yield f"{layout.section_at[about].title}: {said}"
        elif about in layout.list_at:
            yield f"{layout.list_at[about].title}: {said}"
        elif about in layout.enclosure_at:
            yield f"{layout.enclosure_at[about].title}: {said}"
        else:
            yield said
