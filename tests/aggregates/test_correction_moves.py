"""Before a correction is granted or accepted: which totals it moves, by how much, as it then happens."""

from collections.abc import Callable
from datetime import date

import pytest

from aggregates.actions.refresh_totals import refresh_totals
from aggregates.correction_preview import Moved, moved_by
from aggregates.models import Total
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.open_rounds import open_round
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import CorrectionRequest, DirtyMark, Figure, FigureHistory, Revision, Submission
from tests.submissions.factories import AT, COST, GOOD, HIV, LATE, MEN, SENT, TOTAL, World, build_world
from tests.submissions.test_pages import signed_in
from tests.support.kept_worlds import kept
from units.errors import BadContent
from units.models import Event, User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
ASKED = {TOTAL: "37", MEN: "17", COST: "1000.5"}


def report_of(world: World, period: str, cells: dict[str, str]) -> Submission:
    """The report of xã Đông Hưng for a period, accepted."""
    opened = open_round(template=world.template, period_code=period, by=None, at=AT)
    report = Submission.objects.get(assignment__round=opened, assignment__subject=world.cast.dong_hung)
    return _sent_and_accepted(world, report, cells)


def _sent_and_accepted(world: World, report: Submission, cells: dict[str, str]) -> Submission:
    report = _sent(world, report, cells)
    report = accept(submission=report, by=world.cast.hoa, at=SENT)
    refresh_totals(at=SENT)
    return report


def _sent(world: World, report: Submission, cells: dict[str, str]) -> Submission:
    report = Submission.objects.get(pk=report.pk)
    save_draft(submission=report, cells=cells, by=world.cast.lan, at=SENT)
    report = request_sign_off(submission=report, by=world.cast.lan, at=SENT)
    return sign_and_submit(submission=report, by=world.cast.minh, at=SENT)


@pytest.fixture
@kept
def asked() -> tuple[World, Submission]:
    """Six and nine months are accepted; of nine months a correction is asked for, with figures."""
    world = build_world()
    half = {**GOOD, TOTAL: "12", MEN: "4", "t1/r3:c1": "8", HIV: "8", "t1/r5:c1": "5", COST: "100"}
    report_of(world, "2026-6M", half)
    report = _sent_and_accepted(world, world.submission, GOOD)
    request_correction(submission=report, by=world.cast.lan, at=SENT, reason="Sót bảy người", cells=ASKED)
    return world, Submission.objects.get(pk=report.pk)


def moves(report: Submission, user: User) -> dict[tuple[str, str, str], tuple[int | None, int | None]]:
    found = moved_by(report, user=user, at=LATE, today=TODAY)
    return {(one.unit, one.period, one.number): (one.before, one.after) for one in found}


def _totals() -> list[tuple[object, ...]]:
    return list(
        Total.objects.order_by("pk").values_list("unit", "period", "data_point", "amount", "reported")
    )


def test_a_request_shows_the_totals_of_its_period_and_of_those_counted_from_it(
    asked: tuple[World, Submission],
) -> None:
    world, report = asked
    province = "Tỉnh Hưng Yên"
    assert moves(report, world.cast.hoa) == {
        (province, "2026-9M", "1"): (30, 37),
        (province, "2026-9M", "1.1"): (10, 17),
        (province, "2026-9M", "5"): (12345, 10005),
        (province, "2026-Q3", "1"): (18, 25),
        (province, "2026-Q3", "1.1"): (6, 13),
        (province, "2026-Q3", "5"): (11345, 9005),
    }
    assert Moved("", "", "", "", 0, is_derived=False, before=3, after=1).by == -2
    assert Moved("", "", "", "", 0, is_derived=False, after=1).by is None


def test_showing_keeps_nothing(asked: tuple[World, Submission]) -> None:
    world, report = asked
    models = (Total, Figure, FigureHistory, Revision, Event, DirtyMark, CorrectionRequest)
    before = [list(model._default_manager.order_by("pk").values()) for model in models]
    assert moves(report, world.cast.hoa)
    assert [list(model._default_manager.order_by("pk").values()) for model in models] == before
    again = Submission.objects.get(pk=report.pk)
    assert (again.status, again.sent_id, again.accepted_id) == (
        report.status,
        report.sent_id,
        report.accepted_id,
    )


