"""Promise 4 for definitions: a form's rules and lines by what its indicators said on an earlier day.

Decimals and units of measure are those of today: they do not change once there is a figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import get_language

from aggregates.as_known import Known
from aggregates.asked import Book, Line
from aggregates.kernel.rules import PointRule, Rules
from indicators.adding_up import OverTime
from indicators.definitions import Definition, from_text, word_of
from indicators.definitions.definition import Point
from indicators.models import DataPoint, IndicatorVersion

Part = tuple[int, int]
"""A data point and its decimals."""


def as_defined_then(book: Book, known: Known) -> Book:
    """The form under the definitions of the day. One query; four when one of them has changed since."""
    said = _said_then([line.data_point for line in book.lines], known)
    if not said:
        return book
    keys = dict(DataPoint.objects.filter(pk__in=list(said)).values_list("pk", "breakdown__key"))
    points = {pk: definition.point(keys[pk]) or Point(keys[pk]) for pk, definition in said.items()}
    parts = _parts(points.values())
    today = book.rules.adding
    then = {pk: _rule(said[pk], points[pk], parts, today=today.of(pk)) for pk in said}
    lines = tuple(
        _line(line, said[line.data_point]) if line.data_point in said else line for line in book.lines
    )
    return replace(book, lines=lines, rules=replace(book.rules, adding=Rules({**today, **then})))


def _said_then(points: Iterable[int], known: Known) -> dict[int, Definition]:
    """Data point → its indicator's wording of the day, where that is not the one of today.

    What was not defined yet is read by its first wording.
    """
    rows = IndicatorVersion.objects.filter(indicator__data_points__in=set(points), until__isnull=False)
    closed = list(rows.order_by("number").values_list("indicator__data_points", "since", "until", "document"))
    happened = known.events_by(
        {number for _point, since, until, _text in closed for number in (since, until) if number is not None}
    )
    found: dict[int, str] = {}
    for point, since, until, text in closed:
        is_known = since in happened and until not in happened
        is_first_and_unknown = point not in found and until not in happened
        if is_known or is_first_and_unknown:
            found[point] = text
    wanted = set(points)
    return {point: from_text(text) for point, text in found.items() if point in wanted}


def _parts(points: Iterable[Point]) -> dict[str, Part]:
    """Word → data point, of all that is named."""
    codes = {word.partition("|")[0] for point in points for _field, word in point.parts}
    rows = DataPoint.objects.filter(indicator__code__in=codes).values_list(
        "pk", "indicator__decimals", "indicator__code", "breakdown__key"
    )
    return {word_of(code, key): (pk, decimals) for pk, decimals, code, key in rows}


def _rule(definition: Definition, point: Point, parts: Mapping[str, Part], *, today: PointRule) -> PointRule:
    adding = definition.adding
    above, below = parts.get(point.numerator), parts.get(point.denominator)
    weight = parts.get(point.weight)
    return PointRule(
        over_units=adding.over_units,
        over_time=adding.over_time,
        decimals=today.decimals,
        weight=weight and weight[0],
        numerator=above and above[0],
        denominator=below and below[0],
        numerator_decimals=above[1] if above else 0,
        denominator_decimals=below[1] if below else 0,
        multiplier=adding.multiplier,
        carries_forward=adding.carries_forward,
        measure=adding.measure,
    )


def _line(line: Line, definition: Definition) -> Line:
    return replace(
        line,
        name=(definition.name_en if get_language() == "en" else "") or definition.name,
        direction=definition.direction,
        is_flow=definition.adding.over_time is OverTime.SUM,
    )
