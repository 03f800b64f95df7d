"""Units of measure and dimensions as they are stored: what uses them, and the one writer of their rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Count

from indicators.definitions import Dimension as DimensionOf
from indicators.definitions import Measured, categories_of
from indicators.list_forms import free_code
from indicators.models import Category, DataPoint, Dimension, Indicator, IndicatorBreakdown, UnitOfMeasure
from units.vietnamese import search_key


def uses_of_measures(codes: Collection[str] | None = None) -> dict[str, int]:
    """Unit of measure → how many indicators are measured in it. One query."""
    rows = Indicator.objects.order_by().values_list("unit_of_measure").annotate(count=Count("pk"))
    return dict(rows if codes is None else rows.filter(unit_of_measure__in=list(codes)))


def owners_of_uses(*, measure: str = "", dimension: str = "") -> set[int]:
    """The agencies whose indicators use it. One query."""
    rows = Indicator.objects.order_by()
    if measure:
        rows = rows.filter(unit_of_measure__code=measure)
    else:
        rows = rows.filter(breakdowns__dimension__code=dimension)
    return set(rows.values_list("owner_id", flat=True))


def used_categories(dimensions: Collection[str]) -> dict[str, set[str]]:
    """Dimension → categories that a data point names. One query."""
    used: dict[str, set[str]] = defaultdict(set)
    by_them = IndicatorBreakdown.objects.filter(dimension__code__in=list(dimensions)).values("indicator")
    keys = DataPoint.objects.filter(indicator__in=by_them).values_list("breakdown__key", flat=True)
    for key in keys.distinct():
        for dimension, category in (categories_of(key) or {}).items():
            used[dimension].add(category)
    return used


def write_measures(measures: Mapping[str, Measured]) -> None:
    """Make or change the units of measure; the caller has checked them. Two or three queries.

    One that only stood in ad-hoc requests is an entry of the list from now on.
    """
    rows = {row.code: row for row in UnitOfMeasure.objects.filter(code__in=measures)}
    for code, measured in measures.items():
        row = rows.setdefault(code, UnitOfMeasure(code=code))
        for name, value in measured._asdict().items():
            setattr(row, name, value)
        row.is_ad_hoc = False
    UnitOfMeasure.objects.bulk_update(
        [row for row in rows.values() if row.pk], [*Measured._fields, "is_ad_hoc"], batch_size=500
    )
    UnitOfMeasure.objects.bulk_create([row for row in rows.values() if not row.pk], batch_size=500)


def measured_as_typed(names: Collection[str]) -> dict[str, str]:
    """Name as typed in an ad-hoc request → code of the unit of measure, whatever its capitals.

    What is not in the catalogue is made, marked so that no list offers it. Two queries; the caller locks.
    """
    known = {name.casefold(): code for code, name in UnitOfMeasure.objects.values_list("code", "name")}
    made: list[UnitOfMeasure] = []
    for name in names:
        if name.casefold() not in known:
            code = known[name.casefold()] = free_code(name if search_key(name) else "khac", {*known.values()})
            made.append(UnitOfMeasure(code=code, name=name, quantity=code, is_ad_hoc=True))
    UnitOfMeasure.objects.bulk_create(made, batch_size=500)
    return {name: known[name.casefold()] for name in names}


def write_dimensions(dimensions: Mapping[str, DimensionOf]) -> None:
    """Make or change the dimensions, their categories in the order given. A handful of queries."""
    Dimension.objects.bulk_create(
        [Dimension(code=code, name=said.name, name_en=said.name_en) for code, said in dimensions.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en"],
    )
    rows = {row.code: row for row in Dimension.objects.filter(code__in=dimensions)}
    kept = {(row.dimension_id, row.code): row for row in Category.objects.filter(dimension__in=rows.values())}
    wanted = [
        (rows[code], position, category, words)
        for code, said in dimensions.items()
        for position, (category, words) in enumerate(said.categories.items())
    ]
    named = {(row.pk, category) for row, _position, category, _words in wanted}
    Category.objects.filter(pk__in=[row.pk for key, row in kept.items() if key not in named]).delete()
    # A name that moves from one category to another would be taken for a moment.
    moving = [row for key, row in kept.items() if key in named]
    for row in moving:
        row.name = f"\u2060{row.pk}"
    Category.objects.bulk_update(moving, ["name"], batch_size=500)
    fresh = []
    for dimension, position, code, words in wanted:
        category = kept.get((dimension.pk, code)) or Category(dimension=dimension, code=code)
        category.position, category.name, category.name_en = position, words.name, words.name_en
        fresh.append(category)
    Category.objects.bulk_update(
        [one for one in fresh if one.pk], ["position", "name", "name_en"], batch_size=500
    )
    Category.objects.bulk_create([one for one in fresh if not one.pk], batch_size=500)
