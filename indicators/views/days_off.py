"""/lich/: the year as a calendar of days off, what changing it would move, changing and undoing it."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from indicators.actions.change_days_off import (
    FIRST_YEAR,
    LAST_YEAR,
    change_days_off,
    marks_before,
    undo_days_off,
)
from indicators.calendar_lines import calendar_lines
from indicators.calendar_words import period_label
from indicators.calendars import period_named
from indicators.days_off import Mark, Move, Preview, days_from_json, marks_of_table, preview_days_off
from indicators.days_off_form import KINDS, Form, form_from
from indicators.models import DaysOffChange
from indicators.permissions import check_may_manage_calendar, may_define_calendar, may_manage_calendar
from indicators.year_view import day_words, mark_words, months_of, weekdays
from units.asking import number_from
from units.errors import BadContent, Conflict, NotWithinReach
from units.models import User

CHANGES_SHOWN = 8


@require_GET
def calendars(request: HttpRequest) -> HttpResponse:
    form = form_from(request.GET)
    return _year_page(request, form, year=number_from(request.GET, "nam", default=0))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """The preview of a change; posting it does exactly what was shown."""
    assert isinstance(request.user, User)
    check_may_manage_calendar(request.user)
    form = form_from(request.POST if request.method == "POST" else request.GET)
    now, said = timezone.now(), ""
    try:
        marks = form.marks()
        if request.method == "POST":
            digest = request.POST.get("digest", "")
            made = change_days_off(marks=marks, by=request.user, at=now, digest=digest)
            return _done(request, made, year=form.year)
    except BadContent:
        return _year_page(request, form, year=form.year or 0, status=422)
    except Conflict as conflict:
        said = conflict.message
    preview = preview_days_off(marks, at=now)
    if not preview.days:
        form.faults[""] = _("Các ngày này đã như vậy rồi, không có gì thay đổi.")
        return _year_page(request, form, year=form.year or 0)
    context = {
        "title": _("Xem trước thay đổi lịch nghỉ"),
        "action": reverse("days-off-change"),
        "fields": [(name, value) for name, value in form.typed.items() if value],
        "button": _("Sửa lịch và chuyển hạn") if preview.moves else _("Sửa lịch"),
        "back": f"{reverse('calendars')}?{urlencode(form.typed)}",
    }
    return _preview_page(request, preview, context, said=said)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """The preview of undoing a change; posting it does exactly what was shown."""
    assert isinstance(request.user, User)
    check_may_manage_calendar(request.user)
    found = DaysOffChange.objects.filter(pk=number).first()
    if found is None:
        raise NotWithinReach(_("Không có lần sửa lịch này."))
    now, said = timezone.now(), ""
    if request.method == "POST":
        try:
            digest = request.POST.get("digest", "")
            undone = undo_days_off(change=found, by=request.user, at=now, digest=digest)
            messages.success(request, _("Đã hoàn tác. Ngày nghỉ và các hạn gửi trở lại như trước."))
            return redirect(f"{reverse('calendars')}?nam={_years(undone)[0]}")
        except Conflict as conflict:
            said = conflict.message
            found.refresh_from_db()
    preview = preview_days_off(marks_before(found), at=now)
    context = {
        "title": _("Xem trước hoàn tác thay đổi lịch nghỉ"),
        "action": reverse("days-off-undo", args=[number]),
        "fields": [],
        "button": _("Hoàn tác"),
        "back": f"{reverse('calendars')}?nam={_years(found)[0]}",
    }
    return _preview_page(request, preview, context, said=said)


def _done(request: HttpRequest, made: DaysOffChange | None, *, year: int | None) -> HttpResponse:
    if made is not None:
        days = len(days_from_json(made.days))
        words = [ngettext("Đã sửa %(count)d ngày.", "Đã sửa %(count)d ngày.", days) % {"count": days}]
        if made.moved:
            words.append(
                ngettext(
                    "Hạn gửi của %(count)d báo cáo đã chuyển theo.",
                    "Hạn gửi của %(count)d báo cáo đã chuyển theo.",
                    made.moved,
                )
                % {"count": made.moved}
            )
        messages.success(request, " ".join(words))
    return redirect(f"{reverse('calendars')}?nam={year or timezone.localdate().year}")


def _year_page(request: HttpRequest, form: Form, *, year: int, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    year = year if FIRST_YEAR <= year <= LAST_YEAR else today.year
    may_manage = may_manage_calendar(request.user)  # type: ignore[arg-type]
    marks = marks_of_table()
    chosen = _chosen(form)
    form.fill_from(marks)
    of_year = [(day, mark) for day, mark in sorted(marks.items()) if day.year == year]
    context = {
        "year": year,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "weekdays": weekdays(),
        "months": months_of(year, marks=marks, today=today, chosen=chosen),
        "days": [(day_words(day), mark) for day, mark in of_year],
        "form": form,
        "kinds": KINDS,
        "chosen": _called(marks, chosen),
        "first_chosen": min(chosen, default=None),
        "may_manage": may_manage,
        "may_define": may_define_calendar(request.user),  # type: ignore[arg-type]
        "changes": _changes() if may_manage else [],
        "calendars": calendar_lines(year),
        "others": [message for field, message in form.faults.items() if not field],
    }
    return render(request, "indicators/calendars.html", context, status=status)


def _preview_page(
    request: HttpRequest, preview: Preview, context: dict[str, Any], *, said: str
) -> HttpResponse:
    context |= {
        "preview": preview,
        "days": [(day_words(day.day), mark_words(day.before), mark_words(day.after)) for day in preview.days],
        "moves": [_line(move) for move in preview.moves],
        "past": [_line(move) for move in preview.past],
        "said": said,
    }
    return render(request, "indicators/days_off_preview.html", context, status=409 if said else 200)


def _line(move: Move) -> dict[str, Any]:
    return {"move": move, "period": period_label(period_named(move.period))}


def _chosen(form: Form) -> frozenset[date]:
    """The days the form is about, as far as they can be read."""
    first, last = form.range()
    if first is None or last is None:
        return frozenset()
    return frozenset(first + timedelta(number) for number in range(min((last - first).days, 366) + 1))


def _called(marks: dict[date, Mark], chosen: frozenset[date]) -> list[tuple[str, str]]:
    return [(day_words(day), mark_words(marks.get(day))) for day in sorted(chosen)[:10]]


def _changes() -> list[dict[str, Any]]:
    rows = DaysOffChange.objects.select_related("made_by", "undone_by").order_by("-pk")[:CHANGES_SHOWN]
    lines = []
    for row in rows:
        days = days_from_json(row.days)
        first = days[0]
        words = f"{day_words(first.day)}: {mark_words(first.after)}"
        lines.append({"row": row, "words": words, "more": len(days) - 1})
    return lines


def _years(change: DaysOffChange) -> list[int]:
    return [day.day.year for day in days_from_json(change.days)]
