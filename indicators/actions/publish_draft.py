"""Ban hành biểu mẫu đã nhập: catalogue, template, version and cells at once, or nothing."""

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.actions.ask_again import ask_again
from indicators.actions.publish_template import publish_template
from indicators.actions.reuse_answers import reuse_answers
from indicators.binding_new import Binder, Chosen
from indicators.design_steps import locked_draft
from indicators.design_words import problem_words
from indicators.designing import Design, layout_of_design, problems_of
from indicators.drafts import design_of, weights_of
from indicators.layout import FormLayout, to_json
from indicators.models import (
    FirstSource,
    Regime,
    RepeatChoice,
    Template,
    TemplateDraft,
    TemplateVersion,
)
from indicators.permissions import check_may_manage_regime, check_may_work_on
from indicators.queries import data_points_named
from indicators.recognition.subjects import Subject, subjects_of, ways_of
from indicators.repeats import repeats_in
from units.errors import BadContent, wrong_field
from units.models import User

_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,49}")


@dataclass(frozen=True)
class Binding:
    """What the officer decided: the regime, the beginning of new codes, a way a table, a choice a subject.

    `repeats`: "reuse" or "again" (for the reason `repeats_why`) of all cells that are asked elsewhere;
    "": nothing yet, so that publishing names them.
    """

    regime: Regime
    prefix: str
    ways: Mapping[str, str]
    chosen: Mapping[str, Chosen]
    repeats: str = ""
    repeats_why: str = ""


def publish_draft(
    *,
    draft: TemplateDraft,
    binding: Binding,
    version: int,
    by: User,
    at: datetime,
    draw: Callable[[FormLayout], bytes] | None = None,
) -> TemplateVersion:
    """The published version. BadContent: doubts are open, the form has problems, or something is not as the
    catalogue says. `draw` makes the blank workbook of a form that is no more as its agency's file.
    """
    check_may_work_on(by, draft)
    check_may_manage_regime(by, binding.regime)
    if not _PREFIX.fullmatch(binding.prefix):
        raise wrong_field("prefix", _("Mã chỉ tiêu gồm chữ không dấu, chữ số, dấu chấm, gạch nối."))
    with transaction.atomic():
        draft = locked_draft(draft, version=version)
        design = design_of(draft)
        _refuse_problems(design, draft.code)
        template = _template(draft, binding.regime)
        subjects = subjects_for(draft, binding.ways)
        _refuse_missing(subjects, binding.chosen)
        binder = Binder(design.form, binding.prefix, binding.regime.owner, by, at)
        words = binder.words(subjects, binding.chosen)
        layout = layout_of_design(
            design, code=draft.code, bound=lambda address, _cell: words.get(address, "")
        )
        _refuse_twice(layout)
        made = TemplateVersion.objects.create(
            template=template, number=_next_number(template), layout=to_json(layout),
            workbook=_workbook(draft, design, layout, draw),
        )  # fmt: skip
        _settle_repeats(made, binding, by=by, at=at)
        publish_template(version=made, by=by, at=at)
        _first_sources({cell.data_point for *_place, cell in layout.places()} - {""}, binding.regime)
        draft.published, draft.regime = made, binding.regime
        draft.bindings = json.dumps(words, ensure_ascii=False, sort_keys=True)
        draft.save(update_fields=["published", "regime", "bindings"])
    return made


def _settle_repeats(made: TemplateVersion, binding: Binding, *, by: User, at: datetime) -> None:
    """All in one way; what cannot be reused stays open, and publishing names it."""
    if not binding.repeats:
        return
    found = repeats_in(made, on=timezone.localdate(at))
    if binding.repeats == RepeatChoice.Way.REUSE:
        addresses = [one.cell.address for one in found if one.can_reuse]
        if addresses:
            reuse_answers(version=made, addresses=addresses, by=by, at=at)
    elif found:
        addresses = [one.cell.address for one in found]
        ask_again(version=made, addresses=addresses, reason=binding.repeats_why, by=by, at=at)


def subjects_for(draft: TemplateDraft, ways: Mapping[str, str]) -> list[Subject]:
    """What the cells ask that are not bound yet; BadContent when a table cannot be bound that way."""
    form = design_of(draft).form
    if any(ways.get(table.key, "") not in ways_of(table) for table in form.tables):
        raise BadContent(_("Hãy chọn mỗi dòng hay mỗi cột là một chỉ tiêu."), code="no_way")
    return subjects_of(form, ways, weights_of(draft))


def _refuse_problems(design: Design, code: str) -> None:
    problems = [
        {"code": one.code, "cell": one.place, "message": problem_words(design, one)}
        for one in problems_of(design, code=code)
    ]
    if problems:
        said = _("Biểu còn %(count)d chỗ chưa dùng được. Hãy sửa trong trình soạn biểu.")
        raise BadContent(said % {"count": len(problems)}, code="problems", problems=problems)


def _workbook(
    draft: TemplateDraft, design: Design, layout: FormLayout, draw: Callable[[FormLayout], bytes] | None
) -> bytes | None:
    """The agency's own file while the form is printed as it is there."""
    if design.is_redrawn or not draft.workbook:
        return draw(layout) if draw is not None else None
    return bytes(draft.workbook)


def _template(draft: TemplateDraft, regime: Regime) -> Template:
    found = Template.objects.select_for_update().filter(code=draft.code).first()
    if found is None:
        return Template.objects.create(code=draft.code, name=draft.name, regime=regime)
    if found.regime_id != regime.pk:
        raise wrong_field("regime", _("Biểu mẫu này thuộc chế độ %(code)s.") % {"code": found.regime.code})
    return found


def _refuse_missing(subjects: Sequence[Subject], chosen: Mapping[str, Chosen]) -> None:
    missing = [subject.name for subject in subjects if subject.key not in chosen]
    if missing:
        raise BadContent(_("Chưa gắn chỉ tiêu cho: %(names)s.") % {"names": ", ".join(missing[:5])})


def _refuse_twice(layout: FormLayout) -> None:
    """One figure is asked in one cell of a period."""
    asked = Counter(
        (cell.data_point, cell.period, cell.edition, month)
        for _address, _table, row, column, cell in layout.places() if cell.data_point
        for month in range(1, 13) if row.is_asked_in(month) and column.is_asked_in(month)
    )  # fmt: skip
    twice = sorted({point for (point, *_when), count in asked.items() if count > 1})
    if twice:
        said = _("Hai ô cùng hỏi một số liệu: %(points)s. Hãy chọn chỉ tiêu khác cho một ô.")
        raise BadContent(said % {"points": ", ".join(twice[:5])}, code="bound_twice")


def _next_number(template: Template) -> int:
    return 1 + (template.versions.aggregate(last=Max("number"))["last"] or 0)


def _first_sources(words: Collection[str], regime: Regime) -> None:
    """Data points that no regime is the first source of become this one's (rule 4)."""
    points = data_points_named(words).filter(first_source__isnull=True).order_by("pk")
    FirstSource.objects.bulk_create([FirstSource(data_point=point, regime=regime) for point in points])
