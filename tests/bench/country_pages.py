"""What a leader looks at, at the size of the country: pages and the API, warm, corrected, many in turn."""

import statistics
import sys
from collections.abc import Callable, Collection
from datetime import date
from functools import partial

from django.test import Client
from django.utils import timezone

from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from aggregates.overview import overview
from aggregates.wanted import want
from indicators.models import Assignment, DataPoint, ReportingRound, TemplateCell
from reporting.country.load import LEADER
from submissions.models import PendingFigure, Scope
from tests.bench.country_measures import FORM, TURNS, Result, corrector, milliseconds, period_of, taking_turns
from units.models import User
from units.queries import children_of, describe_unit, find_unit, parents_on

WAITING = 300


def pages(month: str) -> list[Result]:
    """21 points × 12 periods for the country, a province, also across the reorganisation, and a commune."""
    user = User.objects.get(username=LEADER)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="units.backends.PasswordBackend")
    period, day = period_of(month)
    province = find_unit("33", on=day)
    commune = min(unit for unit, parent in parents_on(day).items() if parent == province.pk)
    codes = {"country": "VN", "province": "33", "commune": _code(commune, day)}
    cases = [(name, {"unit": code, "period": month, "tree": "now"}) for name, code in codes.items()]
    if ReportingRound.objects.filter(period_code="2025-05").exists():
        cases += [
            ("province, then as today's", {"unit": "33", "period": "2025-05", "tree": "now"}),
            ("country, then as today's", {"unit": "VN", "period": "2025-05", "tree": "now"}),
        ]
    found = []
    _let_wait(month)
    cases += [(f"{name}, provisional", given | {"basis": "provisional"}) for name, given in cases[:2]]
    for name, asked in cases:
        given = {**asked, "template": FORM}
        try:
            result = taking_turns(
                TURNS,
                page=lambda given=given: _page(user, given),
                api=lambda given=given: _answered(client, given),
                bare=lambda: _bare_page(period),
            )
            result |= _fresh(lambda given=given: _page(user, given), month=given["period"])
            if "basis" in given:
                result |= _ahead(lambda given=given: _page(user, given), month=given["period"])
        except Exception as error:  # what one room cannot answer yet shall not hide what the others measured
            print(f"  page of {name}: {error!r}", file=sys.stderr)
            result = {"error": repr(error)[:200]}
        found.append(result | {"of": name})
    return found


def _let_wait(month: str) -> None:
    """300 reports of the month wait, as on the evening of a due date: every tenth was sent again."""
    round_ = ReportingRound.objects.get(period_code=month, template__code=FORM)
    points = list(TemplateCell.objects.filter(version=round_.version_id).values_list("data_point", flat=True))
    duties = Assignment.objects.filter(round=round_).order_by("pk").values_list("subject", "subject__shard")
    every = max(1, duties.count() // WAITING)
    PendingFigure.objects.bulk_create(
        PendingFigure(
            period=round_.period_id, data_point=point, shard=shard, unit=unit, edition=round_.edition,
            amount=7, sign=0, scope=Scope.OWN, revision=0, since=1,
        )
        for unit, shard in list(duties)[::every][:WAITING]
        for point in points
    )  # fmt: skip


def many_pages(months: Collection[str]) -> Result:
    """The country and every province in each of the months: looked at for the first time, and once more after
    all the others were, by one process that remembers what it can."""
    user = User.objects.get(username=LEADER)
    _period_id, day = period_of(max(months))
    country = find_unit("VN", on=day)
    codes = ["VN", *(view.code for view in children_of(country.pk, on=day) if view.code.isdigit())]
    given = [
        {"unit": code, "period": month, "tree": "now", "template": FORM} for month in months for code in codes
    ]
    first, again = ([milliseconds(partial(_page, user, one)) for one in given] for _turn in range(2))
    print("   first", round(statistics.median(first), 1), "slowest", round(max(first), 1), file=sys.stderr)
    return {
        "pages": len(given),
        "first": round(statistics.median(first), 1),
        "first_slowest": round(max(first), 1),
        "page": round(statistics.median(again), 1),
        "slowest": round(max(again), 1),
    }


def _fresh(page: Callable[[], None], *, month: str) -> Result:
    """The page right after a correction has reached the totals it shows: nothing remembered of that month."""
    return _corrected(page, "fresh", month=month, refreshed=True)


def _ahead(page: Callable[[], None], *, month: str) -> Result:
    """The page between a correction and the refresh of the totals it moves."""
    return _corrected(page, "ahead", month=month, refreshed=False)


def _corrected(page: Callable[[], None], way: str, *, month: str, refreshed: bool) -> Result:
    correct, _period, _first = corrector(month, times=TURNS + 1, with_refresh=refreshed)
    taken = []
    for turn in range(TURNS + 1):
        correct()
        spent = milliseconds(page)
        if turn:
            taken.append(spent)
        if not refreshed:
            refresh_totals(at=timezone.now())
    print(f"   {way}", [round(spent, 1) for spent in taken], file=sys.stderr)
    return {way: round(statistics.median(taken), 1), f"{way}_slowest": round(max(taken), 1)}


def known(months: Collection[str]) -> list[Result]:
    """The country's and a province's page as they are known on this day: all from figures and history."""
    user = User.objects.get(username=LEADER)
    day = timezone.localdate().isoformat()
    found = []
    for month in months:
        for code in ("VN", "33"):
            given = {"unit": code, "period": month, "tree": "now", "template": FORM, "known_on": day}
            taken = [milliseconds(partial(_page, user, given)) for _turn in range(3)]
            found.append(
                {"month": month, "unit": code, "first": round(taken[0]), "page": round(min(taken[1:]))}
            )
    return found


def _page(user: User, given: dict[str, str]) -> None:
    wanted = want(user, given, today=timezone.localdate())
    assert wanted is not None
    assert overview(wanted).rows


def _answered(client: Client, given: dict[str, str]) -> None:
    response = client.get("/api/v1/totals", given)
    assert response.status_code == 200, response.content[:300]


def _bare_page(period: int) -> None:
    """The stored totals of one unit, 21 points and 12 periods, by their whole key."""
    country = find_unit("VN", on=date(2026, 1, 1))
    points = DataPoint.objects.order_by("pk").values_list("pk", flat=True)[:21]
    rows = Total.objects.filter(
        period__in=range(max(1, period - 11), period + 1),
        data_point__in=list(points),
        shard=country.shard,
        unit=country.pk,
    )
    assert list(rows.values_list())


def _code(unit: int, day: date) -> str:
    return describe_unit(unit, on=day).code
