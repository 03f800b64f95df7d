"""Cells and formulas of a form in words: with the names that are printed on it."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from indicators.answers import format_amount
from indicators.formulas import Expression, Plan, Source
from indicators.formulas.binding import cells_in
from indicators.formulas.functions import FUNCTIONS
from indicators.formulas.lists import ROWS, is_of_list, parts_of
from indicators.layout import FormLayout, Row

MOST_TERMS = 5
"""So many terms of a sum are written out."""

PERIODS = {
    "previous": gettext_lazy("%(what)s kỳ trước"),
    "same_last_year": gettext_lazy("%(what)s cùng kỳ năm trước"),
    "to_date": gettext_lazy("%(what)s lũy kế từ đầu năm"),
    "to_date_before": gettext_lazy("%(what)s lũy kế đến hết kỳ trước"),
    "to_date_earlier": gettext_lazy("%(what)s lũy kế đến trước kỳ trước"),
    "to_date_last_year": gettext_lazy("%(what)s lũy kế đến cùng kỳ năm trước"),
    "year": gettext_lazy("%(what)s cả năm"),
}
EDITIONS = {
    "plan": gettext_lazy("kế hoạch của %(what)s"),
    "estimate": gettext_lazy("ước tính của %(what)s"),
    "preliminary": gettext_lazy("số sơ bộ của %(what)s"),
}


def where(layout: FormLayout, address: str) -> str:
    """ "Ô E19 (dòng 3.7, cột 1)"."""
    _table, row, column, _cell = layout.place_of[address]
    return _("Ô %(cell)s (dòng %(row)s, cột %(column)s)") % {
        "cell": layout.excel_cell(address),
        "row": row_words(row),
        "column": column.number or column.label,
    }


def row_words(row: Row) -> str:
    return row.number if row.number not in ("", "-", "–") else f"“{row.label}”"


def cell_words(layout: FormLayout, address: str) -> str:
    """ "dòng 3.7, cột 1"."""
    _table, row, column, _cell = layout.place_of[address]
    return _("dòng %(row)s, cột %(column)s") % {
        "row": row_words(row),
        "column": column.number or column.label,
    }


def seen_from(layout: FormLayout, address: str, other: str) -> str:
    """How the cell `other` is named next to the cell `address`: by what differs."""
    table, row, column, _cell = layout.place_of[address]
    other_table, other_row, other_column, _other_cell = layout.place_of[other]
    names = {"row": row_words(other_row), "column": other_column.number or other_column.label}
    if other_table.key != table.key:
        names["table"] = other_table.title or other_table.key
        return _("dòng %(row)s, cột %(column)s của bảng %(table)s") % names
    if other_row.key == row.key:
        return _("cột %(column)s") % names
    if other_column.key == column.key:
        return _("dòng %(row)s") % names
    return cell_words(layout, other)


@dataclass(frozen=True, slots=True)
class Words:
    """Expressions of a plan in words, seen from the cell `at`; `own` is what that cell itself is called.

    "": by its row where the other cells are above and below it, by its column where they are beside it.
    """

    plan: Plan
    at: str
    own: str = ""

    def said(self, expression: Expression) -> str:
        """ "cột 7 + cột 11"."""
        own = self.own or own_name(self.plan, self.at, expression)
        return Words(self.plan, self.at, own).of(expression)

    def of(self, expression: Expression) -> str:
        """A part of what is `said`, once it is clear what the cell itself is called."""
        word, parts = expression[0], expression[1:]
        if word == "cell":
            return self._cell(self.plan.addresses[parts[0]])
        if word == "elsewhere":
            return self._source(self.plan.sources[parts[0]])
        if word == "number":
            return _number_words(Fraction(parts[0], parts[1]))
        if word == "negative":
            return f"-{self._bracketed(parts[0], ('sum', 'product'))}"
        if word == "sum":
            return self._sum(parts)
        if word == "product":
            signs = {1: "×", -1: "÷"}
            parts = tuple(part for part in parts if not self._only_says_when(part[1]))
            return _joined([(signs[sign], self._bracketed(part, ("sum", "product"))) for sign, part in parts])
        if word == "compare":
            return f"{self.of(parts[1])} {parts[0]} {self.of(parts[2])}"
        arguments = [str(part) if isinstance(part, int) else self.of(part) for part in parts]
        return f"{FUNCTIONS[word].names[0]}({'; '.join(arguments)})"

    def _only_says_when(self, part: Expression) -> bool:
        """The 1 or 0 by which last period's number is of the year's, or is not."""
        return part[0] == "elsewhere" and self.plan.sources[part[1]].period == "in_year"

    def _cell(self, address: str) -> str:
        return self.own if address == self.at else seen_from(self.plan.layout, self.at, address)

    def _sum(self, terms: tuple[tuple[int, Expression], ...]) -> str:
        words = [("+" if sign > 0 else "-", self._bracketed(term, ("sum",))) for sign, term in terms]
        if len(words) > MOST_TERMS:
            words = [*words[:2], ("+", "…"), words[-1]]
        return _joined(words)

    def _bracketed(self, expression: Expression, around: tuple[str, ...]) -> str:
        text = self.of(expression)
        return f"({text})" if expression[0] in around and len(expression) > 2 else text

    def _list(self, data_point: str) -> str:
        key, column = parts_of(data_point)
        one = next(one for one in self.plan.layout.lists if one.key == key)
        if column == ROWS:
            return _("số dòng của danh sách “%(list)s”") % {"list": one.title}
        label = next(found.label for found in one.columns if found.key == column)
        return _("tổng cột “%(column)s” của danh sách “%(list)s”") % {"column": label, "list": one.title}

    def _source(self, source: Source) -> str:
        if is_of_list(source.data_point):
            return self._list(source.data_point)
        places = self.plan.layout.places()
        asks = {address: c for address, *_p, c in places if c.data_point == source.data_point}
        now = (address for address, c in asks.items() if c.period == "this")
        cell = next(now, next(iter(asks), None))
        if cell is None:
            what = _("chỉ tiêu %(code)s") % {"code": source.data_point.removesuffix("|total")}
        else:
            what = pgettext("ô", "ô này") if cell == self.at else self._cell(cell)
        if source.edition in EDITIONS:
            what = str(EDITIONS[source.edition]) % {"what": what}
        return str(PERIODS[source.period]) % {"what": what} if source.period in PERIODS else what


def own_name(plan: Plan, at: str, expression: Expression) -> str:
    """What the cell `at` is called beside the other cells of an expression."""
    _table, row, column, _cell = plan.layout.place_of[at]
    others = {plan.addresses[number] for number in cells_in(expression)} - {at}
    if others and all(plan.layout.place_of[other][2].key == column.key for other in others):
        return _("dòng %(row)s") % {"row": row_words(row)}
    return _("cột %(column)s") % {"column": column.number or column.label}


def _joined(parts: list[tuple[str, str]]) -> str:
    """The sign before the first part is not written: no sum begins with one."""
    return parts[0][1] + "".join(f" {sign} {text}" for sign, text in parts[1:])


def _number_words(value: Fraction) -> str:
    exact = next((d for d in range(7) if 10**d % value.denominator == 0), 6)
    return format_amount(value, decimals=exact)
