"""What a definition may not say, by field, with the reason. Texts were cleaned before they come here."""

import re
from collections.abc import Iterator

from indicators.adding_up import Part, Refusal, refusal_of, refusal_of_parts
from indicators.answers import BOUND
from indicators.definitions.catalogue import Catalogue
from indicators.definitions.definition import OVERLAPPING, PARTITION, Definition, Point, code_and_key, word_of
from indicators.definitions.keys import categories_of
from indicators.definitions.kinds import WHOLE, ValueKind, refusal_of_kind
from indicators.msgids import gettext_noop

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
LONGEST = {"name": 300, "name_en": 300, "meaning": 3000, "legal_source": 500}
LARGEST_FACTOR = 10**12
MOST_POINTS = 500

CODE_SHAPE = gettext_noop(
    "mã chỉ dùng chữ cái không dấu, chữ số, dấu chấm, gạch nối, gạch dưới; tối đa 60 ký tự"
)
NO_NAME = gettext_noop("chưa có tên")
TOO_LONG = gettext_noop("dài quá %(most)d ký tự")
NO_MEASURE = gettext_noop("chưa chọn đơn vị tính")
UNKNOWN_MEASURE = gettext_noop("không có đơn vị tính “%(given)s” trong danh mục")
DECIMALS_RANGE = gettext_noop("số chữ số thập phân từ 0 đến 6")
NO_DECIMALS = gettext_noop("loại giá trị này không có chữ số thập phân")
NO_RANGE = gettext_noop("loại giá trị này không có khoảng cho phép riêng")
RANGE_ORDER = gettext_noop("số lớn nhất cho phép phải từ số nhỏ nhất cho phép trở lên")
RANGE_BOUND = gettext_noop("số quá lớn: tối đa 15 chữ số, tính cả phần thập phân")
TOO_FEW_OPTIONS = gettext_noop("cần ít nhất hai lựa chọn")
NO_OPTIONS = gettext_noop("chỉ loại “chọn trong danh sách” mới có lựa chọn")
OPTION_TWICE = gettext_noop("lựa chọn trùng số hoặc trùng tên: %(given)s")
OPTION_SHAPE = gettext_noop("mỗi lựa chọn có số từ 0 đến 999 và tên không quá 200 ký tự")
UNKNOWN_DIMENSION = gettext_noop("không có phân tổ “%(given)s” trong danh mục")
DIMENSION_TWICE = gettext_noop("phân tổ “%(given)s” được nêu hai lần")
HOW_BROKEN_DOWN = gettext_noop("phân tổ phải là “cộng lại bằng tổng” hoặc “có thể trùng nhau”")
NO_POINTS = gettext_noop("cần ít nhất một chỉ tiêu theo phân tổ (thường là “tổng số”)")
TOO_MANY_POINTS = gettext_noop("nhiều hơn %(most)d tổ hợp phân tổ; hãy bớt phân tổ")
POINT_KEY = gettext_noop("tổ hợp phân tổ “%(given)s” chưa đúng hoặc dùng phân tổ chưa khai báo cho chỉ tiêu")
POINT_TWICE = gettext_noop("tổ hợp phân tổ “%(given)s” được nêu hai lần")
UNKNOWN_PART = gettext_noop("không có chỉ tiêu “%(given)s” trong danh mục")
USED_SO = gettext_noop("đang được dùng làm quyền số, tử số hoặc mẫu số ở chỉ tiêu %(codes)s")
DATES_ORDER = gettext_noop("ngày hết hiệu lực phải từ ngày có hiệu lực trở đi")
UNKNOWN_PREDECESSOR = gettext_noop("không có chỉ tiêu “%(given)s” để thay thế")
SUCCEEDS_ITSELF = gettext_noop("chỉ tiêu không thể thay thế chính nó, kể cả qua các chỉ tiêu khác")
FACTOR_RANGE = gettext_noop("hệ số quy đổi là tỷ số của hai số nguyên dương, không quá một nghìn tỷ")
FACTOR_WITHOUT = gettext_noop("hệ số quy đổi chỉ có khi thay thế một chỉ tiêu khác")
FACTOR_OF_MEASURES = gettext_noop("theo đơn vị tính, hệ số phải là %(ratio)s")


