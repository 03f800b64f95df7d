"""Ngừng hỏi lại: an ad-hoc request that is asked again each day is asked today for the last time."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import AdHocRequest, Regime
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import Conflict
from units.guards import lock_tree
from units.models import User


def stop_asking_again(*, regime: Regime, by: User, at: datetime) -> AdHocRequest:
    """The request, whose last day is today. Rounds that are open stay as they are.

    Conflict when it is not asked again anyway.
    """
    check_may_manage_regime(by, regime)
    today = timezone.localdate(at)
    with transaction.atomic():
        lock_tree()  # the round of the day opens before or not at all
        request = AdHocRequest.objects.select_for_update().filter(regime=regime).first()
        if request is None or request.repeats_until is None or request.repeats_until <= today:
            raise Conflict(_("Yêu cầu này không còn hỏi lại nữa."), code="not_asked_again")
        before, request.repeats_until = request.repeats_until, today
        request.save(update_fields=["repeats_until"])
        Regime.objects.filter(pk=regime.pk).update(ends_on=today)
        record_event(
            kind="regime.asks_no_more", by=by, at=at, subject=regime, unit=regime.owner_id,
            data={"code": regime.code, "before": before},
        )  # fmt: skip
    return request
