"""What every step minds: texts it is given, and checks that speak of what is gone."""

from collections.abc import Mapping
from dataclasses import replace

from indicators.designing.design import Design, StepRefused
from indicators.layout import address_of

LONGEST = 1_000


def texts_in(values: Mapping[str, str], *names: str) -> dict[str, str]:
    """Those that are given, without spaces around."""
    found = {name: values[name].strip() for name in names if name in values}
    if any(len(text) > LONGEST for text in found.values()):
        raise StepRefused("too_long", most=str(LONGEST))
    return found


def number_in(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    """A whole number between the two; StepRefused for anything else."""
    try:
        number = int(values.get(name, "").strip())
    except ValueError:
        raise StepRefused("no_number") from None
    if not least <= number <= most:
        raise StepRefused("no_number")
    return number


def keep_checks(design: Design) -> Design:
    """Checks that compare cells which are no more go with them; formulas stay, and are problems."""
    there = {
        address_of(table.key, cell.row, cell.column)
        for table in design.form.tables
        for cell in table.cells
        if cell.kind != "blocked"
    }
    kept = tuple(
        check
        for check in design.form.checks
        if {part for part in (check.whole, *check.parts) if part} <= there
    )
    return replace(design, form=replace(design.form, checks=kept))


def months_chosen(values: Mapping[str, str]) -> tuple[int, ...]:
    """The months "m1" to "m12" that are said; () where they are all that is `offered` ("3 6 9 12")."""
    chosen = tuple(month for month in range(1, 13) if values.get(f"m{month}"))
    offered = values.get("offered", "").split()
    if not chosen:
        raise StepRefused("no_month")
    return () if {str(month) for month in chosen} >= set(offered or map(str, range(1, 13))) else chosen