def refusals(code: str, definition: Definition, catalogue: Catalogue) -> list[Refusal]:
    """All that is wrong, in the order of the fields. `catalogue` holds what the definition names."""
    return [
        *_words(code, definition),
        *_value(definition, catalogue),
        *_adding_up(definition),
        *_options(definition),
        *_breakdowns(definition, catalogue),
        *_points(code, definition, catalogue),
        *_validity(code, definition, catalogue),
    ]


def _words(code: str, definition: Definition) -> Iterator[Refusal]:
    if not CODE.fullmatch(code):
        yield Refusal("code", CODE_SHAPE)
    if not definition.name:
        yield Refusal("name", NO_NAME)
    for name, most in LONGEST.items():
        if len(getattr(definition, name)) > most:
            yield Refusal(name, TOO_LONG, {"most": most})


def _value(definition: Definition, catalogue: Catalogue) -> Iterator[Refusal]:
    if not definition.unit_of_measure:
        yield Refusal("unit_of_measure", NO_MEASURE)
    elif definition.unit_of_measure not in catalogue.measures:
        yield Refusal("unit_of_measure", UNKNOWN_MEASURE, {"given": definition.unit_of_measure[:60]})
    if not 0 <= definition.decimals <= 6:
        yield Refusal("decimals", DECIMALS_RANGE)
    is_whole = definition.kind in WHOLE
    if is_whole and definition.decimals:
        yield Refusal("decimals", NO_DECIMALS)
    ends = [("lowest", definition.lowest), ("highest", definition.highest)]
    for name, end in ends:
        if end is not None and is_whole:
            yield Refusal(name, NO_RANGE)
        elif end is not None and abs(end) > BOUND:
            yield Refusal(name, RANGE_BOUND)
    lowest, highest = definition.lowest, definition.highest
    if lowest is not None and highest is not None and highest < lowest:
        yield Refusal("highest", RANGE_ORDER)


def _adding_up(definition: Definition) -> Iterator[Refusal]:
    adding = definition.adding
    refusal = refusal_of(adding) or refusal_of_kind(definition.kind, adding)
    if refusal is not None:
        yield refusal


def _options(definition: Definition) -> Iterator[Refusal]:
    options = definition.options
    if definition.kind is not ValueKind.CHOICE:
        if options:
            yield Refusal("options", NO_OPTIONS)
        return
    if len(options) < 2:
        yield Refusal("options", TOO_FEW_OPTIONS)
    numbers, names = [one.number for one in options], [one.name for one in options]
    for number, name, name_en in options:
        if not (0 <= number <= 999 and 0 < len(name) <= 200 and len(name_en) <= 200):
            yield Refusal("options", OPTION_SHAPE)
            return
        if numbers.count(number) > 1 or names.count(name) > 1:
            yield Refusal("options", OPTION_TWICE, {"given": f"{number} {name}"})
            return


def _breakdowns(definition: Definition, catalogue: Catalogue) -> Iterator[Refusal]:
    seen: set[str] = set()
    for dimension, how in definition.breakdowns:
        if dimension not in catalogue.dimensions:
            yield Refusal("breakdowns", UNKNOWN_DIMENSION, {"given": dimension[:60]})
        if dimension in seen:
            yield Refusal("breakdowns", DIMENSION_TWICE, {"given": dimension[:60]})
        if how not in (PARTITION, OVERLAPPING):
            yield Refusal("breakdowns", HOW_BROKEN_DOWN)
        seen.add(dimension)


