"""What is said below a report one line a unit: who is missing, what is no sum, own parts and why."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from aggregates.sealed_below import SealedBelow
from aggregates.unit_lines import FigureColumn, UnitLines
from indicators.answers import format_answer
from units.queries import UnitView, describe_units, in_order


def words_below(page: UnitLines) -> list[str]:
    """Sentences, in the order of the page."""
    within = page.found.within
    return [
        *missing_words(page),
        *([] if within is None else within_words(within)),
        *own_words(page),
        *adding_words(page),
    ]


def missing_words(page: UnitLines) -> list[str]:
    """Units without an accepted report, by name: when it was taken, and now where that differs."""
    then, now = page.missing, page.missing_now
    said = []
    if page.basis is None:
        then, now = now, []
    if then:
        said.append(
            _("Chưa có báo cáo được duyệt (%(n)d): %(names)s.") % {"n": len(then), "names": _names(then)}
        )
    if page.basis is not None and {unit.id for unit in now} != {unit.id for unit in then}:
        left = _("Đến nay còn (%(n)d): %(names)s.") % {"n": len(now), "names": _names(now)}
        said.append(left if now else _("Đến nay tất cả đã có báo cáo được duyệt."))
    return said


def within_words(within: SealedBelow) -> list[str]:
    """Of reports that are put together themselves: who is in none of them, and who is in more than one."""
    twice = within.twice
    views = describe_units({*within.missing, *twice, *(one for by in twice.values() for one in by)})
    said = []
    if within.missing:
        names = _names(in_order(views[unit] for unit in within.missing))
        said.append(
            _("Không có trong báo cáo nào dưới đây (%(n)d): %(names)s.")
            % {"n": len(within.missing), "names": names}
        )
    if twice:
        names = "; ".join(
            f"{unit.full_name} ({_names(in_order(views[one] for one in twice[unit.id]))})"
            for unit in in_order(views[unit] for unit in twice)
        )
        said.append(_("Nằm trong nhiều báo cáo, dòng tổng chỉ tính một lần: %(names)s.") % {"names": names})
    return said


def own_words(page: UnitLines) -> list[str]:
    """Own parts with the reason of each."""
    own = page.found.basis.own if page.found.basis else {}
    return [
        _("Phần riêng, cột %(place)d (%(words)s): %(number)s, vì %(why)s.")
        % {
            "place": column.place,
            "words": column.words,
            "number": format_answer(own[column.address].answer),
            "why": own[column.address].why,
        }
        for column in page.columns
        if column.address in own
    ]


def adding_words(page: UnitLines) -> list[str]:
    """Columns whose total is no sum of the lines, and those that have none."""
    said = []
    by_rule: dict[str, list[FigureColumn]] = {}
    for column in page.added_otherwise:
        by_rule.setdefault(column.how, []).append(column)
    for how, columns in by_rule.items():
        said.append(
            _("Cột %(places)s: dòng tổng là %(how)s, không phải cộng các dòng.")
            % {"places": _places(columns), "how": how}
        )
    if page.not_added:
        said.append(
            _("Cột %(places)s không cộng được theo danh mục chỉ tiêu: dòng tổng là số đơn vị tự ghi.")
            % {"places": _places(page.not_added)}
        )
    return said


def _names(units: Iterable[UnitView]) -> str:
    return ", ".join(unit.full_name for unit in units)


def _places(columns: Iterable[FigureColumn]) -> str:
    return ", ".join(str(column.place) for column in columns)
