"""`Sheet`: one filled form, whatever it came by (page, workbook, API). Rules read only this. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from indicators.answers import Answer, AnswerError, parse_answer, parse_plain
from indicators.formulas import Plan, Source, Value, plan_of
from indicators.layout import Check, FormLayout
from indicators.layout.form import Severity
from submissions.lists import sums_of


@dataclass(frozen=True, slots=True)
class Unread:
    """Text in a cell that the grammar refuses: kept as typed, told with its reason."""

    text: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A period of the form that answers already. `state`: "accepted"; "sent", not accepted yet; "waiting",
    not sent yet; "not_open", nobody was asked yet. `duty`: number of its assignment; `who`: of the unit that
    has to act; `revision`: of the sealed document whose figure it is.
    """

    period: str
    state: Literal["accepted", "sent", "waiting", "not_open"]
    duty: int | None = None
    who: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Reused:
    """A cell that is filled in from what is answered elsewhere. `answer`: None while a part of it is missing.

    `form`: code of the form it comes from; `how` as of `indicators.asked_once`. `before`: what it came to
    when the draft was last saved, where it was corrected at the source since.
    """

    answer: Answer | None
    form: str
    how: str
    parts: tuple[Part, ...]
    before: Answer | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file with the report. `id` of its `Enclosure`; `kind` a `DocumentKind`; `size` in bytes."""

    id: int
    file: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What a middle level adds to what it took from below, and why."""

    answer: Answer
    why: str


@dataclass(frozen=True, slots=True)
class Below:
    """What a consolidated report took from the accepted reports below, `at` a moment (ISO 8601).

    `cells`: address → what those below come to. `reports`: (subject, accepted revision). `missing`: subjects
    without an accepted report then.
    """

    at: str
    cells: Mapping[str, Answer | None]
    own: Mapping[str, OwnPart]
    reports: tuple[tuple[int, int], ...]
    missing: tuple[int, ...]


def _empty() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Background:
    """What a report is read against, beside itself.

    `figures` count already: of other periods, editions and forms. `earlier`: address → what the unit itself
    answered there in earlier periods, oldest first, in the indicator's unit of measure. `shorter`: address →
    what the shorter periods within this one add up to. `lowered`: checks that only warn for now. `reused`:
    address → the answer had from another form. `below`: what a consolidated report took.
    """

    figures: Mapping[Source, Answer] = field(default_factory=dict)
    earlier: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    shorter: Mapping[str, Fraction] = field(default_factory=dict)
    lowered: frozenset[str] = frozenset()
    reused: Mapping[str, Reused] = field(default_factory=dict)
    below: Below | None = None


NOTHING = Background()


@dataclass(frozen=True)
class Sheet:
    """Answers by address (only answered cells), free texts, cells that could not be read, words on warnings.

    `nothing_to_report`: every input cell says "-" by one decision. `enclosures`: address → its files. The
    rest is known once the sheet was `recomputed` against its background: `opened` carried cells are typed
    because nothing is there to carry (opening figures; a sealed sheet knows them too); `undefined` cells
    were divided by nothing; `too_large` ones hold nothing; `replaced` says what had stood in computed and
    carried cells and is not so.
    """

    layout: FormLayout
    cells: Mapping[str, Answer]
    texts: Mapping[str, str] = field(default_factory=_empty)
    unread: Mapping[str, Unread] = field(default_factory=lambda: MappingProxyType({}))
    explanations: Mapping[str, str] = field(default_factory=_empty)
    nothing_to_report: bool = False
    enclosures: Mapping[str, tuple[Enclosed, ...]] = field(default_factory=lambda: MappingProxyType({}))
    background: Background = NOTHING
    opened: frozenset[str] = frozenset()
    undefined: frozenset[str] = frozenset()
    too_large: frozenset[str] = frozenset()
    replaced: Mapping[str, Answer] = field(default_factory=dict)

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """The cells that are for typing, in reading order."""
        if not (self.background.reused or self.opened):
            return self.layout.inputs
        return tuple(
            address
            for address, *_place, cell in self.layout.places()
            if (cell.kind == "input" and address not in self.background.reused) or address in self.opened
        )

    @property
    def answered(self) -> int:
        """How many of the cells for typing have an answer; of a consolidated form, of those from below."""
        return sum(1 for address in self.typed or self.background.reused if address in self.cells)

    @property
    def asked(self) -> int:
        """How many cells are for typing; of a consolidated form, how many come from below."""
        return len(self.typed or self.background.reused)

    @property
    def plan(self) -> Plan:
        return plan_of(self.layout)

    @cached_property
    def values(self) -> list[Value]:
        """What the plan's expressions read."""
        return self.plan.values(self.cells, self.background.figures)

    def severity_of(self, check: Check) -> Severity:
        return "warning" if check.key in self.background.lowered else check.severity


def recomputed(sheet: Sheet, background: Background = NOTHING) -> Sheet:
    """The sheet with its computed, carried and reused cells as they must be, whatever was said in them."""
    given = {address: one.answer for address, one in background.reused.items() if one.answer is not None}
    typed = {address: said for address, said in sheet.cells.items() if address not in background.reused}
    background = with_sums(sheet, background)
    filled = plan_of(sheet.layout).fill(typed | given, background.figures)
    kept = {step.address for step in plan_of(sheet.layout).steps} - filled.opened | background.reused.keys()
    otherwise = {
        address: said
        for address, said in sheet.cells.items()
        if address in background.reused and said != given.get(address)
    }
    return replace(
        sheet,
        cells=filled.answers,
        unread={address: unread for address, unread in sheet.unread.items() if address not in kept},
        background=background,
        opened=filled.opened,
        undefined=filled.undefined,
        too_large=filled.too_large,
        replaced={**filled.replaced, **otherwise},
    )


def as_said(sheet: Sheet, background: Background) -> Sheet:
    """A sealed sheet as it was said, to be read against the background of today."""
    return replace(sheet, background=with_sums(sheet, background))


def with_sums(sheet: Sheet, background: Background) -> Background:
    """The background with what the sheet's own lists come to: formulas read it as figures from elsewhere."""
    if not sheet.layout.lists:
        return background
    return replace(background, figures={**background.figures, **sums_of(sheet.layout, sheet.texts)})


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
