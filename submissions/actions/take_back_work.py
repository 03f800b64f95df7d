"""Hoàn tác bàn giao: the roles are again with whoever left them."""

import json
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from submissions.models import Handover
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import Membership, User
from units.permissions import check_may_manage_people, forget_roles
from units.queries import overlapping
from units.roles_given import take_roles


def take_back_work(*, handover: Handover, by: User, at: datetime) -> Handover:
    """Conflict when it was undone before, or one of the roles has changed since. What the successor did
    meanwhile stays under the successor's name."""
    check_may_manage_people(by)
    with transaction.atomic():
        handover = Handover.objects.select_for_update().get(pk=handover.pk)
        done = json.loads(handover.done)
        ended: dict[str, str | None] = done["ended"]
        given: list[int] = done["given"]
        if handover.undone_at is not None:
            raise Conflict(_("Lần bàn giao này đã được hoàn tác."), code="already_undone")
        if not _is_as_left(handover, ended, given):
            raise Conflict(
                _("Vai trò đã bàn giao có thay đổi sau đó nên không hoàn tác được. Hãy sửa từng vai trò."),
                code="roles_changed",
            )
        for pk, until in ended.items():
            Membership.objects.filter(pk=pk).update(valid_to=until and date.fromisoformat(until))
        take_roles(given, today=timezone.localdate())
        handover.undone_by, handover.undone_at = by, at
        handover.save(update_fields=["undone_by", "undone_at"])
        data = {"user": handover.leaver_id, "successor": handover.successor_id, "roles": len(ended)}
        record_event(kind="work.taken_back", by=by, at=at, subject=handover, data=data)
    forget_roles(handover.leaver)
    forget_roles(handover.successor)
    return handover


def _is_as_left(handover: Handover, ended: dict[str, str | None], given: list[int]) -> bool:
    """Whether no role ended or given by it was changed, ended or given anew since."""
    old = list(Membership.objects.filter(pk__in=list(ended), valid_to=handover.last_day))
    new = Membership.objects.filter(pk__in=given, user=handover.successor_id)
    until = {(row.unit_id, row.role): ended[str(row.pk)] for row in old}
    is_same = all(str(row.valid_to or "") == (until.get((row.unit_id, row.role)) or "") for row in new)
    later = overlapping(handover.last_day + timedelta(1), None)
    others = Membership.objects.filter(later, user=handover.leaver_id).exclude(pk__in=list(ended))
    anew = any((row.unit_id, row.role) in until for row in others)
    return len(old) == len(ended) and new.count() == len(given) and is_same and not anew
