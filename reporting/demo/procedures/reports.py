"""Reports of II.06a: all accepted but lan's newest, which is not started and shows what is carried over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indicators.answers import Answer, Sign, plain
from indicators.calendars import period_named
from indicators.forms import layout_of
from indicators.formulas import Source
from indicators.layout import FormLayout
from indicators.models import Assignment, ReportingRound
from reporting.demo.fates import Course, Fate
from reporting.demo.procedures.numbers import first_carried, typed_in
from reporting.demo.reports import Report, Setting, course_in
from submissions.sheet import Background, Sheet, recomputed


@dataclass
class Procedures:
    """Reports of one round after another; `pending` is what each unit has carried over, by row."""

    setting: Setting
    pending: dict[int, dict[str, int]] = field(default_factory=dict)

    def reports_of(
        self, round_: ReportingRound, duties: Sequence[Assignment], *, is_newest: bool
    ) -> Iterator[Report]:
        for duty in duties:
            is_lans = duty.subject_id == self.setting.lans
            yield self._report(round_, duty, Fate.NOT_STARTED if is_newest and is_lans else Fate.ACCEPTED)

    def _report(self, round_: ReportingRound, duty: Assignment, fate: Fate) -> Report:
        sheet = self._filled(round_, duty)
        said = {address: plain(answer) for address, answer in sheet.cells.items()}
        return Report(
            assignment=duty,
            course=self._course(round_, duty, fate),
            sayings=({},) if fate is Fate.NOT_STARTED else (said,),
            clerk=self.setting.people.clerks[duty.responsible_id],
            head=self.setting.people.heads[duty.responsible_id],
            reviewer=self.setting.people.reviewers[duty.recipient_id],
            by_workbook=False,
            typed=frozenset(sheet.typed),
        )

    def _filled(self, round_: ReportingRound, duty: Assignment) -> Sheet:
        layout, span = layout_of(round_.version), period_named(round_.period_code)
        seed = self.setting.seeds[duty.subject_id]
        people = sum(part.people for part in self.setting.parts[duty.subject_id])
        before = self.pending.get(duty.subject_id)
        carried = first_carried(seed=seed, people=people) if before is None else before
        typed = typed_in(seed=seed, year=span.year, quarter=span.number, people=people, carried=carried)
        cells = {
            f"t1/{row}:{column}": _answer(amount)
            for row, columns in typed.items()
            for column, amount in columns.items()
        }
        self.pending[duty.subject_id] = {
            row: columns["c12"] + columns["c13"] for row, columns in typed.items()
        }
        if before is None:
            cells |= {f"t1/{row}:c6": _answer(amount) for row, amount in carried.items()}
            return recomputed(Sheet(layout, cells))
        return recomputed(Sheet(layout, cells), Background(figures=_counted(layout, carried)))

    def _course(self, round_: ReportingRound, duty: Assignment, fate: Fate) -> Course:
        """Nothing was returned."""
        seed = f"II.06a {self.setting.seeds[duty.subject_id]}"
        course = course_in(round_, duty, fate, seed=seed, now=self.setting.now)
        return replace(course, returned=None, sent=course.sent[-1:])


def _counted(layout: FormLayout, carried: dict[str, int]) -> dict[Source, Answer]:
    """What column 6 reads: column 11 of the quarter before."""
    return {
        Source(layout.place_of[f"t1/{row}:c11"][3].data_point, "previous", "official"): _answer(amount)
        for row, amount in carried.items()
    }


def _answer(amount: int) -> Answer:
    """Nothing of the kind is "-"."""
    return Answer(Sign.NUMBER, amount, 0) if amount else Answer.none(0)
