"""All steps by name, and the one way to make one."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from indicators.designing import cells, columns, lines, list_columns, words
from indicators.designing.beside import ENCLOSURES, LISTS, SECTIONS
from indicators.designing.design import Design, Place, Step, StepRefused, place_of
from indicators.designing.renamed import RENAMING, with_formulas_renamed

Maker = Callable[[Design, Place, Mapping[str, str], str], Design]

STEPS: Mapping[str, Maker] = {
    "row.add": lines.add_row,
    "row.delete": lines.delete_row,
    "row.move": lines.move_row,
    "row.indent": lines.indent_row,
    "row.words": lines.row_words,
    "row.months": lines.row_months,
    "column.add": columns.add_column,
    "column.delete": columns.delete_column,
    "column.move": columns.move_column,
    "column.words": columns.column_words,
    "column.time": columns.column_time,
    "column.months": columns.column_months,
    "header.rename": columns.rename_header,
    "cells.set": cells.set_cells,
    "form.words": words.form_words,
    "table.words": words.table_words,
    "table.add": words.add_table,
    "table.delete": words.delete_table,
    "check.add": words.add_check,
    "check.delete": words.delete_check,
    "section.add": SECTIONS.add,
    "section.words": SECTIONS.words,
    "section.move": SECTIONS.move,
    "section.delete": SECTIONS.delete,
    "enclosure.add": ENCLOSURES.add,
    "enclosure.words": ENCLOSURES.words,
    "enclosure.move": ENCLOSURES.move,
    "enclosure.delete": ENCLOSURES.delete,
    "list.add": LISTS.add,
    "list.words": LISTS.words,
    "list.move": LISTS.move,
    "list.delete": LISTS.delete,
    "listcolumn.add": list_columns.add_list_column,
    "listcolumn.words": list_columns.list_column_words,
    "listcolumn.move": list_columns.move_list_column,
    "listcolumn.delete": list_columns.delete_list_column,
}
_BESIDE = {kind for kind in STEPS if kind.startswith(("section.", "enclosure.", "list.", "listcolumn."))}
_NOT_PRINTED = frozenset(
    {"row.months", "column.time", "column.months", "cells.set", "check.add", "check.delete"} | _BESIDE
)
"""After every other step the form is no more printed as in the workbook it came from."""


def apply(design: Design, step: Step, *, fresh: str) -> Design:
    """The design after the step, the same one when it changes nothing; StepRefused when it cannot be made.

    `fresh` is a name (letters, figures, "_") that no step of any form had: new lines and columns get their
    keys from it, so that what was deleted once never comes back as something else.
    """
    maker = STEPS.get(step.kind)
    if maker is None:
        raise StepRefused("no_such_step")
    made = maker(design, place_of(step.place), step.values, fresh)
    if made == design:
        return design
    if step.kind in RENAMING:
        made = with_formulas_renamed(design, made)
    return made if step.kind in _NOT_PRINTED else replace(made, is_redrawn=True)
