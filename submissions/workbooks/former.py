"""A workbook of another version of the form, brought into the present one through data points."""

from dataclasses import replace

from indicators.answers import Answer, AnswerError, format_answer, parse_plain, plain
from indicators.layout import FormLayout
from submissions.lists import brought_over as lines_over
from submissions.remapping import mapping
from submissions.rules.problem import Problem
from submissions.sheet import Sheet, Unread
from submissions.workbooks.back import WorkbookSheet

PLACING = frozenset({"row_missing", "row_twice", "columns_moved"})
"""What is said when a file's rows and columns are not those of the form it was read as."""


def is_placed(read: WorkbookSheet) -> bool:
    return not any(problem.code in PLACING for problem in read.problems)


def brought_over(read: WorkbookSheet, present: FormLayout) -> WorkbookSheet:
    """What `read`, in another version, says in the present form: an answer where the same figure is asked.

    `covers`: the cells and notes the file can say something of; the others stay as they are. What has no
    place any more is named, with its value; so is an answer with more decimals than are asked now.
    """
    old = read.layout
    to = mapping(old, present) | {address: address for address in old.notes if address in present.notes}
    lists = {address for address in read.sheet.texts if address in old.list_at and address in present.list_at}
    cells, unread, lost = dict[str, Answer](), dict[str, Unread](), list[Problem]()
    for address, answer in read.sheet.cells.items():
        target = to.get(address)
        moved = None if target is None else _as_asked(answer, present.place_of[target][3].decimals)
        if target is not None and moved is not None:
            cells[target] = moved
        elif old.place_of[address][3].kind == "input":
            lost.append(_lost(old, address, format_answer(answer)))
    for address, one in read.sheet.unread.items():
        if address in to:
            unread[to[address]] = one
        else:
            lost.append(_lost(old, address, one.text))
    texts = {address: text for address, text in read.sheet.texts.items() if address in to} | {
        at: lines_over(read.sheet.texts[at], old.list_at[at], present.list_at[at]) for at in sorted(lists)
    }
    lost += [
        _lost(old, address, text)
        for address, text in read.sheet.texts.items()
        if address not in to and address not in lists
    ]
    said = [
        replace(problem, address=to[problem.address]) if problem.address else problem
        for problem in read.problems
        if not problem.address or problem.address in to
    ]
    return replace(
        read,
        sheet=Sheet(layout=present, cells=cells, texts=texts, unread=unread),
        layout=present,
        problems=(*said, *lost),
        covers=frozenset(to.values()) | lists,
        cell_at={to[address]: old.excel_cell(address) for address in to},
    )


def _as_asked(answer: Answer, decimals: int) -> Answer | None:
    try:
        return parse_plain(plain(answer), decimals=decimals)
    except AnswerError:
        return None


def _lost(layout: FormLayout, address: str, value: str) -> Problem:
    if address in layout.list_at:
        title = layout.list_at[address].title
        return Problem(
            "not_mapped", "warning", "", {"cell": "", "label": title, "column": "", "value": value[:100]}
        )
    if address in layout.notes:
        _table, row, column = layout.notes[address]
    else:
        _table, row, column, _cell = layout.place_of[address]
    words = {
        "cell": layout.excel_cell(address),
        "label": row.words,
        "column": column.label or column.number,
        "value": value[:100],
    }
    return Problem("not_mapped", "warning", "", words)
