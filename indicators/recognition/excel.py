"""Formulas in the cells of a form, in the product's grammar. Pure; what is not known is not read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.recognition.equations import canonical
from indicators.recognition.found import FoundColumn, FoundRow

_TOKEN = re.compile(
    r"\s*(?:(\$?[A-Z]{1,3}\$?\d{1,5}(?::\$?[A-Z]{1,3}\$?\d{1,5})?)|([A-Z]+)(?=\()|(\d+(?:\.\d+)?)(%?)|(\"[^\"]*\")|"
    r"(<=|>=|<>|[-+*/(),;<>=]))"
)
_FUNCTIONS = {
    "SUM": "TỔNG",
    "ABS": "TRỊ_TUYỆT_ĐỐI",
    "MIN": "NHỎ_NHẤT",
    "MAX": "LỚN_NHẤT",
    "ROUND": "LÀM_TRÒN",
}
_GUARDED = re.compile(r"^=\s*IFERROR\((.*)[,;]\s*(?:\"[^\"]*\"|0)\s*\)$", re.IGNORECASE)
_SUBTOTAL = re.compile(r"\bSUBTOTAL\(\s*(?:9|109)\s*[,;]", re.IGNORECASE)
"""Of SUBTOTAL the filter is left out: lines cannot be filtered away here."""
_SOME_DIVISION = re.compile(
    r"^=\s*IF\(\s*\$?([A-Z]+)\$?(\d+)\s*(?:>|<>)\s*0\s*[,;](.*)[,;]\s*(?:\"[^\"]*\"|0)\s*\)$", re.IGNORECASE
)
_NO_DIVISION = re.compile(
    r"^=\s*IF\(\s*\$?([A-Z]+)\$?(\d+)\s*(?:=|<=)\s*0\s*[,;]\s*(?:\"[^\"]*\"|0)\s*[,;](.*)\)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Names:
    """How the cells of one table are called in formulas: by printed number where unique, else by key."""

    table: str
    columns: Mapping[int, FoundColumn]
    rows: Mapping[int, FoundRow]

    def column(self, column: FoundColumn) -> str:
        same = [one for one in self.columns.values() if one.number == column.number]
        return f"({column.number})" if column.number and len(same) == 1 else f"({column.key})"

    def row(self, row: FoundRow) -> str:
        """By printed number where no other line is called so, by number, Mã số or label."""
        number = row.number.strip().rstrip(".:").strip("()")
        called = [
            one
            for one in self.rows.values()
            if number and number in (one.number.strip().rstrip(".:").strip("()"), one.code, one.label)
        ]
        return f"[{number}]" if number not in ("", "-", "–", "+") and len(called) == 1 else f"[{row.key}]"

    def cell(self, row: FoundRow, column: FoundColumn, here: tuple[int, int]) -> str:
        if here[0] == row.excel_row:
            return self.column(column)
        if here[1] == column.excel_column:
            return self.row(row)
        return f"{self.row(row)}{self.column(column)}"


def formula_in(formula: str, here: tuple[int, int], names: Names) -> str | None:
    """ "=SUM(D10:F10)" as "(4) + (5) + (6)"; None when a part of it is outside the table or not known."""
    text = _without_guard(formula)
    if text is None or not text.startswith("="):
        return None
    parts = _tokens(text[1:])
    if parts is None:
        return None
    written: list[str] = []
    for kind, token in parts:
        part = _written(kind, token, here, names)
        if part is None:
            return None
        written.append(part)
    return canonical("".join(written))


def _without_guard(formula: str) -> str | None:
    """`IFERROR(a; 0)` and `IF(d=0;""; a/d)` are a: what cannot be divided shows x here by itself."""
    formula = _SUBTOTAL.sub("SUM(", formula.strip())
    match = _GUARDED.match(formula)
    if match:
        return f"={match[1]}"
    match = _SOME_DIVISION.match(formula)
    if match:
        formula = f"=IF({match[1]}{match[2]}=0,0,{match[3]})"
    match = _NO_DIVISION.match(formula)
    if match:
        divisor = rf"/\s*\(?\s*\$?{match[1]}\$?{match[2]}\b"
        return f"={match[3].strip()}" if re.search(divisor, match[3], re.IGNORECASE) else None
    return formula


def _tokens(text: str) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.upper().strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        reference, function, number, percent, string, sign = match.groups()
        if string is not None:
            return None
        for kind, token in (("cell", reference), ("name", function), ("number", number), ("sign", sign)):
            if token:
                found.append((kind, token.replace("$", "") + (percent if kind == "number" else "")))
    return found


def _written(kind: str, token: str, here: tuple[int, int], names: Names) -> str | None:
    if kind == "name":
        return _FUNCTIONS.get(token)
    if kind == "number":
        return f" {token.replace('.', ',')} " if not token.endswith("%") else None
    if kind == "sign":
        return {",": ";", "*": " × ", "+": " + ", "-": " - ", "/": " / "}.get(token, token)
    first, _colon, last = token.partition(":")
    return _cells(_place(first), _place(last or first), here, names)


def _place(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", text)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _cells(first: tuple[int, int], last: tuple[int, int], here: tuple[int, int], names: Names) -> str | None:
    """One cell, the cells of a row counted out, or the lines of a column as a range."""
    rows = [names.rows[at] for at in range(first[0], last[0] + 1) if at in names.rows]
    columns = [names.columns[at] for at in range(first[1], last[1] + 1) if at in names.columns]
    if not rows or not columns or (len(rows) > 1 and len(columns) > 1):
        return None
    if first == last or len(rows) == 1:
        if first[0] not in names.rows or (first == last and first[1] not in names.columns):
            return None
        if any(column.is_percentage for column in columns) and len(columns) > 1:
            return None
        return ";".join(names.cell(rows[0], column, here) for column in columns)
    data = [row for row in rows if row.kind != "heading"]
    return ranged(data, columns[0], here, names) if data else None


def ranged(rows: Sequence[FoundRow], column: FoundColumn, here: tuple[int, int], names: Names) -> str:
    """`[1]..[12]` where all lines between are of one level; else each by itself."""
    inside = [one for at, one in names.rows.items() if rows[0].excel_row <= at <= rows[-1].excel_row]
    if len(rows) > 2 and len({row.level for row in inside}) == 1 and len(inside) == len(rows):
        ends = (names.cell(row, column, here) for row in (rows[0], rows[-1]))
        return "..".join(ends)
    return ";".join(names.cell(row, column, here) for row in rows)
