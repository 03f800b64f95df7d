"""Designs to start from: the four official forms as they are decided, and an empty one."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indicators.designing import Design, empty_design
from indicators.recognition import Recognised, recognise
from submissions.workbooks.form_grids import read_form

FORMS = ("4-BCH.xlsx", "II.06a-VPCP-KSTT.xlsx", "13a-BTP-HTQTCT-HT.xlsx", "01-SCT-BCT-thang.xlsx")
Start = Callable[[str], Design]


def decided(grids: Sequence[object]) -> Recognised:
    """Every doubt answered by its proposal or its first choice."""
    answers: dict[str, str] = {}
    found = recognise(grids, answers)  # type: ignore[arg-type]
    while found.open_doubts:
        answers |= {one.key: one.proposal or one.choices[0].value for one in found.open_doubts}
        found = recognise(grids, answers)  # type: ignore[arg-type]
    return found


@pytest.fixture(scope="session")
def start(shared_data: Path) -> Start:
    """The design of one of the forms by file name; "" is the empty one."""
    known: dict[str, Design] = {"": empty_design(code="A/1", title="BÁO CÁO")}

    def design(name: str) -> Design:
        if name not in known:
            grids = read_form((shared_data / "forms" / name).read_bytes())
            (form,) = decided(grids).forms
            known[name] = Design(form)
        return known[name]

    return design
