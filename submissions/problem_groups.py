"""Problems of one kind said once, with the cells where they are: a list a person can work through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SHOWN = 200
"""So many lines are listed on a page; the rest is in the list that can be downloaded."""

TITLES = {
    "unreadable": gettext_noop("%(count)d ô chưa đọc được"),
    "excel_error": gettext_noop("%(count)d ô Excel báo lỗi"),
    "truth": gettext_noop("%(count)d ô ghi TRUE hoặc FALSE, không phải số"),
    "date": gettext_noop("%(count)d ô Excel hiểu là ngày"),
    "formula_without_value": gettext_noop("%(count)d ô có công thức chưa có kết quả"),
    "formula": gettext_noop("%(count)d ô lấy số từ kết quả của công thức"),
    "note_too_long": gettext_noop("%(count)d ghi chú quá dài"),
    "note_hidden": gettext_noop("%(count)d ghi chú có ký tự ẩn"),
    "row_missing": gettext_noop("%(count)d dòng của biểu không tìm thấy trong tệp"),
    "row_twice": gettext_noop("%(count)d dòng xuất hiện nhiều lần"),
    "not_asked": gettext_noop("%(count)d ô có giá trị ở chỗ biểu không hỏi"),
    "column_absent": gettext_noop("%(count)d cột không có trong kỳ này mà tệp có ghi"),
    "row_absent": gettext_noop("%(count)d dòng không có trong kỳ này mà tệp có ghi"),
    "not_mapped": gettext_noop("%(count)d số của phiên bản cũ không có chỗ trong biểu hiện nay"),
    "part_exceeds_whole": gettext_noop("%(count)d ô “trong đó” lớn hơn tổng"),
    "parts_do_not_add_up": gettext_noop("%(count)d tổng không khớp các phần"),
    "rule_not_held": gettext_noop("%(count)d chỗ không đúng quy tắc của biểu"),
    "out_of_range": gettext_noop("%(count)d số ngoài khoảng cho phép"),
    "negative_count": gettext_noop("%(count)d số đếm nhỏ hơn 0"),
    "computed_otherwise": gettext_noop("%(count)d ô tính ghi khác kết quả tính lại"),
    "carried_otherwise": gettext_noop("%(count)d ô chuyển ghi khác số đã duyệt"),
    "opening_figures": gettext_noop("%(count)d cột có số đầu kỳ nhập tay"),
    "changed_much": gettext_noop("%(count)d số thay đổi nhiều"),
    "unusual": gettext_noop("%(count)d số khác xa các kỳ trước"),
    "was_there_before": gettext_noop("%(count)d ô để dấu trong khi kỳ trước có số"),
    "differs_from_shorter": gettext_noop("%(count)d số khác tổng các kỳ ngắn hơn"),
}


@dataclass(slots=True)
class ProblemGroup:
    """`title` is the sentence itself when there is one problem. `lines`: those that are shown."""

    code: str
    severity: str
    title: str
    count: int
    lines: list[Mapping[str, Any]] = field(default_factory=list)


def grouped(problems: Iterable[Mapping[str, Any]]) -> list[ProblemGroup]:
    """Errors first, then in the order they came; at most `SHOWN` lines over all groups."""
    kinds: dict[tuple[bool, str], list[Mapping[str, Any]]] = {}
    for problem in problems:
        kinds.setdefault((problem["severity"] != "error", problem["code"]), []).append(problem)
    groups: list[ProblemGroup] = []
    left = SHOWN
    for (_is_warning, code), alike in sorted(kinds.items(), key=lambda kind: kind[0][0]):
        shown = alike[:left]
        left -= len(shown)
        groups.append(ProblemGroup(code, alike[0]["severity"], _title(code, alike), len(alike), shown))
    return groups


def _title(code: str, alike: list[Mapping[str, Any]]) -> str:
    if len(alike) == 1:
        return str(alike[0]["message"])
    return _(TITLES.get(code, gettext_noop("%(count)d chỗ cùng loại"))) % {"count": len(alike)}
