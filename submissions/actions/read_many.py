"""Read a workbook of many units and say, unit by unit, what it would change. Nothing is saved."""

from dataclasses import dataclass
from datetime import datetime

from indicators.forms import layout_asked
from indicators.models import ReportingRound
from submissions.many_units import Plan, plan_of_file
from submissions.workbook_marks import mark_keys
from submissions.workbook_messages import period_question, refusal_message
from submissions.workbooks.contents import read_contents
from submissions.workbooks.look import MAX_ROW
from submissions.workbooks.marks import MARK_SHEET
from submissions.workbooks.pool import Pool
from submissions.workbooks.refused import Refused
from submissions.workbooks.unit_rows import MOST_SHEETS, SHEET, ManyUnits, read_many_units
from units.actions.record_event import record_event
from units.models import User

MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class ManyReading:
    """`refusal`: why the whole file is not taken, in words; `asks`: a question to answer before saving."""

    plan: Plan | None = None
    refusal: str = ""
    asks: str = ""


def read_many_file(content: bytes, round_: ReportingRound, *, pool: Pool | None = None) -> ManyUnits:
    """From bytes, through the limited process, to rows. Refused with a code."""
    contents = read_contents(
        content,
        wanted=[SHEET, MARK_SHEET],
        rows=MAX_ROW,
        columns=MOST_COLUMNS,
        most_sheets=MOST_SHEETS,
        pool=pool,
    )
    return read_many_units(contents, layout=layout_asked(round_), keys=mark_keys())


def read_many(
    *, round_: ReportingRound, content: bytes, file_name: str, by: User, at: datetime
) -> ManyReading:
    """The plan, or why there is none; a refused file leaves an event."""
    try:
        read = read_many_file(content, round_)
    except Refused as refused:
        record_event(
            kind="round.workbook_refused",
            by=by,
            at=at,
            subject=round_,
            unit=round_.template.regime.owner_id,
            data={"file": file_name[:200], "code": refused.code},
        )
        return ManyReading(refusal=refusal_message(refused))
    asks = ""
    if read.marks is not None and read.marks.period != round_.period_code:
        asks = period_question(read.marks.period, expected=round_.period_code)
    return ManyReading(plan_of_file(by, round_, read), asks=asks)