def _points(code: str, definition: Definition, catalogue: Catalogue) -> Iterator[Refusal]:
    if not definition.points:
        yield Refusal("points", NO_POINTS)
    if len(definition.points) > MOST_POINTS:
        yield Refusal("points", TOO_MANY_POINTS, {"most": MOST_POINTS})
        return
    declared = {one.dimension for one in definition.breakdowns}
    seen: set[str] = set()
    for point in definition.points:
        given = {"given": point.key[:120]}
        if point.key in seen:
            yield Refusal("points", POINT_TWICE, given)
        elif not _is_of(point.key, declared, catalogue):
            yield Refusal("points", POINT_KEY, given)
        else:
            yield from refusals_of_parts(code, definition, point, catalogue)
        seen.add(point.key)


def _is_of(key: str, declared: set[str], catalogue: Catalogue) -> bool:
    found = categories_of(key)
    return found is not None and all(
        dimension in declared
        and dimension in catalogue.dimensions
        and category in catalogue.dimensions[dimension].categories
        for dimension, category in found.items()
    )


def refusals_of_parts(
    code: str, definition: Definition, point: Point, catalogue: Catalogue
) -> Iterator[Refusal]:
    """What is wrong with what one data point is counted from."""
    others = {**catalogue.indicators, code: definition}
    parts: dict[str, Part] = {}
    for field, word in point.parts:
        named, key = code_and_key(word)
        other = others.get(named)
        if other is None or key not in other.keys:
            yield Refusal(field, UNKNOWN_PART, {"given": word[:120]})
            return
        parts[field] = Part(word_of(named, key), other.adding.over_units)
    refusal = refusal_of_parts(definition.adding.over_units, point=word_of(code, point.key), **parts)
    if refusal is not None:
        yield refusal


def _validity(code: str, definition: Definition, catalogue: Catalogue) -> Iterator[Refusal]:
    starts, ends = definition.valid_from, definition.valid_to
    if starts is not None and ends is not None and ends < starts:
        yield Refusal("valid_to", DATES_ORDER)
    above, below = definition.factor
    if not definition.predecessor:
        if (above, below) != (1, 1):
            yield Refusal("factor", FACTOR_WITHOUT)
        return
    before = catalogue.indicators.get(definition.predecessor)
    if before is None and definition.predecessor != code:
        yield Refusal("predecessor", UNKNOWN_PREDECESSOR, {"given": definition.predecessor[:60]})
        return
    if before is None or code in _line_of(definition.predecessor, catalogue):
        yield Refusal("predecessor", SUCCEEDS_ITSELF)
        return
    if not (0 < above <= LARGEST_FACTOR and 0 < below <= LARGEST_FACTOR):
        yield Refusal("factor", FACTOR_RANGE)
        return
    exact = catalogue.conversion(before.unit_of_measure, definition.unit_of_measure)
    if exact is not None and above * exact.denominator != below * exact.numerator:
        yield Refusal("factor", FACTOR_OF_MEASURES, {"ratio": f"{exact.numerator}/{exact.denominator}"})


def _line_of(code: str, catalogue: Catalogue) -> list[str]:
    """The indicator and those it continues, as far as they are known."""
    line: list[str] = []
    while code and code not in line:
        line.append(code)
        known = catalogue.indicators.get(code)
        code = known.predecessor if known else ""
    return line


def broken_users(codes: set[str], catalogue: Catalogue) -> dict[str, list[str]]:
    """Of the entries `codes` as the catalogue says them: code → others whose parts they can be no longer."""
    found: dict[str, list[str]] = {}
    for user, definition in catalogue.indicators.items():
        for point in definition.points:
            for _field, word in point.parts:
                named, key = code_and_key(word)
                other = catalogue.indicators.get(named)
                fits = other is not None and key in other.keys and other.adding.over_units.value == "sum"
                if named in codes and user != named and not fits and user not in found.setdefault(named, []):
                    found[named].append(user)
    return {code: sorted(users) for code, users in found.items() if users}
