"""Made-up sizes of communes: seeded per old commune; one of today is the sum of what came into it. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random

SMALLEST, LARGEST = 3_800, 11_500


@dataclass(frozen=True, slots=True)
class Part:
    """The people of an old commune who live in one commune of today; the grain of all made-up numbers."""

    old: int
    new: int
    seed: str
    people: int


def parts_of(
    *, codes: Mapping[int, str], today: Mapping[int, Collection[int]], codes_today: Mapping[int, str]
) -> list[Part]:
    """One part for each old commune and commune of today that it went into.

    `codes`: old commune → its code then; `today`: old → communes of today; `codes_today`: their codes.
    """
    found: list[Part] = []
    for old, code in sorted(codes.items(), key=lambda item: item[1]):
        into = sorted(today[old], key=lambda new: codes_today[new])
        people = Random(f"people of {code}").randint(SMALLEST, LARGEST)  # noqa: S311 made-up numbers
        seeds = [f"{code}-{codes_today[new]}" for new in into]
        shares = _divided(people, seed=code, into=len(into))
        found += [Part(old, new, seed, share) for new, seed, share in zip(into, seeds, shares, strict=True)]
    return found


def _divided(people: int, *, seed: str, into: int) -> list[int]:
    """People divided at random into so many parts, exactly."""
    weights = [Random(f"{seed} part {number}").uniform(1, 3) for number in range(into)]  # noqa: S311
    cuts = [round(people * sum(weights[:number]) / sum(weights)) for number in range(into + 1)]
    return [after - before for before, after in pairwise(cuts)]


def by_unit(parts: Iterable[Part], *, then: bool) -> dict[int, list[Part]]:
    """Unit → its parts: the old communes (`then`), or those of today."""
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(part.old if then else part.new, []).append(part)
    return found
