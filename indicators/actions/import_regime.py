"""Import a regime package: everything is checked first; all of it is written, or nothing."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.actions.define_calendar import check_calendar_words, define_calendar, drawn_calendar
from indicators.actions.import_catalogue import standing_of
from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import problems_of, set_deadline_rules
from indicators.calendars import calendar_named, calendars
from indicators.catalogue_reading import whole_catalogue
from indicators.catalogue_writing import Entry, write
from indicators.definitions import Held, code_and_key, word_of
from indicators.forms import layout_of
from indicators.layout import to_json
from indicators.lists import write_dimensions, write_measures
from indicators.models import Calendar, DataPoint, FirstSource, Indicator, Regime, Template, TemplateVersion
from indicators.periods import Calendar as Cut
from indicators.periods import Frequency
from indicators.permissions import check_may_define
from indicators.regime_package.content import FormOf, RegimePackage, read
from indicators.regime_package.gathering import deadlines_of, newest_version
from indicators.regime_package.plan import Choices, Here, PackagePlan, Problem, make_plan
from indicators.uses import HeldOf, held_in_forms
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import Unit, UnitGroup, User

SHOWN = 200


def check_regime(
    content: bytes, choices: Choices, *, by: User | None, held: HeldOf = held_in_forms
) -> PackagePlan:
    """Say what importing would do and all that stands in the way. PackageRefused when it is no package."""
    check_may_define(by, owner=choices.owner)
    package = read(content)
    known = whole_catalogue()
    rows = {row.code: row for row in Indicator.objects.all()}

    def held_by_code(codes: Collection[str]) -> dict[str, Held]:
        found = held([rows[code] for code in codes])
        return {code: found.get(rows[code].pk, Held()) for code in codes}

    standing = standing_of(rows, (), by=by)
    plan = make_plan(package, choices, known, standing, _here(package), held=held_by_code)
    plan.problems += _faults_of_times(plan)
    return plan


def _faults_of_times(plan: PackagePlan) -> list[Problem]:
    """What stands against the calendar and the deadlines, if they are to be written."""
    package, columns = plan.package, plan.package.regime
    try:
        cut = _drawn(plan) if plan.writes_calendar else calendar_named(package.calendar.code)
        if plan.writes_calendar:
            check_calendar_words(package.calendar.code, package.calendar.name)
    except BadContent as refused:
        told = refused.problems or [{"message": str(refused)}]
        return [Problem("calendar", package.calendar.code, str(one["message"])) for one in told]
    if plan.problems or not plan.writes_deadlines:
        return []
    told = problems_of(
        package.deadlines,
        cut=cut,
        frequency=Frequency(columns["frequency"]),
        starts_on=plan.choices.starts_on or columns["starts_on"],
    )
    return [Problem("regime", str(columns["code"]), str(one["message"])) for one in told]


def import_regime(
    *,
    content: bytes,
    choices: Choices,
    by: User,
    at: datetime,
    held: HeldOf = held_in_forms,
    digest: str = "",
) -> PackagePlan:
    """Write what is new, and what is different where `choices` say so. BadContent with a line for each
    problem when there is one; "changed_since_preview" when the plan is not the one of `digest` any more.

    Totals may move: `submissions.actions.import_regime` wraps this, knows what has figures, and marks.
    """
    check_may_define(by, owner=choices.owner)
    with transaction.atomic():
        list(Indicator.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        plan = check_regime(content, choices, by=by, held=held)
        if plan.problems:
            raise _refused(plan)
        if digest and digest != plan.digest:
            said = _("Dữ liệu đã thay đổi từ lúc xem trước. Hãy xem lại rồi xác nhận.")
            raise BadContent(said, code="changed_since_preview")
        if not plan.changes_nothing:
            _write(plan, content, by=by, at=at)
    return plan


def _write(plan: PackagePlan, content: bytes, *, by: User, at: datetime) -> None:
    _write_catalogue(plan, by=by, at=at)
    owner = Unit.objects.get(pk=plan.choices.owner)
    if plan.writes_calendar:
        define_calendar(drawn=_drawn(plan), name=plan.package.calendar.name, owner=owner, by=by, at=at)
    regime = _write_regime(plan)
    if plan.writes_deadlines and plan.package.deadlines:
        set_deadline_rules(regime=regime, rules=plan.package.deadlines, by=by, at=at)
    _write_first_sources(plan, regime)
    data = {
        "code": regime.code,
        "new": plan.count("new"),
        "changed": plan.count("different"),
        "templates": ", ".join(form.code for form in plan.forms)[:2000],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    record_event(kind="regime.imported", by=by, at=at, subject=regime, unit=regime.owner_id, data=data)
    for form in plan.forms:
        version = _write_form(form, regime)
        if plan.choices.publishes and form.is_published:
            publish_template(version=version, by=by, at=at)


def _write_catalogue(plan: PackagePlan, *, by: User, at: datetime) -> None:
    write_measures(plan.catalogue.measures)
    write_dimensions(plan.catalogue.dimensions)
    before, why = plan.known.indicators, str(plan.package.regime["code"])
    write(
        [
            Entry(code, plan.catalogue.owners[code], before.get(code), after, why)
            for code, after in plan.catalogue.indicators.items()
        ],
        by=by,
        at=at,
    )


def _drawn(plan: PackagePlan) -> Cut:
    calendar = plan.package.calendar
    return drawn_calendar(
        code=calendar.code,
        rows=calendar.cut.cut_offs,
        natural=calendar.cut.natural,
        week_starts=calendar.cut.week_starts,
        named_after=calendar.named_after,
    )


def _write_regime(plan: PackagePlan) -> Regime:
    package, choices = plan.package, plan.choices
    regime = Regime.objects.select_for_update().filter(code=package.regime["code"]).first()
    if not plan.writes_regime and regime is not None:
        return regime
    columns = dict(package.regime)
    if regime is not None or choices.starts_on is not None:
        columns["starts_on"] = regime.starts_on if regime is not None else choices.starts_on
    regime = regime or Regime(owner_id=choices.owner)
    for name, value in columns.items():
        setattr(regime, name, value)
    regime.calendar = Calendar.objects.get(code=package.calendar.code)
    regime.subject_group = UnitGroup.objects.filter(code=package.group).first() if package.group else None
    regime.save()
    return regime


def _write_first_sources(plan: PackagePlan, regime: Regime) -> None:
    points = points_by_word(plan.first_sources)
    FirstSource.objects.bulk_create(
        [FirstSource(data_point_id=point, regime=regime) for point in points.values()]
    )


def points_by_word(words: Collection[str]) -> dict[str, int]:
    """Word → data point. One query."""
    codes = {code_and_key(word)[0] for word in words}
    rows = DataPoint.objects.filter(indicator__code__in=codes)
    named = rows.values_list("pk", "indicator__code", "breakdown__key")
    found = {word_of(code, key): pk for pk, code, key in named}
    return {word: found[word] for word in words if word in found}


def _write_form(form: FormOf, regime: Regime) -> TemplateVersion:
    """A new form under the number it had; of one that is here, the next version."""
    template, is_new = Template.objects.get_or_create(
        code=form.code, defaults={**form.columns, "regime": regime}
    )
    last = template.versions.order_by("-number").values_list("number", flat=True).first()
    return TemplateVersion.objects.create(
        template=template,
        number=form.number if is_new or last is None else last + 1,
        layout=to_json(form.form),
        workbook=form.workbook,
    )


def _here(package: RegimePackage) -> Here:
    """Seven or eight queries, and two a form."""
    firsts = FirstSource.objects.filter(
        data_point__indicator__code__in={code_and_key(word)[0] for word in package.first_sources}
    ).values_list("data_point__indicator__code", "data_point__breakdown__key", "regime__code")
    regime = Regime.objects.filter(code=package.regime["code"]).first()
    codes = [form.code for form in package.forms]
    templates = Template.objects.filter(code__in=codes).select_related("regime")
    return Here(
        regime=regime,
        deadlines=deadlines_of(regime) if regime is not None else (),
        calendar=calendars().get(package.calendar.code),
        group=UnitGroup.objects.filter(code=package.group).values_list("pk", flat=True).first(),
        first_sources={word_of(code, key): regime for code, key, regime in firsts},
        forms={one.code: (one.regime.code, _newest(one)) for one in templates},
    )


def _newest(template: Template) -> FormOf | None:
    """What stands here for the form: its newest version, draft or not."""
    newest = template.versions.order_by("-number").first() or newest_version(template.versions.all())
    if newest is None:
        return None
    workbook = bytes(newest.workbook) if newest.workbook is not None else None
    columns = {"code": template.code, "name": template.name}
    is_published = newest.published_at is not None
    return FormOf(columns, newest.number, is_published, to_json(layout_of(newest)), workbook)


def _refused(plan: PackagePlan) -> BadContent:
    lines = [{"code": "package_refused", **one._asdict()} for one in plan.problems[:SHOWN]]
    said = _("Chưa nạp gì: gói có %(count)d chỗ không nạp được ở đây.") % {"count": len(plan.problems)}
    return BadContent(said, code="package_refused", problems=lines)
