"""What a clerk types over a file as it was read: her corrections stand, and answer what was said there."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from indicators.answers import AnswerError, parse_answer
from indicators.layout import FormLayout
from submissions.lists import tidied
from submissions.rules.problem import Problem
from submissions.sheet import Unread
from submissions.workbooks.back import WorkbookSheet

_OF_A_ROW = ("row_missing", "row_twice")


def corrected(
    read: WorkbookSheet, typed: Mapping[str, str], *, opened: Collection[str] = ()
) -> WorkbookSheet:
    """`typed`: address → text in Vietnamese notation, of cells for typing and places for words; "" empties.

    A row that was not found is answered when all its cells for typing are typed. Other addresses say nothing.
    """
    if not typed:
        return read
    layout = read.layout
    cells, unread, texts = dict(read.sheet.cells), dict(read.sheet.unread), dict(read.sheet.texts)
    for address, text in typed.items():
        if address in layout.section_at:
            texts[address] = text.strip()
        elif address in layout.notes or address in layout.list_at:
            asked = layout.list_at.get(address)
            texts[address] = text.strip() if asked is None else tidied(text, asked)
        elif _is_typed(layout, address, opened):
            cells.pop(address, None)
            unread.pop(address, None)
            try:
                answer = parse_answer(text, decimals=layout.place_of[address][3].decimals)
            except AnswerError as error:
                unread[address] = Unread(text, error.code, error.params)
                continue
            if answer is not None:
                cells[address] = answer
    texts = {address: text for address, text in texts.items() if text or address in layout.section_at}
    left = tuple(p for p in read.problems if not _is_answered(p, layout, typed, opened))
    return replace(read, sheet=replace(read.sheet, cells=cells, unread=unread, texts=texts), problems=left)


def _is_typed(layout: FormLayout, address: str, opened: Collection[str]) -> bool:
    place = layout.place_of.get(address)
    return place is not None and (place[3].kind == "input" or address in opened)


def _is_answered(
    problem: Problem, layout: FormLayout, typed: Mapping[str, str], opened: Collection[str]
) -> bool:
    if problem.code not in _OF_A_ROW:
        return bool(problem.address) and problem.address in typed
    asked = [
        address
        for address, _table, row, *_rest in layout.places()
        if row.key == problem.params["key"] and _is_typed(layout, address, opened)
    ]
    return bool(asked) and all(typed.get(address, "").strip() for address in asked)
