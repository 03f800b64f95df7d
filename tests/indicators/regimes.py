"""A regime as tests define it: quarterly, by the cut-offs of NĐ 09, of the department of the world."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from indicators.actions.define_regime import define_regime
from indicators.actions.publish_template import publish_template
from indicators.models import (
    Calendar,
    Regime,
    Template,
    TemplateVersion,
)
from indicators.periods import DueRule, ScopedRule
from indicators.regime_definition import RegimeDefinition
from tests.indicators.factories import AT, Asked
from units.errors import BadContent

COMMUNES = frozenset({"xa", "phuong", "dac_khu"})


def said(asked: Asked, **other: Any) -> RegimeDefinition:
    usual = RegimeDefinition(
        code="TC-01", name="Tình hình tiêm chủng", owner=asked.cast.department,
        calendar=Calendar.objects.get(code="nd09"), frequency="quarter",
        rules=[ScopedRule(DueRule(offset=5))], starts_on=date(2026, 9, 15), subject_kinds=COMMUNES,
    )  # fmt: skip
    return dataclasses.replace(usual, **other)


def defined(asked: Asked, **other: Any) -> Regime:
    return define_regime(definition=said(asked, **other), by=asked.cast.nga, at=AT)


def form_of(regime: Regime, asked: Asked) -> Template:
    """The form of the world, published for this regime."""
    template = Template.objects.create(code=f"{regime.code}/F", name="Biểu", regime=regime)
    version = TemplateVersion.objects.create(template=template, number=1, layout=asked.version.layout)
    publish_template(version=version, by=asked.cast.nga, at=AT)
    return template


def faults(refused: pytest.ExceptionInfo[BadContent]) -> dict[str, str]:
    return {problem["field"]: problem["message"] for problem in refused.value.problems}
