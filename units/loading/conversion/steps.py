"""What of an old unit went where: statements → steps with shares, and the successor that answers for it."""

from collections import defaultdict
from collections.abc import Iterable

from units.loading.conversion.notes import Amount
from units.loading.conversion.report import Report, remark
from units.loading.conversion.settle import Said
from units.loading.country import ALL, Step

NOTE = 300


def steps_of(said: list[Said], report: Report, *, defaults: dict[str, str]) -> list[Step]:
    """`defaults`: old code → the new code that the packaged data takes for its first successor."""
    by_old: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_old[one.old].append(one)
    return [step for told in by_old.values() for step in _of_one(told, report, defaults)]


def _of_one(told: list[Said], report: Report, defaults: dict[str, str]) -> list[Step]:
    if len(told) == 1 and told[0].meaning.stated != "part":
        return [Step(told[0].old, told[0].new, True, True)]
    if len(told) == 1:
        _list(told, report, "remainder_missing")
    if any(one.meaning.stated != "part" for one in told):
        # All of it cannot go to one and something to another: nothing is known of the shares.
        _list(told, report, "whole_and_more")
        return _steps(told, [None] * len(told), [None] * len(told), defaults)
    people = _shares(told, [one.meaning.population for one in told], report)
    area = _shares(told, [one.meaning.area for one in told], report)
    return _steps(told, people, area, defaults)


def _list(told: Iterable[Said], report: Report, code: str) -> None:
    told = list(told)
    lines = ", ".join(str(one.line) for one in told)
    report.contradictions.extend(
        remark(one.line, code, old=one.old, new=one.new, note=one.note, lines=lines) for one in told
    )


def _shares(told: list[Said], amounts: list[Amount | None], report: Report) -> list[int | None]:
    """All of a measure in one place leaves none of it for the others; else nothing is known."""
    if amounts.count("all") > 1 or ("all" in amounts and "some" in amounts):
        _list(told, report, "shares_contradict")
    elif "all" in amounts:
        return [ALL if amount == "all" else 0 for amount in amounts]
    return [None] * len(amounts)


def _steps(
    told: list[Said],
    populations: list[int | None],
    areas: list[int | None],
    defaults: dict[str, str],
) -> list[Step]:
    """The successor with all the people answers first, else the packaged one, the same code, the lowest."""
    old = told[0].old
    first = min(
        zip(told, populations, strict=True),
        key=lambda pair: (
            pair[1] != ALL,
            pair[0].new != defaults.get(old),
            pair[0].new != old,
            pair[0].new,
        ),
    )[0].new
    return [
        Step(old, one.new, False, one.new == first, population, area, one.note[:NOTE])
        for one, population, area in zip(told, populations, areas, strict=True)
    ]
