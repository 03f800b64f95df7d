"""Record that a unit came out of another: whole or part, with the shares that are known."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.errors import taken_field, wrong_field
from units.guards import lock_tree
from units.models import ALL, Measure, Succession, Unit, User
from units.permissions import check_may_manage_units
from units.placing import day_before, written
from units.queries import describe_unit


def record_succession(
    *,
    predecessor: Unit,
    successor: Unit,
    on: date,
    extent: str,
    is_default: bool = False,
    population_share: int | None = None,
    area_share: int | None = None,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Succession:
    """`on` is the successor's first day with what it got; shares are in billionths of the predecessor.

    A unit goes wholly only when its last day is the day before. Lineage follows in the same transaction.
    """
    if by is not None:
        check_may_manage_units(by)
    new = Succession(
        predecessor=predecessor, successor=successor, effective_on=on, extent=extent, is_default=is_default,
        population_share=population_share, area_share=area_share, note=note,
    )  # fmt: skip
    with transaction.atomic():
        lock_tree()
        _check_dates(new)
        _check_shares(new)
        event = record_event(
            kind="unit.succeeded", by=by, at=at, subject=successor, unit=successor, data=_told(new)
        )
        new.since = event.pk
        new.save(force_insert=True)
        rebuild_lineage(on=timezone.localdate(at))
    return new


def _told(new: Succession) -> dict[str, object]:
    return {
        "predecessor": new.predecessor_id,
        "extent": new.extent,
        "on": new.effective_on,
        "is_default": new.is_default,
        "population_share": new.population_share,
        "area_share": new.area_share,
    }


def _check_dates(new: Succession) -> None:
    day, last = new.effective_on, day_before(new.effective_on)
    if new.predecessor_id == new.successor_id:
        raise wrong_field("successor", _("Một đơn vị không thể được hình thành từ chính nó."))
    lives = Unit.objects.in_bulk([new.predecessor_id, new.successor_id])
    for field, when in (("predecessor", last), ("successor", day)):
        unit = lives.get(getattr(new, f"{field}_id"))
        if unit is None:
            raise wrong_field(field, _("Không có đơn vị này."))
        if unit.begins > when or (unit.ends is not None and unit.ends < when):
            raise wrong_field(
                field,
                _("Ngày %(day)s %(unit)s không tồn tại (%(begins)s – %(ends)s). Hãy xem lại ngày hiệu lực.")
                % {
                    "day": written(when),
                    "unit": describe_unit(unit.pk, on=when).full_name,
                    "begins": written(unit.begins),
                    "ends": written(unit.ends),
                },
                code="outside_its_life",
            )
    if new.extent == Succession.Extent.WHOLE and lives[new.predecessor_id].ends != last:
        raise wrong_field(
            "extent",
            _("Đơn vị nhập toàn bộ phải kết thúc ngày %(day)s; nếu còn tồn tại thì là nhập một phần.")
            % {"day": written(last)},
            code="lives_on",
        )


def _check_shares(new: Succession) -> None:
    if new.extent not in Succession.Extent.values:
        raise wrong_field("extent", _("Hãy chọn nhập toàn bộ hoặc nhập một phần."))
    beside = list(
        Succession.objects.filter(
            predecessor=new.predecessor_id, effective_on=new.effective_on, until__isnull=True
        )
    )
    if any(step.successor_id == new.successor_id for step in beside):
        raise taken_field("successor", _("Việc sắp xếp này đã được ghi."), code="stated_already")
    if beside and any(step.extent == Succession.Extent.WHOLE for step in [*beside, new]):
        raise taken_field(
            "extent",
            _("Đơn vị đã nhập toàn bộ vào một đơn vị thì không thể nhập vào đơn vị khác cùng ngày."),
            code="more_than_all",
        )
    for measure in Measure:
        _check_share(new, beside, measure)


def _check_share(new: Succession, beside: list[Succession], measure: Measure) -> None:
    field = f"{measure.value}_share"
    share: int | None = getattr(new, field)
    if share is None:
        return
    if not 0 <= share <= ALL:
        raise wrong_field(field, _("Tỷ lệ phải từ 0% đến 100%."))
    if share + sum(getattr(step, field) or 0 for step in beside) > ALL:
        raise wrong_field(
            field,
            _("Tổng tỷ lệ %(measure)s của các phần vượt quá 100%%. Hãy xem lại tỷ lệ.")
            % {"measure": measure.label},
            code="more_than_all",
        )
