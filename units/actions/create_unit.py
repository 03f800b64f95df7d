"""Bring a unit into being: identity, code, name and kind, and its place in the tree."""

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.kinds import KINDS
from units.models import Placement, Unit, UnitCode, UnitName, User
from units.permissions import check_may_manage_units
from units.queries import overlapping
from units.vietnamese import clean_name, search_key, sort_key

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.]{0,34}")  # QĐ 20/2020: at most 35 of A–Z, 0–9 and "."


def create_unit(
    *,
    code: str,
    scheme: str = "gso",
    name: str,
    kind: str,
    begins: date,
    ends: date | None = None,
    parent: Unit | None = None,
    placement: str = Placement.Kind.ADMINISTRATIVE,
    shard: int | None = None,
    by: User | None,
    at: datetime,
) -> Unit:
    """Create a unit that exists from `begins` to `ends` (both included) under `parent`.

    `shard` is fixed here for life: the parent's, unless given. `by=None` is the system itself.
    """
    if by is not None:
        check_may_manage_units(by)
    name = clean_name(name)
    _check(code=code, name=name, kind=kind)
    with transaction.atomic():
        taken = UnitCode.objects.filter(scheme=scheme, code=code)
        if taken.filter(overlapping(begins, ends)).exists():
            raise Conflict(
                _("Mã %(code)s là mã của một đơn vị khác từ ngày %(day)s hoặc sau đó. Hãy chọn mã khác.")
                % {"code": code, "day": begins.strftime("%d/%m/%Y")},
                code="code_taken",
            )
        inherited = parent.shard if parent else 0
        unit = Unit.objects.create(shard=inherited if shard is None else shard, begins=begins, ends=ends)
        UnitCode.objects.create(unit=unit, scheme=scheme, code=code, valid_from=begins, valid_to=ends)
        UnitName.objects.create(
            unit=unit,
            name=name,
            kind=kind,
            sort_key=sort_key(name),
            search_key=search_key(name),
            valid_from=begins,
            valid_to=ends,
        )
        if parent is not None:
            Placement.objects.create(
                unit=unit, parent=parent, kind=placement, valid_from=begins, valid_to=ends
            )
        data = {"code": code, "scheme": scheme, "name": name, "kind": kind, "begins": begins, "ends": ends}
        record_event(kind="unit.created", by=by, at=at, subject=unit, unit=unit, data=data)
    return unit


def _check(*, code: str, name: str, kind: str) -> None:
    if not _CODE.fullmatch(code):
        raise BadContent(
            _("Mã đơn vị “%(code)s” chưa đúng: chỉ dùng A–Z, chữ số và dấu chấm, tối đa 35 ký tự.")
            % {"code": code}
        )
    if not name or len(name) > 200:
        raise BadContent(_("Tên đơn vị phải có từ 1 đến 200 ký tự."))
    if kind not in KINDS:
        raise BadContent(_("Không có loại hình đơn vị “%(kind)s”.") % {"kind": kind})
