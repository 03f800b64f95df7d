"""/che-do/: the regimes, and one of them: in a sentence, with its document, forms, rounds and history."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from indicators.calendar_words import period_label
from indicators.calendars import period_named
from indicators.coming_rounds import asked_of, coming_rounds, has_published_form, late_rounds, planned
from indicators.deadline_words import rule_sentence
from indicators.deadlines import days_off
from indicators.models import DeadlineRule, Regime, RegimeDocument, ReportingRound, Template
from indicators.periods import PeriodError
from indicators.permissions import may_manage_regime
from indicators.queries import latest_version, reachable_rounds, reaches_regime
from indicators.regime_changes import history_of
from indicators.regime_preview import sentences_of
from indicators.regime_words import frequency_words, regime_sentence, whom_words
from units.asking import Paging, number_from
from units.errors import NotWithinReach
from units.models import User
from units.permissions import has_verb
from units.queries import describe_units

TABS = {
    "": gettext_lazy("đang áp dụng"),
    "dot-xuat": gettext_lazy("đột xuất"),
    "het": gettext_lazy("hết hiệu lực"),
}
NAMED = 400


@require_GET
def regimes(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    which = request.GET.get("xem", "")
    which = which if which in TABS else ""
    of_tab = _of_tabs()
    counts = Regime.objects.aggregate(
        **{f"n{at}": Count("pk", filter=of_tab[tab]) for at, tab in enumerate(TABS)}
    )
    paging = Paging(number_from(request.GET, "trang", default=1), counts[f"n{list(TABS).index(which)}"])
    found = _regimes(of_tab[which]).order_by("-starts_on" if which == "dot-xuat" else "code", "-pk")
    context = {
        "rows": _rows(list(found[paging.offset :][: paging.size]), user),
        "tabs": [(tab, words, counts[f"n{at}"]) for at, (tab, words) in enumerate(TABS.items())],
        "which": which,
        "paging": paging,
        "may_define": has_verb(user, "define"),
    }
    return render(request, "indicators/regimes.html", context)


@require_GET
def regime(request: HttpRequest, regime_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    found = found_regime(regime_id)
    manages, reaches = may_manage_regime(user, found), reaches_regime(user, found)
    parties = [unit for unit in (found.owner_id, found.filled_by_id, found.checked_by_id) if unit]
    names = describe_units(parties, on=timezone.localdate())
    documents = RegimeDocument.objects.filter(regime=found).select_related("added_by").defer("content")
    context = {
        "regime": found,
        "sentence": regime_sentence(found, sentences_of(found)),
        "owner": names[found.owner_id].full_name,
        "open_rounds": _open_rounds(user, found),
        "templates": [(one, latest_version(one.pk)) for one in found.templates.order_by("code")],
        "reaches": reaches,
        "documents": list(documents.order_by("-pk")) if reaches else [],
        "history": history_of(found) if reaches else [],
        "manages": manages,
        "may_edit": manages and found.kind != Regime.Kind.AD_HOC,
    }
    return render(request, "indicators/regime.html", context)


@require_GET
def coming(request: HttpRequest, regime_id: int) -> HttpResponse:
    """The next rounds, with the units asked: a part of the regime's page, or a page of its own."""
    found, on = regime_within_reach(request, regime_id), timezone.localdate()
    is_ad_hoc = found.kind == Regime.Kind.AD_HOC
    context = {
        "regime": found,
        "rounds": [] if is_ad_hoc else coming_rounds(found, on=on),
        "late": None if is_ad_hoc else late_rounds(found, on=on),
        "has_form": has_published_form(found),
        "named": NAMED,
    }
    is_part = request.headers.get("HX-Request") == "true"
    template = "indicators/coming_rounds.html" if is_part else "indicators/coming_page.html"
    return render(request, template, context)


def found_regime(regime_id: int) -> Regime:
    """The regime, which everybody may read; NotWithinReach when there is none."""
    found = (
        Regime.objects.select_related("calendar", "owner", "subject_group", "filled_by", "checked_by")
        .filter(pk=regime_id)
        .first()
    )
    if found is None:
        raise NotWithinReach(_("Không có chế độ báo cáo này."))
    return found


def regime_within_reach(request: HttpRequest, regime_id: int) -> Regime:
    """The regime, for what only those whom it concerns may see: its documents, the units it asks."""
    found = found_regime(regime_id)
    if not isinstance(request.user, User) or not reaches_regime(request.user, found):
        raise NotWithinReach
    return found


def _of_tabs() -> dict[str, Q]:
    ended = Q(ends_on__lt=timezone.localdate())
    is_ad_hoc = Q(kind=Regime.Kind.AD_HOC)
    return {"": ~is_ad_hoc & ~ended, "dot-xuat": is_ad_hoc, "het": ~is_ad_hoc & ended}


def _regimes(which: Q) -> QuerySet[Regime]:
    """With their rules in force and their forms, of which `is_published` counts the versions."""
    in_force = DeadlineRule.objects.filter(retired_at__isnull=True).order_by("pk")
    forms = Template.objects.annotate(
        published=Count("versions", filter=Q(versions__published_at__isnull=False))
    ).order_by("code")
    return (
        Regime.objects.filter(which)
        .select_related("calendar")
        .prefetch_related(
            Prefetch("templates", queryset=forms, to_attr="forms"),
            Prefetch("deadline_rules", queryset=in_force, to_attr="in_force"),
        )
    )


def _rows(found: list[Regime], user: User) -> list[dict[str, Any]]:
    owners = describe_units({one.owner_id for one in found}, on=timezone.localdate())
    asked, days, today = asked_of([one.pk for one in found]), days_off(), timezone.localdate()
    open_rounds = _open_counts(user, found)
    rows = []
    for one in found:
        rules = tuple(row.scoped() for row in one.in_force)  # type: ignore[attr-defined]
        is_ad_hoc = one.kind == Regime.Kind.AD_HOC
        coming = [] if is_ad_hoc else planned(one, rules, days, asked=asked[one.pk], on=today)
        rows.append(
            {
                "regime": one,
                "owner": owners[one.owner_id].full_name,
                "often": "" if is_ad_hoc else frequency_words(one.frequency),
                "whom": whom_words(one),
                "rules": [rule_sentence(scoped) for scoped in rules],
                "next": (period_label(coming[0][0]), coming[0][2]) if coming else None,
                "open": open_rounds.get(one.pk, 0),
                "forms": [form for form in one.forms if form.published],  # type: ignore[attr-defined]
                "not_yet": one.starts_on > today,
            }
        )
    return rows


def _open_counts(user: User, found: list[Regime]) -> dict[int, int]:
    """Open rounds within reach, by regime."""
    rounds = reachable_rounds(user).filter(template__regime__in=found, closed_at__isnull=True).order_by()
    return dict(rounds.values_list("template__regime").annotate(Count("pk")))


def _open_rounds(user: User, found: Regime) -> list[tuple[ReportingRound, str]]:
    """(round, its period in words) of the open ones within reach, the latest first."""
    rounds = reachable_rounds(user).filter(template__regime=found, closed_at__isnull=True)
    ordered = rounds.select_related("template", "period").order_by("-period__ends", "-pk")
    return [(one, _period_words(one.period_code)) for one in ordered[:12]]


def _period_words(code: str) -> str:
    """An ad-hoc round's own code as it is."""
    try:
        return period_label(period_named(code))
    except PeriodError:
        return code
