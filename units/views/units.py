"""/don-vi/: the tree of a day, opened level by level; or what is looked for; or either as a workbook."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from units.actions.export_units import export_units
from units.asking import PAGE_SIZE, Paging
from units.browsing import UnitFilter, list_units
from units.export import XLSX, workbook
from units.groups import all_groups, members_on
from units.kinds import KINDS, kind_label
from units.models import UnitGroup, UnitName, User
from units.permissions import may_manage_units
from units.queries import UnitView, ancestors_of, describe_units
from units.reach import check_within_reach, reachable_unit_ids
from units.search import Found, search_units
from units.tree import BRANCH_WORDS, LEVEL, ORDERS, TreeRow, below_of, open_tree, roots_of
from units.views.asked import Asked, link_rows, path_from, read_asked

_MOST_EXPORTED = 20_000


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    asked = read_asked(request.GET)
    within = reachable_unit_ids(request.user)
    if asked.inside:
        check_within_reach(request.user, asked.inside)
    groups = all_groups()
    within = _in_group(within, asked, groups)
    if request.GET.get("dang") == "xlsx":
        return _exported(request, asked, within)
    context = _found(asked, within) if asked.is_search else _tree(asked, within)
    context |= _frame(request.user, asked, within) | {"groups": groups}
    return render(request, "units/units.html", context)


@require_GET
def branch(request: HttpRequest, unit_id: int) -> HttpResponse:
    """/don-vi/<số>/cap-duoi/: the rows directly below one unit, to be put into the tree."""
    check_within_reach(request.user, unit_id)
    asked, within = read_asked(request.GET), reachable_unit_ids(request.user)
    above = path_from(request.GET, unit_id=unit_id)
    tops = below_of(unit_id, asked.tree, within=within)
    rows = link_rows(open_tree(tops, asked.tree, within=within, opened=(), above=above), asked)
    return render(
        request, "units/branch.html",
        {"rows": rows, "asked": asked, "more": len(tops) - len(rows), "above_id": unit_id},
    )  # fmt: skip


def _in_group(within: frozenset[int], asked: Asked, groups: list[UnitGroup]) -> frozenset[int]:
    """What is within reach, of the members of the group asked for on the day; of an unknown group nothing."""
    if not asked.group:
        return within
    chosen = next((group for group in groups if group.code == asked.group), None)
    return within & members_on(chosen, on=asked.on) if chosen else frozenset()


def _frame(user: User | AnonymousUser, asked: Asked, within: frozenset[int]) -> dict[str, object]:
    known = set(UnitName.objects.order_by().values_list("kind", flat=True).distinct())
    return {
        "asked": asked,
        "within": within,
        "kinds": [(code, kind_label(code)) for code in KINDS if code in known],
        "kind_words": kind_label(asked.kind) if asked.kind else "",
        "branches": BRANCH_WORDS.items(),
        "branch_words": BRANCH_WORDS[asked.tree.branches],
        "orders": [(code, words) for code, (words, _key) in ORDERS.items()],
        "path": _path(asked.inside, asked, within) if asked.inside and not asked.is_search else [],
        "tools": _tools() if may_manage_units(user) else [],
    }


def _found(asked: Asked, within: frozenset[int]) -> dict[str, object]:
    found, total = _look_for(asked, within, offset=(asked.page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return {"found": found, "paging": Paging(asked.page, total)}


def _look_for(asked: Asked, within: frozenset[int], *, offset: int, limit: int) -> tuple[list[Found], int]:
    """Best first where words were typed; else the units of a kind on the day."""
    if asked.typed:
        return search_units(asked.search, within=within, offset=offset, limit=limit)
    chosen = UnitFilter(on=asked.on, kind=asked.kind)
    views, total = list_units(chosen, within=within, offset=offset, limit=limit)
    return [Found(view, False, view.full_name, view.begins, view.ends) for view in views], total


def _tree(asked: Asked, within: frozenset[int]) -> dict[str, object]:
    rows, paging = _rows(asked, within)
    return {"rows": link_rows(rows, asked), "paging": paging}


def _rows(asked: Asked, within: frozenset[int]) -> tuple[list[TreeRow], Paging]:
    """The level asked for, a page of it, and what is open below."""
    tops = below_of(asked.inside, asked.tree, within=within) if asked.inside else roots_of(within, asked.tree)
    paging = Paging(asked.page, len(tops), LEVEL)
    if len(tops) > LEVEL:
        key = ORDERS[asked.tree.order][1]
        views = sorted(describe_units(tops, on=asked.on).values(), key=key)
        tops = [view.id for view in views[paging.offset : paging.offset + LEVEL]]
    return open_tree(tops, asked.tree, within=within, opened=asked.opened), paging


def _path(unit_id: int, asked: Asked, within: frozenset[int]) -> list[UnitView]:
    """The unit and those above it within reach, highest first."""
    above = next(
        filter(None, (ancestors_of(unit_id, on=asked.on, kind=kind) for kind in asked.tree.kinds)), []
    )
    ids = [*(ancestor for ancestor in reversed(above) if ancestor in within), unit_id]
    return list(describe_units(ids, on=asked.on).values())


def _tools() -> list[tuple[str, str]]:
    """What administrators do with units: (address, words), of what this installation has."""
    pages = [
        ("/don-vi/nap/", _("Nạp danh sách đơn vị")),
        ("/don-vi/nhom/", _("Nhóm đơn vị")),
        ("/don-vi/sap-xep/", _("Sắp xếp đơn vị")),
        ("/don-vi/ranh-gioi/", _("Ranh giới")),
    ]
    return [(address, words) for address, words in pages if _is_there(address)]


def _is_there(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def _exported(request: HttpRequest, asked: Asked, within: frozenset[int]) -> HttpResponse:
    assert isinstance(request.user, User)
    if asked.is_search:
        found, _total = _look_for(asked, within, offset=0, limit=_MOST_EXPORTED)
        table = export_units(rows=found, on=asked.on, by=request.user, at=timezone.now())
    else:
        rows, _paging = _rows(asked, within)
        table = export_units(rows=rows, on=asked.on, by=request.user, at=timezone.now())
    name = f"don-vi-{asked.on:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(workbook(table, title=_("Đơn vị")), content_type=XLSX, headers=headers)
