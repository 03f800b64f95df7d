"""What people ask for on the page of days off: which days are to become what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.actions.change_days_off import FIRST_YEAR, LAST_YEAR, MOST_DAYS_AT_ONCE, check_marks
from indicators.actions.seed_holidays import days_to_seed
from indicators.days_off import Mark, Marks
from units.asking import day_from, number_from
from units.errors import BadContent, wrong_field

KINDS = (
    ("nghi", gettext_lazy("Nghỉ")),
    ("lam", gettext_lazy("Làm việc (làm bù)")),
    ("thuong", gettext_lazy("Ngày thường")),
)
FIELDS = ("nap", "tu", "den", "loai", "ten")


@dataclass
class Form:
    """`typed` as it came, to be shown again and sent on; `faults` by field, "" for what is of none."""

    typed: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year it is about, when it can be read."""
        if self.typed["nap"]:
            return _year(self.typed["nap"])
        first, _last = self.range()
        return first.year if first is not None and FIRST_YEAR <= first.year <= LAST_YEAR else None

    def range(self) -> tuple[date | None, date | None]:
        """First and last day, as far as they can be read."""
        return _day(self.typed["tu"]), _day(self.typed["den"] or self.typed["tu"])

    @property
    def first_day(self) -> str:
        """As people write it; what cannot be read as it was typed."""
        return _written(self.typed["tu"])

    @property
    def last_day(self) -> str:
        return _written(self.typed["den"])

    def fill_from(self, marks: Mapping[date, Mark]) -> None:
        """Where only days were chosen: what the first of them is now."""
        first, _last = self.range()
        mark = None if first is None else marks.get(first)
        if mark is not None and not self.typed["loai"]:
            self.typed["loai"] = "lam" if mark.is_working else "nghi"
            self.typed["ten"] = self.typed["ten"] or mark.name

    def marks(self) -> Marks:
        """What the days are to become. BadContent names the field; it is kept in `faults` too."""
        try:
            marks = self._seeded() if self.typed["nap"] else self._marked()
            check_marks(marks)
        except BadContent as refused:
            for problem in refused.problems or [{"field": "", "message": refused.message}]:
                self.faults[str(problem.get("field", ""))] = str(problem["message"])
            raise
        return marks

    def _seeded(self) -> Marks:
        year = _year(self.typed["nap"])
        if year is None:
            raise BadContent(
                _("Năm phải từ %(first)d đến %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        marks = days_to_seed([year])
        if not marks:
            raise BadContent(_("Lịch năm %(year)d đã có đủ ngày nghỉ lễ công bố.") % {"year": year})
        return dict(marks)

    def _marked(self) -> Marks:
        first, last = self.range()
        if first is None:
            raise wrong_field("tu", _("Hãy chọn ngày, ví dụ 16/02/2026."))
        if last is None or last < first:
            raise wrong_field("den", _("Ngày cuối phải từ ngày đầu trở đi."))
        if (last - first).days >= MOST_DAYS_AT_ONCE:
            raise wrong_field("den", _("Hãy chọn từ 1 đến %(most)d ngày.") % {"most": MOST_DAYS_AT_ONCE})
        mark = self._mark()
        return {first + timedelta(number): mark for number in range((last - first).days + 1)}

    def _mark(self) -> Mark | None:
        kind, name = self.typed["loai"], self.typed["ten"]
        if kind not in dict(KINDS):
            raise wrong_field("loai", _("Hãy chọn nghỉ, làm việc hay ngày thường."))
        if kind == "thuong":
            return None
        if not name.isprintable():
            raise wrong_field("ten", _("Tên có ký tự không in được. Hãy gõ lại."))
        return Mark(name, is_working=kind == "lam")


def form_from(given: Mapping[str, str]) -> Form:
    return Form({name: given.get(name, "").strip() for name in FIELDS})


def _day(text: str) -> date | None:
    query = QueryDict(mutable=True)
    query["day"] = text
    return day_from(query, "day")[0]


def _written(text: str) -> str:
    day = _day(text)
    return text if day is None else f"{day:%d/%m/%Y}"


def _year(text: str) -> int | None:
    query = QueryDict(mutable=True)
    query["year"] = text
    year = number_from(query, "year", default=0)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
