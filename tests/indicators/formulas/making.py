"""Small forms for tests of formulas: rows 1, 2 … and columns 1, 2 … of one table, as printed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.answers import Answer, format_answer, parse_answer
from indicators.formulas import Plan, Source, compile_plan, sides_in_text
from indicators.layout import Cell, Check, Column, FormLayout, Row, Table

_NAME = re.compile(r"(?:\[(?P<row>[^\]]+)\])?\((?P<column>[^)]+)\)")


def place(name: str) -> tuple[str, str]:
    """ "[2](3)" → ("2", "3"); "(3)" is in row 1."""
    match = _NAME.fullmatch(name)
    assert match, name
    return match["row"] or "1", match["column"]


def address(name: str) -> str:
    row, column = place(name)
    return f"t1/r{row}:c{column}"


def grid(
    cells: Sequence[str],
    *,
    formulas: Mapping[str, str] | None = None,
    carried: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    scales: Mapping[str, int] | None = None,
    levels: Mapping[str, int] | None = None,
    checks: Sequence[Check] = (),
) -> FormLayout:
    """A form with these typed cells; `formulas` and `carried` name further cells with their formulas."""
    computed = dict(formulas or {})
    kinds = dict.fromkeys(cells, "input") | dict.fromkeys(computed, "computed")
    kinds |= dict.fromkeys(carried or {}, "carried")
    computed |= carried or {}
    rows = list(dict.fromkeys(place(name)[0] for name in kinds))
    columns = list(dict.fromkeys(place(name)[1] for name in kinds))
    columns.sort(key=lambda column: (len(column), column))
    table = Table(
        key="t1",
        title="",
        header=(),
        header_rows=0,
        columns=(
            Column("label", "A", "Chỉ tiêu", "A", "label"),
            *(Column(f"c{c}", c, f"Cột {c}", chr(66 + i), "data") for i, c in enumerate(columns)),
        ),
        rows=tuple(
            Row(f"r{r}", r, f"Dòng {r}", 10 + i, level=(levels or {}).get(r, 0)) for i, r in enumerate(rows)
        ),
        cells=tuple(
            Cell(
                f"r{place(name)[0]}",
                f"c{place(name)[1]}",
                f"P{place(name)[0]}.{place(name)[1]}|total",
                decimals=(decimals or {}).get(name, 0),
                scale=(scales or {}).get(name, 0),
                kind=kind,  # type: ignore[arg-type]
                formula=computed.get(name, ""),
            )
            for name, kind in kinds.items()
        ),
    )
    return FormLayout("T/02", "BIỂU THỬ", "", "", "", "Biểu", (table,), tuple(checks))


@dataclass
class Case:
    """A formula, or a check, with what stands in the cells, and what comes of it. All as people write it."""

    cells: Mapping[str, str]
    formula: str = ""
    check: str = ""
    decimals: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    shows: str = ""
    fails: Sequence[Sequence[str]] = ()
    why: str = ""

    @property
    def layout(self) -> FormLayout:
        return grid(
            list(self.cells),
            formulas={"(99)": self.formula} if self.formula else {},
            decimals=self.decimals,
            scales=self.scales,
            checks=[Check("k", "formula", formula=self.check)] if self.check else [],
        )

    @property
    def plan(self) -> Plan:
        return compile_plan(self.layout)

    @property
    def answers(self) -> dict[str, Answer]:
        read = {
            address(name): parse_answer(text, decimals=self.decimals.get(name, 0))
            for name, text in self.cells.items()
        }
        return {at: answer for at, answer in read.items() if answer is not None}

    @property
    def figures(self) -> dict[Source, Answer]:
        """`elsewhere`: "P1.2|total previous official" → text; as many decimals as are written."""
        found: dict[Source, Answer] = {}
        for words, text in self.elsewhere.items():
            point, period, edition = words.split(" ")
            answer = parse_answer(text, decimals=len(text.partition(",")[2]))
            assert answer is not None
            found[Source(point, period, edition)] = answer  # type: ignore[arg-type]
        return found

    def outcome(self) -> dict[str, Any]:
        """What Python makes of it: {"shows", "fails"}."""
        plan = self.plan
        filled = plan.fill(self.answers, self.figures)
        failures = plan.failures(plan.values(filled.answers, self.figures), kinds={"formula"})
        too_large = address("(99)") in filled.too_large
        return {
            "shows": "too large" if too_large else format_answer(filled.answers.get(address("(99)"))),
            "fails": [
                [failure.condition.address, *sides_in_text(failure, plan, filled.answers)]
                for failure in failures
            ],
        }
