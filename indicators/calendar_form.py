"""The form of a calendar: its words, its natural kinds, and a row of days for each period of a year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.calendar_words import row_words
from indicators.periods import IN_A_YEAR, NATURAL_KINDS, Calendar, CutOff, Kind, YearDay, twelve_months
from units.errors import BadContent

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
YEARS_WORDS = (
    (-1, gettext_lazy("năm trước")),
    (0, gettext_lazy("năm đó")),
    (1, gettext_lazy("năm sau")),
)
WEEK_STARTS = tuple(
    enumerate(
        (
            gettext_lazy("Thứ Hai (ISO 8601)"),
            gettext_lazy("Thứ Ba"),
            gettext_lazy("Thứ Tư"),
            gettext_lazy("Thứ Năm"),
            gettext_lazy("Thứ Sáu"),
            gettext_lazy("Thứ Bảy"),
            gettext_lazy("Chủ nhật"),
        ),
        1,
    )
)
PLACES = tuple((kind, number) for kind, count in IN_A_YEAR.items() for number in range(1, count + 1))


@dataclass
class Form:
    """`typed` as it came; `faults` by field, "" for what is of none."""

    typed: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.typed.get(name, "")

    def refuse(self, refused: BadContent) -> None:
        """Keep what was wrong where it was."""
        problems = refused.problems or [{"message": refused.message}]
        for problem in problems:
            if problem.get("field"):
                self.faults[str(problem["field"])] = str(problem["message"])
            else:
                self.others.append(str(problem["message"]))

    @property
    def natural(self) -> list[Kind]:
        return [kind for kind in Kind if kind in NATURAL_KINDS and self.value(kind.value)]

    @property
    def week_starts(self) -> int:
        text = self.value("week_starts")
        return int(text) if text in {str(number) for number, _words in WEEK_STARTS} else 1

    def rows(self) -> list[CutOff]:
        """The rows that are filled in. BadContent names each field that cannot be read."""
        found = []
        for kind, number in PLACES:
            starts, ends = (self._day(kind, number, side) for side in ("starts", "ends"))
            if starts is not None and ends is not None:
                found.append(CutOff(kind, number, starts, ends))
        if self.faults:
            problems = [{"field": name, "message": message} for name, message in self.faults.items()]
            raise BadContent(next(iter(self.faults.values())), problems=problems)
        return found

    def fill(self) -> None:
        """Write the rows of regular months: from a day of the month, the year from a month."""
        first_day, first_month = self._number("first_day", 28), self._number("first_month", 12)
        if self.faults:
            return
        kinds = {kind for kind in IN_A_YEAR if self.value(f"fill_{kind.value}")} or set(IN_A_YEAR)
        for row in twelve_months(first_day=first_day, first_month=first_month):
            for side, day in (("starts", row.starts), ("ends", row.ends)):
                name = f"{row.kind.value}.{row.number}.{side}"
                wanted = row.kind in kinds
                self.typed[name] = f"{day.day:02d}/{day.month:02d}" if wanted else ""
                self.typed[f"{name}_year"] = str(day.year_offset)

    def _day(self, kind: Kind, number: int, side: str) -> YearDay | None:
        name = f"{kind.value}.{number}.{side}"
        text, other = self.value(name), self.value(f"{kind.value}.{number}.{_OTHER[side]}")
        if not text:
            if other:
                self.faults[name] = _("Hãy ghi cả ngày đầu và ngày cuối.")
            return None
        match = _DAY.fullmatch(text)
        day, month = (int(match[1]), int(match[2])) if match else (0, 0)
        if not (1 <= day <= 31 and 1 <= month <= 12):
            self.faults[name] = _("Hãy ghi ngày và tháng, ví dụ 15/12.")
            return None
        years = self.value(f"{name}_year")
        return YearDay(int(years) if years in ("-1", "0", "1") else 0, month, day)

    def _number(self, name: str, highest: int) -> int:
        text = self.value(name) or "1"
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        if not 1 <= number <= highest:
            self.faults[name] = _("Hãy ghi số từ 1 đến %(highest)d.") % {"highest": highest}
        return number


_OTHER = {"starts": "ends", "ends": "starts"}


def form_from(given: Mapping[str, str]) -> Form:
    """The form as it was sent; names and texts of any length are cut to what a field may hold."""
    return Form({name: value.strip()[:200] for name, value in given.items() if len(name) < 40})


def form_of(calendar: Calendar, *, name: str) -> Form:
    """The form filled in with a calendar."""
    typed = {"code": calendar.code, "name": name, "week_starts": str(calendar.week_starts)}
    typed |= {kind.value: "1" for kind in calendar.natural}
    if calendar.named_after is not None:
        typed["named_after"] = calendar.named_after.code
    for row in calendar.cut_offs:
        for side, day in (("starts", row.starts), ("ends", row.ends)):
            place = f"{row.kind.value}.{row.number}.{side}"
            typed[place] = f"{day.day:02d}/{day.month:02d}"
            typed[f"{place}_year"] = str(day.year_offset)
    return Form(typed)


def shown_rows(form: Form) -> list[dict[str, object]]:
    """The table of the form: every period a year can have, filled in or not."""
    return [
        {
            "words": row_words(CutOff(kind, number, YearDay(0, 1, 1), YearDay(0, 1, 1))),
            "is_first": number == 1,
            "sides": [
                {
                    "name": (name := f"{kind.value}.{number}.{side}"),
                    "id": name.replace(".", "-"),
                    "value": form.value(name),
                    "year": form.value(f"{name}_year") or "0",
                    "fault": form.faults.get(name, ""),
                    "label": label,
                }
                for side, label in (("starts", _("ngày đầu")), ("ends", _("ngày cuối")))
            ],
        }
        for kind, number in PLACES
    ]
