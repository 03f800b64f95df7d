"""A middle level seals its own report; nothing it says of those below counts a second time (rule 3)."""

import json

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.actions.take_from_below import take_from_below
from aggregates.consolidating import now_below
from aggregates.models import Total
from indicators.actions.consolidate_template import consolidate_template
from indicators.models import DataPoint, Template, TemplateCell
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.keep_own_parts import keep_own_parts
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.open_rounds import open_round
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.models import Figure, Scope, Status, Submission
from submissions.revisions import sheet_of_revision
from tests.aggregates.middle import Middle, build_middle, consolidated_form, person_at
from tests.cast import NEW
from tests.submissions.factories import ARV, COST, GOOD, HIV, MEN, SENT, TOTAL, WOMEN, build_world
from tests.support.kept_worlds import kept
from units.actions.grant_membership import grant_membership
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Role, Unit

pytestmark = pytest.mark.django_db

WHY = "Khám tại cơ sở của trung tâm"


@pytest.fixture
@kept
def middle() -> Middle:
    return build_middle(build_world())


def said(report: Submission) -> dict[str, int | None]:
    report.refresh_from_db()
    assert report.sent is not None
    return {address: answer.scaled for address, answer in sheet_of_revision(report.sent).cells.items()}


def total_of(unit: Unit, key: str = "r1") -> tuple[int | None, int, int, int]:
    """Amount, reported, answered, expected."""
    refresh_totals(at=SENT)
    point = DataPoint.objects.get(indicator__code=f"T.{key}")
    row = Total.objects.get(unit=unit.pk, data_point=point.pk)
    return row.amount, row.reported, row.answered, row.expected


# ---- taking and sealing -----------------------------------------------------------------------------------


def test_a_centre_seals_what_the_accepted_reports_below_it_come_to(middle: Middle) -> None:
    cast = middle.world.cast
    middle.report(cast.dong_hung)
    middle.report(cast.tien_lu)  # does not stand below the centre
    sent = middle.seal(middle.centre)
    assert sent.status == Status.SUBMITTED
    assert said(sent) == {TOTAL: 30, MEN: 10, WOMEN: 20, HIV: 12, ARV: 10, COST: 12345}


def test_a_department_puts_together_the_reports_that_are_sent_to_it(middle: Middle) -> None:
    cast = middle.world.cast
    for unit in (cast.dong_hung, cast.tien_lu):
        middle.report(unit)
    assert said(middle.seal(middle.department))[TOTAL] == 60


def test_the_sealed_document_says_which_revisions_it_was_taken_from_and_who_was_missing(
    middle: Middle,
) -> None:
    cast = middle.world.cast
    report = middle.report(cast.dong_hung)
    sent = middle.seal(middle.department, own={MEN: ("2", WHY), TOTAL: ("2", WHY)})
    assert sent.sent is not None
    below = json.loads(sent.sent.document)["below"]
    assert below["reports"] == [[cast.dong_hung.pk, report.accepted_id]]
    assert sorted(below["missing"]) == sorted([cast.tien_lu.pk, cast.hoang_hoa_tham.pk])
    assert below["own"] == {MEN: {"v": "2", "why": WHY}, TOTAL: {"v": "2", "why": WHY}}
    assert below["cells"][TOTAL] == "30"
    assert said(sent)[TOTAL] == 32


def test_nothing_is_signed_before_anything_was_taken(middle: Middle) -> None:
    with pytest.raises(BadContent) as refused:
        request_sign_off(
            submission=middle.centre, by=middle.fills[middle.world.cast.health_centre.pk], at=SENT
        )
    assert refused.value.code == "nothing_taken"


def test_cells_from_below_cannot_be_typed_over(middle: Middle) -> None:
    cast = middle.world.cast
    middle.report(cast.dong_hung)
    by = middle.fills[cast.health_centre.pk]
    take_from_below(submission=middle.centre, by=by, at=SENT)
    saved = save_draft(submission=middle.centre, cells={TOTAL: "999"}, by=by, at=SENT)
    assert saved.sheet.cells[TOTAL].scaled == 30


def test_nobody_else_takes_for_the_unit_and_nothing_to_report_is_not_there(middle: Middle) -> None:
    with pytest.raises(NotAllowed):
        take_from_below(submission=middle.centre, by=middle.world.cast.lan, at=SENT)
    with pytest.raises(Conflict):
        nothing_to_report(
            submission=middle.centre, by=middle.fills[middle.world.cast.health_centre.pk], at=SENT
        )


def test_signs_are_put_together_as_signs(middle: Middle) -> None:
    cast = middle.world.cast
    for unit in (cast.dong_hung, cast.tien_lu):
        middle.report(unit, GOOD | {HIV: "-", ARV: "…" if unit == cast.tien_lu else "x"})
    now = now_below(middle.department)
    signs = {address: answer.sign.symbol for address, answer in now.cells.items() if answer is not None}
    assert (signs[HIV], signs[ARV]) == ("-", "…")


# ---- later corrections below ------------------------------------------------------------------------------


def test_a_later_correction_below_leaves_the_sealed_report_and_is_taken_over_in_a_new_revision(
    middle: Middle,
) -> None:
    cast = middle.world.cast
    middle.report(cast.dong_hung)
    sealed = middle.seal(middle.centre)
    accept(submission=sealed, by=cast.hoa, at=SENT)
    middle.report(cast.dong_hung, GOOD | {TOTAL: "31", MEN: "11"})
    assert said(middle.centre)[TOTAL] == 30
    now = now_below(middle.centre).cells[TOTAL]
    assert now is not None
    assert now.scaled == 31
    by = middle.fills[cast.health_centre.pk]
    request_correction(submission=middle.centre, by=by, at=SENT, reason="Cấp dưới đính chính")
    grant_correction(submission=middle.centre, by=cast.hoa, at=SENT)
    again = middle.seal(middle.centre)
    assert again.sent is not None
    assert (again.sent.number, said(again)[TOTAL]) == (2, 31)


