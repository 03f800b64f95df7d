"""The catalogue as frozen data, read in bulk."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Prefetch, Q, QuerySet

from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.definitions import (
    BrokenDown,
    Catalogue,
    Definition,
    Factor,
    Measured,
    Option,
    Point,
    ValueKind,
    code_and_key,
    word_of,
)
from indicators.definitions import Category as CategoryOf
from indicators.definitions import Dimension as DimensionOf
from indicators.models import (
    Category,
    DataPoint,
    Dimension,
    Indicator,
    IndicatorBreakdown,
    IndicatorOption,
    UnitOfMeasure,
)

_WORDS = ("breakdown__key", *(
    f"{part}__{column}"
    for part in ("weight", "numerator", "denominator")
    for column in ("indicator__code", "breakdown__key")
))  # fmt: skip


def definition_of(indicator: Indicator) -> Definition:
    """What an indicator says now. Four queries."""
    return definitions_of(Indicator.objects.filter(pk=indicator.pk))[indicator.code]


def definitions_of(indicators: QuerySet[Indicator]) -> dict[str, Definition]:
    """Code → what it says now, in the order of the codes. Four queries."""
    rows = list(indicators.select_related("predecessor").order_by("code"))
    ids = [row.pk for row in rows]
    options: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for pk, number, name, name_en in (
        IndicatorOption.objects.filter(indicator__in=ids)
        .order_by("number")
        .values_list("indicator_id", "number", "name", "name_en")
    ):
        options[pk].append((number, name, name_en))
    breakdowns: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, dimension, how in (
        IndicatorBreakdown.objects.filter(indicator__in=ids)
        .order_by("dimension__code")
        .values_list("indicator_id", "dimension__code", "how")
    ):
        breakdowns[pk].append((dimension, how))
    points = _points(ids)
    return {
        row.code: said_by(
            row,
            options=options[row.pk],
            breakdowns=breakdowns[row.pk],
            points=points.get(row.pk, ()),
        )
        for row in rows
    }


def _points(ids: Collection[int]) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = defaultdict(list)
    rows = DataPoint.objects.filter(indicator__in=ids).values_list("indicator_id", *_WORDS)
    for pk, key, *named in rows:
        words = [
            word_of(code, other) if code else "" for code, other in zip(named[::2], named[1::2], strict=True)
        ]
        found[pk].append(Point(key, *words))
    return {pk: in_order(points) for pk, points in found.items()}


def in_order(points: Iterable[Point]) -> list[Point]:
    """The total first, then by key."""
    return sorted(points, key=lambda point: (point.key != Point().key, point))


def said_by(
    row: Indicator,
    *,
    options: Iterable[tuple[int, str, str]],
    breakdowns: Iterable[tuple[str, str]],
    points: Iterable[Point],
) -> Definition:
    """The definition of a row read with its predecessor, and its lists."""
    return Definition(
        name=row.name,
        unit_of_measure=row.unit_of_measure_id,
        name_en=row.name_en,
        meaning=row.definition,
        legal_source=row.legal_source,
        kind=ValueKind(row.kind),
        decimals=row.decimals,
        lowest=row.lowest,
        highest=row.highest,
        direction=row.direction,
        adding=Adding(
            OverUnits(row.over_units),
            OverTime(row.over_time),
            row.carries_forward,
            row.multiplier,
            row.measure,
        ),
        options=tuple(Option(*option) for option in options),
        breakdowns=tuple(BrokenDown(*one) for one in breakdowns),
        points=tuple(points),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        predecessor=row.predecessor.code if row.predecessor else "",
        factor=Factor(row.factor_numerator, row.factor_denominator),
    )


def measures(*, with_ad_hoc: bool = True, besides: Collection[str] = ()) -> dict[str, Measured]:
    """Code → unit of measure, in the order of quantities and sizes. One query.

    Without those that only ad-hoc requests use: what lists offer; `besides` are offered all the same.
    """
    offered = Q(is_ad_hoc=False) | Q(code__in=besides)
    wanted = UnitOfMeasure.objects.all() if with_ad_hoc else UnitOfMeasure.objects.filter(offered)
    rows = wanted.values_list("code", "name", "quantity", "numerator", "denominator", "name_en")
    found = {
        code: Measured(name, quantity, above, below, name_en)
        for code, name, quantity, above, below, name_en in rows
    }
    return dict(sorted(found.items(), key=lambda item: (item[1].quantity, item[1].in_base, item[0])))


def dimensions(codes: Collection[str] | None = None) -> dict[str, DimensionOf]:
    """Code → dimension with its categories; all of them without `codes`. Two queries."""
    rows = Dimension.objects.order_by("code")
    rows = rows if codes is None else rows.filter(code__in=codes)
    return {
        row.code: DimensionOf(
            row.name,
            {one.code: CategoryOf(one.name, one.name_en) for one in row.categories.all()},
            row.name_en,
        )
        for row in rows.prefetch_related(Prefetch("categories", Category.objects.order_by("position", "pk")))
    }


def whole_catalogue() -> Catalogue:
    """Seven queries."""
    return Catalogue(measures(), dimensions(), definitions_of(Indicator.objects.all()))


def catalogue_around(entries: dict[str, Definition], *, lock: bool = False) -> Catalogue:
    """What is needed to judge the entries: those they name, those they continue, and those that use them.

    `lock`: their rows, in the order of their numbers, until the end of the transaction.
    """
    named = {*entries}
    for definition in entries.values():
        named |= {code_and_key(word)[0] for point in definition.points for _field, word in point.parts}
        named.add(definition.predecessor)
    wanted = _with_lines(named)
    users = Q()
    for part in ("weight", "numerator", "denominator"):
        users |= Q(**{f"data_points__{part}__indicator__code__in": list(entries)})
    concerned = Indicator.objects.filter(Q(code__in=wanted) | users).values("pk")
    rows = Indicator.objects.filter(pk__in=concerned)
    if lock:
        list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    by = {one.dimension for definition in entries.values() for one in definition.breakdowns}
    return Catalogue(measures(), dimensions(by), definitions_of(rows))


def _with_lines(codes: set[str]) -> set[str]:
    """The codes and those of the indicators they continue, however far back. One query a generation."""
    found, fresh = set(codes), set(codes)
    while fresh:
        before = Indicator.objects.filter(code__in=fresh, predecessor__isnull=False)
        fresh = set(before.values_list("predecessor__code", flat=True)) - found
        found |= fresh
    return found
