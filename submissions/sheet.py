"""`Sheet`: one filled form, whatever it came by (page, workbook, API). Rules read only this. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from indicators.answers import Answer, AnswerError, parse_answer, parse_plain
from indicators.layout import FormLayout


@dataclass(frozen=True, slots=True)
class Unread:
    """Text in a cell that the grammar refuses: kept as typed, told with its reason."""

    text: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def _empty() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Sheet:
    """Answers by address (only answered cells), free texts, cells that could not be read, words on warnings.

    `nothing_to_report`: every input cell says "-" by one decision.
    """

    layout: FormLayout
    cells: Mapping[str, Answer]
    texts: Mapping[str, str] = field(default_factory=_empty)
    unread: Mapping[str, Unread] = field(default_factory=lambda: MappingProxyType({}))
    explanations: Mapping[str, str] = field(default_factory=_empty)
    nothing_to_report: bool = False

    @property
    def answered(self) -> int:
        """How many input cells have an answer."""
        return sum(
            1 for address, *_, cell in self.layout.places() if cell.kind == "input" and address in self.cells
        )

    @property
    def asked(self) -> int:
        """How many input cells the form has."""
        return sum(1 for *_, cell in self.layout.places() if cell.kind == "input")


def sheet_from_typed(
    layout: FormLayout, typed: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> Sheet:
    """A sheet of what was typed on a page, in Vietnamese notation. Unknown addresses raise KeyError."""
    cells: dict[str, Answer] = {}
    unread: dict[str, Unread] = {}
    for address, text in typed.items():
        cell = layout.place_of[address][3]
        try:
            answer = parse_answer(text, decimals=cell.decimals)
        except AnswerError as error:
            unread[address] = Unread(text, error.code, error.params)
            continue
        if answer is not None:
            cells[address] = answer
    return Sheet(layout=layout, cells=cells, texts=dict(texts or {}), unread=unread)


def sheet_from_plain(
    layout: FormLayout, values: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> Sheet:
    """A sheet of stored plain answers ("1234.5", "-", "…", "x"); AnswerError or KeyError if not."""
    cells = {
        address: parse_plain(value, decimals=layout.place_of[address][3].decimals)
        for address, value in values.items()
    }
    return Sheet(layout=layout, cells=cells, texts=dict(texts or {}))
