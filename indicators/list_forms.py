"""What is typed on the pages of units of measure and breakdowns becomes entries of those lists."""

import re
from collections.abc import Container, Mapping
from itertools import count

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators.definitions import Category, Dimension, Measured
from units.errors import BadContent, wrong_field
from units.vietnamese import search_key

_LINE = re.compile(r"\s*([a-z0-9][a-z0-9_-]{0,39})\s*=\s*(.*)", re.ASCII)
_LONGEST = 40_000


def slug_of(name: str) -> str:
    """The code of a name: "Nghìn tấn" → nghin-tan."""
    return search_key(name).replace(" ", "-")[:40].rstrip("-")


def free_code(name: str, taken: Container[str]) -> str:
    """The code of a name, with a number after it when something else has it."""
    slug = slug_of(name)
    numbered = (f"{slug[:36]}-{number}" for number in count(2))
    return slug if slug not in taken else next(code for code in numbered if code not in taken)


def text_of(given: QueryDict, name: str) -> str:
    return given.get(name, "").replace("\x00", "").strip()[:_LONGEST]


def measure_from(given: QueryDict, known: Mapping[str, Measured], *, code: str = "") -> tuple[str, Measured]:
    """(code, unit of measure). It converts by a ratio of another one, or is a quantity of its own."""
    name = text_of(given, "name")
    code = code or text_of(given, "code").lower() or free_code(name, known)
    by = known.get(text_of(given, "converts_to"))
    if by is None or text_of(given, "converts_to") == code:
        return code, Measured(name, code, 1, 1, text_of(given, "name_en"))
    above, below = (_whole(text_of(given, part) or "1") for part in ("above", "below"))
    return code, Measured(
        name, by.quantity, above * by.numerator, below * by.denominator, text_of(given, "name_en")
    )


def _whole(text: str) -> int:
    digits = text.replace(".", "").replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= 13:
        return int(digits)
    raise wrong_field("factor", _("Hệ số quy đổi: hãy ghi số nguyên dương, như 1000 hoặc 1.000.000."))


def dimension_from(
    given: QueryDict, known: Mapping[str, Dimension], *, code: str = ""
) -> tuple[str, Dimension]:
    """(code, dimension). A category a line: "nu = Nữ | Women", or a name alone, which gives its code."""
    name = text_of(given, "name")
    before = known.get(code)
    code = code or text_of(given, "code").lower() or free_code(name, known)
    named_so = {} if before is None else {one.name: category for category, one in before.categories.items()}
    categories: dict[str, Category] = {}
    for line in text_of(given, "categories").splitlines():
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        named, _bar, english = (match[2] if match else line).partition("|")
        category = match[1] if match else named_so.get(named.strip()) or slug_of(named)
        if category in categories:
            raise _twice(named.strip())
        categories[category] = Category(named.strip(), english.strip())
    return code, Dimension(name, categories, text_of(given, "name_en"))


def _twice(name: str) -> BadContent:
    said = _("Các nhóm: “%(name)s” trùng mã với một nhóm ở trên; hãy ghi mã khác trước dấu =.")
    return wrong_field("categories", said % {"name": name[:60]})


def lines_of(dimension: Dimension) -> str:
    """The text of its categories, as it is typed."""
    return "\n".join(
        f"{code} = {one.name}" + (f" | {one.name_en}" if one.name_en else "")
        for code, one in dimension.categories.items()
    )
