"""A recognised workbook told in lines, as its truth in `truth/` is written."""

from collections.abc import Iterator

from indicators.recognition import FoundCell, FoundColumn, FoundForm, Recognised

_WORDS = {"input": "_", "blocked": "x", "carried": "↻", "": "?"}


def told(found: Recognised) -> str:
    """Each line with its cells: `_` typed, `x` blocked, `?` not decided, else the formula; `!` asked about.
    Below it what is checked and asked.
    """
    lines = [line for form in found.forms for line in _form(form)]
    lines += ["HỎI"] + [
        f"  {doubt.code} ({len(doubt.spots)}) → {doubt.proposal or '?'}: "
        + "; ".join(spot.name or spot.cell for spot in doubt.spots[:3])
        for doubt in found.doubts
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _form(form: FoundForm) -> Iterator[str]:
    yield f"{form.number or '–'} | {form.title} | {', '.join(form.periods) or '?'} | {form.unit or '–'}"
    yield f"  ký: {form.preparer_title or '–'} | {form.signer_title or '–'}"
    for table in form.tables:
        yield f"BẢNG {table.range} {table.title} ({table.shape or '?'})".replace("  ", " ")
        yield from (_column(column) for column in table.columns)
        for row in table.rows:
            cells = " · ".join(_cell(cell) for cell in table.cells if cell.row == row.key)
            units = ", ".join(dict.fromkeys(c.unit or "–" for c in table.cells if c.row == row.key))
            name = " ".join(part for part in (row.number, row.label, row.code and f"[{row.code}]") if part)
            when = f"; tháng {', '.join(map(str, row.months))}" if row.months else ""
            yield f"  {'  ' * row.level}{name} {{{row.kind or '?'}; {units}{when}}}: {cells}"
    yield "KIỂM TRA"
    excel = {f"{t.key}/{c.row}:{c.column}": c.excel for t in form.tables for c in t.cells}
    for check in form.checks:
        parts = " + ".join(excel[part] for part in check.parts)
        yield f"  {check.formula or f'{parts} {_SIGNS[check.kind]} {excel[check.whole]}'}"


_SIGNS = {"part_of": "≤", "sum": "="}


def _column(column: FoundColumn) -> str:
    said = [
        column.period or "?",
        column.edition or "?",
        column.unit,
        column.whole and f"trong ({column.whole})",
    ]
    said += [f"tháng {', '.join(map(str, column.months))}" if column.months else ""]
    facts = (
        f" {{{'; '.join(part for part in said if part)}}}" if column.kind == "data" else f" {{{column.kind}}}"
    )
    return f"  cột {column.number or column.key}: {' | '.join(column.path) or '–'}{facts}"


def _cell(cell: FoundCell) -> str:
    return (cell.formula or _WORDS.get(cell.kind, cell.kind)) + ("!" if cell.doubts else "")
