"""Where a correction begins: what was accepted, with the figures of the request; and what is late."""

from datetime import datetime, timedelta

import pytest

from submissions.actions.accept import accept
from submissions.actions.enter_for import enter_for
from submissions.actions.grant_correction import grant_correction
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.withdraw import withdraw
from submissions.background import working_sheet
from submissions.drafts import entries, sheet_of_draft
from submissions.models import Draft, Status, Submission
from submissions.queries import submission_by_id
from submissions.revisions import sheet_of_revision
from submissions.rules import check
from submissions.sheet import Sheet, sheet_from_plain
from tests.cast import NEW, Cast
from tests.indicators.repeating import FLOW, OWN, STOCK
from tests.submissions.factories import (
    ARV,
    AT,
    COST,
    GOOD,
    HIV,
    LATE,
    MEN,
    SENT,
    TOTAL,
    World,
    bring_to,
    build_world,
    small_layout,
)
from tests.submissions.reusing import LATER, build_reusing
from units.actions.grant_membership import grant_membership
from units.models import Role, User

pytestmark = pytest.mark.django_db
WARNED = {**GOOD, TOTAL: "8", MEN: "3", "t1/r3:c1": "5"}
"""3.7 is greater than 1: a warning that asks for a word."""


def granted(
    report: Submission, cast: Cast, cells: dict[str, str] | None = None, *, by: User | None = None
) -> Submission:
    request_correction(submission=report, by=cast.lan, at=LATE, reason="Cộng nhầm", cells=cells)
    grant_correction(submission=report, by=by or cast.hoa, at=LATE)
    return Submission.objects.select_related("draft").get(pk=report.pk)


def drafted(report: Submission) -> Sheet:
    return sheet_of_draft(Submission.objects.get(pk=report.pk))


def test_the_draft_holds_the_figures_of_the_request_and_else_what_was_accepted(world: World) -> None:
    report = granted(bring_to(world, Status.ACCEPTED), world.cast, {TOTAL: "37", MEN: "17"})
    assert report.status == Status.CORRECTING
    said = drafted(report)
    wanted = sheet_from_plain(small_layout(), {**GOOD, TOTAL: "37", MEN: "17"})
    assert dict(said.cells) == dict(wanted.cells)
    kept = entries(report.draft.cells)
    assert {kept[TOTAL]["by"], kept[HIV]["by"]} == {world.cast.lan.pk}
    assert report.draft.version == 2, "what was the same already is not written anew"


def test_without_figures_asked_an_untouched_draft_stays_as_it_was_sent(world: World) -> None:
    before = Draft.objects.get(submission=bring_to(world, Status.ACCEPTED)).version
    report = granted(world.again(), world.cast)
    assert report.draft.version == before
    assert dict(drafted(report).cells) == dict(sheet_from_plain(small_layout(), GOOD).cells)


def test_words_go_with_the_figures(world: World) -> None:
    cast = world.cast
    save_draft(
        submission=world.submission, cells=WARNED, explanations={ARV: "Có chuyển tuyến"}, by=cast.lan, at=AT
    )
    request_sign_off(submission=world.submission, by=cast.lan, at=AT)
    sign_and_submit(submission=world.submission, by=cast.minh, at=SENT)
    report = accept(submission=world.again(), by=cast.hoa, at=SENT)
    Draft.objects.filter(submission=report).update(cells="{}", texts="{}")  # as history is loaded
    report = granted(world.again(), cast)
    assert dict(drafted(report).explanations) == {ARV: "Có chuyển tuyến"}
    assert drafted(report).cells.keys() == WARNED.keys()


