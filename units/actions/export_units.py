"""Hand out a list of units as it is seen, and put that on the record."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.models import User
from units.search import Found
from units.tree import TreeRow, flat

_DAY = "%d/%m/%Y"


def export_units(
    *, rows: Sequence[TreeRow] | Sequence[Found], on: date, by: User, at: datetime
) -> list[list[str]]:
    """Return the rows of the tree that are open, or of what was found, as a table of texts with a header."""
    head = [_("Bậc"), _("Đơn vị"), _("Mã"), _("Loại hình"), _("Từ ngày"), _("Đến hết ngày")]
    found = [row for row in rows if isinstance(row, Found)]
    tree = flat([row for row in rows if isinstance(row, TreeRow)])
    if found:
        table = [[*head[1:], _("Nay là, nay thuộc")], *(_of_found(one) for one in found)]
    else:
        table = [[*head, _("Cấp dưới trực tiếp")], *(_of_row(row) for row in tree)]
    record_event(kind="units.exported", by=by, at=at, data={"units": len(table) - 1, "on": on})
    return table


def _of_row(row: TreeRow) -> list[str]:
    unit = row.unit
    life = [unit.begins.strftime(_DAY), unit.ends.strftime(_DAY) if unit.ends else ""]
    return [str(row.level), unit.full_name, unit.code, unit.kind_label, *life, str(row.below or "")]


def _of_found(found: Found) -> list[str]:
    unit = found.unit
    life = [unit.begins.strftime(_DAY), unit.ends.strftime(_DAY) if unit.ends else ""]
    return [
        unit.full_name,
        unit.code,
        unit.kind_label,
        *life,
        ", ".join(heir.full_name for heir in found.heirs),
    ]
