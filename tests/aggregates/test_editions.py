"""Estimate, preliminary and official figures of one period: asked one by one, all kept, never mixed."""

import pytest
from django.test import Client

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from indicators.models import Edition, ReportingRound
from submissions.actions.open_rounds import open_round
from submissions.models import Figure, Submission
from tests.submissions.factories import AT, GOOD, SENT, TOTAL, World, build_world
from tests.support.kept_worlds import kept
from units.models import Unit, User

pytestmark = pytest.mark.django_db


def answered(world: World, round_: ReportingRound, unit: Unit, by: User, first: str) -> None:
    from submissions.actions.save_draft import save_draft
    from submissions.actions.sign_and_submit import sign_and_submit

    report = Submission.objects.get(assignment__round=round_, assignment__subject=unit)
    women = str(int(first) - 10)
    cells = GOOD | {TOTAL: first, "t1/r3:c1": women}
    save_draft(submission=report, cells=cells, by=by, at=AT)
    sign_and_submit(submission=report, by=by, at=SENT)


@pytest.fixture
@kept
def world() -> World:
    """The official round of 9 months is open; the estimate is asked beside it, and answered differently."""
    world = build_world(sign_off="none", acceptance="automatic")
    estimate = open_round(
        template=world.template, period_code="2026-9M", edition=Edition.ESTIMATE, by=None, at=AT
    )
    answered(world, estimate, world.cast.dong_hung, world.cast.lan, "40")
    answered(world, estimate, world.cast.tien_lu, world.cast.son, "50")
    answered(world, world.round, world.cast.dong_hung, world.cast.lan, "30")
    refresh_totals(at=SENT)
    return world


def test_both_rounds_of_the_period_stand_and_their_figures_are_kept_apart(world: World) -> None:
    rounds = ReportingRound.objects.filter(template=world.template, period=world.round.period)
    assert set(rounds.values_list("edition", flat=True)) == {Edition.ESTIMATE, Edition.OFFICIAL}
    found = Figure.objects.filter(unit=world.cast.dong_hung.pk, data_point=_point(world))
    assert dict(found.values_list("edition", "amount")) == {Edition.ESTIMATE: 40, Edition.OFFICIAL: 30}


def _point(world: World) -> int:
    return world.round.version.cells.get(address=TOTAL).data_point_id


def test_each_edition_has_totals_that_expect_its_own_duties(world: World) -> None:
    totals = Total.objects.filter(unit=world.cast.province.pk, data_point=_point(world))
    assert {
        total.edition: (total.amount, total.reported, total.answered, total.expected) for total in totals
    } == {Edition.ESTIMATE: (90, 2, 2, 3), Edition.OFFICIAL: (30, 1, 1, 3)}
    assert reconcile_totals() == []


def test_the_page_shows_the_official_ones_and_the_estimate_where_it_is_asked(world: World) -> None:
    client = Client()
    client.force_login(world.cast.fresh("dung"))
    address = "/tong-hop/?template=T/01&period=2026-9M&unit=33"
    for more, amount, reported in (("", "30", "1/3"), ("&edition=estimate", "90", "2/3")):
        page = client.get(address + more).content.decode()
        assert f"<b>{amount}</b>" in page
        assert f"<b>{reported}</b>" in page
        assert "ước tính" in page
    answer = client.get(f"/api/v1/totals?template=T/01&period=2026-9M&unit=33&edition=estimate&cell={TOTAL}")
    [item] = answer.json()["items"]
    assert (item["amount"], item["edition"], item["expected"]) == ("90", "estimate", 3)


def test_while_there_is_only_an_estimate_it_is_what_is_shown(world: World) -> None:
    later = open_round(template=world.template, period_code="2026", edition=Edition.ESTIMATE, by=None, at=AT)
    answered(world, later, world.cast.dong_hung, world.cast.lan, "70")
    refresh_totals(at=SENT)
    client = Client()
    client.force_login(world.cast.fresh("dung"))
    page = client.get("/tong-hop/?template=T/01&period=2026&unit=33").content.decode()
    assert "<b>70</b>" in page
    assert "số ước tính" in page
