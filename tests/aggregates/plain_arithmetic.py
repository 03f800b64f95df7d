"""The reference: totals as a person would count them, with Fractions, dictionaries and recursion only.

Nothing of the product is used here but the names of the kinds and signs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

NUMBER, NONE, MISSING, NOT_APPLICABLE = 0, 1, 2, 3


@dataclass(frozen=True)
class Said:
    """One cell of one unit: an amount in the unit of measure, or a sign; about itself or the whole below."""

    sign: int
    amount: Fraction = Fraction(0)
    whole: bool = False

    @property
    def is_answer(self) -> bool:
        return self.sign in (NUMBER, NONE)


@dataclass(frozen=True)
class How:
    """How a point adds up over units."""

    kind: str = "sum"
    weight: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    multiplier: int = 1


@dataclass(frozen=True)
class Counted:
    value: Fraction | None
    reported: int
    answered: int
    expected: int


@dataclass
class Country:
    """`above`: unit → its parent. `said` and `asked` (whether the report is accepted): (unit, point) → …"""

    above: Mapping[int, int]
    how: Mapping[int, How]
    said: Mapping[tuple[int, int], Said]
    asked: Mapping[tuple[int, int], bool]
    below: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.below = {}
        for unit, parent in self.above.items():
            self.below.setdefault(parent, []).append(unit)

    def total(self, unit: int, point: int) -> Counted:
        how = self.how.get(point, How())
        counting = list(self._counting(unit, point))
        reported = sum(self._is_asked(one, point, reported=True) for one in counting)
        expected = sum(self._is_asked(one, point, reported=False) for one in counting)
        answered = sum(self._contributes(one, point) for one in counting)
        return Counted(self._value(counting, point, how), reported, answered, expected)

    def is_there(self, unit: int, point: int) -> bool:
        """Whether anything at or below the unit is asked or said of the point."""
        how = self.how.get(point, How())
        points = (how.numerator, how.denominator) if how.kind == "recomputed" else (point,)
        return any(
            all((one, part) in self.said or (one, part) in self.asked for part in points)
            for one in self._counting(unit, point)
        )

    # ---- one unit -----------------------------------------------------------------------------------------

    def _counting(self, unit: int, point: int) -> Iterable[int]:
        yield unit
        if not self._speaks_for_whole(unit, point):
            for child in self.below.get(unit, ()):
                yield from self._counting(child, point)

    def _speaks_for_whole(self, unit: int, point: int) -> bool:
        how = self.how.get(point, How())
        if how.kind == "recomputed":
            return self._contributes(unit, point) and self.said[unit, how.numerator].whole  # type: ignore[index]
        said = self.said.get((unit, point))
        return said is not None and said.whole

    def _is_asked(self, unit: int, point: int, *, reported: bool) -> int:
        how = self.how.get(point, How())
        if how.kind == "recomputed":
            parts = (how.numerator, how.denominator)
            return min(self._is_asked_of(unit, part, reported=reported) for part in parts)  # type: ignore[arg-type]
        return self._is_asked_of(unit, point, reported=reported)

    def _is_asked_of(self, unit: int, point: int, *, reported: bool) -> int:
        said, duty = self.said.get((unit, point)), self.asked.get((unit, point))
        counted = 0 if duty is None else int(duty or not reported)
        return counted - (said is not None and said.sign == NOT_APPLICABLE)

    def _contributes(self, unit: int, point: int) -> bool:
        """Whether what the unit answered can count."""
        how = self.how.get(point, How())
        if how.kind == "recomputed":
            above, below = self.said.get((unit, how.numerator)), self.said.get((unit, how.denominator))  # type: ignore[arg-type]
            both = above is not None and below is not None and above.is_answer and below.is_answer
            return both and above.whole == below.whole  # type: ignore[union-attr]
        said = self.said.get((unit, point))
        if said is None or not said.is_answer:
            return False
        if how.kind == "weighted_mean" and said.sign == NUMBER:
            weight = self.said.get((unit, how.weight))  # type: ignore[arg-type]
            return weight is not None and weight.is_answer and weight.whole == said.whole
        return True

    # ---- all that count -----------------------------------------------------------------------------------

    def _value(self, counting: list[int], point: int, how: How) -> Fraction | None:
        able = [unit for unit in counting if self._contributes(unit, point)]
        if how.kind == "none" or not able:
            return None
        if how.kind == "recomputed":
            above = sum((self.said[unit, how.numerator].amount for unit in able), Fraction(0))  # type: ignore[index]
            below = sum((self.said[unit, how.denominator].amount for unit in able), Fraction(0))  # type: ignore[index]
            return above / below * how.multiplier if below else None
        if how.kind == "sum":
            return sum((self.said[unit, point].amount for unit in able), Fraction(0))
        numbers = [unit for unit in able if self.said[unit, point].sign == NUMBER]
        amounts = [self.said[unit, point].amount for unit in numbers]
        if not amounts:
            return None
        if how.kind == "weighted_mean":
            weights = [self.said[unit, how.weight].amount for unit in numbers]  # type: ignore[index]
            weighed = sum((a * w for a, w in zip(amounts, weights, strict=True)), Fraction(0))
            return weighed / sum(weights) if sum(weights) else None
        match how.kind:
            case "mean":
                return sum(amounts, Fraction(0)) / len(amounts)
            case "min":
                return min(amounts)
        return max(amounts)


def over_time(
    kind: str, values: list[Fraction | None], parts: list[tuple[Fraction, Fraction]], *, carries: bool
) -> Fraction | None:
    """Values of periods in order (None: nobody answered, or nothing to divide by), and their parts."""
    there = [value for value in values if value is not None]
    match kind:
        case "none":
            return None
        case "first":
            return values[0]
        case "last":
            return (there[-1] if there else None) if carries else values[-1]
        case "recomputed":
            above, below = (sum((part[at] for part in parts), Fraction(0)) for at in (0, 1))
            return above / below if below else None
    if not there:
        return None
    return {
        "sum": lambda: sum(there, Fraction(0)),
        "mean": lambda: sum(there, Fraction(0)) / len(there),
        "min": lambda: min(there),
        "max": lambda: max(there),
    }[kind]()
