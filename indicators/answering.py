"""Entries of the catalogue as the API answers them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.answers import Answer, Sign, plain
from indicators.catalogue_reading import definition_of
from indicators.definitions import Definition, differences, from_text
from indicators.finding import Asked
from indicators.models import Indicator, IndicatorVersion
from units.errors import BadContent, NotWithinReach
from units.models import Event
from units.queries import describe_units, find_unit

_OWN = ("code", "name", "name_en", "definition", "legal_source", "kind", "decimals", "direction",
        "over_units", "over_time", "valid_from", "valid_to")  # fmt: skip


def asked_of(*, q: str, owner: str, kind: str, unit_of_measure: str, in_force_on: date | None) -> Asked:
    """BadContent for a kind that is none; NotWithinReach for an owner nobody is."""
    if kind and kind not in Indicator.ValueKind.values:
        words = _("“%(given)s” không có nghĩa ở đây. Hãy dùng một trong: %(allowed)s.")
        raise BadContent(words % {"given": kind, "allowed": ", ".join(Indicator.ValueKind.values)})
    unit = find_unit(owner, on=timezone.localdate(), scheme=None).pk if owner else 0
    return Asked(typed=q, owner=unit, kind=kind, measure=unit_of_measure, on=in_force_on)


def listed(rows: Iterable[Indicator]) -> list[dict[str, Any]]:
    """Rows read with their units of measure. Two queries, for the owners' codes."""
    held = list(rows)
    owners = describe_units((row.owner_id for row in held), on=timezone.localdate())
    return [
        {
            **{name: getattr(row, name) for name in _OWN},
            "unit_of_measure": row.unit_of_measure.name,
            "unit_of_measure_code": row.unit_of_measure_id,
            "owner": owners[row.owner_id].code if row.owner_id in owners else "",
        }
        for row in held
    ]


def find_indicator(code: str) -> Indicator:
    found = Indicator.objects.select_related("unit_of_measure").filter(code=code).first()
    if found is None:
        raise NotWithinReach(_("Không có chỉ tiêu này."))
    return found


def in_full(row: Indicator) -> dict[str, Any]:
    says = definition_of(row)
    return {
        **listed([row])[0],
        "lowest": _amount(says.lowest, says),
        "highest": _amount(says.highest, says),
        "carries_forward": says.adding.carries_forward,
        "multiplier": says.adding.multiplier,
        "measure": says.adding.measure,
        "options": [option._asdict() for option in says.options],
        "breakdowns": [one._asdict() for one in says.breakdowns],
        "data_points": [
            {name: value or None for name, value in point._asdict().items()} for point in says.points
        ],
        "predecessor": says.predecessor or None,
        "factor": "/".join(map(str, says.factor)) if says.predecessor else None,
    }


def versions_of(row: Indicator) -> list[dict[str, Any]]:
    """The newest first; what never changed since it was written in bulk has none. One query."""
    at = Event.objects.filter(pk=OuterRef("since")).values("at")[:1]
    kept = list(IndicatorVersion.objects.filter(indicator=row).annotate(at=Subquery(at)).order_by("number"))
    said = [from_text(one.document) for one in kept]
    return [
        {
            "number": one.number,
            "since": one.since,
            "until": one.until,
            "at": one.at,
            "name": said[place].name,
            "changed": [
                change.field for change in (differences(said[place - 1], said[place]) if place else [])
            ],
        }
        for place, one in reversed(list(enumerate(kept)))
    ]


def _amount(scaled: int | None, says: Definition) -> str | None:
    return None if scaled is None else plain(Answer(Sign.NUMBER, scaled, says.decimals))
