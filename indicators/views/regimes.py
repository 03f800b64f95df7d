"""/che-do/: the regimes, and one of them: in a sentence, with its document, forms, rounds and history."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from indicators.calendar_words import period_label
from indicators.calendars import period_named
from indicators.coming_rounds import Asked, coming_rounds, days_for, has_published_form, late_rounds, planned
from indicators.deadline_words import rule_sentence
from indicators.models import DeadlineRule, Regime, RegimeDocument, ReportingRound, Template
from indicators.periods import PeriodError, ScopedRule
from indicators.permissions import may_manage_regime
from indicators.queries import latest_version, reachable_rounds, reaches_regime
from indicators.regime_changes import history_of
from indicators.regime_preview import sentences_of
from indicators.regime_words import frequency_words, regime_sentence, whom_words
from indicators.reviews import silence_words, with_silence
from units.asking import Paging, number_from
from units.errors import NotWithinReach
from units.models import User
from units.permissions import has_verb
from units.queries import describe_units, names_of

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
        "silent": silence_words(found),
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
        with_silence(Regime.objects.filter(which))
        .select_related("calendar")
        .prefetch_related(
            Prefetch("templates", queryset=forms, to_attr="forms"),
            Prefetch("deadline_rules", queryset=in_force, to_attr="in_force"),
        )
    )


def _rows(found: list[Regime], user: User) -> list[dict[str, Any]]:
    today = timezone.localdate()
    owners = names_of({one.owner_id for one in found}, on=today)
    asked, open_rounds = _asked_and_open(user, found)
    days = days_for([(one, _rules(one)) for one in found])
    rows = []
    for one in found:
        rules = _rules(one)
        is_ad_hoc = one.kind == Regime.Kind.AD_HOC
        coming = [] if is_ad_hoc else planned(one, rules, days, asked=asked[one.pk], on=today)
        rows.append(
            {
                "regime": one,
                "owner": owners.get(one.owner_id, ""),
                "often": "" if is_ad_hoc else frequency_words(one.frequency),
                "whom": whom_words(one),
                "rules": [rule_sentence(scoped) for scoped in rules],
                "next": (period_label(coming[0][0]), coming[0][2]) if coming else None,
                "open": open_rounds.get(one.pk, 0),
                "forms": [form for form in one.forms if form.published],  # type: ignore[attr-defined]
                "not_yet": one.starts_on > today,
                "is_silent": one.is_silent,  # type: ignore[attr-defined]
            }
        )
    return rows


def _rules(one: Regime) -> tuple[ScopedRule, ...]:
    return tuple(row.scoped() for row in one.in_force)  # type: ignore[attr-defined]


def _asked_and_open(user: User, found: list[Regime]) -> tuple[dict[int, set[Asked]], Counter[int]]:
    """By regime: what was asked already, by anybody; how many open rounds are within reach. One query."""
    mine = Q(closed_at__isnull=True, pk__in=reachable_rounds(user).values("pk"))
    rounds = ReportingRound.objects.filter(template__regime__in=found).annotate(
        is_mine=Case(When(mine, then=True), default=False)
    )
    asked: dict[int, set[Asked]] = defaultdict(set)
    rows = rounds.values_list("template__regime", "period__starts", "period__ends", "edition", "is_mine")
    open_ones: Counter[int] = Counter()
    for regime, starts, ends, edition, is_mine in rows:
        asked[regime].add((starts, ends, edition))
        open_ones[regime] += is_mine
    return asked, open_ones


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
