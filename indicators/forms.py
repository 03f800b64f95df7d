"""The form of a version as frozen data, parsed once a process for published versions."""

from functools import lru_cache

from indicators.layout import Cell, FormLayout, from_json
from indicators.models import DataPoint, Edition, TemplateCell, TemplateVersion


@lru_cache(maxsize=256)
def _parsed(_version_id: int, text: str) -> FormLayout:
    return from_json(text)


def layout_of(version: TemplateVersion) -> FormLayout:
    """The layout of a version; the same object each time (so its cached properties stay warm).

    The text is part of the key: a draft version may change, and tests reuse primary keys.
    """
    return _parsed(version.pk, version.layout)


def bound_cell(version: TemplateVersion, address: str, cell: Cell, point: DataPoint) -> TemplateCell:
    """The row that says what a cell of the form is about; not stored."""
    return TemplateCell(
        version=version,
        address=address,
        data_point=point,
        period_role=cell.period,
        edition=Edition[cell.edition.upper()],
        scale=cell.scale,
    )
