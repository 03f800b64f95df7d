"""/chi-tieu/: the catalogue as a list, or as a workbook of exactly that list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from indicators.actions.export_catalogue import export_catalogue
from indicators.catalogue_words import LABELS, choices_of, in_language
from indicators.finding import ORDERS, Asked, Line, found, is_in_force, lines_of, owners
from indicators.models import Indicator, ReadingGrant, UnitOfMeasure
from indicators.permissions import may_keep_lists
from indicators.reading_grants import grants_to
from units.actions.record_event import record_event
from units.asking import PAGE_SIZE, Paging, day_from, number_from
from units.export import XLSX, workbook
from units.models import User

LONGEST = 100


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    asked, unread = read_asked(request.GET)
    ids = found(asked)
    if request.GET.get("dang") == "xlsx":
        return _exported(request, asked, ids)
    paging = Paging(number_from(request.GET, "trang", default=1), len(ids))
    today = timezone.localdate()
    context = {
        "asked": asked,
        "unread": unread,
        "paging": paging,
        "lines": [
            (line, is_in_force(line.indicator, today))
            for line in lines_of(ids[paging.offset : paging.offset + PAGE_SIZE])
        ],
        "shared": [one.indicator for one in _shared(_person(request))],
        "may_define": may_keep_lists(_person(request)),
        **_filters(asked),
    }
    return render(request, "indicators/catalogue.html", context)


def _shared(person: User) -> list[ReadingGrant]:
    """What other agencies let the person read, a few."""
    return list(grants_to(person).select_related("indicator").order_by("indicator__code")[:50])


@require_GET
def whole_file(request: HttpRequest) -> HttpResponse:
    """/chi-tieu/tep/: the whole catalogue as one workbook, which can be imported again."""
    content = export_catalogue(by=_person(request), at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="danh-muc-chi-tieu.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def read_asked(query: QueryDict) -> tuple[Asked, str]:
    """What the address asks for, and a day that could not be read. Only named filters exist."""
    on, unread = day_from(query, "hieu_luc")
    kind, order = query.get("loai", ""), query.get("xep", "")
    asked = Asked(
        typed=query.get("q", "").replace("\x00", "").strip()[:LONGEST],
        owner=number_from(query, "co_quan", default=0),
        kind=kind if kind in Indicator.ValueKind.values else "",
        measure=query.get("don_vi_tinh", "").replace("\x00", "")[:40],
        on=on,
        order=order if order in ORDERS else "ma",
    )
    return asked, unread


def _filters(asked: Asked) -> dict[str, Any]:
    measures = UnitOfMeasure.objects.filter(indicators__is_ad_hoc=False).distinct().order_by("name")
    orders = dict(zip(ORDERS, (_("mã"), _("tên"), _("đơn vị tính"), _("mới sửa trước")), strict=True))
    kinds, agencies = choices_of("kind"), owners()
    return {
        "kinds": kinds,
        "kind_words": dict(kinds).get(asked.kind, ""),
        "owners": agencies,
        "owner_words": dict(agencies).get(asked.owner, ""),
        "measures": [(row.code, in_language(row.name, row.name_en)) for row in measures],
        "orders": list(orders.items()),
    }


def _exported(request: HttpRequest, asked: Asked, ids: Sequence[int]) -> HttpResponse:
    person = _person(request)
    record_event(
        kind="catalogue.list_exported", by=person, at=timezone.now(),
        data={"count": len(ids), "q": asked.typed, "owner": asked.owner or None, "kind": asked.kind},
    )  # fmt: skip
    headings = [
        *(str(LABELS[name]) for name in ("code", "name", "name_en", "unit_of_measure", "decimals", "kind")),
        *(str(LABELS[name]) for name in ("over_units", "over_time", "direction", "owner")),
        *(str(LABELS[name]) for name in ("valid_from", "valid_to")),
        _("Dùng ở biểu"),
    ]
    table = [headings, *(_row(line) for line in lines_of(ids))]
    headers = {"Content-Disposition": 'attachment; filename="chi-tieu.xlsx"'}
    return HttpResponse(workbook(table, title=_("Chỉ tiêu")), content_type=XLSX, headers=headers)


def _row(line: Line) -> list[str]:
    one = line.indicator
    return [
        one.code, one.name, one.name_en, in_language(one.unit_of_measure.name, one.unit_of_measure.name_en),
        str(one.decimals), str(one.get_kind_display()), str(one.get_over_units_display()),
        str(one.get_over_time_display()), str(one.get_direction_display()), line.owner,
        _day(one.valid_from), _day(one.valid_to), ", ".join(line.forms),
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
