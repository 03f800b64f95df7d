"""The bodies of the demo that no list of units has: departments, the province's office, a health centre."""

from dataclasses import dataclass
from datetime import date, datetime

from submissions.actions.load_units import load_units
from units.actions.add_members import add_members
from units.actions.create_group import create_group
from units.actions.create_unit import create_unit
from units.actions.place_unit import place_unit
from units.actions.record_succession import record_succession
from units.loading.reorganisation import OLD_BEGIN, OLD_END, plan_vietnam
from units.loading.vietnam import read_vietnam
from units.models import Placement, Succession, Unit, UnitGroup
from units.queries import UnitView, children_of, describe_units, find_unit, parents_on, subtree_ids

PROVINCE = "33"
OLD_PROVINCES = {"33": "Hưng Yên", "34": "Thái Bình"}
NEW_BEGIN = date(2025, 7, 1)
LANS_COMMUNE = "Đông Hưng"
CENTRE_CODE = "TTYTKV.DONGHUNG"


@dataclass(frozen=True, slots=True)
class Bodies:
    """`lans` is the commune of lan and minh; `cluster` the communes around it, of the old district."""

    province: Unit
    department: Unit
    old_departments: tuple[Unit, ...]
    office: Unit
    centre: Unit
    cluster: UnitGroup
    lans: UnitView
    communes: tuple[UnitView, ...]
    old_communes: tuple[UnitView, ...]


def load_bodies(*, at: datetime) -> Bodies:
    """Real units of the province, then and now, with the bodies that ask and check."""
    load_units(plan=plan_vietnam(read_vietnam(), province=PROVINCE), by=None, at=at)
    province = find_unit(PROVINCE, on=NEW_BEGIN)
    department = _department(PROVINCE, "Hưng Yên", province, NEW_BEGIN, None, at)
    old_departments = tuple(
        _department(code, name, find_unit(code, on=OLD_END), OLD_BEGIN, OLD_END, at)
        for code, name in OLD_PROVINCES.items()
    )
    for old in old_departments:
        record_succession(
            predecessor=old,
            successor=department,
            on=NEW_BEGIN,
            extent=Succession.Extent.WHOLE,
            is_default=True,
            by=None,
            at=at,
        )
    communes = tuple(
        view
        for view in children_of(province.pk, on=NEW_BEGIN, kind=Placement.Kind.ADMINISTRATIVE)
        if view.kind in ("xa", "phuong", "dac_khu")
    )
    lans = next(view for view in communes if view.name == LANS_COMMUNE and view.kind == "xa")
    around = _communes_of_district()
    nearby = [view.id for view in communes if view.id in around]
    return Bodies(
        province=province,
        department=department,
        old_departments=old_departments,
        office=_office(province, at=at),
        centre=_centre(department, nearby, at=at),
        cluster=_cluster(nearby, at=at),
        lans=lans,
        communes=communes,
        old_communes=_old_communes(),
    )


def _department(code: str, name: str, province: Unit, begins: date, ends: date | None, at: datetime) -> Unit:
    return create_unit(
        code=f"SYT.{code}",
        scheme="agency",
        name=f"Sở Y tế tỉnh {name}",
        kind="so",
        begins=begins,
        ends=ends,
        parent=province,
        by=None,
        at=at,
    )


def _office(province: Unit, *, at: datetime) -> Unit:
    return create_unit(
        code=f"VPUB.{PROVINCE}",
        scheme="agency",
        name="Văn phòng UBND tỉnh Hưng Yên",
        kind="van_phong",
        begins=NEW_BEGIN,
        parent=province,
        by=None,
        at=at,
    )


def _cluster(communes: list[int], *, at: datetime) -> UnitGroup:
    group = create_group(name=f"Cụm {LANS_COMMUNE}", by=None, at=at)
    add_members(group=group, units=communes, from_=NEW_BEGIN, by=None, at=at)
    return group


def _old_communes() -> tuple[UnitView, ...]:
    below = frozenset[int]().union(
        *(
            subtree_ids(find_unit(code, on=OLD_END).pk, on=OLD_END, kind=Placement.Kind.ADMINISTRATIVE)
            for code in OLD_PROVINCES
        )
    )
    views = describe_units(below, on=OLD_END).values()
    return tuple(
        sorted(
            (view for view in views if view.kind in ("xa", "phuong", "thi_tran")), key=lambda view: view.code
        )
    )


def _centre(department: Unit, communes: list[int], *, at: datetime) -> Unit:
    """The regional health centre above the communes that came out of the old district of the same name."""
    centre = create_unit(
        code=CENTRE_CODE,
        scheme="agency",
        name="Trung tâm Y tế khu vực Đông Hưng",
        kind="trung_tam_y_te",
        begins=NEW_BEGIN,
        parent=department,
        placement=Placement.Kind.VERTICAL,
        by=None,
        at=at,
    )
    # Its own part of a consolidated report counts where totals are counted: by territory, below the province.
    place_unit(
        unit=centre, parent=department, placement=Placement.Kind.ADMINISTRATIVE, from_=NEW_BEGIN,
        by=None, at=at,
    )  # fmt: skip
    units = Unit.objects.in_bulk(communes)
    for commune in communes:
        place_unit(
            unit=units[commune],
            parent=centre,
            placement=Placement.Kind.VERTICAL,
            from_=NEW_BEGIN,
            by=None,
            at=at,
        )
    return centre


def _communes_of_district() -> set[int]:
    parents = parents_on(OLD_END, kind=Placement.Kind.ADMINISTRATIVE)
    districts = {
        view.id
        for view in describe_units(set(parents.values()), on=OLD_END).values()
        if view.name == LANS_COMMUNE and view.kind == "huyen"
    }
    old = [unit for unit, parent in parents.items() if parent in districts]
    after = Succession.objects.filter(predecessor__in=old, until__isnull=True)
    return set(after.values_list("successor", flat=True)) | set(old)
