"""A problem found in a sheet: a code, a severity, a place and parameters; words come later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`address` is empty for the whole report. `params` are plain strings and numbers for the sentence.

    Errors block sending; warnings ask for a word; notes are only said.
    """

    code: str
    severity: Literal["error", "warning", "note"]
    address: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
