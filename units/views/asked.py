"""What the address of /don-vi/ asks for. Nothing of it is trusted; what cannot be read is left out."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from units.asking import day_from, number_from
from units.kinds import KINDS
from units.search import LONGEST, Search
from units.tree import BRANCHES, ORDERS, TreeAsked, TreeRow, flat

_MOST_OPEN = 60
_PATH = re.compile(r"[0-9]{1,10}(-[0-9]{1,10}){0,8}")


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed`, `kind` and `group` (a code) look for units, `only_on` among those of the day alone; without
    them it is the tree, from `inside` down, with `opened` units open."""

    on: date
    unread: str = ""
    typed: str = ""
    kind: str = ""
    group: str = ""
    only_on: bool = False
    inside: int = 0
    opened: tuple[int, ...] = ()
    tree: TreeAsked = field(default_factory=lambda: TreeAsked(timezone.localdate()))
    page: int = 1

    @property
    def is_search(self) -> bool:
        return bool(self.typed or self.kind or self.group)

    @property
    def search(self) -> Search:
        kinds = frozenset({self.kind} if self.kind else ())
        return Search(self.typed, on=self.on, only_on=self.only_on, kinds=kinds)

    @property
    def is_today(self) -> bool:
        return self.on == timezone.localdate()

    @property
    def day_query(self) -> str:
        """What an address of a unit carries, so that it is shown on the same day."""
        return "" if self.is_today else f"?ngay={self.on:%d/%m/%Y}"

    def with_open(self, opened: tuple[int, ...]) -> str:
        """Return the address of the same tree with other units open."""
        given = [
            *self.tree_query(),
            ("trong", self.inside or ""),
            ("trang", self.page if self.page > 1 else ""),
        ]
        mo = ".".join(map(str, opened))
        return "?" + urlencode([(key, value) for key, value in [*given, ("mo", mo)] if value])

    def tree_query(self) -> list[tuple[str, object]]:
        day = "" if self.is_today else f"{self.on:%d/%m/%Y}"
        order = "" if self.tree.order == "ten" else self.tree.order
        return [("ngay", day), ("theo", self.tree.branches), ("xep", order)]


def read_asked(query: QueryDict) -> Asked:
    day, unread = day_from(query, "ngay", "as_of")
    on = day or timezone.localdate()
    opened = [int(text) for text in query.get("mo", "")[:700].split(".") if re.fullmatch("[0-9]{1,10}", text)]
    return Asked(
        on=on,
        unread=unread,
        typed=query.get("q", "").strip()[:LONGEST],
        kind=_one_of(KINDS, query.get("loai", "")),
        group=query.get("nhom", "").upper()[:40],
        only_on=bool(query.get("chi-ngay")),
        inside=number_from(query, "trong", default=0),
        opened=tuple(dict.fromkeys(opened))[:_MOST_OPEN],
        tree=TreeAsked(
            on, _one_of(BRANCHES, query.get("theo", "")), _one_of(ORDERS, query.get("xep", "")) or "ten"
        ),
        page=number_from(query, "trang", default=1),
    )


def path_from(query: QueryDict, *, unit_id: int) -> str:
    """Return the units from the top of the tree down to one, as the address says: "5-17-203"."""
    path = query.get("duong", "")
    return path if _PATH.fullmatch(path) and path.endswith(f"-{unit_id}") else str(unit_id)


def link_rows(rows: list[TreeRow], asked: Asked) -> list[TreeRow]:
    """Give each row the address at which it is opened or closed, with all others as they are."""
    for row in flat(rows):
        own, above = row.unit.id, tuple(map(int, row.path.split("-")))
        others = tuple(unit for unit in asked.opened if unit != own)
        row.toggle = asked.with_open(others if row.is_open else tuple(dict.fromkeys((*others, *above))))
    return rows


def _one_of(known: Container[str], given: str) -> str:
    return given if given in known else ""
