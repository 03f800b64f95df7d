"""An open round goes on with a new version of its form: what was typed follows its figure."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from indicators.actions.publish_template import publish_template
from indicators.layout import Cell, FormLayout, Row, to_json
from indicators.models import DataPoint, FirstSource, Indicator, TemplateVersion
from submissions.actions.accept import accept
from submissions.actions.close_round import close_round
from submissions.actions.grant_correction import grant_correction
from submissions.actions.move_round import move_round
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.drafts import entries, sheet_of_draft
from submissions.models import Comment, DirtyMark, Figure, PendingFigure, Status, Submission
from submissions.moving import plan_move
from submissions.queries import submission_for
from submissions.remapping import remap
from submissions.revisions import sheet_of_revision
from tests.submissions.factories import (
    ARV,
    AT,
    COST,
    GOOD,
    HIV,
    MEN,
    NOTE,
    SENT,
    TOTAL,
    WOMEN,
    World,
    bring_to,
    build_world,
    small_layout,
)
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db

NEW = "t1/r9:c1"


def second_layout() -> FormLayout:
    """HIV and ARV change rows, the cost is asked no more, a line is new; the others stay."""
    first = small_layout()
    [table] = first.tables
    figure_of = {"r4": "T.r5|total", "r5": "T.r4|total", "r9": "T.r9|total"}
    cells = tuple(
        replace(cell, data_point=figure_of.get(cell.row, cell.data_point))
        for cell in (*table.cells, Cell("r9", "c1", "T.r9|total"))
        if cell.row != "r6"
    )
    rows = (*(row for row in table.rows if row.key != "r6"), Row("r9", "6", "Mới", 14))
    return replace(first, tables=(replace(table, rows=rows, cells=cells),), checks=())


@pytest.fixture
def world() -> World:
    return build_world()


def second(world: World) -> TemplateVersion:
    total = DataPoint.objects.filter(first_source__regime=world.regime).values_list("breakdown", flat=True)[0]
    new = Indicator.objects.create(
        code="T.r9", name="Mới", unit_of_measure_id="nguoi", owner=world.regime.owner
    )
    point = DataPoint.objects.create(indicator=new, breakdown_id=total)
    FirstSource.objects.create(data_point=point, regime=world.regime)
    version = TemplateVersion.objects.create(
        template=world.template, number=2, layout=to_json(second_layout())
    )
    return publish_template(version=version, by=world.cast.nga, at=AT)


def test_answers_follow_their_figure_and_what_has_no_place_is_said_to_the_unit(world: World) -> None:
    cast = world.cast
    save_draft(
        submission=world.submission, cells=GOOD, texts={NOTE: "đếm lại"}, explanations={HIV: "ít"},
        by=cast.lan, at=AT,
    )  # fmt: skip
    plan = move_round(reporting_round=world.round, version=second(world), by=cast.nga, at=AT)
    assert (len(plan.with_losses), len(plan.kept_whole), plan.stays) == (1, 0, 0)
    report = submission_for(cast.lan, world.submission.assignment_id)
    draft = report.draft
    assert {address: entry["v"] for address, entry in entries(draft.cells).items()} == {
        TOTAL: "30", MEN: "10", WOMEN: "20", ARV: "12", HIV: "10",
    }  # fmt: skip
    assert {address: entry["v"] for address, entry in entries(draft.texts).items()} == {
        NOTE: "đếm lại", f"explain:{ARV}": "ít",
    }  # fmt: skip
    assert sheet_of_draft(report).answered == 5
    [word] = Comment.objects.all()
    assert "phiên bản 2" in word.text
    assert "Ô E13 (dòng 5, cột 1): 1234.5" in word.text
    told = json.loads(Event.objects.get(kind="submission.moved").data)
    assert told["lost"] == ["Ô E13 (dòng 5, cột 1): 1234.5"]


def test_a_page_of_the_old_form_saves_nothing_over_the_new_one(world: World) -> None:
    save_draft(submission=world.submission, cells={TOTAL: "1"}, by=world.cast.lan, at=AT)
    opened = submission_for(world.cast.lan, world.submission.assignment_id)
    move_round(reporting_round=world.round, version=second(world), by=world.cast.nga, at=AT)
    with pytest.raises(Conflict) as refused:
        save_draft(submission=opened, cells={COST: "5"}, by=world.cast.lan, at=AT)
    assert refused.value.code == "other_version"
    fresh = submission_for(world.cast.lan, world.submission.assignment_id)
    save_draft(submission=fresh, cells={NEW: "5"}, by=world.cast.lan, at=AT)


def test_what_waits_for_a_signature_goes_back_to_its_clerk(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    request_sign_off(submission=world.submission, by=world.cast.lan, at=AT)
    plan = move_round(reporting_round=world.round, version=second(world), by=world.cast.nga, at=AT)
    assert len(plan.going_back) == 1
    report = world.again()
    assert (report.status, report.prepared_by) == (Status.DRAFT, None)
    assert "trình ký lại" in Comment.objects.order_by("pk")[0].text


def test_what_was_sent_stays_in_its_own_form_and_is_accepted_so(world: World) -> None:
    cast = world.cast
    bring_to(world, Status.SUBMITTED)
    plan = move_round(reporting_round=world.round, version=second(world), by=cast.nga, at=AT)
    assert (plan.stays, len(plan.kept_whole), len(plan.with_losses)) == (1, 0, 0)
    report = submission_for(cast.hoa, world.submission.assignment_id)
    assert report.sent is not None
    assert sheet_of_revision(report.sent).cells[COST].scaled == 12345
    accept(submission=report, by=cast.hoa, at=SENT)
    assert not PendingFigure.objects.exists()
    assert 12345 in set(Figure.objects.values_list("amount", flat=True))
    refresh_totals(at=SENT)
    assert reconcile_totals() == []


def test_a_correction_in_the_new_form_takes_back_what_only_the_old_one_asked(world: World) -> None:
    cast = world.cast
    report = bring_to(world, Status.ACCEPTED)
    move_round(reporting_round=world.round, version=second(world), by=cast.nga, at=AT)
    request_correction(submission=report, by=cast.lan, at=SENT, reason="Thêm dòng mới")
    report = grant_correction(submission=report, by=cast.hoa, at=SENT)
    save_draft(submission=report, cells={NEW: "3"}, by=cast.lan, at=SENT)
    report = request_sign_off(submission=report, by=cast.lan, at=SENT)
    report = sign_and_submit(submission=report, by=cast.minh, at=SENT)
    accept(submission=report, by=cast.hoa, at=SENT)
    amounts = set(Figure.objects.filter(unit=cast.dong_hung.pk).values_list("amount", flat=True))
    assert amounts == {30, 10, 20, 12, 3}
    refresh_totals(at=SENT)
    assert reconcile_totals() == []


def test_totals_that_expect_other_figures_are_marked(world: World) -> None:
    DirtyMark.objects.all().delete()
    move_round(reporting_round=world.round, version=second(world), by=world.cast.nga, at=AT)
    marked = set(DirtyMark.objects.values_list("data_point", flat=True))
    assert len(marked) == 7  # six of the old form, one new


def test_only_the_officer_moves_only_to_a_published_version_and_only_an_open_round(world: World) -> None:
    cast, version = world.cast, second(world)
    draft = TemplateVersion.objects.create(template=world.template, number=3, layout=version.layout)
    with pytest.raises(BadContent):
        move_round(reporting_round=world.round, version=draft, by=cast.nga, at=AT)
    with pytest.raises(NotAllowed):
        move_round(reporting_round=world.round, version=version, by=cast.hoa, at=AT)
    with pytest.raises(Conflict):
        move_round(reporting_round=world.round, version=world.round.version, by=cast.nga, at=AT)
    close_round(reporting_round=world.round, by=cast.nga, at=AT)
    with pytest.raises(Conflict):
        move_round(reporting_round=world.round, version=version, by=cast.nga, at=AT)


def test_looking_at_the_plan_changes_nothing(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    version = second(world)
    plan = plan_move(world.round, version)
    assert len(plan.with_losses) == 1
    assert world.again().draft.version == 1
    assert Submission.objects.filter(assignment__round__version=version).count() == 0


ADDRESSES = [TOTAL, MEN, WOMEN, HIV, ARV, COST]


@given(st.dictionaries(st.sampled_from(ADDRESSES), st.sampled_from(["1", "-", "…", "x", "12"])))
def test_every_answer_is_kept_or_named_and_there_and_back_is_the_same(said: dict[str, str]) -> None:
    cells = {address: {"v": value, "n": 1, "by": 1} for address, value in said.items()}
    old, new = small_layout(), second_layout()
    moved = remap(cells, {}, old=old, new=new)
    assert len(moved.cells) + len(moved.lost) == len(cells)
    assert moved.lost.keys() <= {COST}
    back = remap(moved.cells, {}, old=new, new=old)
    assert back.lost == {}
    assert back.cells == {address: cells[address] for address in cells if address != COST}
