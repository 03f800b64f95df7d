"""A province puts together what districts and centres sealed: each commune once, each own part once."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.consolidating import now_below
from aggregates.models import Total
from indicators.models import DataPoint, Indicator
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.request_correction import request_correction
from submissions.models import Figure, Scope, Submission
from submissions.revisions import sheet_of_revision
from tests.aggregates.middle import Middle, build_middle, build_province
from tests.submissions.factories import ARV, COST, GOOD, HIV, MEN, SENT, TOTAL, WOMEN, build_world
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db

WHY = "Khám tại cơ sở của trung tâm"


class Province:
    def __init__(self) -> None:
        self.middle: Middle = build_middle(build_world())
        self.cast = self.middle.world.cast
        self.report = build_province(self.middle)

    def seal(self, report: Submission, own: int | None = None) -> Submission:
        """Sealed and accepted; one that was accepted before is corrected."""
        report = Submission.objects.get(pk=report.pk)
        if report.accepted_id is not None:
            by = self.middle.fills[report.assignment.responsible_id]
            request_correction(submission=report, by=by, at=SENT, reason="Cấp dưới đính chính")
            grant_correction(submission=report, by=self.cast.hoa, at=SENT)
        added = {} if own is None else {a: (str(own), WHY) for a in (TOTAL, MEN)}
        sent = self.middle.seal(Submission.objects.get(pk=report.pk), own=added)
        return accept(submission=sent, by=self.cast.hoa, at=SENT)

    def now(self, address: str = TOTAL) -> int | None:
        said = now_below(Submission.objects.get(pk=self.report.pk)).cells[address]
        return None if said is None else said.scaled

    def total(self) -> int | None:
        refresh_totals(at=SENT)
        point = DataPoint.objects.get(indicator__code="T.r1")
        return Total.objects.get(unit=self.cast.province.pk, data_point=point.pk).amount


@pytest.fixture
@kept
def province() -> Province:
    return Province()


def test_a_province_takes_what_was_sealed_and_not_what_was_corrected_since(province: Province) -> None:
    middle, cast = province.middle, province.cast
    middle.report(cast.dong_hung)
    province.seal(middle.centre, own=2)
    assert province.now() == 32
    middle.report(cast.dong_hung, GOOD | {TOTAL: "31", MEN: "11"})
    assert province.now() == 32
    province.seal(middle.centre, own=2)
    assert province.now() == 33


def test_a_report_that_is_not_accepted_is_named_as_missing(province: Province) -> None:
    middle, cast = province.middle, province.cast
    middle.report(cast.dong_hung)
    middle.seal(middle.centre)
    now = now_below(province.report)
    assert province.now() is None
    assert set(now.missing) == {cast.health_centre.pk, cast.department.pk}


def test_a_commune_in_two_sealed_reports_counts_once_and_is_said_to_stand_in_both(province: Province) -> None:
    middle, cast = province.middle, province.cast
    middle.report(cast.dong_hung)
    middle.report(cast.tien_lu)
    province.seal(middle.centre)
    province.seal(middle.department)
    assert province.now() == 60
    sealed = now_below(province.report).sealed
    assert sealed is not None
    assert sealed.twice == {cast.dong_hung.pk: {cast.health_centre.pk, cast.department.pk}}
    assert sealed.missing == {cast.hoang_hoa_tham.pk}


def test_the_pages_say_who_is_in_no_report_and_who_is_in_two(province: Province) -> None:
    middle, cast = province.middle, province.cast
    middle.report(cast.dong_hung)
    province.seal(middle.centre)
    province.seal(middle.department)
    client = Client()
    client.force_login(middle.fills[cast.province.pk])
    for path in ("", "theo-don-vi/"):
        page = client.get(f"/tong-hop/bao-cao/{province.report.assignment_id}/{path}").content.decode()
        assert "Không có trong báo cáo nào dưới đây (2): Xã Hoàng Hoa Thám, Xã Tiên Lữ." in page
        assert "dòng tổng chỉ tính một lần: Xã Đông Hưng (" in page


def test_where_nobody_stands_below_it_is_said_and_not_that_the_round_is_not_open(province: Province) -> None:
    regime = province.report.assignment.round.template.regime
    regime.placement_kind = "located_in"
    regime.save(update_fields=["placement_kind"])
    client = Client()
    client.force_login(province.middle.fills[province.cast.province.pk])
    page = client.get(f"/tong-hop/bao-cao/{province.report.assignment_id}/").content.decode()
    assert "Không có báo cáo nào gửi đến đơn vị" in page
    assert "Chưa mở đợt báo cáo" not in page


def test_of_two_takings_of_a_commune_the_later_version_counts(province: Province) -> None:
    middle, cast = province.middle, province.cast
    middle.report(cast.dong_hung)
    province.seal(middle.centre)
    middle.report(cast.dong_hung, GOOD | {TOTAL: "31", MEN: "11"})
    province.seal(middle.department)
    assert province.now() == 31


def test_means_are_of_the_communes_and_not_of_the_means(province: Province) -> None:
    middle, cast = province.middle, province.cast
    Indicator.objects.filter(code="T.r6").update(over_units=Indicator.OverUnits.MEAN)
    for unit, cost in ((cast.dong_hung, "10"), (cast.tien_lu, "20"), (cast.hoang_hoa_tham, "60")):
        middle.report(unit, GOOD | {COST: cost})
    province.seal(middle.centre)
    province.seal(middle.department)
    assert province.now(COST) == 300


def test_the_province_seals_and_its_own_part_counts_once_in_its_total(province: Province) -> None:
    middle, cast = province.middle, province.cast
    middle.report(cast.dong_hung)
    province.seal(middle.centre, own=2)
    sent = province.middle.seal(province.report, own={TOTAL: ("4", WHY), MEN: ("4", WHY)})
    accept(submission=sent, by=cast.hoa, at=SENT)
    sealed = Submission.objects.get(pk=province.report.pk)
    assert sealed.sent is not None
    assert sheet_of_revision(sealed.sent).cells[TOTAL].scaled == 36
    assert province.total() == 36
    assert reconcile_totals() == []


COUNTS = st.integers(0, 50)


@given(
    numbers=st.lists(st.tuples(COUNTS, COUNTS), min_size=3, max_size=3),
    own=st.lists(st.one_of(st.none(), COUNTS), min_size=3, max_size=3),
    order=st.permutations(["centre", "department"]),
    late=st.booleans(),
    again=st.booleans(),
)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_province_comes_to_the_communes_accepted_figures_and_the_own_parts(
    province: Province,
    numbers: list[tuple[int, int]],
    own: list[int | None],
    order: list[str],
    late: bool,
    again: bool,
) -> None:
    """Whoever seals first, whatever overlaps: what the province seals, and what its total is, are the direct
    sum of the communes' accepted figures and of the own parts."""
    middle, cast = province.middle, province.cast
    units = [cast.dong_hung, cast.tien_lu, cast.hoang_hoa_tham]
    parts = dict(zip(("centre", "department", "province"), own, strict=True))
    reports = {"centre": middle.centre, "department": middle.department}
    with transaction.atomic():
        if late:  # a sealing before everybody reported is overtaken by the next one
            middle.report(units[0], _cells(*numbers[0]))
            province.seal(middle.centre)
        for unit, (men, women) in zip(units, numbers, strict=True):
            middle.report(unit, _cells(men + again, women))
        for name in order:
            province.seal(reports[name], own=parts[name])
        communes = sum(men + again + women for men, women in numbers)
        below = communes + (parts["centre"] or 0) + (parts["department"] or 0)
        assert province.now() == below
        mine = parts["province"]
        added = {} if mine is None else {a: (str(mine), WHY) for a in (TOTAL, MEN)}
        sent = middle.seal(Submission.objects.get(pk=province.report.pk), own=added)
        accept(submission=sent, by=cast.hoa, at=SENT)
        assert province.total() == below + (mine or 0)
        assert reconcile_totals() == []
        there = Figure.objects.filter(
            unit__in=[u.pk for u in (cast.health_centre, cast.department, cast.province)]
        )
        assert {scope for (scope,) in there.values_list("scope")} <= {Scope.ADDED}
        transaction.set_rollback(True)


def _cells(men: int, women: int) -> dict[str, str]:
    return GOOD | {MEN: str(men), WOMEN: str(women), TOTAL: str(men + women), HIV: "0", ARV: "0"}
