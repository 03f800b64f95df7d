"""A list of unit codes as people paste it: one a line, several with commas, or columns of a sheet."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from units.codes import CODE, strange_signs, typed_code
from units.models import UnitCode
from units.placing import written
from units.queries import valid_on

MAX_LINES = 20_000
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(slots=True)
class PastedCodes:
    """Units in the order of the list, each once; and (line, sentence) for each line that names none."""

    units: list[int] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_codes(text: str, *, on: date, within: frozenset[int]) -> PastedCodes:
    """Return the units that the codes name on a day, of any scheme. Two queries at most.

    A line may go on after its code ("12688 Xã Đông Hưng"); a line of codes alone names them all.
    """
    lines = [
        (number, codes)
        for number, line in enumerate(text.replace("\x00", "\ufffd").splitlines()[:MAX_LINES], start=1)
        if (codes := _codes_of(line))
    ]
    bearers = _bearers({code for _number, codes in lines for code in codes}, on=on)
    read, seen = PastedCodes(), set[int]()
    for number, codes in lines:
        for code in codes:
            units = bearers.get(code, set()) & within
            if len(units) != 1:
                read.problems.append((number, _words(code, len(units), on=on)))
            elif not units <= seen:
                seen |= units
                read.units += units
    return read


def _codes_of(line: str) -> list[str]:
    words = [typed_code(word) for word in _BETWEEN.split(line.strip()) if word]
    is_list = all(CODE.fullmatch(word) and any(sign.isdigit() for sign in word) for word in words)
    return words if is_list else words[:1]


def _bearers(codes: set[str], *, on: date) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    ordered = sorted(codes)
    for start in range(0, len(ordered), 5000):
        rows = UnitCode.objects.filter(
            valid_on(on), valid_on(on, start="unit__begins", end="unit__ends"),
            code__in=ordered[start : start + 5000],
        )  # fmt: skip
        for code, unit in rows.values_list("code", "unit_id"):
            found.setdefault(code, set()).add(unit)
    return found


def _words(code: str, bearers: int, *, on: date) -> str:
    if bearers:
        return _(
            "mã %(code)s là mã của %(count)d đơn vị ở các bộ mã khác nhau; hãy chọn đơn vị bằng ô tìm."
        ) % {
            "code": code,
            "count": bearers,
        }
    if strange := strange_signs(code):
        return _("“%(code)s” có ký tự lạ: %(signs)s. Hãy gõ lại bằng A–Z, chữ số và dấu chấm.") % {
            "code": code[:40],
            "signs": strange,
        }
    return _("không có đơn vị mang mã %(code)s vào ngày %(day)s.") % {"code": code[:40], "day": written(on)}