def test_a_draft_begun_before_others_typed_gives_way_to_what_counts() -> None:
    world = build_world(lets_others_enter=True)
    cast = world.cast
    save_draft(submission=world.submission, cells={TOTAL: "99", COST: "7"}, by=cast.lan, at=AT)
    sheet = sheet_from_plain(small_layout(), {**GOOD, COST: "-"})
    enter_for(
        submission=world.again(), sheet=sheet, told_by="Ông Sơn", told_how="phone", by=cast.nga, at=SENT
    )
    accept(submission=world.again(), by=cast.hoa, at=SENT)
    report = granted(world.again(), cast, {ARV: "9"})
    assert {at: answer for at, answer in drafted(report).cells.items() if at != ARV} == {
        at: answer for at, answer in sheet.cells.items() if at != ARV
    }
    kept = entries(report.draft.cells)
    assert (kept[TOTAL]["by"], kept[ARV]["by"], kept[ARV]["v"]) == (cast.nga.pk, cast.lan.pk, "9")


def test_nothing_to_report_stays_so_until_a_figure_is_asked(world: World) -> None:
    cast = world.cast
    nothing_to_report(submission=world.submission, by=cast.lan, at=AT)
    sign_and_submit(submission=world.again(), by=cast.minh, at=SENT)
    accept(submission=world.again(), by=cast.hoa, at=SENT)
    report = granted(world.again(), cast)
    assert report.draft.nothing_to_report
    Submission.objects.filter(pk=report.pk).update(status=Status.ACCEPTED)
    report = granted(world.again(), cast, {TOTAL: "3"})
    assert not report.draft.nothing_to_report
    assert entries(report.draft.cells)[TOTAL]["v"] == "3"


def test_cells_had_from_another_form_are_there_too_and_say_what_became_of_them() -> None:
    reusing = build_reusing()
    reusing.answered()
    cast, phuc = reusing.made.cast, reusing.made.phuc
    grant_membership(user=phuc, unit=cast.province, role=Role.REVIEWER, from_=NEW, by=None, at=AT)
    accept(submission=reusing.quarter_sent(), by=User.objects.get(pk=phuc.pk), at=AT)
    report = granted(reusing.report_of(), cast, by=User.objects.get(pk=phuc.pk))
    kept = {address: entry["v"] for address, entry in entries(report.draft.cells).items()}
    assert kept == {FLOW: "42", STOCK: "7", OWN: "3"}
    accepted = report.accepted
    assert accepted is not None
    assert dict(working_sheet(report).cells) == dict(sheet_of_revision(accepted).cells)
    assert not [one for one in check(working_sheet(report)) if one.code == "reused_otherwise"]
    reusing.corrected("2026-09", "12", "9", at=LATER)
    now = working_sheet(submission_by_id(cast.fresh("lan"), report.pk))
    (told,) = [one for one in check(now) if one.code == "reused_otherwise"]
    assert (told.address, told.severity, told.params["said"], told.params["is"]) == (STOCK, "note", "7", "9")


# ---- late -------------------------------------------------------------------------------------------------


def sent_at(world: World, at: datetime) -> bool:
    cast, report = world.cast, world.again()
    save_draft(submission=report, cells=GOOD, by=cast.lan, at=at)
    request_sign_off(submission=report, by=cast.lan, at=at)
    sent = sign_and_submit(submission=world.again(), by=cast.minh, at=at).sent
    assert sent is not None
    return sent.is_late


def test_what_came_in_time_and_was_returned_is_not_late_when_it_comes_again(world: World) -> None:
    assert not sent_at(world, SENT)
    return_for_changes(submission=world.again(), by=world.cast.hoa, at=SENT, reason="Xem dòng 5")
    assert not sent_at(world, LATE)
    return_for_changes(submission=world.again(), by=world.cast.hoa, at=LATE, reason="Vẫn sai")
    assert not sent_at(world, LATE + timedelta(days=9))


def test_what_came_late_stays_late_when_it_was_returned(world: World) -> None:
    assert sent_at(world, LATE)
    return_for_changes(submission=world.again(), by=world.cast.hoa, at=LATE, reason="Xem dòng 5")
    assert sent_at(world, LATE + timedelta(days=1))


def test_what_the_unit_took_back_itself_had_not_come_in(world: World) -> None:
    assert not sent_at(world, SENT)
    withdraw(submission=world.again(), by=world.cast.fresh("lan"), at=SENT)
    assert sent_at(world, LATE)
