"""A form that came in is published: catalogue, template, cells at once; then a round opens with it."""

from pathlib import Path

import pytest
from django.test import Client

from indicators.actions.answer_doubts import answer_doubts
from indicators.actions.publish_draft import Binding, publish_draft, subjects_for
from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.binding_new import Chosen
from indicators.drafts import recognised_draft
from indicators.forms import layout_of
from indicators.models import (
    DataPoint,
    FirstSource,
    Indicator,
    Regime,
    RepeatChoice,
    Template,
    TemplateCell,
    TemplateDraft,
    TemplateVersion,
)
from indicators.periods import DueRule, ScopedRule
from submissions.actions.import_template import import_template
from submissions.actions.open_rounds import open_round
from submissions.models import Submission
from tests.indicators.factories import AT, Asked
from units.errors import BadContent, Conflict, NotWithinReach

pytestmark = pytest.mark.django_db


def bring(asked: Asked, forms: Path, name: str, code: str) -> TemplateDraft:
    """Imported, with every doubt answered by its proposal or first choice."""
    cast = asked.cast
    draft = import_template(
        name=name, content=(forms / name).read_bytes(), code=code, owner=cast.department, by=cast.nga, at=AT
    ).draft
    for _round in range(3):
        doubts = recognised_draft(draft).open_doubts
        answers = {doubt.key: doubt.proposal or doubt.choices[0].value for doubt in doubts}
        draft = answer_doubts(draft=draft, answers=answers, version=draft.version, by=cast.nga, at=AT)
    return draft


def publish(
    asked: Asked,
    draft: TemplateDraft,
    way: str,
    *,
    regime: Regime | None = None,
    repeats: str = "",
    why: str = "",
    **uses: str,
) -> TemplateVersion:
    ways = {"t1": way}
    chosen = {
        subject.key: Chosen(
            subject.name, uses.get(subject.key.partition("/")[2].strip(":"), ""), subject.over_time
        )
        for subject in subjects_for(draft, ways)
    }
    binding = Binding(regime or asked.regime, "NEW", ways, chosen, repeats=repeats, repeats_why=why)
    return publish_draft(draft=draft, binding=binding, version=draft.version, by=asked.cast.nga, at=AT)


def test_a_column_is_an_indicator_broken_down_by_the_lines(asked: Asked, forms: Path) -> None:
    version = publish(asked, bring(asked, forms, "II.06a-VPCP-KSTT.xlsx", "II.06a"), "columns")
    cells = {cell.address: str(cell.data_point.indicator.code) for cell in version.cells.all()}
    assert len(cells) == 143
    assert {cells[f"t1/r{n:02d}:c6"] for n in range(1, 14)} == {"NEW.04"}
    opening = Indicator.objects.get(code="NEW.04")
    assert (opening.over_time, opening.unit_of_measure.name) == ("first", "hồ sơ")
    keys = set(DataPoint.objects.filter(indicator=opening).values_list("breakdown__key", flat=True))
    assert keys == {"total", *(f"linh-vuc-giai-quyet=r{n:02d}" for n in range(1, 13))}
    layout = layout_of(version)
    assert layout.place_of["t1/r01:c6"][3].formula == "KỲ_TRƯỚC((11))"
    assert [check.formula for check in layout.checks] == ["(3) = (7) + (11)"]


def test_a_line_is_one_indicator_of_several_periods_and_editions(asked: Asked, forms: Path) -> None:
    version = publish(asked, bring(asked, forms, "01-SCT-BCT-thang.xlsx", "01/SCT"), "rows")
    line = TemplateCell.objects.filter(version=version, address__startswith="t1/r03:")
    told = {cell.address: (cell.data_point.indicator.code, cell.period_role, cell.edition) for cell in line}
    code = told["t1/r03:c3"][0]
    assert {key: value for key, value in told.items() if value[0] == code} == {
        "t1/r03:c1": (code, "year", 1), "t1/r03:c2": (code, "previous", 4), "t1/r03:c3": (code, "this", 2),
        "t1/r03:c4": (code, "to_date", 2),
    }  # fmt: skip
    rate = Indicator.objects.get(pk=line.get(address="t1/r03:c5").data_point.indicator_id)
    assert (rate.kind, rate.over_units, rate.over_time) == ("percentage", "none", "none")


