"""Python reads every case of the table as the table says."""

import json
from pathlib import Path
from typing import Any

import pytest

from indicators import formulas
from tests.indicators.formulas.making import Case

CASES: list[dict[str, Any]] = json.loads((Path(formulas.__file__).parent / "cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("formula") or case["check"])
def test_a_case_of_the_table(case: dict[str, Any]) -> None:
    expected = {"shows": case.get("shows", ""), "fails": case.get("fails", [])}
    assert Case(**case).outcome() == expected
