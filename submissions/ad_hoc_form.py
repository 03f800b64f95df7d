"""The quick form of an ad-hoc request: what was typed, kept as typed, and the request it means."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.ad_hoc import MOST_LINES, AdHoc
from indicators.layout.quick import QuickLine
from indicators.subjects import askable_units
from units.asking import day_from
from units.choice import Chosen, UnitChoice, choose
from units.clock import read_clock
from units.errors import BadContent, NotWithinReach
from units.kinds import KINDS
from units.models import Unit
from units.queries import ancestors_of
from units.unit_field import fault_words, read_unit

HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
ROWS = 3
IN_HOURS, AT_TIME = "gio", "luc"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A row of the form as typed."""

    label: str = ""
    unit: str = ""
    decimals: str = "0"
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.label.strip() or self.unit.strip() or self.note.strip())


@dataclass
class QuickForm:
    """What was typed, what is wrong with it by field, and whom it means. Rows without words are left out."""

    given: QueryDict
    owner: Unit
    at: datetime
    is_new: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    lines: list[TypedLine] = field(default_factory=list)
    chosen: Chosen = field(default_factory=Chosen)

    def __post_init__(self) -> None:
        self.lines = [line for line in _typed_lines(self.given) if line]
        self.chosen = self._chosen()

    @cached_property
    def within(self) -> frozenset[int]:
        """The units the agency may ask today."""
        return askable_units(self.owner, on=timezone.localdate(self.at))

    # ---- what a page shows --------------------------------------------------------------------------------

    @property
    def rows(self) -> list[TypedLine]:
        """The lines typed so far, and room for more."""
        more = 1 if self.given.get("buoc") == "them" else 0
        count = min(MOST_LINES, max(ROWS, len(self.lines) + more))
        return [*self.lines, *[TypedLine()] * (count - len(self.lines))][:MOST_LINES]

    def said(self, name: str, default: str = "") -> str:
        return self.given.get(name, default)

    def is_ticked(self, name: str, *, by_default: bool = False) -> bool:
        return by_default if self.is_new else name in self.given

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.given.getlist("loai")) & KINDS.keys()

    @property
    def due_way(self) -> str:
        return AT_TIME if self.said("han") == AT_TIME else IN_HOURS

    # ---- what it means ------------------------------------------------------------------------------------

    def asked(self) -> AdHoc:
        """The request; BadContent with the faults when something cannot even be read."""
        until = self._repeats_until()
        asked = AdHoc(
            title=self.said("title"),
            lines=tuple(self._line(number, line) for number, line in enumerate(self.lines, 1)),
            owner=self.owner,
            units=self.chosen.ids,
            due=self._due() or self.at,
            repeats_until=until,
            reminds_hourly=self.is_ticked("nhac"),
            sign_off=self.said("ky"),
            acceptance=self.said("duyet"),
        )
        if self.faults:
            raise BadContent(_("Chưa gửi yêu cầu nào: còn chỗ cần sửa."), code="bad_request")
        return asked

    def refuse(self, error: BadContent) -> None:
        """Take over what an action said; what was said here about a field stays."""
        for problem in error.problems:
            self.faults.setdefault(str(problem.get("field", "")), str(problem["message"]))

    def _line(self, number: int, line: TypedLine) -> QuickLine:
        is_number = line.decimals.isascii() and line.decimals.isdigit() and len(line.decimals) == 1
        return QuickLine(line.label, line.unit, int(line.decimals) if is_number else -1, line.note)

    def _due(self) -> datetime | None:
        if self.due_way == IN_HOURS:
            hours = self.said("so-gio")
            if hours in map(str, HOURS):
                return _on_the_minute(self.at + timedelta(hours=int(hours)))
            self.faults["due"] = _("Hãy chọn trong mấy giờ phải gửi.")
            return None
        clock = read_clock(self.said("luc"))
        if clock is None:
            self.faults["due"] = _("Hãy ghi giờ phải gửi, ví dụ 17:00.")
            return None
        return timezone.make_aware(datetime.combine(timezone.localdate(self.at), clock))

    def _repeats_until(self) -> date | None:
        if not self.is_ticked("lap"):
            return None
        day, _unread = day_from(self.given, "lap-den")
        if day is None or not 1900 < day.year < 9000:
            self.faults["repeats_until"] = _("Hãy ghi ngày cuối hỏi lại, ví dụ 20/11/2026.")
            return None
        return day

    def _chosen(self) -> Chosen:
        today, within = timezone.localdate(self.at), self.within
        inside = None
        if self.said("trong").strip():
            named = read_unit(self.said("trong"), on=today, within=_heads(self.owner, within, on=today))
            inside = named.unit
            if inside is None:
                self.faults["trong"] = fault_words(named, self.said("trong"))
                return Chosen()
        choice = UnitChoice(
            kinds=self.kinds,
            inside=inside,
            group=self.said("nhom"),
            codes=self.said("ma"),
            without=self.said("tru"),
        )
        try:
            chosen = choose(choice, on=today, within=within)
        except NotWithinReach:
            self.faults["nhom"] = _("Không có nhóm đơn vị này. Hãy chọn lại.")
            return Chosen()
        if chosen.problems:
            self.faults["ma"] = " ".join(
                _("Dòng %(line)d: %(said)s") % {"line": line, "said": said}
                for line, said in chosen.problems[:5]
            )
        return chosen


def _heads(owner: Unit, within: frozenset[int], *, on: date) -> frozenset[int]:
    """The units below which one may choose: those that may be asked, oneself, and the one above."""
    return within | {owner.pk, *ancestors_of(owner.pk, on=on)[:1]}


def _typed_lines(given: QueryDict) -> Iterator[TypedLine]:
    for number in range(1, MOST_LINES + 1):
        parts = (given.get(f"line-{number}-{name}", "") for name in ("label", "unit", "decimals", "note"))
        label, unit, decimals, note = parts
        yield TypedLine(label, unit, decimals or "0", note)


def _on_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
