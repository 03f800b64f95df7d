"""The one writer of the catalogue: entries become rows, events and versions, however many there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.definitions import Definition, code_and_key, differences, to_text, word_of
from indicators.models import (
    Breakdown,
    DataPoint,
    Dimension,
    Indicator,
    IndicatorBreakdown,
    IndicatorOption,
    IndicatorVersion,
)
from units.actions.record_event import NewEvent, record_events
from units.errors import BadContent, wrong_field
from units.models import Event, User

_BATCH = 500
_PARTS = ("weight", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an indicator shall say; `before` is what it says, None when it is new. `why`: kept in the log.

    `is_ad_hoc`: a new one is a line of an ad-hoc request.
    """

    code: str
    owner: int
    before: Definition | None
    after: Definition
    why: str = ""
    is_ad_hoc: bool = False


def write(entries: Sequence[Entry], *, by: User | None, at: datetime) -> dict[str, Indicator]:
    """Code → the indicator as it is now. The caller holds the transaction, has checked and locked.

    Entries that say what is said already are left alone. A dozen queries, whatever the number of entries.
    """
    changing = [entry for entry in entries if entry.before != entry.after]
    rows = _rows(changing)
    _write_lists(changing, rows)
    _write_points(changing, rows)
    _write_versions(changing, rows, _events(changing, rows, by=by, at=at))
    return {**{row.code: row for row in Indicator.objects.filter(code__in=_same(entries))}, **rows}


def _same(entries: Iterable[Entry]) -> list[str]:
    return [entry.code for entry in entries if entry.before == entry.after]


def columns_of(definition: Definition) -> dict[str, Any]:
    """The indicator's own columns, but for its predecessor."""
    adding = definition.adding
    return {
        "name": definition.name,
        "name_en": definition.name_en,
        "definition": definition.meaning,
        "legal_source": definition.legal_source,
        "kind": definition.kind.value,
        "unit_of_measure_id": definition.unit_of_measure,
        "decimals": definition.decimals,
        "lowest": definition.lowest,
        "highest": definition.highest,
        "direction": definition.direction,
        "over_units": adding.over_units.value,
        "over_time": adding.over_time.value,
        "carries_forward": adding.carries_forward,
        "multiplier": adding.multiplier,
        "measure": adding.measure,
        "valid_from": definition.valid_from,
        "valid_to": definition.valid_to,
    }


def _rows(entries: Sequence[Entry]) -> dict[str, Indicator]:
    """New rows made, others changed. A successor needs the number of what may be new too: a second step."""
    new = [entry for entry in entries if entry.before is None]
    rows = {row.code: row for row in Indicator.objects.filter(code__in=[entry.code for entry in entries])}
    if taken := [entry.code for entry in new if entry.code in rows]:
        raise code_taken(taken[0])
    try:
        with transaction.atomic():
            made = Indicator.objects.bulk_create(
                [
                    Indicator(
                        code=entry.code,
                        owner_id=entry.owner,
                        is_ad_hoc=entry.is_ad_hoc,
                        **columns_of(entry.after),
                    )
                    for entry in new
                ],
                batch_size=_BATCH,
            )
    except IntegrityError as error:  # somebody was faster
        if "code" in str(error):
            raise code_taken(new[0].code) from error
        raise
    rows |= {row.code: row for row in made}
    before = {entry.after.predecessor for entry in entries} - {""}
    numbers = dict(Indicator.objects.filter(code__in=before).values_list("code", "pk"))
    for entry in entries:
        row = rows[entry.code]
        for name, value in columns_of(entry.after).items():
            setattr(row, name, value)
        row.predecessor_id = numbers.get(entry.after.predecessor)
        row.factor_numerator, row.factor_denominator = entry.after.factor
    names = [name.removesuffix("_id") for name in columns_of(entries[0].after)] if entries else []
    fields = [*names, "predecessor", "factor_numerator", "factor_denominator"]
    changed = [rows[entry.code] for entry in entries if entry.before is not None or entry.after.predecessor]
    if changed:
        Indicator.objects.bulk_update(changed, fields, batch_size=_BATCH)
    return rows


def code_taken(code: str) -> BadContent:
    return wrong_field(
        "code",
        _("Mã chỉ tiêu %(code)s đã có trong danh mục.") % {"code": code},
        code="code_taken",
    )


def _write_lists(entries: Sequence[Entry], rows: dict[str, Indicator]) -> None:
    """Options and dimensions are replaced where they differ: nothing points at their rows."""
    options = [entry for entry in entries if _list(entry, "options") != entry.after.options]
    broken_down = [entry for entry in entries if _list(entry, "breakdowns") != entry.after.breakdowns]
    IndicatorOption.objects.filter(indicator__in=[rows[entry.code].pk for entry in options]).delete()
    IndicatorOption.objects.bulk_create(
        [
            IndicatorOption(indicator=rows[entry.code], **option._asdict())
            for entry in options
            for option in entry.after.options
        ],
        batch_size=_BATCH,
    )
    codes = {one.dimension for entry in broken_down for one in entry.after.breakdowns}
    dimensions = {row.code: row for row in Dimension.objects.filter(code__in=codes)}
    IndicatorBreakdown.objects.filter(indicator__in=[rows[entry.code].pk for entry in broken_down]).delete()
    IndicatorBreakdown.objects.bulk_create(
        [
            IndicatorBreakdown(indicator=rows[entry.code], dimension=dimensions[one.dimension], how=one.how)
            for entry in broken_down
            for one in entry.after.breakdowns
        ],
        batch_size=_BATCH,
    )


