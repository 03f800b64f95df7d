"""A row of the leader's page, and the sentence that says the first ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aggregates.asked import Line
from aggregates.drawing import Spark
from aggregates.kernel.compare import Change
from aggregates.timeline import is_daily, within
from aggregates.values import Value
from aggregates.wanted import Wanted
from aggregates.wording import ShownChange, all_of, lower_first


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form with its amount and what changed."""

    line: Line
    value: Value
    amount: str
    scaled: int | None
    note: str
    last_year: ShownChange
    before: ShownChange
    last_year_change: Change
    before_change: Change
    spark: Spark | None
    is_chosen: bool
    how: str = ""
    warnings: tuple[str, ...] = ()


def sentence_of(wanted: Wanted, rows: Sequence[Row]) -> str:
    """ "Toàn tỉnh có 4.512 phụ nữ đẻ, tăng 5,2% so với cùng kỳ năm 2025; …": the chosen line first."""
    told = [row for row in rows if row.is_chosen and row.amount]
    told += [row for row in rows if row.line.level == 0 and row.amount and not row.is_chosen][:1]
    if not told:
        return _("Chưa có số liệu được duyệt cho %(period)s.") % {"period": within(wanted.asked.span)}
    first, *others = told
    daily = is_daily(wanted.book)
    here = _told(first, daily=daily) | {"where": all_of(wanted.unit)}
    sentence = (
        _("%(where)s có %(amount)s %(what)s, %(change)s") % here
        if here["change"]
        else _("%(where)s có %(amount)s %(what)s") % here
    )
    for row in others:
        said = _told(row, daily=daily)
        words = _("%(amount)s %(what)s, %(change)s") if said["change"] else _("%(amount)s %(what)s")
        sentence += "; " + words % said
    return sentence + "."


def compared_on(change: Change | None) -> str:
    if change is None or not change.is_partial or not change.units:
        return ""
    return _("So sánh tính trên %(units)d trong %(of)d đơn vị có đủ số liệu ở cả hai kỳ.") % {
        "units": change.units,
        "of": change.of_units,
    }


def _told(row: Row, *, daily: bool) -> dict[str, str]:
    """`change` is empty where there is nothing to set it against: the first day of a daily request."""
    change = row.last_year.words
    if daily:
        change = row.before.words if row.before.is_known else ""
    return {"amount": row.amount, "what": lower_first(row.line.name), "change": change}
