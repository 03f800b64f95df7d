"""A regime travels whole from one installation to another, is previewed there, and nothing is half done."""

import json
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import transaction

from indicators.actions.define_calendar import define_calendar, drawn_calendar
from indicators.actions.export_regime import export_regime
from indicators.actions.open_round import open_round
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.calendars import period_named
from indicators.models import (
    Calendar,
    DeadlineRule,
    FirstSource,
    Indicator,
    Regime,
    Template,
    TemplateCell,
    TemplateVersion,
)
from indicators.periods import CountIn, CutOff, DueRule, Kind, ScopedRule, YearDay
from indicators.regime_package.archive import pack, to_json, unpack
from indicators.regime_package.content import read
from indicators.regime_package.plan import Choices
from submissions.actions.import_regime import check_regime, import_regime
from tests.cast import Cast, build_cast
from tests.indicators.factories import build_asked
from tests.submissions.factories import AT, build_world
from tests.support.databases import REPOSITORY
from units.models import Event

pytestmark = pytest.mark.django_db
MONTHS_TO_THE_20TH = [
    CutOff(Kind.YEAR, 1, YearDay(-1, 12, 21), YearDay(0, 12, 20)),
    *(
        CutOff(
            Kind.MONTH,
            month,
            YearDay(-1, 12, 21) if month == 1 else YearDay(0, month - 1, 21),
            YearDay(0, month, 20),
        )
        for month in range(1, 13)
    ),
]
BLANK = (REPOSITORY / "reporting" / "demo" / "forms" / "4-BCH.xlsx").read_bytes()


def elsewhere(build: Callable[[], Regime]) -> bytes:
    """The package of a regime of another installation: made, exported, and never been here."""
    with transaction.atomic():
        content = export_regime(regime=build(), by=None, at=AT)
        transaction.set_rollback(True)
    return content


def small() -> Regime:
    world = build_world()
    Indicator.objects.filter(code="T.r6").update(definition="Thu trừ chi", highest=10**9)
    return world.regime


def with_workbook() -> Regime:
    asked = build_asked()
    TemplateVersion.objects.update(workbook=BLANK)
    return asked.regime


def choices(cast: Cast, **more: Any) -> Choices:
    return Choices(cast.department.pk, **more)


def altered(content: bytes, name: str, change: Callable[[Any], None]) -> bytes:
    """The same package with another part, sealed anew."""
    manifest, parts = unpack(content)
    data = json.loads(parts[name])
    change(data)
    about = {key: manifest[key] for key in ("regime", "name", "owner")}
    return pack({**parts, name: to_json(data)}, about=about, at=AT)


def bring_in(content: bytes, cast: Cast, **more: Any) -> Any:
    return import_regime(content=content, choices=choices(cast, **more), by=cast.nga, at=AT)


# ---- there and back ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("build", [small, with_workbook])
def test_what_is_exported_here_and_imported_there_is_exported_there_the_same(
    build: Callable[[], Regime],
) -> None:
    content = elsewhere(build)
    cast = build_cast()
    plan = bring_in(content, cast)
    assert (plan.count("same") + plan.count("new"), plan.count("kept")) == (len(plan.lines), 0)
    regime = Regime.objects.get()
    assert regime.owner == cast.department
    exported = export_regime(regime=regime, by=cast.nga, at=AT)
    assert read(exported).forms[0].layout == read(content).forms[0].layout
    mine, theirs = unpack(exported)[1], unpack(content)[1]
    assert mine.keys() == theirs.keys()
    for name in mine.keys() - {"templates/001.json"}:
        assert mine[name] == theirs[name], name
    drafted, published = (json.loads(one["templates/001.json"]) for one in (mine, theirs))
    assert drafted == published | {"is_published": False}
    again = check_regime(content, choices(cast), by=cast.nga)
    assert again.changes_nothing
    assert {line.state for line in again.lines} == {"same"}


def test_forms_are_drafts_unless_they_shall_be_published_and_then_ask_at_once() -> None:
    content = elsewhere(small)
    cast = build_cast()
    with transaction.atomic():
        bring_in(content, cast)
        assert TemplateVersion.objects.get().published_at is None
        assert not TemplateCell.objects.exists()
        transaction.set_rollback(True)
    bring_in(content, cast, publishes=True, starts_on=date(2026, 7, 1))
    version = TemplateVersion.objects.get()
    assert (version.number, version.published_by) == (1, cast.nga)
    assert TemplateCell.objects.count() == 6
    assert FirstSource.objects.count() == 6
    assert Regime.objects.get().starts_on == date(2026, 7, 1)
    _round, duties = open_round(template=Template.objects.get(), period_code="2026-9M", by=None, at=AT)
    assert len(duties) == 3
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"regime.imported", "indicator.defined", "template.published"} <= kinds


