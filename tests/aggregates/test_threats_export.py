"""The file of a leader's page holds numbers and texts, never a formula, whatever names there are."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from aggregates.actions.refresh_totals import refresh_totals
from indicators.models import Indicator, Template, UnitOfMeasure
from tests.aggregates.world import AT, build_world
from units.models import UnitName

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "bad", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "\x07=1", "_x003D_1", "\ufffe"]
)
def test_no_name_becomes_a_formula(bad: str) -> None:
    world = build_world()
    UnitName.objects.update(name=bad)
    Indicator.objects.update(name=bad)
    UnitOfMeasure.objects.filter(code="nguoi").update(name=bad)
    Template.objects.update(name=bad)
    world.accept(world.cast.dong_hung, "2026-6M", "120", "-")
    refresh_totals(at=AT)
    client = Client()
    client.force_login(world.cast.dung, backend="units.backends.PasswordBackend")
    asked = {"template": "4/BCH", "period": "2026-6M", "format": "xlsx"}
    answer = client.get("/tong-hop/", asked)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].isascii()
    assert "\n" not in answer["Content-Disposition"]
    cells = [
        cell
        for sheet in load_workbook(io.BytesIO(answer.content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [text for text in texts if text.startswith(("=", "+", "@", "\t", "\r"))] == []
    assert any(bad.strip("\t\x07\ufffe") in text.replace("_x005F_", "_") for text in texts)
