"""What units of measure and dimensions may not say, by field, with the reason."""

from collections.abc import Collection, Iterator

from indicators.adding_up import Refusal
from indicators.definitions.catalogue import Catalogue, Dimension, Measured
from indicators.definitions.keys import WORD
from indicators.definitions.refusals import LARGEST_FACTOR, TOO_LONG
from indicators.msgids import gettext_noop

MOST_CATEGORIES = 500

WORD_SHAPE = gettext_noop("mã chỉ dùng chữ thường không dấu, chữ số, gạch nối, gạch dưới; tối đa 40 ký tự")
NO_NAME = gettext_noop("chưa có tên")
NAME_TAKEN = gettext_noop("tên “%(given)s” đã có trong danh mục, mã %(code)s")
MEASURE_FACTOR = gettext_noop("hệ số là tỷ số của hai số nguyên dương, không quá một nghìn tỷ")
MEASURE_USED = gettext_noop("đang có %(count)d chỉ tiêu dùng nên không đổi được; hãy lập đơn vị tính khác")
NO_CATEGORIES = gettext_noop("cần ít nhất một nhóm")
TOO_MANY_CATEGORIES = gettext_noop("nhiều hơn %(most)d nhóm")
CATEGORY_TWICE = gettext_noop("nhóm trùng tên: %(given)s")
CATEGORY_SHAPE = gettext_noop("nhóm “%(given)s” chưa đúng: cần tên, và mã bằng chữ thường không dấu")
CATEGORY_USED = gettext_noop("nhóm “%(given)s” đang được chỉ tiêu dùng nên không bỏ được")


def refusals_of_measure(
    code: str, measured: Measured, catalogue: Catalogue, *, before: Measured | None = None, used: int = 0
) -> list[Refusal]:
    """`used`: by how many indicators; how it converts then stays as it was `before`."""
    return [*_measure(code, measured, catalogue), *_frozen(before, measured, used)]


def _measure(code: str, measured: Measured, catalogue: Catalogue) -> Iterator[Refusal]:
    if not WORD.fullmatch(code):
        yield Refusal("code", WORD_SHAPE)
    if not measured.name:
        yield Refusal("name", NO_NAME)
    yield from _lengths(measured.name, measured.name_en, most=60)
    for other, known in catalogue.measures.items():
        if other != code and known.name.casefold() == measured.name.casefold():
            yield Refusal("name", NAME_TAKEN, {"given": known.name, "code": other})
    if measured.quantity != code and not WORD.fullmatch(measured.quantity):
        yield Refusal("quantity", WORD_SHAPE)
    if not all(0 < number <= LARGEST_FACTOR for number in (measured.numerator, measured.denominator)):
        yield Refusal("factor", MEASURE_FACTOR)


def _frozen(before: Measured | None, after: Measured, used: int) -> Iterator[Refusal]:
    if before is None or not used:
        return
    if before.quantity != after.quantity or before.in_base != after.in_base:
        yield Refusal("factor", MEASURE_USED, {"count": used})


def refusals_of_dimension(
    code: str,
    dimension: Dimension,
    catalogue: Catalogue,
    *,
    before: Dimension | None = None,
    used: Collection[str] = (),
) -> Iterator[Refusal]:
    """`used`: categories that data points name; they stay."""
    if not WORD.fullmatch(code):
        yield Refusal("code", WORD_SHAPE)
    if not dimension.name:
        yield Refusal("name", NO_NAME)
    yield from _lengths(dimension.name, dimension.name_en, most=200)
    for other, known in catalogue.dimensions.items():
        if other != code and known.name.casefold() == dimension.name.casefold():
            yield Refusal("name", NAME_TAKEN, {"given": known.name, "code": other})
    if not dimension.categories:
        yield Refusal("categories", NO_CATEGORIES)
    if len(dimension.categories) > MOST_CATEGORIES:
        yield Refusal("categories", TOO_MANY_CATEGORIES, {"most": MOST_CATEGORIES})
    yield from _categories(dimension)
    for one in sorted({*used} - dimension.categories.keys()):
        named = before.categories[one].name if before and one in before.categories else one
        yield Refusal("categories", CATEGORY_USED, {"given": named})


def _categories(dimension: Dimension) -> Iterator[Refusal]:
    seen: set[str] = set()
    for code, category in dimension.categories.items():
        if not WORD.fullmatch(code) or not category.name or max(map(len, category)) > 200:
            yield Refusal("categories", CATEGORY_SHAPE, {"given": (category.name or code)[:60]})
        elif category.name in seen:
            yield Refusal("categories", CATEGORY_TWICE, {"given": category.name[:60]})
        seen.add(category.name)


def _lengths(name: str, name_en: str, *, most: int) -> Iterator[Refusal]:
    for field, text in (("name", name), ("name_en", name_en)):
        if len(text) > most:
            yield Refusal(field, TOO_LONG, {"most": most})
