"""/lich/ky/: a calendar with its periods of a year; defining one: form, preview of its periods, deed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from indicators.actions.define_calendar import change_calendar, define_calendar, drawn_calendar, uses_of
from indicators.calendar_form import (
    WEEK_STARTS,
    YEARS_WORDS,
    Form,
    form_from,
    form_of,
    shown_rows,
)
from indicators.calendar_lines import kinds_of, sections_of
from indicators.calendar_words import calendar_name, kind_words
from indicators.calendars import calendars, choosable_calendars
from indicators.models import Calendar
from indicators.periods import IN_A_YEAR, NATURAL_KINDS, YEARS, Kind
from indicators.periods import Calendar as Cut
from indicators.permissions import calendar_owner_for, check_may_define_calendar, may_define_calendar
from units.asking import number_from
from units.errors import BadContent, Conflict, NotWithinReach
from units.models import User

Keep = Callable[[Cut, str], Calendar]


@require_GET
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    assert isinstance(request.user, User)
    kept = _found(code)
    cut, year = calendars()[kept.code], _year(request)
    may_edit = may_define_calendar(request.user, owner=kept.owner_id) and not uses_of(kept)
    context = {
        "kept": kept,
        "name": calendar_name(kept),
        "cut": cut,
        "kinds": kinds_of(cut),
        "week_starts": dict(WEEK_STARTS)[cut.week_starts] if cut.week_starts > 1 else "",
        "year": year,
        "earlier": year - 1,
        "later": year + 1,
        "sections": sections_of(cut, year),
        "has_days": cut.has(Kind.DAY),
        "may_edit": may_edit,
    }
    return render(request, "indicators/calendar.html", context)


@require_http_methods(["GET", "POST"])
def new_calendar(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    check_may_define_calendar(user)

    def keep(drawn: Cut, name: str) -> Calendar:
        owner = calendar_owner_for(user)
        return define_calendar(drawn=drawn, name=name, owner=owner, by=user, at=timezone.now())

    form = form_from(request.POST.dict())
    return _steps(request, form, keep=keep, title=_("Lập lịch báo cáo"), address=reverse("calendar-new"))


@require_http_methods(["GET", "POST"])
def edit_calendar(request: HttpRequest, code: str) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    kept = _found(code)
    check_may_define_calendar(user, owner=kept.owner_id)
    uses = uses_of(kept)
    if uses:
        raise Conflict(uses, code="calendar_in_use")

    def keep(drawn: Cut, name: str) -> Calendar:
        return change_calendar(calendar=kept, drawn=drawn, name=name, by=user, at=timezone.now())

    if request.method == "POST":
        form = form_from(request.POST.dict() | {"code": kept.code})
    else:
        form = form_of(calendars()[kept.code], name=kept.name)
    address = reverse("calendar-edit", args=[kept.code])
    return _steps(request, form, keep=keep, title=_("Sửa lịch báo cáo"), address=address, kept=kept)


def _steps(
    request: HttpRequest, form: Form, *, keep: Keep, title: str, address: str, kept: Calendar | None = None
) -> HttpResponse:
    """The form, its rows filled in, its preview, or the calendar kept."""
    frame: dict[str, object] = {"title": title, "address": address, "kept": kept}
    step = request.POST.get("buoc", "")
    if step == "dien":
        form.fill()
    if step not in ("xem", "luu"):
        return _form_page(request, form, frame, status=422 if form.faults else 200)
    try:
        drawn = drawn_calendar(
            code=form.value("code"),
            rows=form.rows(),
            natural=form.natural,
            week_starts=form.week_starts,
            named_after=form.value("named_after"),
        )
        if step == "luu":
            made = keep(drawn, form.value("name"))
            messages.success(
                request, _("Đã lưu lịch %(name)s. Dùng được ngay ở mọi nơi.") % {"name": made.name}
            )
            return redirect("calendar", made.code)
    except BadContent as refused:
        form.refuse(refused)
        return _form_page(request, form, frame, status=422)
    except Conflict as conflict:
        form.faults[str(conflict.details.get("field", "code"))] = conflict.message
        return _form_page(request, form, frame, status=409)
    year = number_from(request.POST, "nam", default=timezone.localdate().year)
    year = year if year in YEARS else timezone.localdate().year
    context = frame | {
        "form": form,
        "cut": drawn,
        "kinds": kinds_of(drawn),
        "year": year,
        "sections": sections_of(drawn, year),
        "fields": [(name, value) for name, value in form.typed.items() if name not in _OWN],
    }
    return render(request, "indicators/calendar_preview.html", context)


_OWN = frozenset({"csrfmiddlewaretoken", "buoc", "nam"})


def _form_page(
    request: HttpRequest, form: Form, frame: dict[str, object], *, status: int = 200
) -> HttpResponse:
    plain = choosable_calendars().filter(named_after__isnull=True).order_by("pk")
    context = frame | {
        "form": form,
        "fields": {
            name: {"value": form.value(name), "fault": form.faults.get(name, "")}
            for name in ("code", "name", "named_after", "week_starts", "first_day", "first_month")
        },
        "naturals": [
            (kind.value, kind_words(kind), bool(form.value(kind.value)))
            for kind in Kind
            if kind in NATURAL_KINDS
        ],
        "fills": [(f"fill_{kind.value}", kind_words(kind), _is_filled(form, kind)) for kind in IN_A_YEAR],
        "rows": shown_rows(form),
        "years_words": [(str(number), words) for number, words in YEARS_WORDS],
        "week_starts": [(str(number), words, number == form.week_starts) for number, words in WEEK_STARTS],
        "named_after": [
            (row.code, calendar_name(row), row.code == form.value("named_after")) for row in plain
        ],
    }
    return render(request, "indicators/calendar_form.html", context, status=status)


def _is_filled(form: Form, kind: Kind) -> bool:
    """Ticked unless the form came back with this box empty."""
    return bool(form.value(f"fill_{kind.value}")) or "first_day" not in form.typed


def _found(code: str) -> Calendar:
    row = choosable_calendars().filter(code=code).first()
    if row is None:
        raise NotWithinReach(_("Không có lịch này."))
    return row


def _year(request: HttpRequest) -> int:
    year = number_from(request.GET, "nam", default=0)
    return year if year in YEARS[1:-1] else timezone.localdate().year