# ---- own parts --------------------------------------------------------------------------------------------


def test_an_own_part_counts_once_in_the_totals_above_and_is_nobodys_duty(middle: Middle) -> None:
    cast = middle.world.cast
    middle.report(cast.dong_hung)
    sealed = middle.seal(middle.centre, own={TOTAL: ("5", WHY), MEN: ("5", WHY)})
    assert total_of(cast.province) == (30, 1, 1, 3)
    accept(submission=sealed, by=cast.hoa, at=SENT)
    assert total_of(cast.province) == (35, 1, 1, 3)
    assert said(middle.seal(middle.department))[TOTAL] == 35
    assert reconcile_totals() == []


@pytest.mark.parametrize(
    ("address", "number", "why", "code"),
    [
        (TOTAL, "5", "", "no_reason"),
        (TOTAL, "", WHY, "no_number"),
        (TOTAL, "-", WHY, "no_number"),
        (TOTAL, "năm", WHY, "not_a_number"),
        (TOTAL, "5", "x" * 501, "text_not_kept"),
        ("t1/none:c1", "5", WHY, "no_own_part_here"),
    ],
)
def test_an_own_part_needs_a_number_a_reason_and_a_cell(
    middle: Middle, address: str, number: str, why: str, code: str
) -> None:
    by = middle.fills[middle.world.cast.health_centre.pk]
    with pytest.raises(BadContent) as refused:
        keep_own_parts(submission=middle.centre, parts={address: (number, why)}, by=by, at=SENT)
    assert [problem["code"] for problem in refused.value.problems] == [code]


def test_a_unit_that_no_total_counts_has_no_own_part() -> None:
    world = build_world()
    template = consolidated_form(world, subject_scope="listed", checked_by=world.cast.department)
    template.regime.units.create(unit=world.cast.health_centre)  # stands by its branch alone
    opened = open_round(template=template, period_code="2026-9M", by=None, at=SENT)
    report = Submission.objects.get(assignment__round=opened)
    with pytest.raises(Conflict) as refused:
        keep_own_parts(submission=report, parts={TOTAL: ("5", WHY)}, by=world.cast.tien, at=SENT)
    assert refused.value.code == "no_own_part"


# ---- double counting --------------------------------------------------------------------------------------

COUNTS = st.integers(0, 50)


@given(
    reports=st.lists(st.tuples(COUNTS, COUNTS), min_size=3, max_size=3),
    own=st.lists(st.one_of(st.none(), COUNTS), min_size=2, max_size=2),
    order=st.permutations(["a", "b", "c", "centre", "department"]),
    accepted=st.sets(st.sampled_from(["centre", "department"])),
    again=st.booleans(),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_of_a_sealed_middle_level_never_enter_the_totals_beside_the_communes_own(
    middle: Middle,
    reports: list[tuple[int, int]],
    own: list[int | None],
    order: list[str],
    accepted: set[str],
    again: bool,
) -> None:
    """Whoever seals when, whatever is corrected after: communes' figures once, accepted own parts once."""
    cast = middle.world.cast
    units = dict(zip("abc", (cast.dong_hung, cast.tien_lu, cast.hoang_hoa_tham), strict=True))
    numbers = dict(zip("abc", reports, strict=True))
    parts = dict(zip(("centre", "department"), own, strict=True))
    with transaction.atomic():
        for step in order:
            if step in units:
                middle.report(units[step], _cells(*numbers[step]))
                continue
            report = middle.centre if step == "centre" else middle.department
            mine = parts[step]
            added = {} if mine is None else {a: (str(mine), WHY) for a in (TOTAL, MEN)}
            sent = middle.seal(Submission.objects.get(pk=report.pk), own=added)
            if step in accepted:
                accept(submission=sent, by=cast.hoa, at=SENT)
        if again:
            numbers["a"] = (numbers["a"][0] + 1, numbers["a"][1])
            middle.report(units["a"], _cells(*numbers["a"]))
        communes = sum(men + women for men, women in numbers.values())
        added_up = sum(parts[name] or 0 for name in accepted)
        assert total_of(cast.province) == (communes + added_up, 3, 3, 3)
        assert reconcile_totals() == []
        there = Figure.objects.filter(unit__in=[cast.health_centre.pk, cast.department.pk])
        assert {scope for (scope,) in there.values_list("scope")} <= {Scope.ADDED}
        transaction.set_rollback(True)


def _cells(men: int, women: int) -> dict[str, str]:
    return GOOD | {MEN: str(men), WOMEN: str(women), TOTAL: str(men + women), HIV: "0", ARV: "0"}


def test_a_consolidated_form_binds_no_cell_and_consolidates_another(middle: Middle) -> None:
    assert not TemplateCell.objects.filter(version__template=middle.template).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.filter(pk=middle.template.pk).update(consolidates=middle.template)


def test_a_form_is_put_together_by_a_regime_of_its_own_with_the_same_periods(middle: Middle) -> None:
    world, officer = middle.world, person_at(middle.world.cast.department, Role.OFFICER)
    grant_membership(user=officer, unit=world.cast.province, role=Role.OFFICER, from_=NEW, by=None, at=SENT)
    for template, regime, code in (
        (world.template, world.regime, "same_regime"),
        (middle.template, middle.template.regime, "same_regime"),
        (middle.template, world.regime, "same_regime"),
    ):
        with pytest.raises(Conflict) as refused:
            consolidate_template(
                template=template, regime=regime, code="T/02", name="Thử", by=officer, at=SENT
            )
        assert refused.value.code == code
