"""Change days off and swapped working days; open deadlines move along, but for those extended one by one."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from indicators.days_off import (
    Mark,
    Marks,
    Move,
    Preview,
    days_from_json,
    days_to_json,
    preview_days_off,
)
from indicators.models import Assignment, DaysOffChange, Holiday, ReportingRound
from indicators.permissions import check_may_manage_calendar
from units.actions.record_event import record_event
from units.errors import Conflict, wrong_field
from units.guards import lock_tree
from units.models import User

MOST_DAYS_AT_ONCE = 366
FIRST_YEAR, LAST_YEAR = 2000, 2100


def change_days_off(
    *, marks: Marks, by: User | None, at: datetime, digest: str | None = None
) -> DaysOffChange | None:
    """The change, or None when every day is so already. `digest`: of the preview that the person saw;
    Conflict when something else would happen by now.
    """
    check_may_manage_calendar(by)
    check_marks(marks)
    with transaction.atomic():
        lock_tree()  # rounds open by the table before or by the one after, never in between
        preview = _as_shown(preview_days_off(marks, at=at), digest)
        if not preview.days:
            return None
        change = DaysOffChange.objects.create(
            days=days_to_json(preview.days), moved=preview.units, made_at=at, made_by=by
        )
        _write(preview)
        _tell("holidays.changed", change, preview, by=by, at=at)
    return change


def undo_days_off(
    *, change: DaysOffChange, by: User, at: datetime, digest: str | None = None
) -> DaysOffChange:
    """The change, undone: its days are what they were, and deadlines move back unless that time is over.

    Conflict when it is undone already, or a day of it has been changed since.
    """
    check_may_manage_calendar(by)
    with transaction.atomic():
        lock_tree()
        change = DaysOffChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        preview = _as_shown(preview_days_off(marks_before(change), at=at), digest)
        change.undone_at, change.undone_by = at, by
        change.save(update_fields=["undone_at", "undone_by"])
        _write(preview)
        _tell("holidays.change_undone", change, preview, by=by, at=at)
    return change


def marks_before(change: DaysOffChange) -> dict[date, Mark | None]:
    """What undoing a change makes of its days; Conflict says why it cannot be undone."""
    if change.undone_at is not None:
        raise Conflict(_("Lần sửa này đã hoàn tác rồi."), code="already_undone")
    days = days_from_json(change.days)
    now = {
        row.day: Mark(row.name, row.is_working)
        for row in Holiday.objects.filter(day__in=[d.day for d in days])
    }
    for day in days:
        if now.get(day.day) != day.after:
            raise Conflict(
                _("Ngày %(day)s đã được sửa lại sau đó nên không hoàn tác được.")
                % {"day": f"{day.day:%d/%m/%Y}"},
                code="changed_since",
            )
    return {day.day: day.before for day in days}


def check_marks(marks: Marks) -> None:
    """BadContent names the field: too few or too many days, a year out of range, a name missing or long."""
    if not marks or len(marks) > MOST_DAYS_AT_ONCE:
        raise wrong_field("den", _("Hãy chọn từ 1 đến %(most)d ngày.") % {"most": MOST_DAYS_AT_ONCE})
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in marks):
        raise wrong_field(
            "tu", _("Năm phải từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    if any(mark is not None and not 1 <= len(mark.name.strip()) <= 150 for mark in marks.values()):
        raise wrong_field("ten", _("Hãy ghi tên ngày nghỉ hoặc lý do làm bù, không quá 150 ký tự."))


def _as_shown(preview: Preview, digest: str | None) -> Preview:
    if digest is not None and digest != preview.digest:
        raise Conflict(
            _("Từ lúc xem trước đến nay đã có thay đổi. Hãy xem lại các hạn sẽ chuyển rồi xác nhận."),
            code="not_as_shown",
        )
    return preview


def _write(preview: Preview) -> None:
    Holiday.objects.filter(day__in=[day.day for day in preview.days if day.after is None]).delete()
    Holiday.objects.bulk_create(
        [
            Holiday(day=day.day, name=day.after.name, is_working=day.after.is_working)
            for day in preview.days
            if day.after is not None
        ],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["name", "is_working"],
    )
    for move in preview.moves:
        Assignment.objects.filter(
            round=move.round,
            rule=move.rule,
            due_at=move.before,
            extended_to__isnull=True,
            exempted_at__isnull=True,
        ).update(due_at=move.after)
    latest = Assignment.objects.filter(round=OuterRef("pk")).order_by("-due_at").values("due_at")[:1]
    ReportingRound.objects.filter(pk__in={move.round for move in preview.moves}).update(
        due_at=Subquery(latest)
    )


def _tell(kind: str, change: DaysOffChange, preview: Preview, *, by: User | None, at: datetime) -> None:
    record_event(
        kind=kind,
        by=by,
        at=at,
        subject=change,
        data={
            "days": [day.day.isoformat() for day in preview.days],
            "moved": preview.units,
            "moves": [_line(move) for move in preview.moves],
        },
    )


def _line(move: Move) -> str:
    before, after = localtime(move.before), localtime(move.after)
    return f"{move.form} {move.period}: {before:%d/%m/%Y %H:%M} → {after:%d/%m/%Y %H:%M} ({move.units})"
