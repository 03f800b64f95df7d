"""The fixed cast: a small world before and after 2025-07-01 and the people who work in it.

Hưng Yên (33, new)                        since 2025-07-01, from Hưng Yên (33, old) and Thái Bình (34)
  xã Đông Hưng          lan, minh         from thị trấn Đông Hưng (whole), xã Đông La (whole)
  xã Tiên Lữ            son               from xã Thủ Sỹ (whole), xã Thiện Phiến (part: default here)
  xã Hoàng Hoa Thám     (nobody)          from xã Thiện Phiến (part)
  Sở Y tế               hoa, nga, binh    from the departments of both old provinces
    Trung tâm Y tế      tien              vertical: xã Đông Hưng
  son fills in and signs alone: xã Tiên Lữ lets one person do both
  dung leader, quan administrator, thanh auditor
Hải Phòng (31): phường Kiến An  mai; Sở Y tế Hải Phòng  long     (foreign to all the others)
  mai, too, alone
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from tests.support.kept_worlds import kept
from units.actions.allow_one_person import allow_one_person
from units.actions.create_unit import create_unit
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.actions.place_unit import place_unit
from units.actions.record_succession import record_succession
from units.models import Role, Unit, User

AT = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)
OLD, LAST, NEW = date(2004, 1, 1), date(2025, 6, 30), date(2025, 7, 1)
PASSWORD = "demo-2026"


@dataclass(frozen=True)
class Cast:
    """Units by English names, people by their user names (`cast.lan`)."""

    province: Unit
    dong_hung: Unit
    tien_lu: Unit
    hoang_hoa_tham: Unit
    department: Unit
    health_centre: Unit
    old_hung_yen: Unit
    thai_binh: Unit
    old_department: Unit
    thai_binh_department: Unit
    dong_hung_district: Unit
    tien_lu_district: Unit
    dong_hung_town: Unit
    dong_la: Unit
    thu_sy: Unit
    thien_phien: Unit
    hai_phong: Unit
    kien_an: Unit
    foreign_department: Unit
    users: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        if name.startswith("_") or name not in self.users:
            raise AttributeError(name)
        return self.users[name]

    def fresh(self, name: str) -> User:
        """Return the person as a new request would load them: nothing remembered."""
        return User.objects.get(pk=self.users[name].pk)


@kept
def build_cast() -> Cast:
    units = _units()
    _reorganise(units)
    users = _people(units)
    for small in ("tien_lu", "kien_an"):
        allow_one_person(unit=units[small], by=None, at=AT)
    return Cast(**units, users=users)


def _units() -> dict[str, Unit]:
    old: dict[str, Any] = {"begins": OLD, "ends": LAST, "by": None, "at": AT}
    new: dict[str, Any] = {"begins": NEW, "by": None, "at": AT}
    units: dict[str, Unit] = {}

    def add(key: str, code: str, name: str, kind: str, parent: str | None = None, **more: Any) -> None:
        units[key] = create_unit(
            code=code, name=name, kind=kind, parent=units[parent] if parent else None, **more
        )

    agency = {"scheme": "agency"}
    add("old_hung_yen", "33", "Hưng Yên", "tinh", **old, shard=33)
    add("thai_binh", "34", "Thái Bình", "tinh", **old, shard=34)
    add("tien_lu_district", "332", "Tiên Lữ", "huyen", "old_hung_yen", **old)
    add("dong_hung_district", "340", "Đông Hưng", "huyen", "thai_binh", **old)
    add("dong_hung_town", "12688", "Đông Hưng", "thi_tran", "dong_hung_district", **old)
    add("dong_la", "12700", "Đông La", "xa", "dong_hung_district", **old)
    add("thu_sy", "12370", "Thủ Sỹ", "xa", "tien_lu_district", **old)
    add("thien_phien", "12367", "Thiện Phiến", "xa", "tien_lu_district", **old)
    add("old_department", "H31.08", "Sở Y tế tỉnh Hưng Yên", "so", "old_hung_yen", **old, **agency)
    add("thai_binh_department", "H54.08", "Sở Y tế tỉnh Thái Bình", "so", "thai_binh", **old, **agency)
    add("province", "33", "Hưng Yên", "tinh", **new, shard=33)
    add("dong_hung", "12688", "Đông Hưng", "xa", "province", **new)
    add("tien_lu", "12361", "Tiên Lữ", "xa", "province", **new)
    add("hoang_hoa_tham", "12364", "Hoàng Hoa Thám", "xa", "province", **new)
    add("department", "H33.08", "Sở Y tế tỉnh Hưng Yên", "so", "province", **new, **agency)
    add(
        "health_centre", "H33.08.01", "Trung tâm Y tế khu vực Đông Hưng", "trung_tam_y_te", "department",
        placement="vertical", **new, **agency,
    )  # fmt: skip
    add("hai_phong", "31", "Hải Phòng", "thanh_pho", **new, shard=31)
    add("kien_an", "11407", "Kiến An", "phuong", "hai_phong", **new)
    add("foreign_department", "H32.08", "Sở Y tế thành phố Hải Phòng", "so", "hai_phong", **new, **agency)
    return units


def _reorganise(units: dict[str, Unit]) -> None:
    moves = [
        ("old_hung_yen", "province", "whole", True),
        ("thai_binh", "province", "whole", True),
        ("old_department", "department", "whole", True),
        ("thai_binh_department", "department", "whole", True),
        ("dong_hung_town", "dong_hung", "whole", True),
        ("dong_la", "dong_hung", "whole", True),
        ("thu_sy", "tien_lu", "whole", True),
        ("thien_phien", "tien_lu", "part", True),
        ("thien_phien", "hoang_hoa_tham", "part", False),
    ]
    for predecessor, successor, extent, is_default in moves:
        record_succession(
            predecessor=units[predecessor], successor=units[successor], on=NEW, extent=extent,
            is_default=is_default, by=None, at=AT,
        )  # fmt: skip
    place_unit(
        unit=units["dong_hung"],
        parent=units["health_centre"],
        placement="vertical",
        from_=NEW,
        by=None,
        at=AT,
    )


def _people(units: dict[str, Unit]) -> dict[str, User]:
    roles = [
        ("lan", "Nguyễn Thị Lan", "dong_hung", [Role.CLERK]),
        ("minh", "Trần Văn Minh", "dong_hung", [Role.HEAD]),
        ("son", "Phạm Hồng Sơn", "tien_lu", [Role.CLERK, Role.HEAD]),
        ("hoa", "Lê Thị Hoa", "department", [Role.REVIEWER]),
        ("nga", "Vũ Thúy Nga", "department", [Role.OFFICER]),
        ("binh", "Đỗ Thanh Bình", "department", [Role.DIRECTOR]),
        ("tien", "Hoàng Văn Tiến", "health_centre", [Role.CLERK, Role.REVIEWER]),
        ("dung", "Bùi Tiến Dũng", "province", [Role.LEADER]),
        ("quan", "Đặng Minh Quân", "province", [Role.ADMINISTRATOR]),
        ("thanh", "Ngô Đức Thành", "province", [Role.AUDITOR]),
        ("mai", "Phan Thị Mai", "kien_an", [Role.CLERK, Role.HEAD]),
        ("long", "Trịnh Hải Long", "foreign_department", [Role.REVIEWER]),
    ]
    users: dict[str, User] = {}
    for username, full_name, unit, held in roles:
        user = create_user(username=username, full_name=full_name, password=PASSWORD, by=None, at=AT)
        for role in held:
            grant_membership(user=user, unit=units[unit], role=role, from_=NEW, by=None, at=AT)
        users[username] = user
    return users
