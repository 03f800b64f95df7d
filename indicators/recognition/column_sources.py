"""Columns of figures that do not begin with the clerk: formulas, rates, carried ones. With what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.recognition.desk import Choice, Desk, Spot
from indicators.recognition.equations import as_percentage, chain_of, formula_of, is_quotient
from indicators.recognition.found import FoundColumn
from indicators.recognition.grid import letters
from indicators.recognition.rates_by_header import rate_of
from indicators.recognition.text import plain
from indicators.recognition.times import is_closing, is_comparison, is_growth, time_of

_CARRIED = (Choice("carried", "column_carried"), Choice("input", "column_typed"))
_RATE = (Choice("input", "column_typed"), Choice("blocked", "column_not_asked"))
_WORKED_OUT = (Choice("worked_out", "rate_worked_out"), *_RATE)


@dataclass
class Sources:
    """By column key. `equations` are statements beyond the formula: "(1) = (4) + (5)"."""

    formulas: dict[str, str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)
    undecided: set[str] = field(default_factory=set)
    equations: list[str] = field(default_factory=list)


def sources_of(
    columns: Sequence[FoundColumn],
    equations: Mapping[str, str],
    with_excel: frozenset[str],
    table: str,
    desk: Desk,
) -> Sources:
    """`with_excel`: keys of columns in whose cells formulas stand."""
    sources = Sources()
    data = [column for column in columns if column.kind == "data"]
    known = {column.number for column in data if column.number}
    for column in data:
        if not column.period:
            sources.undecided.add(column.key)
        if column.key in equations:
            _equation(column, equations[column.key], known, sources, table, desk)
        elif column.key in with_excel:
            continue
        elif is_comparison(column.path):
            _rate(column, data, sources, table, desk)
        elif time_of(column.path).is_opening:
            _opening(column, data, sources, table, desk)
        elif (column.period, column.edition) == ("year", "estimate"):
            continue
        elif column.period not in ("this", "") or column.edition == "plan":
            code, proposal = ("actual", "input") if _was_estimated(column, data) else ("carried", "carried")
            answer = desk.ask(code, _spot(table, column), _CARRIED, group=table, proposal=proposal)
            _bring(column, answer, sources)
    return sources


def _equation(
    column: FoundColumn, equation: str, known: set[str], sources: Sources, table: str, desk: Desk
) -> None:
    """Printed: "3=4+5+6"; "1=2+3=4+5" is a formula and a check."""
    parts = [formula_of(part, known - {column.number}) for part in chain_of(equation)]
    spot = _spot(table, column)
    if not parts or None in parts:
        answer = desk.ask(
            "equation_not_read", spot, (Choice("input", "column_typed"),), group=table, text=equation
        )
        _bring(column, answer, sources)
        return
    first = str(parts[0])
    sources.equations += [f"({column.number}) = {part}" for part in parts[1:]]
    if is_quotient(first):
        first = _quotient(column, first, spot, desk)
    if first:
        sources.formulas[column.key] = first
    else:
        sources.undecided.add(column.key)


def _quotient(column: FoundColumn, formula: str, spot: Spot, desk: Desk) -> str:
    """ "5=3/2" under "%" is (3) / (2) × 100, unless the header speaks of growth; elsewhere it is asked."""
    per_cent = as_percentage(formula)
    choices = [Choice("percent", "formula_this", per_cent), Choice("ratio", "formula_this", formula)]
    if is_growth(column.path):
        growth = f"{per_cent} − 100".replace("−", "-")
        choices.insert(0, Choice("growth", "formula_this", growth))
        answer = desk.ask("growth", spot, choices)
        return {"percent": per_cent, "ratio": formula, "growth": growth}.get(answer, "")
    if any("%" in part or "phan tram" in plain(part) for part in column.path):
        return per_cent
    answer = desk.ask("percent", spot, choices)
    return {"percent": per_cent, "ratio": formula}.get(answer, "")


def _was_estimated(column: FoundColumn, data: Sequence[FoundColumn]) -> bool:
    """ "Thực hiện tháng trước" beside "Ước thực hiện tháng báo cáo": nobody has said it before."""
    now = {one.edition for one in data if one.period == "this" and not is_comparison(one.path)}
    return column.period == "previous" and column.edition == "official" and now == {"estimate"}


def _rate(column: FoundColumn, data: Sequence[FoundColumn], sources: Sources, table: str, desk: Desk) -> None:
    """ "Lũy kế so cùng kỳ" without a printed formula: what the header says can be worked out, if it may."""
    formula, spot = rate_of(column, data), _spot(table, column)
    if not formula:
        _bring(column, desk.ask("rate", spot, _RATE, group=table), sources)
        return
    said = replace(spot, name=f"{spot.name} = {formula}")
    answer = desk.ask("rate_by_header", said, _WORKED_OUT, group=table, proposal="worked_out")
    if answer == "worked_out":
        sources.formulas[column.key] = formula
    else:
        _bring(column, answer, sources)


def _opening(
    column: FoundColumn, data: Sequence[FoundColumn], sources: Sources, table: str, desk: Desk
) -> None:
    """ "Từ kỳ trước": a closing column of the previous period, when there is one."""
    closing = [one for one in data if one.key != column.key and is_closing(one.path)]
    closing.sort(key=lambda one: one.excel_column)
    choices = [Choice(one.key, "opening_from", _name(one)) for one in closing]
    choices.append(Choice("input", "column_typed"))
    proposal = closing[0].key if closing else ""
    answer = desk.ask("opening", _spot(table, column), choices, proposal=proposal)
    source = next((one for one in closing if one.key == answer), None)
    if source is not None:
        sources.carried[column.key] = f"KỲ_TRƯỚC(({source.number or source.key}))"
    else:
        _bring(column, answer, sources)


def balance_of(columns: Sequence[FoundColumn], sources: Sources, table: str, desk: Desk) -> list[str]:
    """Where something is carried over: what came in is what went out and what is left. Asked."""
    data = [column for column in columns if column.kind == "data"]
    opening = next((one for one in data if time_of(one.path).is_opening), None)
    groups = list(dict.fromkeys(column.path[0] for column in data if len(column.path) > 1))
    if opening is None or len(groups) != 3 or len(opening.path) < 2:
        return []
    totals = {group: next(one for one in data if one.path[0] == group) for group in groups}
    left = [group for group in groups if is_closing((group,))]
    out = [group for group in groups if group not in (opening.path[0], *left)]
    if len(left) != 1 or len(out) != 1:
        return []
    into = totals[opening.path[0]]
    said = f"({into.number or into.key}) = " + " + ".join(
        f"({totals[group].number or totals[group].key})" for group in (out[0], left[0])
    )
    choices = (Choice("yes", "check_yes", said), Choice("no", "check_no"))
    answer = desk.ask("balance", _spot(table, into), choices, proposal="yes")
    return [said] if answer == "yes" else []


def _bring(column: FoundColumn, answer: str, sources: Sources) -> None:
    if answer in ("carried", "input"):
        sources.carried[column.key] = answer
    elif answer == "blocked":
        sources.carried[column.key] = "blocked"
    else:
        sources.undecided.add(column.key)


def _name(column: FoundColumn) -> str:
    number = f"({column.number}) " if column.number else ""
    return number + " – ".join(column.path[-2:])


def _spot(table: str, column: FoundColumn) -> Spot:
    number = f"({column.number}) " if column.number else ""
    own = column.path[-1] if column.path else ""
    return Spot(f"{table}/:{column.key}", letters(column.excel_column), f"{number}{own}".strip())
