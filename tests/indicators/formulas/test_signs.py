"""The table of docs/formulas.md is what formulas do."""

from pathlib import Path

import pytest

from tests.indicators.formulas.making import Case
from tests.support.databases import REPOSITORY

FORMULAS = {
    "a + b": "(1) + (2)",
    "a − b": "(1) - (2)",
    "a × b": "(1) × (2)",
    "a ÷ b": "(1) / (2)",
    "NHỎ_NHẤT": "NHỎ_NHẤT((1); (2))",
    "LỚN_NHẤT": "LỚN_NHẤT((1); (2))",
    "NẾU(a > 0; b; 7)": "NẾU((1) > 0; (2); 7)",
    "−a": "-(1)",
    "TRỊ_TUYỆT_ĐỐI(a)": "TRỊ_TUYỆT_ĐỐI((1))",
    "LÀM_TRÒN(a)": "LÀM_TRÒN((1))",
}
KINDS = {"number", "0", "-", "…", "x", ""}


def rows_of_the_table(document: Path) -> list[dict[str, str]]:
    text = document.read_text(encoding="utf-8")
    lines = text.partition("<!-- signs -->")[2].partition("<!-- /signs -->")[0].strip().splitlines()
    head, _rule, *rest = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return [dict(zip(head, ["" if cell == "blank" else cell for cell in row], strict=True)) for row in rest]


TABLE = rows_of_the_table(REPOSITORY / "docs" / "formulas.md")


def cases_of(row: dict[str, str]) -> list[tuple[Case, str]]:
    """Each computed cell of a row of the table, with what it shows."""
    cells = {"(1)": row["a"], "(2)": row["b"]}
    return [(Case(cells, formula=FORMULAS[name]), row[name]) for name in FORMULAS]


def comparison_of(row: dict[str, str]) -> str:
    cells = {"(1)": row["a"], "(2)": row["b"]}
    if Case(cells, check="(1) = (2)").outcome()["fails"]:
        return "false"
    return "true" if Case(cells, check="(1) ≠ (2)").outcome()["fails"] else "not compared"


def test_the_table_has_every_pair_of_kinds() -> None:
    pairs = {(row["a"].replace("8", "number"), row["b"].replace("4", "number")) for row in TABLE}
    assert pairs == {(one, other) for one in KINDS for other in KINDS}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['a']} and {row['b']}")
def test_a_row_of_the_table(row: dict[str, str]) -> None:
    assert [case.outcome()["shows"] for case, _shows in cases_of(row)] == [s for _case, s in cases_of(row)]
    assert comparison_of(row) == row["a = b"]


def test_a_sum_is_what_plus_is() -> None:
    for row in TABLE:
        cells = {"(1)": row["a"], "(2)": row["b"]}
        assert Case(cells, formula="TỔNG((1); (2))").outcome()["shows"] == row["a + b"]