def test_a_mean_is_weighted_by_the_column_that_was_answered(asked: Asked, forms: Path) -> None:
    publish(asked, bring(asked, forms, "13a-BTP-HTQTCT-HT.xlsx", "13a"), "columns")
    mean = Indicator.objects.get(code="NEW.20")
    assert (mean.kind, mean.over_units, mean.unit_of_measure.name) == ("mean", "weighted_mean", "tuổi")
    weights = {point.weight.indicator.code for point in mean.data_points.all() if point.weight}
    assert weights == {"NEW.19"}


def test_what_the_catalogue_has_is_used_again_and_a_round_opens(asked: Asked, forms: Path) -> None:
    """4/BCH came in again as the next version of the template there is."""
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH")
    uses = {f"r{n:02d}": f"BCH4.{n:02d}" for n in range(1, 22)}
    version = publish(asked, draft, "rows", **uses)
    assert (version.template_id, version.number) == (asked.template.pk, 2)
    assert not Indicator.objects.filter(code__startswith="NEW").exists()
    opened = open_round(template=asked.template, period_code="2026-9M", by=None, at=AT)
    assert opened.version_id == version.pk
    assert Submission.objects.filter(assignment__round=opened).exists()
    draft.refresh_from_db()
    assert draft.published_id == version.pk
    with pytest.raises(Conflict):
        publish(asked, draft, "rows", **uses)


def test_the_same_name_again_is_refused_and_nothing_is_written(asked: Asked, forms: Path) -> None:
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH-moi")
    before = Indicator.objects.count()
    with pytest.raises(BadContent) as refused:
        publish(asked, draft, "rows")
    assert refused.value.problems[0]["code"] == "asked_already"
    assert Indicator.objects.count() == before
    assert not Template.objects.filter(code="4/BCH-moi").exists()


def test_two_cells_never_ask_the_same_figure(asked: Asked, forms: Path) -> None:
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH")
    uses = {f"r{n:02d}": f"BCH4.{max(n, 2):02d}" for n in range(1, 22)}
    with pytest.raises(BadContent) as refused:
        publish(asked, draft, "rows", **uses)
    assert refused.value.code == "bound_twice"


def test_an_open_doubt_and_a_way_that_cannot_be_are_refused(asked: Asked, forms: Path) -> None:
    cast = asked.cast
    content = (forms / "4-BCH.xlsx").read_bytes()
    draft = import_template(
        name="x.xlsx", content=content, code="A/1", owner=cast.department, by=cast.nga, at=AT
    ).draft
    with pytest.raises(BadContent) as refused:
        publish(asked, draft, "rows")
    assert refused.value.code == "doubts_open"
    with pytest.raises(BadContent) as refused:
        publish(asked, bring(asked, forms, "4-BCH.xlsx", "A/2"), "columns")
    assert refused.value.code == "no_way"


def test_only_the_agency_s_officer_publishes(asked: Asked, forms: Path) -> None:
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH")
    binding = Binding(asked.regime, "NEW", {"t1": "rows"}, {})
    for person in (asked.cast.hoa, asked.cast.long):
        with pytest.raises(NotWithinReach):
            publish_draft(draft=draft, binding=binding, version=draft.version, by=person, at=AT)


def test_the_page_says_what_stands_against_it_and_keeps_what_was_typed(asked: Asked, forms: Path) -> None:
    draft = bring(asked, forms, "4-BCH.xlsx", "4/BCH-moi")
    client = Client()
    client.force_login(asked.cast.nga, backend="units.backends.PasswordBackend")
    address = f"/bieu-mau/ban-nhap/{draft.pk}/ban-hanh/"
    page = client.get(address).content.decode()
    assert "Biểu hỏi 21 chỉ tiêu" in page
    assert "dùng BCH4.01: Tổng số phụ nữ có thai" in page
    typed = {
        "regime": str(asked.regime.pk),
        "prefix": "SK",
        "version": str(draft.version),
        "name:t1/r01:": "Tên khác",
    }
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "đã có chỉ tiêu cùng tên" in answer.content.decode()
    assert 'value="Tên khác"' in answer.content.decode()
    assert client.post(address, typed | {"regime": ""}).status_code == 422
    uses = {f"uses:t1/r{n:02d}:": f"BCH4.{n:02d}" for n in range(1, 22)}
    done = client.post(address, typed | uses, follow=True).content.decode()
    assert "Đã ban hành biểu mẫu 4/BCH-moi." in done
    assert client.get(address).status_code == 302


