"""An ad-hoc request (yêu cầu báo cáo đột xuất) as an officer writes it, and what may not be written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.layout.quick import QuickLine
from indicators.models import AdHocRequest, Regime
from units.errors import BadContent
from units.models import Unit
from units.vietnamese import clean_name, search_key

MOST_LINES = 15
LONGEST_TITLE, LONGEST_LABEL, LONGEST_UNIT, LONGEST_NOTE = 200, 200, 40, 80
MOST_DECIMALS = 3
LONGEST_WAIT = timedelta(days=3)
LONGEST_REPEAT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class AdHoc:
    """`units`: whom it asks. `due`: by when the first answers are wanted; where it is asked again, at the
    same time on each day until `repeats_until`.
    """

    title: str
    lines: Sequence[QuickLine]
    owner: Unit
    units: Sequence[int]
    due: datetime
    repeats_until: date | None = None
    reminds_hourly: bool = True
    sign_off: str = Regime.SignOff.NONE
    acceptance: str = Regime.Acceptance.AUTOMATIC


def checked(asked: AdHoc, *, at: datetime, askable: frozenset[int]) -> AdHoc:
    """The request, tidied; BadContent with a problem a field: title, lines, line-3-label, units, due …"""
    tidy = replace(asked, title=clean_name(asked.title), lines=tuple(map(_tidied, asked.lines)))
    problems = [
        *_about_words(tidy),
        *_about_times(tidy, at=at),
        *_about_units(tidy, askable=askable),
    ]
    if problems:
        raise BadContent(
            _("Chưa gửi yêu cầu nào: còn %(count)d chỗ cần sửa.") % {"count": len(problems)},
            code="bad_request",
            problems=problems,
        )
    return tidy


def due_of(request: AdHocRequest, day: date) -> datetime:
    """When the answers of a day are due."""
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return midnight + timedelta(minutes=request.due_minutes)


def minutes_after_midnight(due: datetime, *, day: date) -> int:
    """What `due_of` counts from."""
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return int((due - midnight) / timedelta(minutes=1))


def _tidied(line: QuickLine) -> QuickLine:
    return replace(
        line,
        label=clean_name(line.label),
        unit_of_measure=clean_name(line.unit_of_measure),
        note=clean_name(line.note),
    )


Problems = list[dict[str, Any]]


def _problem(field: str, message: str) -> dict[str, Any]:
    return {"code": "bad_request", "field": field, "message": message}


def _about_words(asked: AdHoc) -> Problems:
    found: Problems = []
    if not search_key(asked.title) or len(asked.title) > LONGEST_TITLE:
        found.append(
            _problem("title", _("Hãy ghi tên yêu cầu, tối đa %(most)d ký tự.") % {"most": LONGEST_TITLE})
        )
    if not 1 <= len(asked.lines) <= MOST_LINES:
        found.append(_problem("lines", _("Hãy ghi từ 1 đến %(most)d dòng số liệu.") % {"most": MOST_LINES}))
    seen: set[str] = set()
    for number, line in enumerate(asked.lines, 1):
        found += [_problem(f"line-{number}-{field}", words) for field, words in _about_line(line, seen)]
        seen.add(search_key(line.printed))
    return found


def _about_line(line: QuickLine, seen: set[str]) -> list[tuple[str, str]]:
    found = []
    if not search_key(line.label) or len(line.label) > LONGEST_LABEL:
        found.append(("label", _("Hãy ghi nội dung, tối đa %(most)d ký tự.") % {"most": LONGEST_LABEL}))
    elif search_key(line.printed) in seen:
        found.append(("label", _("Dòng này trùng với một dòng ở trên.")))
    if not line.unit_of_measure or len(line.unit_of_measure) > LONGEST_UNIT:
        words = _("Hãy ghi đơn vị tính (người, nhà, ha…), tối đa %(most)d ký tự.")
        found.append(("unit", words % {"most": LONGEST_UNIT}))
    if not 0 <= line.decimals <= MOST_DECIMALS:
        words = _("Số chữ số thập phân phải từ 0 đến %(most)d.")
        found.append(("decimals", words % {"most": MOST_DECIMALS}))
    if len(line.note) > LONGEST_NOTE:
        found.append(("note", _("Ghi chú tối đa %(most)d ký tự.") % {"most": LONGEST_NOTE}))
    return found


def _about_times(asked: AdHoc, *, at: datetime) -> Problems:
    found: Problems = []
    if asked.due <= at:
        found.append(_problem("due", _("Hạn gửi đã qua. Hãy chọn giờ sau bây giờ.")))
    elif asked.due - at > LONGEST_WAIT:
        found.append(_problem("due", _("Hạn gửi quá xa cho báo cáo đột xuất: nhiều nhất 3 ngày.")))
    if asked.repeats_until is not None:
        today = timezone.localdate(at)
        if not today <= asked.repeats_until <= today + LONGEST_REPEAT:
            words = _("Ngày cuối hỏi lại phải từ hôm nay, nhiều nhất %(days)d ngày nữa.")
            found.append(_problem("repeats_until", words % {"days": LONGEST_REPEAT.days}))
    if asked.sign_off not in (Regime.SignOff.NONE, Regime.SignOff.BEFORE):
        found.append(_problem("sign_off", _("Hãy chọn có cần thủ trưởng ký trước khi gửi hay không.")))
    if asked.acceptance not in Regime.Acceptance.values:
        found.append(_problem("acceptance", _("Hãy chọn số liệu được duyệt tự động hay do người duyệt.")))
    return found


def _about_units(asked: AdHoc, *, askable: frozenset[int]) -> Problems:
    if not asked.units:
        return [_problem("units", _("Chưa chọn đơn vị nào để hỏi."))]
    outside = set(asked.units) - askable
    if outside:
        words = _("Có %(count)d đơn vị ngoài phạm vi của cơ quan. Hãy chọn lại.")
        return [_problem("units", words % {"count": len(outside)})]
    return []
