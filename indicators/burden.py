"""What regimes ask of units in a year: the burden of reporting, counted in figures a unit has to give."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from indicators.actions.open_due_rounds import editions_of
from indicators.deadlines import rules_of
from indicators.forms import layout_of, layout_on
from indicators.layout import FormLayout
from indicators.models import Regime, RepeatChoice, ReportingRound, TemplateVersion
from indicators.repeats import repeats_in, series_of
from indicators.subjects import subjects_of


@dataclass(frozen=True, slots=True)
class Load:
    """What one regime asks of each of its `units` in a year: `rounds` of `forms` with `cells` to fill.

    `cells` are those of all columns; `per_unit`: figures a unit types, of columns in the periods that ask
    them, without the `reused` ones that are filled in (of a consolidated form all: they are taken from
    below); `repeated` of them are asked elsewhere too.
    """

    regime: Regime
    forms: int
    cells: int
    rounds: int
    per_unit: int
    reused: int
    repeated: int
    units: frozenset[int]

    @property
    def total(self) -> int:
        return self.per_unit * len(self.units)


def loads_in(year: int, *, on: date) -> list[Load]:
    """Of every regime that asks something in a year. Units are those asked on its last day, or on the day
    `on` while the year goes on. A few queries a regime."""
    day = min(on, date(year, 12, 31))
    regimes = Regime.objects.filter(starts_on__lte=date(year, 12, 31)).exclude(ends_on__lt=date(year, 1, 1))
    versions = _newest_versions()
    found = []
    for regime in regimes.select_related("calendar", "owner", "subject_group").order_by("code"):
        forms = versions.get(regime.pk, [])
        rounds = _last_days(regime, year)
        if forms and rounds:
            found.append(_load(regime, forms, rounds, year=year, day=day))
    return found


def _newest_versions() -> dict[int, list[TemplateVersion]]:
    """Regime → the newest published version of each of its forms. Two queries."""
    published = TemplateVersion.objects.filter(published_at__isnull=False)
    newest = published.values("template").annotate(newest=Max("pk")).values("newest")
    found: dict[int, list[TemplateVersion]] = {}
    rows = TemplateVersion.objects.filter(pk__in=newest).select_related("template__regime__calendar")
    for version in rows.defer("workbook").order_by("template__code"):
        found.setdefault(version.template.regime_id, []).append(version)
    return found


def _last_days(regime: Regime, year: int) -> list[date]:
    """The last day of each round's period in a year: as calendar and deadlines say, or as it was asked."""
    if regime.kind != Regime.Kind.PERIODIC:
        opened = ReportingRound.objects.filter(template__regime=regime, period__ends__year=year)
        return [ends for *_of, ends in opened.values_list("period", "edition", "period__ends").distinct()]
    asked = series_of(regime, "this", first=date(year, 1, 1), last=date(year, 12, 31))
    begun = [ends for _starts, ends in asked if ends >= regime.starts_on]
    return begun * len(editions_of(rules_of(regime)))


def _load(
    regime: Regime, versions: Iterable[TemplateVersion], last_days: Sequence[date], *, year: int, day: date
) -> Load:
    listed, rounds = list(versions), len(last_days)
    cells = sum(_typed_in(layout_of(version)) for version in listed)
    times_a_month = Counter(ends.month for ends in last_days)
    answered = {
        version.pk: sum(
            times * _typed_in(layout_on(version, date(year, month, 1)))
            for month, times in times_a_month.items()
        )
        for version in listed
    }
    reused = repeated = 0
    for version in listed:
        if version.template.consolidates_id is not None:
            reused += answered[version.pk]
            continue
        for repeat in repeats_in(version, on=date(year, day.month, min(day.day, 28))):
            is_reused = repeat.choice is not None and repeat.choice.way == RepeatChoice.Way.REUSE
            times = rounds * len(repeat.days) // repeat.of_periods
            reused, repeated = reused + times * is_reused, repeated + times * (not is_reused)
    return Load(
        regime=regime,
        forms=len(listed),
        cells=cells,
        rounds=rounds,
        per_unit=sum(answered.values()) - reused,
        reused=reused,
        repeated=repeated,
        units=frozenset(view.id for view, _owner in subjects_of(regime, last_day=day)),
    )


def _typed_in(layout: FormLayout) -> int:
    return sum(cell.kind == "input" for *_place, cell in layout.places())
