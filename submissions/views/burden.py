"""`/chi-tieu/ganh-nang/`: how much reporting asks of units in a year, as a list or as a workbook of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from indicators.answers import format_scaled
from indicators.burden import Load, loads_in
from submissions.burden import (
    BY_AGENCY,
    BY_REGIME,
    ORDERS,
    Line,
    asked_most,
    lines_of,
    of_unit,
    seconds_at_work,
)
from units.actions.record_event import record_event
from units.asking import number_from
from units.export import XLSX, workbook
from units.models import User
from units.permissions import memberships_of
from units.queries import names_of
from units.reach import check_within_reach, reachable_unit_ids

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `unit`: 0 for all."""

    year: int
    unit: int
    by: str
    order: str


@require_GET
def burden(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    asked = _asked(request.GET)
    if asked.unit:
        check_within_reach(user, asked.unit)
    everything = loads_in(asked.year, on=timezone.localdate())
    loads = of_unit(everything, asked.unit) if asked.unit else everything
    spent = seconds_at_work(user, asked.year, unit=asked.unit or None)
    lines = lines_of(loads, spent, by=asked.by, order=asked.order)
    lines = _named(lines)
    if request.GET.get("dang") == "xlsx":
        return _exported(user, asked, lines)
    context = {
        "asked": asked,
        "lines": lines,
        "sentence": _sentence(user, asked, loads),
        "columns": _columns(asked),
        "units": _own_units(user, everything, asked.unit),
        "years": range(timezone.localdate().year - 2, timezone.localdate().year + 2),
    }
    return render(request, "submissions/burden.html", context)


def _asked(query: QueryDict) -> Asked:
    this_year = timezone.localdate().year
    year, order = number_from(query, "nam", default=this_year), query.get("xep", "")
    by = query.get("theo", "")
    return Asked(
        year=year if FIRST_YEAR <= year <= LAST_YEAR else this_year,
        unit=number_from(query, "don_vi", default=0),
        by=by if by in (BY_REGIME, BY_AGENCY) else BY_REGIME,
        order=order if order.removeprefix("-") in ORDERS else "-moi-don-vi",
    )


def _named(lines: list[Line]) -> list[Line]:
    names = names_of((line.owner for line in lines), on=timezone.localdate())
    return [replace(line, name=line.name or names.get(line.owner, "")) for line in lines]


def _sentence(user: User, asked: Asked, loads: list[Load]) -> list[str]:
    """The answer, before the numbers."""
    if not loads:
        return [_("Năm %(year)d chưa có chế độ báo cáo nào hỏi số.") % {"year": asked.year}]
    units = frozenset[int]().union(*(load.units for load in loads))
    total, repeated = sum(load.total for load in loads), sum(one.repeated * len(one.units) for one in loads)
    each = (2 * total + len(units)) // (2 * len(units)) if units else 0
    named = names_of({asked.unit} if asked.unit else set(), on=timezone.localdate())
    numbers = {
        "year": asked.year,
        "count": number_words(each),
        "regimes": len(loads),
        "unit": named.get(asked.unit, ""),
    }
    if asked.unit:
        sentence = _("Năm %(year)d %(unit)s phải trả lời %(count)s ô số của %(regimes)d chế độ báo cáo.")
    else:
        sentence = _("Năm %(year)d mỗi đơn vị phải trả lời bình quân %(count)s ô số của các chế độ báo cáo.")
    said = [sentence % numbers, *([] if asked.unit else _most(user, loads))]
    share = (200 * repeated + total) // (2 * total) if total else 0
    if not repeated:
        return [*said, _("Không ô nào hỏi lại số đã hỏi ở nơi khác.")]
    again = {"count": number_words(repeated), "share": share}
    if asked.unit:
        return [*said, _("Trong đó %(count)s ô (%(share)d%%) hỏi lại số đã hỏi ở nơi khác.") % again]
    return [*said, _("Tính mọi đơn vị, %(count)s ô (%(share)d%%) hỏi lại số đã hỏi ở nơi khác.") % again]


def _most(user: User, loads: list[Load]) -> list[str]:
    found = asked_most(loads, among=reachable_unit_ids(user))
    if found is None:
        return []
    name = names_of({found[0]}, on=timezone.localdate()).get(found[0], "")
    return [
        _("Trong phạm vi của anh/chị, nhiều nhất là %(unit)s: %(count)s ô.")
        % {"unit": name, "count": number_words(found[1])}
    ]


def number_words(number: int) -> str:
    return format_scaled(number, decimals=0)


def _own_units(user: User, loads: list[Load], chosen: int) -> list[tuple[int, str]]:
    """Units the person works at that are asked, and the chosen one."""
    asked = frozenset[int]().union(*(load.units for load in loads))
    mine = {held.unit_id for held in memberships_of(user)} & asked | ({chosen} if chosen else set())
    return sorted(names_of(mine, on=timezone.localdate()).items(), key=lambda pair: pair[1])


_HEADINGS: dict[str, Callable[[Asked], str]] = {
    "ten": lambda asked: _("Cơ quan chủ trì") if asked.by == BY_AGENCY else _("Chế độ báo cáo"),
    "don-vi": lambda asked: _("Số đơn vị"),
    "dot": lambda asked: _("Đợt/năm"),
    "moi-don-vi": lambda asked: _("Ô phải nhập/đơn vị/năm"),
    "trung": lambda asked: _("Ô hỏi lại"),
    "dung-lai": lambda asked: _("Ô điền sẵn"),
    "tong": lambda asked: _("Ô phải nhập, tổng"),
    "phut": lambda asked: _("Phút/báo cáo"),
    "phut-nam": lambda asked: _("Phút/đơn vị/năm"),
}


def _columns(asked: Asked) -> list[dict[str, Any]]:
    """Headings with where a click sorts; numbers greatest first."""
    found = []
    for key, heading in _HEADINGS.items():
        is_sorted = asked.order.removeprefix("-") == key
        falls = is_sorted and asked.order.startswith("-")
        turned = key if falls else f"-{key}"
        following = turned if is_sorted else key if key == "ten" else f"-{key}"
        direction = ("descending" if falls else "ascending") if is_sorted else ""
        found.append({"key": key, "words": heading(asked), "next": following, "sorted": direction})
    return found


def _exported(user: User, asked: Asked, lines: list[Line]) -> HttpResponse:
    data = {"year": asked.year, "unit_asked": asked.unit or None, "by": asked.by, "count": len(lines)}
    record_event(kind="catalogue.burden_exported", by=user, at=timezone.now(), data=data)
    table = [[str(heading(asked)) for heading in _HEADINGS.values()], *(_row(line) for line in lines)]
    headers = {"Content-Disposition": f'attachment; filename="ganh-nang-{asked.year}.xlsx"'}
    return HttpResponse(workbook(table, title=_("Gánh nặng báo cáo")), content_type=XLSX, headers=headers)


def _row(line: Line) -> list[str]:
    numbers = (line.units, line.rounds, line.per_unit, line.repeated, line.reused, line.total)
    minutes = ("" if one is None else number_words(one) for one in (line.minutes, line.year_minutes))
    return [line.name, *map(number_words, numbers), *minutes]
