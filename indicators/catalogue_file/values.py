"""What a cell says becomes a value, or a problem with its place; nothing is guessed in silence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.answers import AnswerError, from_number, parse_answer
from indicators.answers.words import words_of
from indicators.catalogue_file.reading import Row
from indicators.catalogue_words import choices_of
from indicators.definitions import Factor
from indicators.definitions.definition import SAME
from indicators.models import IndicatorBreakdown
from units.loading.table import Cell
from units.loading.written_days import day_of
from units.vietnamese import search_key

_NOTHING = Cell("")
_YES, _NO = frozenset({"co", "yes", "x", "1", "true"}), frozenset({"", "khong", "no", "0", "false"})


class FileProblem(NamedTuple):
    """What is wrong in which sheet (its key), row (0: the sheet as a whole) and column (its key)."""

    sheet: str
    row: int
    column: str
    message: str


@dataclass
class Reader:
    """Reads the cells of one row; what cannot be read is added to `problems`."""

    sheet: str
    row: Row
    problems: list[FileProblem]
    serial_base: int = 1900
    has_failed: bool = field(default=False)

    def has(self, column: str) -> bool:
        return column in self.row.cells

    def refuse(self, column: str, message: str) -> None:
        self.has_failed = True
        self.problems.append(FileProblem(self.sheet, self.row.number, column, message))

    def text(self, column: str) -> str:
        cell = self.row.cells.get(column, _NOTHING)
        if cell.origin == "error":
            self.refuse(column, _("ô báo lỗi %(text)s") % {"text": cell.text[:20]})
            return ""
        if cell.origin == "no_value":
            self.refuse(column, _("ô có công thức chưa có kết quả; hãy mở tệp bằng Excel rồi lưu lại"))
            return ""
        return _whole(cell.text) if cell.origin == "number" else cell.text

    def number(self, column: str, *, default: int) -> int:
        text = self._ungrouped(column)
        if not text:
            return default
        if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 14:
            return int(text)
        self.refuse(column, _("“%(text)s” không phải số nguyên") % {"text": text[:20]})
        return default

    def _ungrouped(self, column: str) -> str:
        """Digits without the points that group them; the point of a number of Excel's is none of these."""
        text = self.text(column).replace(" ", "")
        is_number = self.row.cells.get(column, _NOTHING).origin == "number"
        return text if is_number else text.replace(".", "")

    def scaled(self, column: str, *, decimals: int) -> int | None:
        """An amount × 10^decimals, in Vietnamese notation or a number of Excel's; None when blank."""
        cell = self.row.cells.get(column, _NOTHING)
        text = self.text(column)
        if not text or not 0 <= decimals <= 6:
            return None
        try:
            if cell.origin == "number":
                answer = from_number(Decimal(cell.text), decimals=decimals)
            else:
                answer = parse_answer(text, decimals=decimals) or from_number(0, decimals=decimals)
        except AnswerError as error:
            msgid, params = words_of(error)
            self.refuse(column, _(msgid) % params)
            return None
        except InvalidOperation:
            self.refuse(column, _("“%(text)s” không phải số") % {"text": text[:20]})
            return None
        if answer.scaled is None:
            self.refuse(column, _("“%(text)s” không phải số") % {"text": text[:20]})
        return answer.scaled

    def day(self, column: str) -> date | None:
        cell = self.row.cells.get(column, _NOTHING)
        text = self.text(column)
        if not text:
            return None
        day = day_of(text, is_number=cell.origin == "number", serial_base=self.serial_base)
        if day is None:
            self.refuse(
                column, _("chưa đọc được ngày “%(text)s”; hãy viết như 01/01/2026") % {"text": text[:20]}
            )
        return day

    def yes(self, column: str) -> bool:
        key = search_key(self.text(column))
        if key not in _YES | _NO:
            self.refuse(column, _("hãy ghi “có”, hoặc bỏ trống"))
        return key in _YES

    def choice(self, column: str, words: Mapping[str, str], *, default: str) -> str:
        """The value of a label, Vietnamese or English, or of its code; `default` when blank."""
        text = self.text(column)
        if not text:
            return default
        found = words.get(text.casefold()) or words.get(search_key(text))
        if found is None:
            self.refuse(column, _("“%(text)s” không có trong danh sách chọn") % {"text": text[:60]})
        return found or default

    def factor(self, column: str) -> Factor:
        text = self._ungrouped(column)
        if not text:
            return SAME
        above, _slash, below = text.partition("/")
        if all(part.isascii() and part.isdigit() and len(part) <= 13 for part in (above, below or "1")):
            return Factor(int(above), int(below or 1))
        self.refuse(column, _("hãy ghi như 1/1000 hoặc 1000"))
        return SAME


def _whole(text: str) -> str:
    """3.0 and 3E0 of Excel are 3; another number stays the text it is."""
    try:
        number = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return text
    return str(number.numerator) if number.denominator == 1 and abs(number) < 10**15 else text


def choice_words(field: str) -> dict[str, str]:
    """Label or code, as written and without accents, in Vietnamese and English → value."""
    labels: Callable[[], list[tuple[str, str]]] = (
        (lambda: [(value, str(label)) for value, label in IndicatorBreakdown.How.choices])
        if field == "how"
        else (lambda: choices_of(field))
    )
    found: dict[str, str] = {}
    for language in ("en", "vi"):
        with override(language):
            pairs = labels()
        for value, label in pairs:
            found |= {value: value, label.casefold(): value}
            found.setdefault(search_key(label), value)
    return found
