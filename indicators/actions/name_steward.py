"""Make a unit steward of the catalogue from today on, and let it be one no more."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Steward
from indicators.permissions import check_may_name_steward
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import Unit, User


def name_steward(*, unit: Unit, by: User, at: datetime) -> Steward:
    """Conflict when it is one already."""
    check_may_name_steward(by)
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            named = Steward.objects.create(unit=unit, valid_from=today, named_at=at, named_by=by)
            record_event(
                kind="catalogue.steward_named", by=by, at=at, subject=named, unit=unit, data={"from": today}
            )
    except IntegrityError as error:
        raise Conflict(_("Đơn vị này đang là chủ trì danh mục."), code="already_steward") from error
    return named


def end_steward(*, steward: Steward, by: User, at: datetime) -> Steward:
    """As of yesterday, or of today when it was named today; what it decided stands. Conflict if none."""
    check_may_name_steward(by)
    today = timezone.localdate(at)
    with transaction.atomic():
        steward = Steward.objects.select_for_update().get(pk=steward.pk)
        if steward.valid_to is not None:
            raise Conflict(_("Đơn vị này đã thôi chủ trì danh mục."), code="not_steward")
        last = max(today - timedelta(days=1), steward.valid_from)
        record_event(
            kind="catalogue.steward_ended", by=by, at=at, subject=steward, unit=steward.unit,
            data={"until": last},
        )  # fmt: skip
        steward.valid_to = last
        steward.save(update_fields=["valid_to"])
    return steward
