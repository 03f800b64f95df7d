"""A storm at 14:00 is asked for by 17:00: from a few typed lines to duties, totals and reminders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from indicators.actions.extend_deadline import extend_deadline
from indicators.actions.stop_asking_again import stop_asking_again
from indicators.ad_hoc import AdHoc
from indicators.calendars import period_named
from indicators.catalogue_reading import measures
from indicators.finding import Asked, found
from indicators.layout.quick import QuickLine, line_address
from indicators.models import AdHocRequest, Assignment, Indicator, ReportingRound
from submissions.actions.ask_ad_hoc import ask_ad_hoc
from submissions.actions.close_round import close_round
from submissions.actions.exempt import exempt
from submissions.actions.open_rounds import open_due_rounds
from submissions.actions.reorganise_units import reorganise_units
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.send_hourly_reminders import send_hourly_reminders
from submissions.actions.send_reminders import send_reminders
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.take_effect import take_effect
from submissions.actions.tell_of_round import tell_of_round
from submissions.models import Status, Submission
from submissions.workbooks.fill import Filling, fill_workbook
from tests.cast import Cast, build_cast
from units.errors import BadContent, Conflict, NotAllowed
from units.models import User
from units.queries import find_unit
from units.reorganisations.plan import Kind, NewUnit, Part, Plan

pytestmark = pytest.mark.django_db

TWO = datetime(2026, 9, 10, 7, 0, tzinfo=UTC)
"""14:00 in Việt Nam."""
FIVE = TWO + timedelta(hours=3)
LINES = (
    QuickLine("Nhà tốc mái", "nhà"),
    QuickLine("Lúa ngập", "ha", 1, "ngập quá 24 giờ"),
    QuickLine("Người phải sơ tán", "người"),
)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def storm(cast: Cast, **changed: Any) -> AdHoc:
    units = [cast.dong_hung.pk, cast.tien_lu.pk, cast.hoang_hoa_tham.pk]
    return replace(AdHoc("Thiệt hại do bão số 5", LINES, cast.department, units, FIVE), **changed)


def report_of(round_: ReportingRound, unit: Any) -> Submission:
    return Submission.objects.get(assignment__round=round_, assignment__subject=unit)


def send(round_: ReportingRound, unit: Any, by: User, *amounts: str, at: datetime = TWO) -> Submission:
    report = report_of(round_, unit)
    save_draft(submission=report, cells={line_address(n): v for n, v in enumerate(amounts, 1)}, by=by, at=at)
    return sign_and_submit(submission=report, by=by, at=at)


def test_duties_are_there_at_once_due_at_the_time_asked(cast: Cast) -> None:
    opened = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    assert opened.template.code == "DX-001/2026"
    assert opened.period_code == "DX-001/2026:2026-09-10"
    assert period_named(opened.period_code).ends == date(2026, 9, 10)
    duties = Assignment.objects.filter(round=opened)
    assert {duty.subject_id for duty in duties} == {
        u.pk for u in (cast.dong_hung, cast.tien_lu, cast.hoang_hoa_tham)
    }
    assert {(duty.due_at, duty.recipient_id, duty.responsible_id == duty.subject_id) for duty in duties} == {
        (FIVE, cast.department.pk, True)
    }
    assert Submission.objects.filter(assignment__round=opened).count() == 3


def test_what_stands_behind_is_made_by_the_system_and_kept_out_of_the_catalogue(cast: Cast) -> None:
    opened = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    made = Indicator.objects.order_by("code")
    assert [(one.name, one.unit_of_measure.name, one.decimals) for one in made] == [
        ("Nhà tốc mái", "nhà", 0), ("Lúa ngập", "ha", 1), ("Người phải sơ tán", "người", 0),
    ]  # fmt: skip
    assert {one.owner for one in made} == {cast.department}
    assert found(Asked()) == []
    assert "nha" in measures()
    assert "nha" not in measures(with_ad_hoc=False)
    regime = opened.template.regime
    assert (regime.kind, regime.sign_off, regime.acceptance) == ("ad_hoc", "none", "automatic")


def test_sent_figures_count_at_once_and_the_totals_follow(cast: Cast) -> None:
    opened = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    assert send(opened, cast.dong_hung, cast.lan, "12", "30.5", "-").status == Status.ACCEPTED
    send(opened, cast.tien_lu, cast.son, "7", "0", "140")
    refresh_totals(at=TWO)
    totals = {
        total.data_point: (total.amount, total.reported, total.expected)
        for total in Total.objects.filter(unit=cast.province.pk, period=opened.period_id)
    }
    assert sorted(totals.values()) == [(19, 2, 3), (140, 2, 3), (305, 2, 3)]


def test_several_requests_of_one_day_stand_beside_each_other(cast: Cast) -> None:
    first = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    second = ask_ad_hoc(asked=storm(cast, title="Ngộ độc thực phẩm"), by=cast.nga, at=TWO)
    assert second.template.code == "DX-002/2026"
    assert first.period == second.period
    assert first.period_code != second.period_code
    send(first, cast.dong_hung, cast.lan, "1", "1", "1")
    assert report_of(second, cast.dong_hung).status == Status.DRAFT


def test_asked_again_each_day_under_one_number_until_the_last_day(cast: Cast) -> None:
    until = date(2026, 9, 12)
    first = ask_ad_hoc(asked=storm(cast, repeats_until=until), by=cast.nga, at=TWO)
    opened = [open_due_rounds(at=midnight(day)) for day in range(10, 15)]
    assert [[one.period_code for one in day] for day in opened] == [
        [], ["DX-001/2026:2026-09-11"], ["DX-001/2026:2026-09-12"], [], [],
    ]  # fmt: skip
    assert {one.template for day in opened for one in day} == {first.template}
    assert [one.due_at for day in opened for one in day] == [FIVE + timedelta(days=n) for n in (1, 2)]


def test_a_storm_that_has_passed_is_not_asked_about_again(cast: Cast) -> None:
    first = ask_ad_hoc(asked=storm(cast, repeats_until=date(2026, 9, 20)), by=cast.nga, at=TWO)
    [second] = open_due_rounds(at=midnight(11))
    stop_asking_again(regime=first.template.regime, by=cast.nga, at=midnight(11))
    assert open_due_rounds(at=midnight(12)) == []
    second.refresh_from_db()
    assert second.closed_at is None
    with pytest.raises(Conflict):
        stop_asking_again(regime=first.template.regime, by=cast.nga, at=midnight(11))
    once = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    with pytest.raises(Conflict):
        stop_asking_again(regime=once.template.regime, by=cast.nga, at=TWO)
    with pytest.raises(NotAllowed):
        stop_asking_again(regime=first.template.regime, by=cast.hoa, at=TWO)


def midnight(day: int) -> datetime:
    return timezone.make_aware(datetime(2026, 9, day, 0, 5))


def test_a_deadline_past_midnight_belongs_to_the_day_it_was_asked(cast: Cast) -> None:
    late = timezone.make_aware(datetime(2026, 9, 10, 22, 0))
    opened = ask_ad_hoc(
        asked=storm(cast, due=late + timedelta(hours=4), repeats_until=date(2026, 9, 11)),
        by=cast.nga,
        at=late,
    )
    assert opened.period.ends == date(2026, 9, 10)
    [again] = open_due_rounds(at=midnight(11))
    assert timezone.localtime(again.due_at) == timezone.make_aware(datetime(2026, 9, 12, 2, 0))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " \u200b "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"lines": ()}, "lines"),
        ({"lines": LINES * 6}, "lines"),
        ({"lines": (LINES[0], replace(LINES[0], label=" nhà  TỐC mái"))}, "line-2-label"),
        ({"lines": (QuickLine("Nhà", ""),)}, "line-1-unit"),
        ({"lines": (QuickLine("", "nhà"),)}, "line-1-label"),
        ({"lines": (QuickLine("Nhà", "nhà", 7),)}, "line-1-decimals"),
        ({"units": []}, "units"),
        ({"due": TWO}, "due"),
        ({"due": TWO + timedelta(days=9)}, "due"),
        ({"repeats_until": date(2026, 9, 9)}, "repeats_until"),
        ({"repeats_until": date(2027, 9, 9)}, "repeats_until"),
        ({"sign_off": "after"}, "sign_off"),
        ({"acceptance": "never"}, "acceptance"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field_and_nothing_is_made(
    cast: Cast, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadContent) as refused:
        ask_ad_hoc(asked=storm(cast, **changed), by=cast.nga, at=TWO)
    assert field in {problem["field"] for problem in refused.value.problems}
    assert not AdHocRequest.objects.exists()
    assert not Indicator.objects.exists()


def test_an_officer_asks_within_the_territory_of_the_agency_only(cast: Cast) -> None:
    for foreign in (cast.kien_an, cast.province, cast.department):
        with pytest.raises(BadContent) as refused:
            ask_ad_hoc(asked=storm(cast, units=[foreign.pk]), by=cast.nga, at=TWO)
        assert refused.value.problems[0]["field"] == "units"
    ask_ad_hoc(asked=storm(cast, units=[cast.health_centre.pk]), by=cast.nga, at=TWO)
    with pytest.raises(NotAllowed):
        ask_ad_hoc(asked=storm(cast), by=cast.hoa, at=TWO)


def test_the_form_has_a_workbook_of_its_own(cast: Cast) -> None:
    opened = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    from indicators.forms import layout_of

    layout = layout_of(opened.version)
    filling = Filling("UBND xã Đông Hưng", "Sở Y tế", "Ngày 10/09/2026", date(2026, 9, 10), date(2026, 9, 10))
    blank = opened.version.workbook
    assert blank is not None
    filled = fill_workbook(bytes(blank), layout=layout, filling=filling, mark="x")
    assert filled[:2] == b"PK"


# ---- mails ------------------------------------------------------------------------------------------------


def with_mail(*people: User) -> None:
    for person in people:
        person.email = f"{person.username}@example.vn"
        person.save(update_fields=["email"])


def test_clerks_and_heads_are_told_at_once_and_reminded_by_the_hour_until_they_send(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with_mail(cast.lan, cast.minh, cast.son)
    opened = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    assert tell_of_round(round_id=opened.pk, at=TWO) == 3
    assert tell_of_round(round_id=opened.pk, at=TWO) == 0
    assert "Báo cáo đột xuất, hạn 17:00 10/09: Thiệt hại do bão số 5" in mail.outbox[0].subject
    assert "còn 03:00" in mail.outbox[0].body
    send(opened, cast.dong_hung, cast.lan, "1", "1", "1")
    for hour, mails in ((0, 0), (1, 1), (1, 0), (2, 1), (3, 1), (16, 0)):
        assert send_hourly_reminders(at=TWO + timedelta(hours=hour)) == mails, hour
    assert {letter.to[0] for letter in mail.outbox[3:]} == {"son@example.vn"}
    assert send_reminders(at=TWO + timedelta(days=1)) == 1  # the daily one goes beside them


def test_without_hourly_reminders_nobody_is_reminded_by_the_hour(cast: Cast) -> None:
    with_mail(cast.lan)
    ask_ad_hoc(asked=storm(cast, reminds_hourly=False), by=cast.nga, at=TWO)
    assert send_hourly_reminders(at=TWO + timedelta(hours=1)) == 0


def test_a_lines_own_unit_of_measure_is_among_the_choices_when_the_line_is_edited(
    cast: Cast, client: Client
) -> None:
    ask_ad_hoc(asked=storm(cast, lines=(QuickLine("Bao cát", "bao"),)), by=cast.nga, at=TWO)
    line = Indicator.objects.get(name="Bao cát")
    own = f'value="{line.unit_of_measure.code}" selected'
    client.force_login(cast.fresh("nga"))
    page = client.get(f"/chi-tieu/{line.pk}/sua/").content.decode()
    assert own in page
    refused = client.post(f"/chi-tieu/{line.pk}/sua/", {"unit_of_measure": line.unit_of_measure.code})
    assert refused.status_code == 422
    assert own in refused.content.decode()
    assert f'value="{line.unit_of_measure.code}"' not in client.get("/chi-tieu/moi/").content.decode()


def hourly(round_: ReportingRound, hours: int) -> list[str]:
    """Who is mailed in an hour after the request."""
    mail.outbox.clear()
    send_hourly_reminders(at=TWO + timedelta(hours=hours))
    return sorted(letter.to[0].partition("@")[0] for letter in mail.outbox)


def test_whoever_is_exempt_or_has_a_closed_round_is_not_reminded_by_the_hour(cast: Cast) -> None:
    with_mail(cast.lan, cast.son)
    opened = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    assert hourly(opened, 1) == ["lan", "son"]
    duty = report_of(opened, cast.dong_hung).assignment
    exempt(assignments=[duty], reason="Không có bão", by=cast.nga, at=TWO)
    assert hourly(opened, 2) == ["son"]
    close_round(reporting_round=opened, by=cast.nga, at=TWO + timedelta(hours=2))
    assert hourly(opened, 3) == []


def test_an_extended_deadline_moves_the_hours_in_which_one_is_reminded(cast: Cast) -> None:
    with_mail(cast.lan, cast.son)
    opened = ask_ad_hoc(asked=storm(cast), by=cast.nga, at=TWO)
    late = TWO + timedelta(hours=15)  # FIVE is 12 hours past
    duty = Assignment.objects.select_related("round__template__regime").get(
        round=opened, subject=cast.dong_hung
    )
    extend_deadline(
        assignments=[duty], until=late + timedelta(hours=4), reason="Mất điện", by=cast.nga, at=TWO
    )
    assert hourly(opened, 16) == ["lan"]


def test_a_returned_report_is_reminded_of_again(cast: Cast) -> None:
    with_mail(cast.lan, cast.son)
    opened = ask_ad_hoc(asked=storm(cast, acceptance="person"), by=cast.nga, at=TWO)
    report = send(opened, cast.dong_hung, cast.lan, "1", "1", "1")
    assert hourly(opened, 1) == ["son"]
    return_for_changes(submission=report, by=cast.hoa, at=TWO, comments={line_address(1): "Xem lại."})
    assert hourly(opened, 2) == ["lan", "son"]


def test_a_listed_unit_that_has_ended_is_asked_through_its_successor(cast: Cast) -> None:
    first = ask_ad_hoc(asked=storm(cast, repeats_until=date(2026, 9, 14)), by=cast.nga, at=TWO)
    new = NewUnit("12361", "Tiên Lữ", "phuong", cast.province.pk)
    merger = Plan(
        Kind.MERGE, date(2026, 9, 12), (cast.tien_lu.pk, cast.hoang_hoa_tham.pk), parts=(Part(new=new),)
    )
    reorganise_units(plan=merger, by=cast.quan, at=TWO)
    merged = find_unit("12361", on=date(2026, 9, 12))
    take_effect(at=midnight(12))
    rounds = [open_due_rounds(at=midnight(day))[0] for day in (11, 12)]
    asked = [set(one.assignments.values_list("subject_id", "responsible_id")) for one in rounds]
    here = cast.dong_hung.pk
    assert {subject for subject, _who in asked[0]} == {here, cast.tien_lu.pk, cast.hoang_hoa_tham.pk}
    assert asked[1] == {(here, here), (merged.pk, merged.pk)}
    assert set(first.assignments.values_list("responsible_id", flat=True)) == {here, merged.pk}
