"""A draft as its page shows it: the form with numbered marks, and the questions the marks stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.design_words import months_note
from indicators.layout import address_of
from indicators.layout.form import HeaderCell
from indicators.models import Edition
from indicators.recognised_words import choice_words, question_words
from indicators.recognition import Doubt, FoundCell, FoundColumn, FoundForm, FoundRow, FoundTable, Recognised
from indicators.recognition.month_columns import own_months


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice of a question; `value` "" is "not decided"."""

    value: str
    words: str
    is_proposed: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a question that has several: it can be answered apart."""

    name: str
    key: str
    words: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`typed`: what was answered in words of one's own; `is_mixed`: places were answered differently."""

    number: int
    key: str
    words: str
    is_open: bool
    is_free: bool
    is_mixed: bool
    typed: str
    answers: tuple[Answer, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """`kind` as in the form; "undecided" where a question is open about what the cell is."""

    kind: str
    text: str = ""
    title: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """`when` says the periods that ask it, and what of time is said of the line and of no column."""

    row: FoundRow
    marks: tuple[int, ...]
    cells: tuple[tuple[FoundColumn, DrawnCell], ...]
    when: str = ""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    table: FoundTable
    header: tuple[tuple[HeaderCell, ...], ...]
    numbering: tuple[tuple[str, tuple[int, ...]], ...]
    lines: tuple[DrawnLine, ...]
    marks: tuple[int, ...]
    is_many: bool


@dataclass
class Marks:
    """Numbers of open questions by what they are about."""

    by_place: Mapping[str, list[int]] = field(default_factory=dict)

    def at(self, *places: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for place in places for number in self.by_place.get(place, ())))


def questions_of(recognised: Recognised, answers: Mapping[str, str]) -> list[Question]:
    """Open ones first are numbered 1, 2, …; the decided ones follow with 0."""
    still = [doubt for doubt in recognised.doubts if doubt.is_open]
    settled = [doubt for doubt in recognised.doubts if not doubt.is_open]
    return [
        *(_question(doubt, number, answers) for number, doubt in enumerate(still, 1)),
        *(_question(doubt, 0, answers) for doubt in settled),
    ]


def _question(doubt: Doubt, number: int, answers: Mapping[str, str]) -> Question:
    general = answers.get(doubt.key, "")
    places: tuple[Place, ...] = ()
    if len(doubt.spots) > 1 and doubt.choices:
        places = tuple(
            Place(spot.name or spot.cell, f"{doubt.key}@{spot.about}", "", _choices(doubt, own))
            for spot in doubt.spots
            for own in (answers.get(f"{doubt.key}@{spot.about}", ""),)
        )
    return Question(
        number=number,
        key=doubt.key,
        words=question_words(doubt),
        is_open=doubt.is_open,
        is_free=doubt.is_free,
        is_mixed=len(set(doubt.answers)) > 1,
        typed="" if general in {choice.value for choice in doubt.choices} else general,
        answers=_choices(doubt, general),
        places=places,
    )


def _choices(doubt: Doubt, chosen: str) -> tuple[Answer, ...]:
    return tuple(
        Answer(choice.value, choice_words(choice), choice.value == doubt.proposal, choice.value == chosen)
        for choice in doubt.choices
    )


def marks_of(recognised: Recognised) -> Marks:
    by_place: dict[str, list[int]] = {}
    still = [doubt for doubt in recognised.doubts if doubt.is_open]
    for number, doubt in enumerate(still, 1):
        for spot, answer in zip(doubt.spots, doubt.answers, strict=True):
            if not answer:
                about = spot.about.partition("=")[0].partition("|")[0]
                by_place.setdefault(about, []).append(number)
    return Marks(by_place)


def drawn_tables(form: FoundForm, marks: Marks) -> list[DrawnTable]:
    return [_drawn(table, marks) for table in form.tables]


def check_lines(form: FoundForm) -> list[str]:
    """The checks that were read, by what is printed: "[3.1](1) ≤ [3](1)"."""
    names = {
        address_of(
            table.key, row.key, column.key
        ): f"[{row.number or row.label}]({column.number or ' – '.join(column.path[-2:]) or column.key})"
        for table in form.tables
        for row in table.rows
        for column in table.columns
    }
    sign = {"sum": "=", "part_of": "≤"}
    return [
        check.formula
        or f"{' + '.join(names[part] for part in check.parts)} {sign[check.kind]} {names[check.whole]}"
        for check in form.checks
    ]


def _drawn(table: FoundTable, marks: Marks) -> DrawnTable:
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    header = tuple(
        tuple(sorted((cell for cell in table.header if cell.row == at), key=lambda cell: cell.column))
        for at in range(table.header_rows)
    )
    numbering = tuple(
        (column.printed or column.number, marks.at(f"{table.key}/:{column.key}")) for column in table.columns
    )
    lines = tuple(_line(table, row, cells, marks) for row in table.rows)
    is_many = sum(column.kind == "data" for column in table.columns) > 4
    return DrawnTable(table, header, numbering, lines, marks.at(table.key), is_many)


def _line(
    table: FoundTable, row: FoundRow, cells: Mapping[tuple[str, str], FoundCell], marks: Marks
) -> DrawnLine:
    drawn = tuple(
        (column, _cell(table, row, column, cells.get((row.key, column.key)), marks))
        for column in table.columns
    )
    when = [months_note(row.months), *_said_of_time(table, row)]
    said = "; ".join(words for words in when if words)
    return DrawnLine(row, marks.at(f"{table.key}/{row.key}:"), drawn, said)


def _said_of_time(table: FoundTable, row: FoundRow) -> list[str]:
    """ "ước tính", "lũy kế từ đầu năm": as a note says of the line, where its columns do not."""
    columns = {column.key: column for column in table.columns}
    own = [(cell, columns[cell.column]) for cell in table.cells if cell.row == row.key]
    editions = {cell.edition for cell, column in own if cell.edition != column.edition and column.edition}
    words = [str(Edition[one.upper()].label) for one in sorted(editions) if one]
    is_to_date = any((cell.period, column.period) == ("to_date", "this") for cell, column in own)
    return [*words, *([_("lũy kế từ đầu năm")] if is_to_date and not own_months(table.columns) else [])]


def _cell(
    table: FoundTable, row: FoundRow, column: FoundColumn, cell: FoundCell | None, marks: Marks
) -> DrawnCell:
    if column.kind != "data" or cell is None:
        words = {
            "number": row.printed_number or row.number,
            "label": row.printed_label or ("" if row.printed_number == row.label else row.label),
            "code": row.code,
            "unit": row.unit,
        }
        other = table.others_in(row, column)
        return DrawnCell("words", words.get(column.kind, "") if other is None else other)
    title = f"{cell.excel} = {cell.formula}" if cell.formula else cell.excel
    own = marks.at(f"{table.key}/{row.key}:{column.key}")
    return DrawnCell(cell.kind or "undecided", title=title, marks=own)
