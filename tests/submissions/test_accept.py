"""What counts: figures, their history, marks; the old figure counts until the new one is accepted."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from indicators.models import DataPoint, FirstSource, Period, Regime
from submissions.actions.accept import accept
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.withdraw import withdraw
from submissions.models import (
    DirtyMark,
    Figure,
    FigureHistory,
    PendingFigure,
    Revision,
    Scope,
    Status,
    Submission,
)
from submissions.revisions import digest_of, sheet_of_revision
from submissions.signals import figures_moved
from tests.submissions.factories import ARV, AT, COST, GOOD, HIV, LATE, SENT, World, bring_to, build_world
from units.errors import BadContent, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db


def point(address: str) -> int:
    row = address.partition("/")[2].partition(":")[0]
    return DataPoint.objects.get(indicator__code=f"T.{row}").pk


def amounts(world: World) -> dict[int, int | None]:
    return dict(Figure.objects.filter(unit=world.cast.dong_hung.pk).values_list("data_point", "amount"))


def send_again(world: World, cells: dict[str, str | None], *, at: datetime = LATE) -> Submission:
    save_draft(submission=world.submission, cells=cells, by=world.cast.lan, at=at)
    request_sign_off(submission=world.submission, by=world.cast.lan, at=at)
    return sign_and_submit(submission=world.submission, by=world.cast.minh, at=at)


def test_figures_are_scaled_integers_of_the_round_s_period(world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    assert amounts(world)[point(COST)] == 12345
    figure = Figure.objects.get(unit=world.cast.dong_hung.pk, data_point=point(COST))
    event = Event.objects.get(kind="submission.accepted")
    assert figure.period == world.round.period_id
    assert figure.shard == world.cast.dong_hung.shard
    assert (figure.scope, figure.edition, figure.since) == (Scope.OWN, 4, event.pk)


def test_accepting_marks_the_nearest_unit_with_others_below(world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    marks = set(DirtyMark.objects.values_list("unit", "period", "data_point"))
    assert {unit for unit, *_key in marks} == {world.cast.province.pk}
    assert len(marks) == len(GOOD)


def test_those_above_are_told_after_the_commit(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    told: list[object] = []

    def listen(**_kwargs: object) -> None:
        told.append(1)

    figures_moved.connect(listen)
    try:
        bring_to(world, Status.SUBMITTED)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            accept(submission=world.submission, by=world.cast.hoa, at=SENT)
            assert not told
        assert told
    finally:
        figures_moved.disconnect(listen)


def test_nothing_is_a_figure_before_acceptance_but_it_is_pending(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    assert amounts(world) == {}
    assert PendingFigure.objects.get(data_point=point(COST)).amount == 12345


@pytest.mark.parametrize("leave", ["accept", "return", "withdraw"])
def test_pending_figures_go_when_the_report_is_answered(world: World, leave: str) -> None:
    report = bring_to(world, Status.SUBMITTED)
    if leave == "accept":
        accept(submission=report, by=world.cast.hoa, at=SENT)
    elif leave == "return":
        return_for_changes(submission=report, by=world.cast.hoa, at=SENT, reason="Sửa")
    else:
        withdraw(submission=report, by=world.cast.lan, at=SENT)
    assert not PendingFigure.objects.exists()


def test_a_correction_counts_only_when_it_is_accepted_and_the_old_figure_is_kept(world: World) -> None:
    bring_to(world, Status.CORRECTING)
    assert amounts(world)[point(HIV)] == 12
    report = send_again(world, {HIV: "13"})
    assert amounts(world)[point(HIV)] == 12
    assert report.sent is not None
    assert report.sent.reason == "Cộng nhầm một ca"
    return_for_changes(submission=report, by=world.cast.hoa, at=LATE, reason="Kiểm lại")
    assert amounts(world)[point(HIV)] == 12
    report = accept(submission=send_again(world, {HIV: "14"}), by=world.cast.hoa, at=LATE)
    assert amounts(world)[point(HIV)] == 14
    old = FigureHistory.objects.get(data_point=point(HIV))
    first, second = Event.objects.filter(kind="submission.accepted").order_by("pk")
    assert (old.amount, old.since, old.until) == (12, first.pk, second.pk)


def test_signs_are_kept_apart_from_numbers(world: World) -> None:
    bring_to(world, Status.ACCEPTED, cells=GOOD | {HIV: "…", ARV: "x", COST: "-"})
    rows = {row.data_point: (row.amount, row.sign) for row in Figure.objects.all()}
    assert rows[point(HIV)] == (None, 2)
    assert rows[point(ARV)] == (None, 3)
    assert rows[point(COST)] == (None, 1)


def test_only_the_first_source_of_a_data_point_writes_it(world: World) -> None:
    other = Regime.objects.create(
        code="O", name="Chế độ khác", owner=world.cast.department, calendar=world.regime.calendar,
        frequency="year", starts_on=world.regime.starts_on,
    )  # fmt: skip
    FirstSource.objects.filter(data_point=point(HIV)).update(regime=other)
    report = bring_to(world, Status.ACCEPTED)
    assert point(HIV) not in amounts(world)
    assert report.accepted is not None
    assert sheet_of_revision(report.accepted).cells[HIV].scaled == 12


def test_a_cell_of_another_period_writes_its_figure_there() -> None:
    bring_to(build_world(cost_period="year"), Status.ACCEPTED)
    period = Period.objects.get(pk=Figure.objects.get(data_point=point(COST)).period)
    assert (period.starts.isoformat(), period.ends.isoformat()) == ("2026-01-01", "2026-12-31")


def test_nothing_to_report_writes_a_dash_everywhere_and_counts(world: World) -> None:
    nothing_to_report(submission=world.submission, by=world.cast.lan, at=AT)
    report = sign_and_submit(submission=world.submission, by=world.cast.minh, at=SENT)
    accept(submission=report, by=world.cast.hoa, at=SENT)
    assert set(Figure.objects.values_list("sign", "amount")) == {(1, None)}
    assert Figure.objects.count() == len(GOOD)
    assert report.sent is not None
    assert sheet_of_revision(report.sent).nothing_to_report


def test_a_report_sent_after_its_due_time_is_late_and_an_extension_is_heeded(world: World) -> None:
    bring_to(world, Status.AWAITING_SIGN_OFF)
    assert not world.again().revisions.exists()
    report = sign_and_submit(submission=world.submission, by=world.cast.minh, at=LATE)
    assert report.sent is not None
    assert report.sent.is_late
    withdraw(submission=report, by=world.cast.lan, at=LATE)
    report.assignment.extended_to = LATE
    report.assignment.save()
    report = send_again(world, {})
    assert report.sent is not None
    assert not report.sent.is_late
    assert (report.sent.number, report.sent.sent_at, report.sent.prepared_at) == (2, LATE, LATE)


def test_a_revision_is_sealed(world: World) -> None:
    report = bring_to(world, Status.SUBMITTED)
    sent = report.sent
    assert sent is not None
    assert sent.sha256 == digest_of(sent.document)
    assert (sent.prepared_by, sent.signed_by) == (world.cast.lan, world.cast.minh)
    for go_around in (
        lambda: Revision.objects.filter(pk=sent.pk).update(document="{}"),
        lambda: Revision.objects.filter(pk=sent.pk)._raw_delete("default"),
        lambda: connection.cursor().execute("UPDATE submissions_revision SET sha256 = ''"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            go_around()


def test_a_warning_asks_for_a_word(world: World) -> None:
    cells = GOOD | {HIV: "40", ARV: "35"}
    save_draft(submission=world.submission, cells=cells, by=world.cast.lan, at=AT)
    with pytest.raises(BadContent) as refused:
        request_sign_off(submission=world.submission, by=world.cast.lan, at=AT)
    assert [problem["severity"] for problem in refused.value.problems] == ["warning"]
    save_draft(
        submission=world.submission,
        cells={},
        explanations={ARV: "Gồm ca từ xã khác"},
        by=world.cast.lan,
        at=AT,
    )
    assert (
        request_sign_off(submission=world.submission, by=world.cast.lan, at=AT).status == "awaiting_sign_off"
    )


def test_the_system_accepts_only_where_the_regime_says_so(world: World) -> None:
    report = bring_to(world, Status.SUBMITTED)
    with pytest.raises(NotAllowed):
        accept(submission=report, by=None, at=SENT)


def test_without_signature_and_with_automatic_acceptance_the_clerk_s_sending_counts_at_once() -> None:
    world = build_world(sign_off="none", acceptance="automatic")
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    report = sign_and_submit(submission=world.submission, by=world.cast.lan, at=AT)
    assert report.status == Status.ACCEPTED
    assert report.sent is not None
    assert report.sent.signed_as == ""
    assert len(amounts(world)) == len(GOOD)
    other = world.report_of(world.cast.tien_lu)
    assert nothing_to_report(submission=other, by=world.cast.son, at=AT).status == Status.ACCEPTED
