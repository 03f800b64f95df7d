"""Load the official conversion table over the packaged country; the table wins."""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from submissions.actions.load_units import load_units
from units.actions.load_units import Loaded, Tell, tell_nobody
from units.loading.conversion.read import read_conversion
from units.loading.conversion.report import Report
from units.loading.country import Country
from units.loading.reorganisation import plan_vietnam
from units.models import User
from units.permissions import check_may_manage_units


class Converted(NamedTuple):
    """What was written, and what the table said row by row."""

    loaded: Loaded
    report: Report


def load_conversion(
    *,
    content: bytes,
    packaged: Country | None,
    province: str | None = None,
    by: User | None,
    at: datetime,
    tell: Tell = tell_nobody,
) -> Converted:
    """Read the whole table; write the units of one province of today, or of the country.

    Units that exist are made to agree with the table. `packaged=None`: the table alone says everything.
    FileRefused (units.loading.table), UnknownProvince (units.loading.reorganisation): nothing is written.
    """
    if by is not None:
        check_may_manage_units(by)
    tell(_("Đang đọc bảng chuyển đổi …"))
    country, report = read_conversion(content, packaged=packaged)
    plan = plan_vietnam(country, province=province, source="conversion")
    data: dict[str, Any] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": report.communes,
        "unplaced": len(report.unplaced),
        "differences": len(report.differences),
    }
    return Converted(load_units(plan=plan, by=by, at=at, amending=True, data=data, tell=tell), report)