def _list(entry: Entry, name: str) -> Any:
    return () if entry.before is None else getattr(entry.before, name)


def _write_points(entries: Sequence[Entry], rows: dict[str, Indicator]) -> None:
    """Points that are new are made first, so that any of them may be a part of any other."""
    concerned = [entry for entry in entries if _list(entry, "points") != entry.after.points]
    if not concerned:
        return
    keys = {key for entry in concerned for key in entry.after.keys}
    breakdowns = _breakdowns(keys)
    before = {entry.code: frozenset() if entry.before is None else entry.before.keys for entry in concerned}
    gone = [
        (rows[entry.code].pk, key) for entry in concerned for key in before[entry.code] - entry.after.keys
    ]
    for indicator, key in gone:
        DataPoint.objects.filter(indicator=indicator, breakdown__key=key).delete()
    DataPoint.objects.bulk_create(
        [
            DataPoint(indicator=rows[entry.code], breakdown=breakdowns[point.key])
            for entry in concerned
            for point in entry.after.points
            if point.key not in before[entry.code]
        ],
        batch_size=_BATCH,
    )
    _write_parts(concerned)


def _breakdowns(keys: Collection[str]) -> dict[str, Breakdown]:
    Breakdown.objects.bulk_create([Breakdown(key=key) for key in sorted(keys)], ignore_conflicts=True)
    return {row.key: row for row in Breakdown.objects.filter(key__in=keys)}


def _write_parts(entries: Sequence[Entry]) -> None:
    codes = {entry.code for entry in entries}
    for entry in entries:
        codes |= {code_and_key(word)[0] for point in entry.after.points for _name, word in point.parts}
    found = DataPoint.objects.filter(indicator__code__in=codes).select_related("indicator", "breakdown")
    by_word = {word_of(row.indicator.code, row.breakdown.key): row for row in found}
    changed = []
    for entry in entries:
        for point in entry.after.points:
            row, parts = by_word[word_of(entry.code, point.key)], dict(point.parts)
            wanted = {name: by_word[parts[name]] if name in parts else None for name in _PARTS}
            if any(getattr(row, f"{name}_id") != (part and part.pk) for name, part in wanted.items()):
                for name, part in wanted.items():
                    setattr(row, name, part)
                changed.append(row)
    if changed:
        DataPoint.objects.bulk_update(changed, _PARTS, batch_size=_BATCH)


def _events(
    entries: Sequence[Entry], rows: dict[str, Indicator], *, by: User | None, at: datetime
) -> list[Event]:
    return record_events(
        NewEvent(
            kind="indicator.defined" if entry.before is None else "indicator.changed",
            by=by,
            at=at,
            subject=rows[entry.code],
            unit=rows[entry.code].owner_id,
            data=_said(entry),
        )
        for entry in entries
    )


def _said(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {"code": entry.code, "name": entry.after.name}
    if entry.before is not None:
        said["fields"] = ", ".join(one.field for one in differences(entry.before, entry.after))
    return said | ({"reason": entry.why} if entry.why else {})


def _write_versions(entries: Sequence[Entry], rows: dict[str, Indicator], events: Sequence[Event]) -> None:
    """The wording that stood is over with the event, and the new one begins with it."""
    ids = [rows[entry.code].pk for entry in entries]
    kept = IndicatorVersion.objects.filter(indicator__in=ids)
    standing = {row.indicator_id: row for row in kept.filter(until__isnull=True)}
    highest = dict(kept.order_by().values_list("indicator_id").annotate(highest=Max("number")))
    made: list[IndicatorVersion] = []
    for entry, event in zip(entries, events, strict=True):
        row = rows[entry.code]
        if row.pk in standing:
            standing[row.pk].until = event.pk
        elif entry.before is not None:  # written in bulk, unchanged until now
            highest[row.pk] = highest.get(row.pk, 0) + 1
            made.append(_version(row, highest[row.pk], entry.before, since=row.since, until=event.pk))
        made.append(_version(row, highest.get(row.pk, 0) + 1, entry.after, since=event.pk))
        row.since = event.pk
    IndicatorVersion.objects.bulk_update(standing.values(), ["until"], batch_size=_BATCH)
    IndicatorVersion.objects.bulk_create(made, batch_size=_BATCH)
    Indicator.objects.bulk_update([rows[entry.code] for entry in entries], ["since"], batch_size=_BATCH)


def _version(
    row: Indicator, number: int, definition: Definition, *, since: int, until: int | None = None
) -> IndicatorVersion:
    return IndicatorVersion(
        indicator=row, number=number, since=since, until=until, document=to_text(definition)
    )
