"""Codes, names and kinds as actions take them: checked, composed, refused with the field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from units.codes import CODE
from units.errors import taken_field, wrong_field
from units.kinds import KINDS
from units.models import Unit, UnitCode
from units.placing import written
from units.queries import describe_unit, overlapping
from units.vietnamese import clean_name, search_key, sort_key

LONGEST_NAME = 200


def checked_name(name: str) -> str:
    """Return a name as it is stored, or refuse it."""
    name = clean_name(name)
    if not name or len(name) > LONGEST_NAME:
        raise wrong_field("name", _("Tên đơn vị phải có từ 1 đến 200 ký tự."))
    return name


def checked_group_name(name: str) -> str:
    """The same for a group of units."""
    name = clean_name(name)
    if not search_key(name) or len(name) > LONGEST_NAME:
        raise wrong_field("name", _("Tên nhóm phải có chữ hoặc số, tối đa 200 ký tự."))
    return name


def check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise wrong_field("kind", _("Không có loại hình đơn vị “%(kind)s”.") % {"kind": kind})


def check_code(*, scheme: str, code: str, from_: date, until: date | None, unit: Unit | None = None) -> None:
    """Refuse a code of the wrong form, or one that another unit carries on some of the days."""
    if not CODE.fullmatch(code):
        raise wrong_field(
            "code",
            _("Mã đơn vị “%(code)s” chưa đúng: chỉ dùng A–Z, chữ số và dấu chấm, tối đa 35 ký tự.")
            % {"code": code},
        )
    taken = UnitCode.objects.filter(overlapping(from_, until), scheme=scheme, code=code)
    other = taken.exclude(unit=unit).order_by("valid_from").first()
    if other is not None:
        raise taken_field(
            "code",
            _(
                "Mã %(code)s là mã của %(unit)s từ %(from)s đến %(until)s. Một mã chỉ thuộc một đơn vị "
                "trong một ngày; hãy chọn mã khác hoặc ngày khác."
            )
            % {
                "code": code,
                "unit": describe_unit(other.unit_id, on=max(from_, other.valid_from)).full_name,
                "from": written(other.valid_from),
                "until": written(other.valid_to),
            },
            code="code_taken",
        )


def name_columns(name: str) -> Mapping[str, Any]:
    """Return the columns of a stored name that follow from it."""
    # "a1a1…" has a space more at each turn than the name: what does not fit is not searched.
    return {"name": name, "sort_key": sort_key(name), "search_key": search_key(name)[:LONGEST_NAME]}
