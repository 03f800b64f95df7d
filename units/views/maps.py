"""/don-vi/ban-do/: the provinces of a day as a map; /don-vi/ranh-gioi/: administrators load boundaries."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from units.actions.load_boundaries import load_boundaries
from units.asking import day_from
from units.errors import BadContent
from units.geojson import MOST_BYTES, read_outlines
from units.maps import map_of_provinces
from units.models import Boundary, User
from units.permissions import check_may_manage_units
from units.queries import describe_units
from units.reach import reachable_unit_ids

_SHOWN = 20


@require_GET
def country(request: HttpRequest) -> HttpResponse:
    given, unread = day_from(request.GET, "ngay")
    on = given or timezone.localdate()
    drawn, within = map_of_provinces(on=on), reachable_unit_ids(request.user)
    context = {
        "map": drawn,
        "some_beyond": drawn is not None and any(view.id not in within for view, _shape in drawn.drawn),
        "on": on,
        "unread": unread,
        "day_query": f"?ngay={on:%d/%m/%Y}" if on != timezone.localdate() else "",
        "within": within,
    }
    return render(request, "units/country.html", context)


@require_http_methods(["GET", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    check_may_manage_units(request.user)
    if request.method == "POST":
        return _load(request)
    return _page(request)


def _load(request: HttpRequest) -> HttpResponse:
    """All of the file's outlines are right, or none is loaded; codes that name no unit are listed."""
    assert isinstance(request.user, User)
    file = request.FILES.get("file")
    day, unread = day_from(request.POST, "tu")
    if unread:
        said = _("Ngày “%(day)s” chưa đọc được. Hãy viết ngày/tháng/năm, ví dụ 30/06/2025.") % {"day": unread}
        return _page(request, said=said)
    if not isinstance(file, UploadedFile):
        return _page(request, said=_("Chưa chọn tệp nào. Hãy chọn tệp GeoJSON rồi nạp lại."))
    if (file.size or 0) > MOST_BYTES:
        said = _("Tệp lớn hơn %(n)d MB. Hãy đơn giản hóa ranh giới rồi nạp lại.") % {"n": MOST_BYTES >> 20}
        return _page(request, said=said)
    try:
        outlines = read_outlines(file.read())
    except BadContent as error:
        return _page(request, said=error.messages[0], problems=error.problems)
    loaded = load_boundaries(
        outlines=outlines, from_=day, source=request.POST.get("nguon", ""), by=request.user, at=timezone.now()
    )
    counts = {"new": loaded.new, "changed": loaded.changed, "same": loaded.same}
    messages.success(request, _("%(new)d ranh giới mới, %(changed)d thay đổi, %(same)d giữ nguyên.") % counts)
    if not loaded.unknown:
        return redirect("boundaries")
    said = _("%(n)d đối tượng không được nạp: không có đơn vị mang mã đó ngày %(day)s.") % {
        "n": len(loaded.unknown),
        "day": f"{day or timezone.localdate():%d/%m/%Y}",
    }
    unknown = [
        {"feature": one.feature, "unit": one.code, "message": _("không có đơn vị mang mã này")}
        for one in loaded.unknown
    ]
    return _page(request, said=said, problems=unknown, status=200)


def _page(
    request: HttpRequest,
    *,
    said: str = "",
    problems: list[dict[str, object]] | None = None,
    status: int = 422,
) -> HttpResponse:
    newest = list(
        Boundary.objects.order_by("-pk").values_list("unit_id", "source", "valid_from", "valid_to")[:_SHOWN]
    )
    views = describe_units({row[0] for row in newest})
    context = {
        "rows": [(views[unit], source, first, last) for unit, source, first, last in newest],
        "count": Boundary.objects.count(),
        "said": said,
        "problems": problems or [],
        "given": {name: request.POST.get(name, "")[:300] for name in ("tu", "nguon")},
    }
    return render(request, "units/boundaries.html", context, status=status if said else 200)