def test_what_is_here_stays_or_takes_the_package_s_wording_as_the_person_says() -> None:
    content = elsewhere(small)
    cast = build_cast()
    bring_in(content, cast)
    Indicator.objects.filter(code="T.r1").update(name="Tên ở đây")
    kept = check_regime(content, choices(cast), by=cast.nga)
    assert [(line.sort, line.code) for line in kept.lines if line.state == "kept"] == [("indicator", "T.r1")]
    assert kept.changes_nothing
    bring_in(content, cast, updates=True)
    assert Indicator.objects.get(code="T.r1").name == "Tổng số người"


def test_another_layout_of_a_form_that_is_here_comes_in_as_its_next_version() -> None:
    content = elsewhere(small)
    cast = build_cast()
    bring_in(content, cast, publishes=True)

    def retitle(data: Any) -> None:
        data["layout"]["title"] = "BIỂU MỚI"

    plan = bring_in(altered(content, "templates/001.json", retitle), cast)
    assert [line.state for line in plan.lines if line.sort == "form"] == ["different"]
    numbers = TemplateVersion.objects.order_by("number").values_list("number", "published_at")
    assert [(number, at is not None) for number, at in numbers] == [(1, True), (2, False)]


def other_cut(calendar: dict[str, Any]) -> None:
    for row in calendar["rows"]:
        if row[:2] == ["year", 1]:
            row[2:] = [-1, 12, 15, 0, 12, 14]


def of_a_calendar_of_its_own() -> Regime:
    """Months cut on the 20th, due earlier for wards and for estimates."""
    world = build_world()
    define_calendar(
        drawn=drawn_calendar(code="thang20", rows=MONTHS_TO_THE_20TH, named_after="year"),
        name="Tháng đến ngày 20",
        owner=world.cast.department,
        by=None,
        at=AT,
    )
    regime = world.regime
    regime.calendar = Calendar.objects.get(code="thang20")
    regime.frequency, regime.is_cumulative = "month", False
    regime.kind, regime.document_number, regime.document_date = "topical", "15/TT-BYT", date(2026, 3, 2)
    regime.save()
    rules = [
        ScopedRule(DueRule(offset=5)),
        ScopedRule(DueRule(offset=2, count_in=CountIn.CALENDAR), frozenset({"phuong"})),
        ScopedRule(DueRule(fixed_day=25, months_after=0, at=time(11, 30)), edition=2),
    ]
    set_deadline_rules(regime=regime, rules=rules, by=None, at=AT)
    return regime


def test_a_calendar_and_deadlines_travel_with_the_regime() -> None:
    content = elsewhere(of_a_calendar_of_its_own)
    cast = build_cast()
    plan = bring_in(content, cast)
    assert [(line.code, line.state) for line in plan.lines if line.sort == "calendar"] == [("thang20", "new")]
    regime = Regime.objects.get()
    assert (regime.calendar.code, regime.calendar.owner) == ("thang20", cast.department)
    assert (regime.kind, regime.document_number) == ("topical", "15/TT-BYT")
    assert period_named("thang20:2026-03").starts == date(2026, 2, 21)
    rules = {
        (one.offset, one.unit_kinds, one.edition, one.fixed_day)
        for one in DeadlineRule.objects.filter(regime=regime)
    }
    assert rules == {(5, "", None, None), (2, "phuong", None, None), (0, "", 2, 25)}
    assert check_regime(content, choices(cast), by=cast.nga).changes_nothing


def test_other_deadlines_here_stay_or_follow_the_package_as_the_person_says() -> None:
    content = elsewhere(small)
    cast = build_cast()
    bring_in(content, cast)
    regime = Regime.objects.get()
    set_deadline_rules(regime=regime, rules=[ScopedRule(DueRule(offset=9))], by=cast.nga, at=AT)
    kept = check_regime(content, choices(cast), by=cast.nga)
    (line,) = [line for line in kept.lines if line.sort == "regime"]
    assert (line.state, kept.changes_nothing) == ("kept", True)
    assert line.changes[0][1].startswith("9 ngày làm việc")
    bring_in(content, cast, updates=True)
    in_force = DeadlineRule.objects.get(regime=regime, retired_at__isnull=True)
    assert in_force.offset != 9
