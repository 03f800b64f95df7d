"""Any text as a formula: read, printed, bound and computed, or refused in words, in 50 ms of computing.

The suite gives it texts of Hypothesis. With atheris installed in some environment of its own:

    python -m tests.fuzz.formulas -max_total_time=600
"""

import sys
import time

from indicators.answers import Answer, Sign
from indicators.formulas import FormulaError, compile_plan, parse, plan_for_script, print_formula, words_of
from indicators.formulas.nodes import Node
from indicators.layout import Cell, Check, Column, FormLayout, Row, Table

HANGS_AFTER = 0.050
INSTRUMENTED = 4
"""So many times slower everything is while atheris counts what is reached."""
ANSWERS = (
    Answer(Sign.NUMBER, 12345, 2),
    Answer(Sign.NONE, None, 2),
    Answer(Sign.MISSING, None, 2),
    Answer(Sign.NOT_APPLICABLE, None, 2),
    None,
    Answer(Sign.NUMBER, -(10**14), 2),
)


class Hang(AssertionError):
    """A text that took too long, however often it was tried."""


def read_text(text: str, *, within: float = HANGS_AFTER) -> None:
    """Everything a text can lead to. AssertionError, Hang, or whatever should never be raised."""
    for _attempt in range(3):
        parse.cache_clear()
        started = time.process_time()
        _read(text)
        taken = time.process_time() - started
        if taken < within:
            return
    raise Hang(f"{taken * 1000:.0f} ms for {text!r}, three times")


def _read(text: str) -> None:
    try:
        node = parse(text)
        assert parse(print_formula(node)) == node
        _compute(text, node)
    except FormulaError as error:
        sentence, params = words_of(error)
        assert sentence % params


def _compute(text: str, node: Node) -> None:
    for layout in (_form(computed=text), _form(check=text)):
        try:
            plan = compile_plan(layout)
        except FormulaError as error:
            sentence, params = words_of(error)
            assert sentence % params
            continue
        answers = {
            address: answer
            for (address, *_place, cell), answer in zip(layout.places(), ANSWERS * 3, strict=False)
            if answer is not None and cell.kind == "input"
        }
        filled = plan.fill(answers, {})
        plan.failures(plan.values(filled.answers, {}), kinds={"formula"})
        plan_for_script(plan, {})


def _form(*, computed: str = "", check: str = "") -> FormLayout:
    rows = tuple(Row(f"r{n}", str(n), f"Dòng {n}", 10 + n) for n in (1, 2, 3))
    columns = tuple(Column(f"c{n}", str(n), f"Cột {n}", "BCDEFG"[n - 1], "data") for n in range(1, 6))
    cells = tuple(
        Cell(row.key, column.key, f"P{row.key}.{column.key}|total", decimals=2)
        for row in rows
        for column in columns
        if (row.key, column.key) != ("r1", "c5")
    )
    if computed:
        cells += (Cell("r1", "c5", "P.computed|total", decimals=2, kind="computed", formula=computed),)
    checks = (Check("k", "formula", formula=check),) if check else ()
    return FormLayout("T/03", "", "", "", "", "s", (Table("t1", "", (), 0, columns, rows, cells),), checks)


def main() -> None:
    import atheris  # type: ignore[import-not-found]

    count, slowest = 0, 0.0

    def one_input(data: bytes) -> None:
        nonlocal count, slowest
        count += 1
        started = time.process_time()
        read_text(data.decode("utf-8", "replace"), within=HANGS_AFTER * INSTRUMENTED)
        slowest = max(slowest, time.process_time() - started)
        if count % 50_000 == 0:
            print(f"{count} texts, the slowest {slowest * 1000:.1f} ms", file=sys.stderr)

    atheris.instrument_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