USES = {f"r{n:02d}": f"BCH4.{n:02d}" for n in range(1, 22)}


def asking_twice(asked: Asked, forms: Path, *, sourced: int) -> tuple[TemplateDraft, Regime]:
    """4/BCH is asked by BCH, the first source of its first `sourced` lines; the same workbook came in again
    for a regime of its own that asks the same communes for the same periods."""
    for number in range(1, sourced + 1):
        point = DataPoint.objects.get(indicator__code=f"BCH4.{number:02d}")
        FirstSource.objects.create(data_point=point, regime=asked.regime)
    publish_template(version=asked.version, by=asked.cast.nga, at=AT)
    again = Regime.objects.create(
        code="BCH2", name="Bà mẹ, lần nữa", owner=asked.cast.department, calendar=asked.regime.calendar,
        frequency="cumulative_quarter", is_cumulative=True, starts_on=asked.regime.starts_on,
    )  # fmt: skip
    set_deadline_rules(regime=again, rules=[ScopedRule(DueRule(offset=10))], by=None, at=AT)
    return bring(asked, forms, "4-BCH.xlsx", "4/BCH-2"), again


def test_what_is_asked_elsewhere_is_named_before_anything_is_written(asked: Asked, forms: Path) -> None:
    draft, again = asking_twice(asked, forms, sourced=21)
    with pytest.raises(BadContent) as refused:
        publish(asked, draft, "rows", regime=again, **USES)
    assert refused.value.code == "asked_already"
    assert len(refused.value.problems) == 21
    assert "BCH" in str(refused.value.problems[0]["message"])
    assert not Template.objects.filter(code="4/BCH-2").exists()


def test_all_of_it_is_reused_at_once(asked: Asked, forms: Path) -> None:
    draft, again = asking_twice(asked, forms, sourced=21)
    made = publish(asked, draft, "rows", regime=again, repeats="reuse", **USES)
    ways = RepeatChoice.objects.filter(version=made).values_list("way", "source__code")
    assert list(ways) == [("reuse", "BCH")] * 21


def test_what_cannot_be_reused_stays_open_and_is_named(asked: Asked, forms: Path) -> None:
    draft, again = asking_twice(asked, forms, sourced=20)
    with pytest.raises(BadContent) as refused:
        publish(asked, draft, "rows", regime=again, repeats="reuse", **USES)
    assert refused.value.code == "asked_already"
    assert len(refused.value.problems) == 1
    assert not RepeatChoice.objects.exists()


def test_it_is_asked_again_only_for_a_reason_that_is_kept(asked: Asked, forms: Path) -> None:
    draft, again = asking_twice(asked, forms, sourced=20)
    with pytest.raises(BadContent):
        publish(asked, draft, "rows", regime=again, repeats="again", why=" ", **USES)
    made = publish(asked, draft, "rows", regime=again, repeats="again", why="Đối chiếu độc lập", **USES)
    kept = RepeatChoice.objects.filter(version=made).values_list("way", "reason")
    assert list(kept) == [("again", "Đối chiếu độc lập")] * 21


def test_the_page_keeps_what_was_chosen_for_repeats(asked: Asked, forms: Path) -> None:
    draft, again = asking_twice(asked, forms, sourced=21)
    client = Client()
    client.force_login(asked.cast.nga, backend="units.backends.PasswordBackend")
    address = f"/bieu-mau/ban-nhap/{draft.pk}/ban-hanh/"
    typed = {"regime": str(again.pk), "prefix": "SK", "version": str(draft.version), "repeats": "again"}
    typed |= {f"uses:t1/{row}:": code for row, code in USES.items()}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert '<option value="again" selected>' in refused.content.decode()
    done = client.post(address, typed | {"repeats_why": "Đối chiếu"}, follow=True).content.decode()
    assert "Đã ban hành biểu mẫu 4/BCH-2." in done
