"""What stands behind an ad-hoc request: indicators, data points, a regime, a published form; all at once."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.actions.define_indicator import define_indicator
from indicators.actions.publish_template import publish_template
from indicators.ad_hoc import AdHoc, checked, minutes_after_midnight
from indicators.adding_up import Adding, OverTime
from indicators.definitions import Definition, ValueKind
from indicators.layout import FormLayout, to_json
from indicators.layout.quick import quick_layout
from indicators.lists import measured_as_typed
from indicators.models import (
    AdHocRequest,
    Breakdown,
    Calendar,
    FirstSource,
    Regime,
    RegimeUnit,
    Template,
    TemplateVersion,
)
from indicators.periods import AD_HOC, Frequency, ad_hoc_number
from indicators.permissions import check_may_define
from indicators.subjects import askable_units
from units.actions.record_event import record_event
from units.guards import lock_tree
from units.models import Placement, User
from units.queries import parents_on


def define_ad_hoc(
    *, asked: AdHoc, by: User, at: datetime, draw: Callable[[FormLayout], bytes] | None = None
) -> Template:
    """The published form under the next number of the year. `draw` makes its blank workbook.

    BadContent with a problem a field. The lines are not listed in the catalogue, add up over units, and not
    over time: a state of the moment.
    """
    check_may_define(by, owner=asked.owner.pk)
    today = timezone.localdate(at)
    asked = checked(asked, at=at, askable=askable_units(asked.owner, on=today))
    with transaction.atomic():
        lock_tree()  # numbers one after the other
        number = 1 + (AdHocRequest.objects.filter(year=today.year).aggregate(last=Max("number"))["last"] or 0)
        code = ad_hoc_number(number, today.year)
        regime = _regime(code, asked, at=at)
        AdHocRequest.objects.create(
            regime=regime,
            year=today.year,
            number=number,
            due_minutes=minutes_after_midnight(asked.due, day=today),
            repeats_until=asked.repeats_until,
            reminds_hourly=asked.reminds_hourly,
            asked_at=at,
            asked_by=by,
        )
        record_event(
            kind="regime.defined", by=by, at=at, subject=regime, unit=asked.owner,
            data={"code": code, "name": asked.title, "units": len(asked.units)},
        )  # fmt: skip
        points = _points(code, asked, regime, by=by, at=at)
        template = Template.objects.create(code=code, name=asked.title, regime=regime)
        layout = quick_layout(
            asked.lines, code=code, title=asked.title,
            legal_basis=_("Yêu cầu báo cáo đột xuất số %(code)s") % {"code": code}, points=points,
        )  # fmt: skip
        version = TemplateVersion.objects.create(
            template=template, number=1, layout=to_json(layout), workbook=draw(layout) if draw else None
        )
        publish_template(version=version, by=by, at=at)
    return template


def _regime(code: str, asked: AdHoc, *, at: datetime) -> Regime:
    today = timezone.localdate(at)
    calendar = Calendar.objects.get(code=AD_HOC)
    regime = Regime.objects.create(
        code=code,
        name=asked.title,
        kind=Regime.Kind.AD_HOC,
        owner=asked.owner,
        calendar=calendar,
        frequency=Frequency.DAY.value,
        subject_scope=Regime.SubjectScope.LISTED,
        subject_kinds="",
        placement_kind=_placement(asked, at=at),
        opens_days_before_end=1,  # on the day itself
        sign_off=asked.sign_off,
        acceptance=asked.acceptance,
        lets_others_enter=True,
        starts_on=today,
        ends_on=asked.repeats_until or today,
    )
    RegimeUnit.objects.bulk_create(
        [RegimeUnit(regime=regime, unit_id=unit) for unit in asked.units], batch_size=1000
    )
    return regime


def _placement(asked: AdHoc, *, at: datetime) -> str:
    """The tree in which most of the asked units stand; the administrative one when in doubt."""
    today, units = timezone.localdate(at), set(asked.units)
    kinds = (Placement.Kind.ADMINISTRATIVE, Placement.Kind.VERTICAL)
    return max(kinds, key=lambda kind: len(units & parents_on(today, kind=kind).keys())).value


def _points(code: str, asked: AdHoc, regime: Regime, *, by: User, at: datetime) -> list[str]:
    """What each line's cell binds to, in order."""
    words, measures = [], measured_as_typed([line.unit_of_measure for line in asked.lines])
    for number, line in enumerate(asked.lines, 1):
        indicator = define_indicator(
            code=f"{code.replace('/', '-')}.{number:02d}",
            definition=Definition(
                name=line.label,
                unit_of_measure=measures[line.unit_of_measure],
                meaning=line.note,
                kind=ValueKind.AMOUNT if line.decimals else ValueKind.COUNT,
                decimals=line.decimals,
                adding=Adding(over_time=OverTime.NONE),
            ),
            owner=asked.owner,
            is_ad_hoc=True,
            by=by,
            at=at,
        )
        point = indicator.data_points.get()
        FirstSource.objects.create(data_point=point, regime=regime)
        words.append(f"{indicator.code}|{Breakdown.TOTAL}")
    return words
