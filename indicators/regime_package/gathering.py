"""A regime of this installation with all it needs, as a package."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from indicators.calendars import calendar_named
from indicators.catalogue_reading import definitions_of, dimensions, measures
from indicators.definitions import Definition, code_and_key, word_of
from indicators.forms import layout_of
from indicators.layout import to_json
from indicators.models import DeadlineRule, FirstSource, Indicator, Regime, Template, TemplateVersion
from indicators.periods import ScopedRule
from indicators.regime_package.content import FormOf, RegimePackage
from indicators.regime_package.fields import REGIME, TEMPLATE
from indicators.regime_package.timing import NamedCalendar, without_key


def gather(regime: Regime, *, owner: str) -> RegimePackage:
    """The newest published version of each form (a draft where none is published), the indicators it asks
    for with all they are counted from and continue, and what those name. `owner`: for people to read."""
    forms = [
        form
        for template in Template.objects.filter(regime=regime).order_by("code")
        if (form := _form(template)) is not None
    ]
    firsts = FirstSource.objects.filter(regime=regime).select_related(
        "data_point__indicator", "data_point__breakdown"
    )
    words = sorted(word_of(one.data_point.indicator.code, one.data_point.breakdown.key) for one in firsts)
    asked = {
        code_and_key(cell.data_point)[0]
        for form in forms
        for *_place, cell in form.form.places()
        if cell.kind != "blocked"
    }
    indicators = _with_all_they_need(asked | {code_and_key(word)[0] for word in words})
    by = {one.dimension for definition in indicators.values() for one in definition.breakdowns}
    known = measures()
    named = {definition.unit_of_measure for definition in indicators.values()}
    named |= {known[code].quantity for code in named if known[code].quantity in known}
    return RegimePackage(
        regime=_columns(regime, REGIME),
        calendar=named_calendar(regime),
        owner=owner,
        deadlines=deadlines_of(regime),
        group=regime.subject_group.code if regime.subject_group else "",
        measures={code: one for code, one in known.items() if code in named},
        dimensions=dimensions(by),
        indicators=indicators,
        first_sources=tuple(words),
        forms=tuple(forms),
    )


def named_calendar(regime: Regime) -> NamedCalendar:
    cut = calendar_named(regime.calendar.code)
    after = cut.named_after.code if cut.named_after is not None else ""
    return NamedCalendar(cut, regime.calendar.name, after)


def deadlines_of(regime: Regime) -> tuple[ScopedRule, ...]:
    """The rules in force. One query."""
    rows = DeadlineRule.objects.filter(regime=regime, retired_at__isnull=True).order_by("pk")
    return tuple(without_key(row.scoped()) for row in rows)


def _columns(row: Any, names: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: getattr(row, name) for name in names}


def _form(template: Template) -> FormOf | None:
    newest = newest_version(template.versions.all())
    if newest is None:
        return None
    workbook = bytes(newest.workbook) if newest.workbook is not None else None
    text = to_json(layout_of(newest))
    is_published = newest.published_at is not None
    return FormOf(_columns(template, TEMPLATE), newest.number, is_published, text, workbook)


def newest_version(versions: QuerySet[TemplateVersion]) -> TemplateVersion | None:
    published = versions.filter(published_at__isnull=False).order_by("-number").first()
    return published or versions.order_by("-number").first()


def _with_all_they_need(codes: set[str]) -> dict[str, Definition]:
    """The indicators, what they are counted from, and what they continue: the whole way back."""
    found: dict[str, Definition] = {}
    wanted = codes
    while wanted:
        fresh = definitions_of(Indicator.objects.filter(Q(code__in=wanted)))
        found |= fresh
        named = {
            code_and_key(word)[0]
            for definition in fresh.values()
            for point in definition.points
            for _part, word in point.parts
        }
        named |= {definition.predecessor for definition in fresh.values()}
        wanted = named - found.keys() - {""}
    return dict(sorted(found.items()))
