"""A regime with all it needs as one file, for another installation."""

from datetime import datetime

from django.utils import timezone

from indicators.models import Regime
from indicators.permissions import check_may_keep_lists
from indicators.regime_package.content import written
from indicators.regime_package.gathering import gather
from units.actions.record_event import record_event
from units.models import User
from units.queries import describe_unit


def export_regime(*, regime: Regime, by: User | None, at: datetime) -> bytes:
    check_may_keep_lists(by)
    owner = describe_unit(regime.owner_id, on=timezone.localdate(at)).full_name
    package = gather(regime, owner=owner)
    data = {"code": regime.code, "indicators": len(package.indicators), "templates": len(package.forms)}
    record_event(kind="regime.exported", by=by, at=at, subject=regime, unit=regime.owner_id, data=data)
    return written(package, at=at)
