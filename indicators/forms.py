"""The form of a version as frozen data, parsed once a process for published versions."""

from datetime import date
from functools import lru_cache

from indicators.layout import Cell, Column, FormLayout, Row, asked_in, from_json
from indicators.models import (
    NEVER,
    DataPoint,
    Edition,
    ReportingRound,
    TemplateCell,
    TemplateVersion,
    month_bit,
)


@lru_cache(maxsize=256)
def _parsed(_version_id: int, text: str) -> FormLayout:
    return from_json(text)


def layout_of(version: TemplateVersion) -> FormLayout:
    """The layout of a version; the same object each time (so its cached properties stay warm).

    The text is part of the key: a draft version may change, and tests reuse primary keys.
    """
    return _parsed(version.pk, version.layout)


@lru_cache(maxsize=512)
def _asked(version_id: int, text: str, month: int) -> FormLayout:
    return asked_in(_parsed(version_id, text), month)


def layout_asked(round_: ReportingRound, version: TemplateVersion | None = None) -> FormLayout:
    """The form as a round asks it, or would in another `version`: see `layout.asked`."""
    of = version or round_.version
    return layout_on(of, round_.period.ends) if layout_of(of).depends_on_period else layout_of(of)


def layout_on(version: TemplateVersion, last_day: date) -> FormLayout:
    """The form as a period with that last day asks it."""
    if not layout_of(version).depends_on_period:
        return layout_of(version)
    return _asked(version.pk, version.layout, last_day.month)


def bound_cell(version: TemplateVersion, address: str, cell: Cell, point: DataPoint) -> TemplateCell:
    """The row that says what a cell of the form is about; not stored."""
    _table, row, column, _cell = layout_of(version).place_of[address]
    return TemplateCell(
        version=version,
        address=address,
        data_point=point,
        period_role=cell.period,
        edition=Edition[cell.edition.upper()],
        scale=cell.scale,
        months=months_kept(row, column),
    )


def months_kept(row: Row, column: Column) -> int:
    """`TemplateCell.months` of the cell of a line and a column: where both are asked. Where they have no
    period in common it is `NEVER`.
    """
    if not row.months and not column.months:
        return 0
    both = (month for month in range(1, 13) if row.is_asked_in(month) and column.is_asked_in(month))
    return sum(map(month_bit, both)) or NEVER
