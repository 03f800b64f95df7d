"""Put units into a group, from a day on."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent
from units.guards import lock_tree
from units.models import GroupMember, Unit, UnitGroup, User
from units.permissions import check_may_manage_units
from units.placing import written
from units.queries import describe_units, overlapping

_BATCH = 500


def add_members(
    *,
    group: UnitGroup,
    units: Collection[int],
    from_: date,
    until: date | None = None,
    by: User | None,
    at: datetime,
) -> int:
    """Return how many units came in; those that are members on all these days already stay as they are.

    A unit is a member no longer than it exists. All or nothing: BadContent names each unit that does not
    exist on the first day, or is a member on some of the days only.
    """
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        group = UnitGroup.objects.select_for_update().get(pk=group.pk)
        lives = {unit: (begins, ends) for unit, begins, ends in _lives(units)}
        known = _known(group, lives, from_, until)
        problems = _problems(lives, known, from_, until)
        if problems:
            raise BadContent(str(problems[0]["message"]), code="members_refused", problems=problems)
        fresh = sorted(unit for unit in lives if unit not in known)
        if fresh:
            GroupMember.objects.bulk_create(
                [
                    GroupMember(
                        group=group, unit_id=unit, valid_from=from_, valid_to=_last(lives[unit], until)
                    )
                    for unit in fresh
                ],
                batch_size=_BATCH,
            )
            data = {"code": group.code, "units": len(fresh), "from": from_, "until": until, "ids": fresh}
            record_event(kind="group.members_added", by=by, at=at, subject=group, data=data)
    return len(fresh)


def _lives(units: Collection[int]) -> list[tuple[int, date, date | None]]:
    return list(Unit.objects.filter(pk__in=list(units)).values_list("pk", "begins", "ends"))


def _last(life: tuple[date, date | None], until: date | None) -> date | None:
    """The end of the membership: the one given, or the unit's own when that comes first."""
    return min((day for day in (until, life[1]) if day is not None), default=None)


def _known(
    group: UnitGroup, lives: Collection[int], from_: date, until: date | None
) -> dict[int, tuple[date, date | None]]:
    """Return what is recorded on some of these days, by unit."""
    rows = GroupMember.objects.filter(overlapping(from_, until), group=group, unit__in=list(lives))
    return {unit: (start, end) for unit, start, end in rows.values_list("unit_id", "valid_from", "valid_to")}


def _problems(
    lives: dict[int, tuple[date, date | None]],
    known: dict[int, tuple[date, date | None]],
    from_: date,
    until: date | None,
) -> list[dict[str, object]]:
    outside = [unit for unit, (begins, ends) in lives.items() if from_ < begins or (ends or date.max) < from_]
    partly = [
        unit
        for unit, (start, end) in known.items()
        if unit not in outside
        and (start > from_ or (end or date.max) < (_last(lives[unit], until) or date.max))
    ]
    names = describe_units({*outside, *partly}, on=from_)
    return [
        {
            "code": "not_there_yet",
            "unit": unit,
            "message": _("%(unit)s chỉ tồn tại từ %(begins)s đến %(ends)s, không có vào ngày %(day)s.")
            % {
                "unit": names[unit].full_name,
                "begins": written(lives[unit][0]),
                "ends": written(lives[unit][1]),
                "day": written(from_),
            },
        }
        for unit in outside
    ] + [
        {
            "code": "member_already",
            "unit": unit,
            "message": _("%(unit)s đã ở trong nhóm từ %(begins)s đến %(ends)s. Hãy chọn ngày khác.")
            % {
                "unit": names[unit].full_name,
                "begins": written(known[unit][0]),
                "ends": written(known[unit][1]),
            },
        }
        for unit in partly
    ]
