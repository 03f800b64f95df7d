"""Six months across 1 July 2025 by themselves: districts end, two provinces and their communes merge.

What is expected is taken from the law, by hand: the days off of 2025 as announced (7 April, 30 April and
1 May, 2 May for Saturday 26 April, 1 and 2 September), the cut-offs of NĐ 09/2019/NĐ-CP, and the communes,
merged as by NQ 1666/NQ-UBTVQH15.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db.models import Count
from django.utils import timezone

from indicators.actions.seed_holidays import seed_holidays
from indicators.models import Assignment, ReportingRound
from indicators.periods import CountIn, OnDayOff
from submissions.actions.load_units import load_units
from submissions.actions.reorganise_units import reorganise_units
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
from units.loading.plan import Plan, PlannedUnit
from units.loading.reorganisation import OLD_BEGIN, plan_vietnam
from units.loading.vietnam import read_vietnam
from units.models import Role
from units.queries import find_unit
from units.reorganisations.plan import Kind, NewUnit, Part
from units.reorganisations.plan import Plan as Reorganisation

FIRST, LAST = date(2025, 4, 1), date(2025, 9, 30)
ON = date(2025, 7, 1)
COMMUNES = ("xa", "phuong", "thi_tran")

pytestmark = pytest.mark.django_db


OLD_UNITS = {
    "Thái Bình": "34", "h. Đông Hưng": "340", "h. Thái Thụy": "341",
    "tt. Đông Hưng": "12688", "Đông La": "12718", "Diêm Điền": "12826", "Thụy Trình": "12868",
    "Hưng Yên cũ": "33", "h. Tiên Lữ": "332", "Hải Thắng": "12364", "Thiện Phiến": "12370",
}  # fmt: skip
NEW_UNITS = {"Hưng Yên": "33", "Đông Hưng": "12688", "Thái Thụy": "12826", "Tiên Lữ": "12364"}


def part_of_the_country() -> Plan:
    """Of the real units and their real descent those that are named above."""
    whole = plan_vietnam(read_vietnam(), province="33")
    keys = {*(f"old:{code}" for code in OLD_UNITS.values()), *(f"new:{code}" for code in NEW_UNITS.values())}
    return Plan(
        whole.source,
        [unit for unit in whole.units if unit.key in keys],
        [step for step in whole.successions if {step.predecessor, step.successor} <= keys],
    )


def as_it_was_known(plan: Plan) -> Plan:
    """Before anybody knew that it would end."""
    old = [unit for unit in plan.units if unit.begins < ON]
    return Plan(plan.source, [replace(unit, ends=None, **_open_ended(unit)) for unit in old])


def _open_ended(unit: PlannedUnit) -> dict[str, Any]:
    stretches = {name: getattr(unit, name) for name in ("codes", "names", "places")}
    return {name: tuple(replace(one, end=None) for one in dated) for name, dated in stretches.items()}


def old_house(plan: Plan) -> House:
    """Thái Bình and its neighbour, with districts; Sở Y tế of Thái Bình asks."""
    house = House(at=moment(date(2025, 2, 3), 8))
    load_units(plan=as_it_was_known(plan), by=None, at=house.at)
    house.units |= {key: find_unit(code, on=FIRST) for key, code in OLD_UNITS.items()}
    house.unit("Sở Thái Bình", "H54.08", "Sở Y tế tỉnh Thái Bình", "so", "Thái Bình", OLD_BEGIN)
    house.unit("Sở Hưng Yên cũ", "H31.08", "Sở Y tế tỉnh Hưng Yên", "so", "Hưng Yên cũ", OLD_BEGIN)
    for name, unit, *roles in (
        ("lan", "tt. Đông Hưng", Role.CLERK, Role.HEAD),
        ("thuy", "Thụy Trình", Role.CLERK, Role.HEAD),
        ("huy", "h. Đông Hưng", Role.CLERK, Role.HEAD),
        ("son", "Hải Thắng", Role.CLERK, Role.HEAD),
        ("hoa", "Sở Thái Bình", Role.REVIEWER),
        ("nga", "Sở Thái Bình", Role.OFFICER),
        ("quan", "Thái Bình", Role.ADMINISTRATOR),
    ):
        house.person(name, unit, *roles)
    return house


def regimes(house: House) -> None:
    seed_holidays(years=[2025], by=None, at=house.at)
    asks = {"owner": "Sở Thái Bình", "officer": "nga"}
    house.regime(
        "THANG", working_days(5, *COMMUNES), working_days(20, "huyen"),
        **asks, calendar="year", frequency="month", starts_on=date(2025, 3, 1),
        subject_kinds=",".join((*COMMUNES, "huyen")), sign_off="none", acceptance="automatic",
    )  # fmt: skip
    house.regime(
        "QUY", on_the(15, months_after=0, on_day_off=OnDayOff.PREVIOUS),
        **asks, calendar="nd09", frequency="quarter", starts_on=date(2025, 4, 1),
        subject_kinds=",".join(COMMUNES), sign_off="after", acceptance="automatic",
    )  # fmt: skip
    house.regime(
        "LUYKE", working_days(10),
        **asks, calendar="year", frequency="cumulative_quarter", is_cumulative=True,
        starts_on=date(2025, 3, 1), subject_kinds=",".join(COMMUNES), sign_off="before", acceptance="person",
    )  # fmt: skip
    house.regime(
        "NAMHOC", working_days(10, count_in=CountIn.CALENDAR),
        **asks, calendar="school", frequency="year", starts_on=date(2025, 4, 1),
        subject_kinds=",".join(COMMUNES), sign_off="none", acceptance="automatic",
    )  # fmt: skip


def reorganise(house: House, plan: Plan) -> None:
    """On 17 June, for 1 July: the departments merge; the new units and what they come from are loaded."""
    at = timezone.now()
    department = NewUnit("H33.08", "Sở Y tế tỉnh Hưng Yên", "so", house.units["Thái Bình"].pk, "agency")
    merged = tuple(house.units[key].pk for key in ("Sở Hưng Yên cũ", "Sở Thái Bình"))
    merger = Reorganisation(Kind.MERGE, ON, merged, parts=(Part(new=department),))
    reorganise_units(plan=merger, by=house.people["quan"], at=at)
    load_units(plan=plan, by=None, at=at, amending=True)
    house.units |= {key: find_unit(code, on=ON) for key, code in NEW_UNITS.items()}
    house.units["Sở Y tế"] = find_unit("H33.08", on=ON, scheme="agency")


OLD = "Thị trấn Diêm Điền, Thị trấn Đông Hưng, Xã Thụy Trình, Xã Đông La"
DISTRICTS = "Huyện Thái Thụy, Huyện Đông Hưng"
NEW = "Xã Thái Thụy, Xã Tiên Lữ, Xã Đông Hưng"
ROUNDS = {
    # 1–4 April, then Giỗ Tổ on Monday 7; the 20th is Monday 28 April, as Saturday 26 is worked
    ("THANG", "2025-03"): ("01/03/2025–31/03/2025", "01/04/2025 00:05", {
        "08/04/2025 17:00": OLD, "28/04/2025 17:00": DISTRICTS}),
    # 1 and 2 May are off
    ("THANG", "2025-04"): ("01/04/2025–30/04/2025", "01/05/2025 00:05", {
        "09/05/2025 17:00": OLD, "30/05/2025 17:00": DISTRICTS}),
    ("THANG", "2025-05"): ("01/05/2025–31/05/2025", "01/06/2025 00:05", {
        "06/06/2025 17:00": OLD, "27/06/2025 17:00": DISTRICTS}),
    # the units of 30 June, though they are gone when the round opens
    ("THANG", "2025-06"): ("01/06/2025–30/06/2025", "01/07/2025 00:05", {
        "07/07/2025 17:00": OLD, "28/07/2025 17:00": DISTRICTS}),
    ("THANG", "2025-07"): ("01/07/2025–31/07/2025", "01/08/2025 00:05", {"07/08/2025 17:00": NEW}),
    # 1 and 2 September are off
    ("THANG", "2025-08"): ("01/08/2025–31/08/2025", "01/09/2025 00:05", {"09/09/2025 17:00": NEW}),
    # cut off on Saturday 14 June; the 15th is a Sunday, the Friday before it lies before the cut-off
    ("QUY", "nd09:2025-Q2"): ("15/03/2025–14/06/2025", "15/06/2025 00:05", {"16/06/2025 17:00": OLD}),
    ("QUY", "nd09:2025-Q3"): ("15/06/2025–14/09/2025", "15/09/2025 00:05", {"15/09/2025 17:00": NEW}),
    ("LUYKE", "2025-3M"): ("01/01/2025–31/03/2025", "01/04/2025 00:05", {"15/04/2025 17:00": OLD}),
    ("LUYKE", "2025-6M"): ("01/01/2025–30/06/2025", "01/07/2025 00:05", {"14/07/2025 17:00": OLD}),
    ("NAMHOC", "school:2024"): ("01/09/2024–31/08/2025", "01/09/2025 00:05", {"10/09/2025 17:00": NEW}),
}  # fmt: skip


def deeds(house: House, plan: Plan) -> Deeds:
    says, checks = house.answers, house.checks
    return {
        date(2025, 4, 3): [says("THANG", "2025-03", "tt. Đông Hưng", "11")],
        date(2025, 4, 9): [
            says("THANG", "2025-03", "Thụy Trình", "7"), says("LUYKE", "2025-3M", "tt. Đông Hưng", "31")],
        date(2025, 4, 10): [checks("LUYKE", "2025-3M", "tt. Đông Hưng")],
        date(2025, 4, 25): [says("THANG", "2025-03", "h. Đông Hưng", "5")],
        date(2025, 6, 17): [lambda: reorganise(house, plan)],
        date(2025, 6, 18): [says("QUY", "nd09:2025-Q2", "Thụy Trình", "19")],
        # about units that have ended, by those who answer for them now
        date(2025, 7, 3): [
            says("THANG", "2025-06", "Đông La", "3"), says("THANG", "2025-06", "tt. Đông Hưng", "12")],
        date(2025, 7, 8): [
            says("THANG", "2025-05", "Thụy Trình", "8"), says("QUY", "nd09:2025-Q2", "Đông La", "21")],
        date(2025, 7, 9): [says("LUYKE", "2025-6M", "tt. Đông Hưng", "64")],
        date(2025, 7, 10): [checks("LUYKE", "2025-6M", "tt. Đông Hưng")],
        date(2025, 8, 4): [
            says("THANG", "2025-07", "Đông Hưng", "15"), says("THANG", "2025-07", "Tiên Lữ", "4")],
        date(2025, 9, 8): [says("NAMHOC", "school:2024", "Thái Thụy", "2")],
        date(2025, 9, 15): [says("QUY", "nd09:2025-Q3", "Đông Hưng", "40")],
    }  # fmt: skip


CENTRE, NEW_CENTRE = "Sở Thái Bình", "Sở Y tế"
ANSWERED_BY = {
    # what was open on 1 July went to the successors; what was answered stays said by who said it
    ("THANG", "2025-03", "Thụy Trình"): ("Thụy Trình", CENTRE),
    ("THANG", "2025-03", "h. Đông Hưng"): ("h. Đông Hưng", CENTRE),
    ("THANG", "2025-03", "h. Thái Thụy"): ("Hưng Yên", NEW_CENTRE),
    ("THANG", "2025-05", "Thụy Trình"): ("Thái Thụy", NEW_CENTRE),
    ("LUYKE", "2025-3M", "tt. Đông Hưng"): ("tt. Đông Hưng", CENTRE),
    ("LUYKE", "2025-3M", "Diêm Điền"): ("Thái Thụy", NEW_CENTRE),
    ("QUY", "nd09:2025-Q2", "Thụy Trình"): ("Thụy Trình", CENTRE),
    ("QUY", "nd09:2025-Q2", "Đông La"): ("Đông Hưng", NEW_CENTRE),
    # opened on 1 July about units of 30 June
    ("THANG", "2025-06", "Đông La"): ("Đông Hưng", NEW_CENTRE),
    ("THANG", "2025-06", "h. Đông Hưng"): ("Hưng Yên", NEW_CENTRE),
    ("LUYKE", "2025-6M", "Diêm Điền"): ("Thái Thụy", NEW_CENTRE),
    ("THANG", "2025-07", "Tiên Lữ"): ("Tiên Lữ", NEW_CENTRE),
}
REMINDED = {
    # due on Tuesday 8 April after the Monday of Giỗ Tổ: the working day before is Friday 4; sent on 9 April
    ("THANG", "2025-03", "Thụy Trình"): [
        ("04/04", "before_1"), ("05/04", "before_3"), ("08/04", "due"), ("09/04", "late")],
    # due on Friday 6 June, sent on 8 July by the commune that came out of it
    ("THANG", "2025-05", "Thụy Trình"): [
        ("03/06", "before_3"), ("05/06", "before_1"), ("06/06", "due"), ("07/06", "late"), ("13/06", "late"),
        ("20/06", "late"), ("27/06", "late"), ("04/07", "late")],
    ("THANG", "2025-03", "tt. Đông Hưng"): [],
    # nobody has an address there before the reorganisation; sent by the new commune on 8 July
    ("QUY", "nd09:2025-Q2", "Đông La"): [("07/07", "late")],
    ("NAMHOC", "school:2024", "Tiên Lữ"): [
        ("07/09", "before_3"), ("09/09", "before_1"), ("10/09", "due"), ("11/09", "late"), ("17/09", "late"),
        ("24/09", "late")],
}  # fmt: skip
TOTALS = {
    ("THANG", "31/03/2025", "Huyện Đông Hưng"): (11 + 5, 2, 3),
    ("THANG", "31/03/2025", "Huyện Thái Thụy"): (7, 1, 3),
    ("THANG", "31/03/2025", "Tỉnh Thái Bình"): (11 + 5 + 7, 3, 6),
    ("LUYKE", "31/03/2025", "Tỉnh Thái Bình"): (31, 1, 4),
    ("THANG", "30/04/2025", "Tỉnh Thái Bình"): (None, 0, 6),
    ("THANG", "31/05/2025", "Tỉnh Thái Bình"): (8, 1, 6),
    ("QUY", "14/06/2025", "Huyện Đông Hưng"): (21, 1, 2),
    ("QUY", "14/06/2025", "Tỉnh Thái Bình"): (19 + 21, 2, 4),
    ("THANG", "30/06/2025", "Tỉnh Thái Bình"): (3 + 12, 2, 6),
    ("LUYKE", "30/06/2025", "Tỉnh Thái Bình"): (64, 1, 4),
    ("THANG", "31/07/2025", "Tỉnh Hưng Yên"): (15 + 4, 2, 3),
    ("NAMHOC", "31/08/2025", "Tỉnh Hưng Yên"): (2, 1, 3),
    ("THANG", "31/08/2025", "Tỉnh Hưng Yên"): (None, 0, 3),
    ("QUY", "14/09/2025", "Tỉnh Hưng Yên"): (40, 1, 3),
}


def test_six_months_over_the_end_of_the_districts() -> None:
    plan = part_of_the_country()
    house = old_house(plan)
    regimes(house)
    live(FIRST, LAST, deeds=deeds(house, plan))
    assert opened_rounds() == ROUNDS
    by_id = {unit.pk: key for key, unit in house.units.items()}
    held = {asked: house.duty(*asked) for asked in ANSWERED_BY}
    assert {
        asked: (by_id[duty.responsible_id], by_id[duty.recipient_id]) for asked, duty in held.items()
    } == ANSWERED_BY
    assert {asked: reminded(house.duty(*asked)) for asked in REMINDED} == REMINDED
    found = totals()
    assert {key: found[key] for key in TOTALS} == TOTALS
    assert {total for (_form, _day, unit), total in found.items() if "Hưng Yên" in unit} == {
        total for (_form, _day, unit), total in TOTALS.items() if "Hưng Yên" in unit
    }
    check_jobs(FIRST, LAST)


def test_the_242_communes_of_thai_binh_become_65_of_the_104_of_hung_yen() -> None:
    """The whole real tree: who is asked before and after, and who holds what was open."""
    plan = plan_vietnam(read_vietnam(), province="33")
    house = old_house(plan)
    regimes(house)
    first, last = date(2025, 6, 1), date(2025, 8, 1)
    live(first, last, deeds={date(2025, 6, 17): [lambda: reorganise(house, plan)]})
    asked = ReportingRound.objects.exclude(period_code__in=("2025-03", "2025-04"))
    counts = asked.values_list("template__code", "period_code", Count("assignments"))
    assert {(form, period): count for form, period, count in counts} == {
        ("THANG", "2025-05"): 242 + 7,  # seven districts; the eighth is a city
        ("THANG", "2025-06"): 242 + 7,
        ("THANG", "2025-07"): 104,
        ("QUY", "nd09:2025-Q2"): 242,
        ("LUYKE", "2025-3M"): 242,
        ("LUYKE", "2025-6M"): 242,
    }  # fmt: skip
    held = Assignment.objects.filter(round__template__code="THANG", round__period_code="2025-05")
    communes = held.exclude(responsible=house.units["Hưng Yên"])
    assert communes.count() == 242
    assert communes.values("responsible").distinct().count() == 65
    assert set(held.values_list("recipient", flat=True)) == {house.units["Sở Y tế"].pk}
    check_jobs(first, last)
