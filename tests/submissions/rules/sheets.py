"""Small filled forms for tests of rules that read formulas, figures from elsewhere and the unit's past."""

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.answers import Answer, parse_answer
from indicators.formulas import Source
from indicators.layout import Check
from submissions.messages import message_of
from submissions.rules import Problem
from submissions.sheet import Background, Sheet, recomputed
from tests.indicators.formulas.making import address, grid


def answer(text: str, decimals: int = 0) -> Answer:
    read = parse_answer(text, decimals=decimals)
    assert read is not None
    return read


def filled(
    cells: Mapping[str, str],
    *,
    checks: Sequence[Check] = (),
    figures: Mapping[str, str] | None = None,
    background: Background | None = None,
    **form: Any,
) -> Sheet:
    """A recomputed sheet. `figures`: "P1.2|total previous" → what counts there, in the official edition."""
    layout = grid([name for name in cells if name not in form.get("formulas", {})], checks=checks, **form)
    decimals = form.get("decimals", {})
    said = {address(name): answer(text, decimals.get(name, 0)) for name, text in cells.items() if text}
    counted = {
        Source(point, period, "official"): answer(text)  # type: ignore[arg-type]
        for words, text in (figures or {}).items()
        for point, period in [words.split(" ")]
    }
    return recomputed(Sheet(layout, said), background or Background(figures=counted))


def words(problems: Sequence[Problem], sheet: Sheet) -> list[str]:
    return [message_of(problem, sheet.layout) for problem in problems]
