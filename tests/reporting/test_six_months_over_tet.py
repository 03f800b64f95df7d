"""Six months across Tết 2026 by themselves, in the province of today.

What is expected is taken from the law, by hand: Tết from Monday 16 to Friday 20 February, 27 and 30 April
and 1 May, as the seeded table says; Friday 2 January for Saturday 10 January, as it was announced on 5
December; the cut-offs of NĐ 09/2019/NĐ-CP.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from indicators.actions.change_days_off import change_days_off
from indicators.actions.seed_holidays import seed_holidays
from indicators.days_off import Mark
from indicators.models import Edition
from indicators.periods import OnDayOff
from submissions.models import Status, Submission
from tests.reporting.house import (
    Deeds,
    House,
    check_jobs,
    live,
    moment,
    on_the,
    opened_rounds,
    reminded,
    totals,
    working_days,
)
from units.models import Role

FIRST, LAST = date(2025, 12, 1), date(2026, 5, 31)
BEGIN = date(2025, 7, 1)

pytestmark = pytest.mark.django_db


def house_of_today() -> House:
    house = House(at=moment(date(2025, 11, 20), 8))
    for key, code, name, kind, under in (
        ("Hưng Yên", "33", "Hưng Yên", "tinh", None),
        ("Đông Hưng", "12688", "Đông Hưng", "xa", "Hưng Yên"),
        ("Thái Thụy", "12826", "Thái Thụy", "xa", "Hưng Yên"),
        ("Phố Hiến", "11953", "Phố Hiến", "phuong", "Hưng Yên"),
        ("Sở Y tế", "H33.08", "Sở Y tế tỉnh Hưng Yên", "so", "Hưng Yên"),
        ("Sở Xây dựng", "H33.05", "Sở Xây dựng tỉnh Hưng Yên", "so", "Hưng Yên"),
    ):
        house.unit(key, code, name, kind, under, BEGIN)
    for name, unit, *roles in (
        ("lan", "Đông Hưng", Role.CLERK, Role.HEAD),
        ("thuy", "Thái Thụy", Role.CLERK, Role.HEAD),
        ("hien", "Phố Hiến", Role.CLERK, Role.HEAD),
        ("xuan", "Sở Xây dựng", Role.CLERK, Role.HEAD),
        ("hoa", "Sở Y tế", Role.REVIEWER),
        ("nga", "Sở Y tế", Role.OFFICER),
        ("quan", "Hưng Yên", Role.ADMINISTRATOR),
    ):
        house.person(name, unit, *roles)
    return house


def regimes(house: House) -> None:
    seed_holidays(years=[2025, 2026], by=None, at=house.at)
    asks = {"owner": "Sở Y tế", "officer": "nga"}
    house.regime(
        "THANG", on_the(17, "xa", months_after=1), working_days(12, "phuong"),
        **asks, calendar="year", frequency="month", starts_on=date(2025, 11, 1),
        subject_kinds="xa,phuong", sign_off="none", acceptance="automatic",
    )  # fmt: skip
    house.regime(
        "QUY",
        on_the(15, "xa", "phuong", months_after=0, on_day_off=OnDayOff.PREVIOUS),
        on_the(25, "so", months_after=0),
        **asks, calendar="nd09", frequency="quarter", starts_on=date(2025, 12, 1),
        subject_kinds="xa,phuong,so", sign_off="after", acceptance="automatic",
    )  # fmt: skip
    house.regime(
        "LUYKE", working_days(10),
        **asks, calendar="year", frequency="cumulative_quarter", is_cumulative=True,
        starts_on=date(2025, 12, 1), subject_kinds="xa,phuong", sign_off="before", acceptance="person",
    )  # fmt: skip
    house.regime(
        "NAM", on_the(20, edition=Edition.ESTIMATE, months_after=0), working_days(6),
        **asks, calendar="year", frequency="year", starts_on=date(2025, 12, 1),
        subject_kinds="xa,phuong", sign_off="none", acceptance="automatic",
    )  # fmt: skip


XA, PHUONG = "Xã Thái Thụy, Xã Đông Hưng", "Phường Phố Hiến"
ALL = f"{PHUONG}, {XA}"
XAY_DUNG = "Sở Xây dựng tỉnh Hưng Yên"
ROUNDS = {
    ("THANG", "2025-11"): ("01/11/2025–30/11/2025", "01/12/2025 00:05", {
        "17/12/2025 17:00": XA, "16/12/2025 17:00": PHUONG}),
    # Saturday 17 January moves to Monday; the twelfth working day counts Saturday 10, but neither 1 nor 2
    ("THANG", "2025-12"): ("01/12/2025–31/12/2025", "01/01/2026 00:05", {
        "19/01/2026 17:00": ALL}),
    # 17 February is the first day of the year of the horse; 16 to 20 are off
    ("THANG", "2026-01"): ("01/01/2026–31/01/2026", "01/02/2026 00:05", {
        "23/02/2026 17:00": XA, "24/02/2026 17:00": PHUONG}),
    ("THANG", "2026-02"): ("01/02/2026–28/02/2026", "01/03/2026 00:05", {
        "17/03/2026 17:00": ALL}),
    ("THANG", "2026-03"): ("01/03/2026–31/03/2026", "01/04/2026 00:05", {
        "17/04/2026 17:00": XA, "16/04/2026 17:00": PHUONG}),
    # 1 May is off; the 17th is a Sunday
    ("THANG", "2026-04"): ("01/04/2026–30/04/2026", "01/05/2026 00:05", {
        "18/05/2026 17:00": XA, "19/05/2026 17:00": PHUONG}),
    ("QUY", "nd09:2025-Q4"): ("15/09/2025–14/12/2025", "15/12/2025 00:05", {
        "15/12/2025 17:00": ALL, "25/12/2025 17:00": XAY_DUNG}),
    # cut off on Saturday 14 March: the Friday before Sunday 15 is too soon, Monday 16 will do
    ("QUY", "nd09:2026-Q1"): ("15/12/2025–14/03/2026", "15/03/2026 00:05", {
        "16/03/2026 17:00": ALL, "25/03/2026 17:00": XAY_DUNG}),
    ("LUYKE", "2025"): ("01/01/2025–31/12/2025", "01/01/2026 00:05", {"15/01/2026 17:00": ALL}),
    ("LUYKE", "2026-3M"): ("01/01/2026–31/03/2026", "01/04/2026 00:05", {"14/04/2026 17:00": ALL}),
    # the estimate is due before the year ends: Saturday 20 December moves to Monday, a week is given
    ("NAM", "2025 ước tính"): ("01/01/2025–31/12/2025", "15/12/2025 00:05", {"22/12/2025 17:00": ALL}),
    # Saturday 10 January is worked
    ("NAM", "2025"): ("01/01/2025–31/12/2025", "01/01/2026 00:05", {"10/01/2026 17:00": ALL}),
}  # fmt: skip
REMINDED = {
    # due on the Monday after Tết: the last working day before is Friday 13 February; sent on 3 March
    ("THANG", "2026-01", "Thái Thụy"): [
        ("13/02", "before_1"), ("20/02", "before_3"), ("23/02", "due"), ("24/02", "late"), ("02/03", "late")],
    ("THANG", "2026-01", "Đông Hưng"): [],
    # due on a Saturday that is worked, sent on the Friday before
    ("NAM", "2025", "Phố Hiến"): [("07/01", "before_3"), ("09/01", "before_1")],
    ("QUY", "nd09:2026-Q1", "Sở Xây dựng"): [
        ("22/03", "before_3"), ("24/03", "before_1"), ("25/03", "due")],
}  # fmt: skip
TOTALS = {
    ("THANG", "30/11/2025", "Tỉnh Hưng Yên"): (10 + 20, 2, 3),
    ("THANG", "31/01/2026", "Tỉnh Hưng Yên"): (14 + 9, 2, 3),
    ("QUY", "14/12/2025", "Tỉnh Hưng Yên"): (40, 1, 4),
    ("QUY", "14/03/2026", "Tỉnh Hưng Yên"): (6 + 50, 2, 4),
    ("LUYKE", "31/12/2025", "Tỉnh Hưng Yên"): (120, 1, 3),  # the one that was only sent does not count
    ("LUYKE", "31/03/2026", "Tỉnh Hưng Yên"): (33, 1, 3),
    ("NAM", "31/12/2025 ước tính", "Tỉnh Hưng Yên"): (95 + 80, 2, 3),
    ("NAM", "31/12/2025", "Tỉnh Hưng Yên"): (97 + 81, 2, 3),
}


def deeds(house: House) -> Deeds:
    says, checks = house.answers, house.checks

    def swap() -> None:
        marks = {
            date(2026, 1, 2): Mark("Nghỉ hoán đổi"),
            date(2026, 1, 10): Mark("Làm bù", is_working=True),
        }
        change_days_off(marks=marks, by=house.people["quan"], at=timezone.now())

    def estimate(unit: str, amount: str) -> Callable[[], None]:
        return says("NAM", "2025", unit, amount, round__edition=Edition.ESTIMATE)

    def official(unit: str, amount: str) -> Callable[[], None]:
        return says("NAM", "2025", unit, amount, round__edition=Edition.OFFICIAL)

    return {
        date(2025, 12, 5): [swap],
        date(2025, 12, 9): [
            says("THANG", "2025-11", "Đông Hưng", "10"), says("THANG", "2025-11", "Phố Hiến", "20")],
        date(2025, 12, 15): [says("QUY", "nd09:2025-Q4", "Đông Hưng", "40")],
        date(2025, 12, 22): [estimate("Đông Hưng", "95"), estimate("Phố Hiến", "80")],
        date(2026, 1, 9): [official("Đông Hưng", "97"), official("Phố Hiến", "81")],
        date(2026, 1, 12): [
            says("LUYKE", "2025", "Đông Hưng", "120"), says("LUYKE", "2025", "Thái Thụy", "70")],
        date(2026, 1, 13): [checks("LUYKE", "2025", "Đông Hưng")],
        date(2026, 2, 11): [says("THANG", "2026-01", "Đông Hưng", "14")],
        date(2026, 3, 3): [says("THANG", "2026-01", "Thái Thụy", "9")],
        date(2026, 3, 16): [says("QUY", "nd09:2026-Q1", "Phố Hiến", "6")],
        date(2026, 3, 25): [says("QUY", "nd09:2026-Q1", "Sở Xây dựng", "50")],
        date(2026, 4, 9): [says("LUYKE", "2026-3M", "Phố Hiến", "33")],
        date(2026, 4, 10): [checks("LUYKE", "2026-3M", "Phố Hiến")],
    }  # fmt: skip


def test_six_months_over_tet() -> None:
    house = house_of_today()
    regimes(house)
    live(FIRST, LAST, deeds=deeds(house))
    assert opened_rounds() == ROUNDS
    held = {asked: house.duty(*asked, round__edition=Edition.OFFICIAL) for asked in REMINDED}
    assert {asked: reminded(duty) for asked, duty in held.items()} == REMINDED
    found = totals()
    assert {key: found[key] for key in TOTALS} == TOTALS
    # accepted by itself where the regime says so; by a person elsewhere
    waiting = Submission.objects.filter(status=Status.SUBMITTED).values_list(
        "assignment__round__template__code", "assignment__subject"
    )
    assert list(waiting) == [("LUYKE", house.units["Thái Thụy"].pk)]
    check_jobs(FIRST, LAST)
