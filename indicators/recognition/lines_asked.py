"""Lines that only some periods ask, by their labels and the caption of their table. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from indicators.recognition.asked_when import ALWAYS, OFFERED, value_of
from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.found import FoundRow
from indicators.recognition.lines_said import said_of_label, says_nothing_else
from indicators.recognition.rows import spot_of

_OF_FORM = {
    "year": {12}, "half": {6, 12}, "nine_months": {9}, "quarter": {3, 6, 9, 12},
    "cumulative_quarter": {3, 6, 9, 12},
}  # fmt: skip
"""The months in which periods of a form end, by the frequencies its title names."""


def asked_lines(
    rows: Sequence[FoundRow], frequencies: Collection[str], caption: str, table: str, desk: Desk
) -> list[FoundRow]:
    """The lines with the months that ask them: as stated, else as answered, else as the line they stand
    under, as the headline above them, as the table's `caption` says.
    """
    said = said_of_label(caption, frequencies) if caption else None
    of_table = said.months if said is not None and said.is_certain else ()
    headline: tuple[int, ...] = ()
    found: dict[str, FoundRow] = {}
    with_lines = {row.parent for row in rows}
    for row in rows:
        said, spot = said_of_label(row.label, frequencies), spot_of(table, row)
        if said is not None and _is_headline(row, with_lines):
            months = headline = ask_months("lines_asked_in", spot, said.months, frequencies, table, desk)
        elif said is not None:
            months = said.months
            if not said.is_certain:
                months = ask_months("line_asked_in", spot, months, frequencies, table, desk)
        elif row.parent in found:
            months = found[row.parent].months
        else:
            headline = headline if row.kind == "data" else ()
            months = headline or of_table
        found[row.key] = replace(row, months=months_of_form(months, frequencies))
    return list(found.values())


def _is_headline(row: FoundRow, with_lines: Collection[str]) -> bool:
    """ "CÁC CHỈ TIÊU BÁO CÁO NĂM" over lines that are not numbered under it."""
    is_bare = not row.number and row.kind in ("heading", "") and row.key not in with_lines
    return is_bare and says_nothing_else(row.label)


def months_of_form(months: Sequence[int], frequencies: Collection[str]) -> tuple[int, ...]:
    """() where every period of the form ends in one of them: "báo cáo năm" in a form of years."""
    known = [_OF_FORM.get(one) for one in frequencies]
    ends = set().union(*(one for one in known if one is not None))
    is_every = bool(known) and None not in known and ends <= set(months)
    return () if is_every else tuple(months)


def ask_months(
    code: str, spot: Spot, said: tuple[int, ...], frequencies: Collection[str], table: str, desk: Desk
) -> tuple[int, ...]:
    """() while nobody has answered, and for every period. Not asked where nothing is to choose."""
    offered = [one for one in ((said,) if said else OFFERED) if months_of_form(one, frequencies)]
    if not offered:
        return ()
    choices = [*(Choice(value_of(one), "asked_in", ", ".join(map(str, one))) for one in offered), ALWAYS]
    proposal = value_of(said) if said else ""
    answer = desk.ask(code, spot, choices, group=table, proposal=proposal)
    return tuple(int(month) for month in answer.split(",")) if answer not in ("", ALWAYS.value) else ()