def test_what_was_shown_is_what_then_happens(asked: tuple[World, Submission]) -> None:
    world, report = asked
    shown = moves(report, world.cast.hoa)
    grant_correction(submission=report, by=world.cast.hoa, at=LATE)
    sent = _sent(world, report, ASKED)
    assert moves(sent, world.cast.hoa) == shown, "the same once it is sent, before it is accepted"
    before = _totals()
    accept(submission=sent, by=world.cast.hoa, at=LATE)
    refresh_totals(at=LATE)
    changed = [(was[3], now[3]) for was, now in zip(before, _totals(), strict=True) if was != now]
    assert sorted(changed) == sorted(
        move for (_unit, period, _number), move in shown.items() if period == "2026-9M"
    )


def test_totals_that_wait_to_be_refreshed_are_not_taken_for_the_correction(
    asked: tuple[World, Submission],
) -> None:
    world, report = asked
    shown = moves(report, world.cast.hoa)
    other = world.report_of(world.cast.tien_lu)
    save_draft(submission=other, cells={**GOOD, COST: "5"}, by=world.cast.son, at=SENT)
    other = request_sign_off(submission=other, by=world.cast.son, at=SENT)
    accept(
        submission=sign_and_submit(submission=other, by=world.cast.son, at=SENT), by=world.cast.hoa, at=SENT
    )
    assert DirtyMark.objects.exists()
    moved = moves(report, world.cast.hoa)
    nine = [key for key in shown if key[1] == "2026-9M"]
    assert _by(moved) == {key: _by(shown)[key] for key in nine}, "with six months of one of two, no quarter"


def _by(found: dict[tuple[str, str, str], tuple[int | None, int | None]]) -> dict[tuple[str, str, str], int]:
    return {key: (now or 0) - (was or 0) for key, (was, now) in found.items()}


def test_the_reviewer_sees_it_on_the_page_before_answering(asked: tuple[World, Submission]) -> None:
    world, report = asked
    hoa = signed_in(world.cast.hoa)
    page = hoa.get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert f'hx-get="/tong-hop/dinh-chinh/{report.pk}/"' in page
    assert "1 Tổng số người: 30 → <b>37</b>" in page
    shown = hoa.get(f"/tong-hop/dinh-chinh/{report.pk}/").content.decode()
    assert "6 số tổng hợp sẽ đổi" in shown
    assert "▲ +7" in shown
    assert "▼ -234,0" in shown
    assert signed_in(world.cast.lan).get(f"/tong-hop/dinh-chinh/{report.pk}/").status_code == 403


def test_a_request_without_figures_says_that_nothing_is_known_yet(world_of: Callable[[], World]) -> None:
    world = world_of()
    report = _sent_and_accepted(world, world.submission, GOOD)
    hoa = signed_in(world.cast.hoa)
    assert hoa.get(f"/tong-hop/dinh-chinh/{report.pk}/").status_code == 409
    request_correction(submission=report, by=world.cast.lan, at=SENT, reason="Sai")
    assert "Đơn vị chưa nói số mới" in hoa.get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert hoa.get(f"/tong-hop/dinh-chinh/{report.pk}/").status_code == 409


@pytest.fixture
def world_of() -> Callable[[], World]:
    return build_world


@pytest.mark.parametrize(
    ("address", "text"),
    [("t9/r1:c1", "1"), ("", "1"), (TOTAL, "1.5"), (TOTAL, "abc"), (TOTAL, "9" * 20), (TOTAL, "\x00")],
)
def test_a_request_with_figures_that_cannot_stand_there_is_refused(
    world_of: Callable[[], World], address: str, text: str
) -> None:
    world = world_of()
    report = _sent_and_accepted(world, world.submission, GOOD)
    with pytest.raises(BadContent):
        request_correction(submission=report, by=world.cast.lan, at=SENT, reason="Sai", cells={address: text})
    assert not CorrectionRequest.objects.exists()


def test_the_clerk_says_new_figures_as_they_are_written_here(world_of: Callable[[], World]) -> None:
    world = world_of()
    report = _sent_and_accepted(world, world.submission, GOOD)
    lan, duty = signed_in(world.cast.lan), report.assignment_id
    assert "E13 · 5 Chênh lệch thu chi: 1.234,5" in lan.get(f"/bao-cao/{duty}/").content.decode()
    wrong = {"reason": "Sai", "o": [TOTAL, COST], "so": ["1,5", ""]}
    refused = lan.post(f"/bao-cao/{duty}/xin-dinh-chinh/", wrong, follow=True).content.decode()
    assert "số nguyên" in refused
    assert not CorrectionRequest.objects.exists()
    lan.post(f"/bao-cao/{duty}/xin-dinh-chinh/", {"reason": "Sai", "o": ["", COST], "so": ["3", "1.000,5"]})
    assert CorrectionRequest.objects.get().cells == f'{{"{COST}": "1000.5"}}'
