"""The line of descent of a unit as a graph: who it came out of, over generations, and what came out of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from units.models import Succession
from units.models.unit import ALL
from units.queries import UnitView, describe_units, in_order

GENERATIONS = 3
_MOST = 400  # steps read in one generation: the largest real one has 60


@dataclass(frozen=True, slots=True)
class Step:
    """Predecessor → successor on the successor's first day; shares in billionths, None where not known."""

    before: int
    after: int
    on: date
    is_whole: bool
    is_default: bool = False
    population_share: int | None = None
    area_share: int | None = None

    @property
    def words(self) -> str:
        """How much went over: "toàn bộ", "một phần", "37,5% dân số, 20% diện tích"."""
        return _("toàn bộ") if self.is_whole else ", ".join(self.shares) or _("một phần")

    @property
    def shares(self) -> list[str]:
        """What is known of a part: "37,5% dân số"."""
        shares = [
            (_("%(share)s dân số"), self.population_share),
            (_("%(share)s diện tích"), self.area_share),
        ]
        return [words % {"share": percent(share)} for words, share in shares if share is not None]


@dataclass(slots=True)
class Family:
    """`generation`: unit → -2, -1 (predecessors), 0 (the unit), 1, 2 …; `units` in Vietnamese order."""

    unit_id: int
    generation: dict[int, int]
    units: dict[int, UnitView] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    goes_on: bool = False

    def column(self, number: int) -> list[UnitView]:
        return [view for unit, view in self.units.items() if self.generation[unit] == number]

    @property
    def rows(self) -> list[tuple[UnitView, Step, UnitView]]:
        """The steps with their units, oldest first, in Vietnamese order."""
        order = {unit: number for number, unit in enumerate(self.units)}
        steps = sorted(self.steps, key=lambda step: (step.on, order[step.after], order[step.before]))
        return [(self.units[step.before], step, self.units[step.after]) for step in steps]


def family_of(unit_id: int, *, generations: int = GENERATIONS) -> Family:
    """Return the unit with its forebears and heirs. One query a generation each way, two for the names."""
    family = Family(unit_id, {unit_id: 0})
    steps: dict[tuple[int, int], Step] = {}
    for way in (-1, 1):
        edge: Collection[int] = {unit_id}
        for number in range(1, generations + 1):
            found = _steps(edge, way)
            # The longest way counts, so that every arrow goes to the right; a circle ends where it began.
            edge = {step.before if way < 0 else step.after for step in found} - {unit_id}
            if not edge:
                break
            steps |= {(step.before, step.after): step for step in found}
            family.generation |= dict.fromkeys(edge, way * number)
        else:
            family.goes_on |= bool(edge) and bool(_steps(edge, way))
    views = describe_units(family.generation)
    family.units = {view.id: view for view in in_order(views.values())}
    family.steps = [step for step in steps.values() if _runs_forward(family, step)]
    return family


def percent(share: int) -> str:
    """Return a share in billionths as "37,5%", rounded half up to two decimals."""
    exact = Decimal(share) * 100 / ALL
    text = f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"
    return text.replace(".", ",") + "%"


def _runs_forward(family: Family, step: Step) -> bool:
    return family.generation[step.before] < family.generation[step.after]


def _steps(units: Collection[int], way: int) -> list[Step]:
    known = Succession.objects.filter(until__isnull=True)
    known = known.filter(successor__in=units) if way < 0 else known.filter(predecessor__in=units)
    rows = known.order_by("effective_on", "id").values_list(
        "predecessor_id", "successor_id", "effective_on", "extent", "is_default",
        "population_share", "area_share",
    )  # fmt: skip
    return [
        Step(before, after, on, extent == Succession.Extent.WHOLE, default, population, area)
        for before, after, on, extent, default, population, area in rows[:_MOST]
    ]
