"""A form that asks again is found, refused at publishing, and published once somebody decided."""

from datetime import date

import pytest
from django.test import Client

from indicators.actions.ask_again import ask_again
from indicators.actions.publish_template import publish_template
from indicators.actions.reuse_answers import reuse_answers
from indicators.asked_once import How
from indicators.layout import to_json
from indicators.models import Calendar, FirstSource, Regime, RepeatChoice, TemplateVersion
from indicators.repeats import repeats_in, standing_choices
from tests.indicators.repeating import AT, FLOW, OWN, QUARTERLY, STOCK, build_repeating
from units.errors import BadContent, NotAllowed
from units.models import Event, User

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)


def test_a_quarter_repeats_what_its_months_ask_of_the_same_units() -> None:
    made = build_repeating()
    flow, stock = repeats_in(made.quarters, on=ON)
    assert (flow.cell.address, flow.other.version, flow.hows) == (FLOW, made.months, [How.SUM])
    assert (stock.cell.address, stock.hows, len(stock.days)) == (STOCK, [How.LAST], 4)
    assert flow.units == 3
    assert flow.can_reuse
    assert flow.choice is None


def test_the_first_source_repeats_nothing() -> None:
    made = build_repeating()
    FirstSource.objects.filter(data_point__indicator__code="P1.2").update(
        regime=made.quarters.template.regime
    )
    assert [one.cell.address for one in repeats_in(made.quarters, on=ON)] == [FLOW]


def test_other_days_are_no_repeat() -> None:
    made = build_repeating(calendar=Calendar.objects.get(code="nd09"))
    assert repeats_in(made.quarters, on=ON) == []


def test_other_units_are_no_repeat() -> None:
    made = build_repeating(subject_kinds="trung_tam_y_te")
    assert repeats_in(made.quarters, on=ON) == []


def test_a_regime_that_ended_answers_no_more() -> None:
    made = build_repeating()
    Regime.objects.filter(code="M").update(ends_on=date(2026, 6, 30))
    assert repeats_in(made.quarters, on=ON) == []


def test_publishing_asks_what_to_do_and_names_both_places_and_owners() -> None:
    made = build_repeating()
    with pytest.raises(BadContent) as refused:
        publish_template(version=made.quarters, by=made.phuc, at=AT)
    assert refused.value.code == "asked_already"
    assert [problem["cell"] for problem in refused.value.problems] == [FLOW, STOCK]
    said = refused.value.problems[0]["message"]
    for word in ("Q/01", "M/01", "Sở Y tế tỉnh Hưng Yên", "Tỉnh Hưng Yên", "cộng từ các kỳ ngắn hơn, 4/4 kỳ"):
        assert word in said
    assert TemplateVersion.objects.get(pk=made.quarters.pk).published_at is None


def test_one_cell_is_reused_and_one_asked_again_for_a_reason() -> None:
    made = build_repeating()
    reuse_answers(version=made.quarters, addresses=[FLOW], by=made.phuc, at=AT)
    with pytest.raises(BadContent):
        ask_again(version=made.quarters, addresses=[STOCK], reason=" ", by=made.phuc, at=AT)
    ask_again(version=made.quarters, addresses=[STOCK], reason="Chốt ngày khác", by=made.phuc, at=AT)
    publish_template(version=made.quarters, by=made.phuc, at=AT)
    ways = {address: choice.way for address, choice in standing_choices(made.quarters).items()}
    assert ways == {FLOW: "reuse", STOCK: "again"}
    kinds = Event.objects.filter(kind__startswith="template.repeats").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "template.repeats_reused",
        "template.repeats_asked_again",
    ]


def test_a_choice_is_replaced_and_the_former_one_kept() -> None:
    made = build_repeating()
    reuse_answers(version=made.quarters, addresses=[FLOW, STOCK], by=made.phuc, at=AT)
    ask_again(version=made.quarters, addresses=[FLOW], reason="Đối chiếu", by=made.phuc, at=AT)
    assert standing_choices(made.quarters)[FLOW].reason == "Đối chiếu"
    assert RepeatChoice.objects.filter(address=FLOW).count() == 2


def test_what_was_decided_holds_on_in_the_next_version() -> None:
    made = build_repeating()
    reuse_answers(version=made.quarters, addresses=[FLOW, STOCK], by=made.phuc, at=AT)
    publish_template(version=made.quarters, by=made.phuc, at=AT)
    again = TemplateVersion.objects.create(
        template=made.quarters.template, number=2, layout=to_json(QUARTERLY)
    )
    publish_template(version=again, by=made.phuc, at=AT)
    assert {choice.way for choice in standing_choices(again).values()} == {"reuse"}


def test_nothing_is_reused_that_is_not_the_first_source_s() -> None:
    made = build_repeating()
    FirstSource.objects.filter(data_point__indicator__code="P1.1").delete()
    with pytest.raises(BadContent) as refused:
        reuse_answers(version=made.quarters, addresses=[FLOW], by=made.phuc, at=AT)
    assert refused.value.code == "not_first_source"
    with pytest.raises(BadContent) as refused:
        reuse_answers(version=made.quarters, addresses=[OWN], by=made.phuc, at=AT)
    assert refused.value.code == "not_repeated"


def test_only_the_regime_s_officer_decides() -> None:
    made = build_repeating()
    with pytest.raises(NotAllowed):
        reuse_answers(version=made.quarters, addresses=[FLOW], by=made.cast.dung, at=AT)


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_officer_decides_on_the_page_before_publishing() -> None:
    made = build_repeating()
    page, phuc = f"/bieu-mau/{made.quarters.template_id}/da-hoi/", _as(made.phuc)
    assert "2 ô hỏi số mà chế độ khác đã hỏi" in phuc.get(page).content.decode()
    phuc.post(page, {"nv": [FLOW], "do": "reuse"})
    told = phuc.post(page, {"nv": [STOCK], "do": "again", "reason": ""}, follow=True).content.decode()
    assert "Hãy ghi lý do" in told
    assert "Còn 1 ô chưa quyết định." in told
    phuc.post(page, {"nv": [STOCK], "do": "again", "reason": "Chốt <b>ngày</b> khác"})
    shown = phuc.get(page).content.decode()
    assert "Tất cả đã có quyết định." in shown
    assert "Chốt &lt;b&gt;ngày&lt;/b&gt; khác" in shown


def test_a_draft_of_a_form_is_its_officer_s_to_see() -> None:
    made = build_repeating()
    page = f"/bieu-mau/{made.quarters.template_id}/da-hoi/"
    assert _as(made.cast.nga).get(page).status_code == 404
    assert _as(made.cast.lan).get(f"/bieu-mau/{made.months.template_id}/da-hoi/").status_code == 200
