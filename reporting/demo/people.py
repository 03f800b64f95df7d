"""The cast of the demo, and made-up clerks and heads: every report was prepared and signed by somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.contrib.auth.hashers import make_password

from reporting.demo.bodies import NEW_BEGIN, Bodies
from units.actions.create_user import create_user
from units.actions.grant_membership import grant_membership
from units.actions.record_event import record_event
from units.loading.reorganisation import OLD_END
from units.models import Membership, Role, Unit, User
from units.queries import UnitView

PASSWORD = "demo-2026"  # noqa: S105 public on purpose, refused outside the demo settings
# log-in: (full name, unit, roles)
CAST = {
    "lan": ("Nguyễn Thị Lan", "lans", [Role.CLERK]),
    "minh": ("Phạm Văn Minh", "lans", [Role.HEAD]),
    "hoa": ("Trần Thị Hoa", "department", [Role.REVIEWER]),
    "binh": ("Vũ Thanh Bình", "department", [Role.DIRECTOR]),
    "nga": ("Đỗ Thúy Nga", "department", [Role.OFFICER]),
    "phuc": ("Nguyễn Hữu Phúc", "office", [Role.REVIEWER, Role.OFFICER]),
    "tien": ("Lê Văn Tiến", "centre", [Role.CLERK, Role.REVIEWER]),
    "thu": ("Ngô Thị Thu", "centre", [Role.HEAD]),
    "ha": ("Trịnh Thu Hà", "department", [Role.CLERK]),
    "dung": ("Hoàng Tiến Dũng", "province", [Role.LEADER]),
    "quan": ("Bùi Anh Quân", "province", [Role.ADMINISTRATOR]),
    "thanh": ("Đặng Minh Thanh", "province", [Role.AUDITOR]),
}
_FAMILY = [
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Phan", "Đặng", "Bùi"),
    *("Đỗ", "Hồ", "Ngô", "Dương", "Đào", "Đoàn", "Lương", "Trịnh", "Tô"),
]
_WOMEN = ["Thị Hạnh", "Thị Mai", "Thu Hà", "Thị Nhung", "Thị Thủy", "Bích Ngọc", "Thị Yến", "Kim Oanh"]
_MEN = ["Văn Hùng", "Đức Thắng", "Văn Tuấn", "Quang Huy", "Văn Sơn", "Minh Đức", "Văn Cường", "Xuân Trường"]
_FIRST_DAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class People:
    """Numbers of users: `clerks` and `heads` by the unit that reports, `reviewers` by the one that checks."""

    cast: dict[str, User]
    clerks: dict[int, int]
    heads: dict[int, int]
    reviewers: dict[int, int]


def load_people(bodies: Bodies, *, at: datetime) -> People:
    cast = {name: _of_the_cast(name, bodies, at=at) for name in CAST}
    today = [view for view in bodies.communes if view.id != bodies.lans.id]
    clerks = _made_up(today, role=Role.CLERK, mark="", since=NEW_BEGIN, until=None)
    heads = _made_up(today, role=Role.HEAD, mark="", since=NEW_BEGIN, until=None)
    clerks[bodies.lans.id], heads[bodies.lans.id] = cast["lan"].pk, cast["minh"].pk
    ended = [view for view in bodies.old_communes if view.ends is not None]
    clerks |= _made_up(ended, role=Role.CLERK, mark=".2024", since=_FIRST_DAY, until=OLD_END)
    heads |= _made_up(ended, role=Role.HEAD, mark=".2024", since=_FIRST_DAY, until=OLD_END)
    departments = [_view(unit, number) for number, unit in enumerate(bodies.old_departments, 1)]
    reviewers = _made_up(departments, role=Role.REVIEWER, mark=".2024", since=_FIRST_DAY, until=OLD_END)
    reviewers |= {bodies.department.pk: cast["hoa"].pk, bodies.office.pk: cast["phuc"].pk}
    record_event(kind="users.loaded", by=None, at=at, data={"users": len(clerks) + len(heads)})
    return People(cast=cast, clerks=clerks, heads=heads, reviewers=reviewers)


def _of_the_cast(name: str, bodies: Bodies, *, at: datetime) -> User:
    full_name, place, roles = CAST[name]
    unit: Unit = Unit.objects.get(pk=bodies.lans.id) if place == "lans" else getattr(bodies, place)
    email = f"{name}@demo.example"
    user = create_user(username=name, full_name=full_name, password=PASSWORD, email=email, by=None, at=at)
    for role in roles:
        grant_membership(user=user, unit=unit, role=role, from_=NEW_BEGIN, by=None, at=at)
    return user


def _view(unit: Unit, number: int) -> UnitView:
    return UnitView(unit.pk, f"syt{number}", "", "so", "", unit.begins, unit.ends)


def _made_up(
    units: list[UnitView], *, role: Role, mark: str, since: date, until: date | None
) -> dict[int, int]:
    """Unit → a user with the role there, who cannot sign in."""
    users = User.objects.bulk_create(
        [
            User(
                username=f"{role.value}.{view.code}{mark}".lower(),
                full_name=_name(f"{role.value} {view.code}{mark}"),
                email="" if until else f"{role.value}.{view.code}@demo.example".lower(),
                password=make_password(None),
            )
            for view in units
        ],
        batch_size=500,
    )
    Membership.objects.bulk_create(
        [
            Membership(user=user, unit_id=view.id, role=role, valid_from=since, valid_to=until)
            for user, view in zip(users, units, strict=True)
        ],
        batch_size=500,
    )
    return {view.id: user.pk for user, view in zip(users, units, strict=True)}


def _name(seed: str) -> str:
    chance = Random(f"name of {seed}")  # noqa: S311 made-up names
    return f"{chance.choice(_FAMILY)} {chance.choice(_WOMEN if chance.random() < 0.55 else _MEN)}"
