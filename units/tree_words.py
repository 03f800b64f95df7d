"""What is said about a file of units: why it is refused, and what is wrong in a row, with what to do."""

from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from units.kinds import kind_label
from units.loading.table import FileRefused
from units.loading.tree import Column, TreeProblem
from units.models import Placement
from units.placing import written

COLUMNS: MappingProxyType[Column, str] = MappingProxyType(
    {
        "code": gettext_noop("mã"),
        "name": gettext_noop("tên"),
        "kind": gettext_noop("loại hình"),
        "parent": gettext_noop("mã cấp trên"),
        "placement": gettext_noop("quan hệ"),
        "start": gettext_noop("từ ngày"),
        "end": gettext_noop("đến ngày"),
        "": "",
    }
)
_REFUSALS = MappingProxyType(
    {
        "empty_file": gettext_noop("Tệp rỗng. Hãy chọn lại tệp đã điền danh sách đơn vị."),
        "too_big_file": gettext_noop("Tệp lớn hơn %(maximum)s MB. Hãy bỏ hình ảnh và các trang tính khác."),
        "old_format": gettext_noop(
            "Tệp ở dạng Excel cũ (.xls) hoặc đang đặt mật khẩu. Hãy mở tệp, bỏ mật khẩu, lưu thành .xlsx."
        ),
        "password": gettext_noop("Tệp đang đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi lưu lại."),
        "not_workbook": gettext_noop(
            "Tệp này không phải tệp Excel (.xlsx) hoặc không có trang tính nào hiện."
        ),
        "broken": gettext_noop(
            "Tệp Excel bị hỏng hoặc chưa tải lên hết. Hãy mở bằng Excel rồi lưu lại .xlsx."
        ),
        "bomb": gettext_noop(
            "Tệp giải nén ra lớn bất thường nên không được mở. Hãy chép danh sách sang tệp mới."
        ),
        "doctype": gettext_noop(
            "Tệp có khai báo (DTD) mà Excel không bao giờ ghi nên không được mở. Hãy chép sang tệp mới."
        ),
        "not_utf8": gettext_noop(
            "Tệp CSV không ở bảng mã UTF-8 nên sai chữ tiếng Việt. "
            "Hãy lưu lại bằng kiểu “CSV UTF-8” hoặc dùng tệp Excel (.xlsx)."
        ),
        "broken_csv": gettext_noop(
            "Tệp CSV sai từ dòng %(row)s: dấu ngoặc kép không khớp hoặc một ô quá dài. Hãy xem lại dòng đó."
        ),
        "too_many_rows": gettext_noop(
            "Tệp có hơn %(maximum)s dòng. Hãy chia thành nhiều tệp, cấp trên nạp trước."
        ),
        "too_many_sheets": gettext_noop("Tệp có hơn %(maximum)s trang tính. Hãy bỏ bớt trang tính."),
        "no_rows": gettext_noop("Tệp chỉ có dòng tiêu đề, chưa có đơn vị nào."),
        "no_headings": gettext_noop(
            "Không thấy dòng tiêu đề. Dòng đầu cần có các cột “mã”, “tên”, “loại hình”; "
            "thêm “mã cấp trên”, “quan hệ”, “từ ngày”, “đến ngày” nếu có."
        ),
        "missing_headings": gettext_noop("Thiếu cột %(columns)s. Hãy thêm cột đó vào dòng tiêu đề."),
        "heading_twice": gettext_noop("Có hai cột cùng là %(column)s. Hãy bỏ bớt một cột."),
    }
)
_PROBLEMS = MappingProxyType(
    {
        "cell_error": gettext_noop("ô báo lỗi %(text)s. Hãy sửa công thức hoặc gõ giá trị."),
        "cell_no_value": gettext_noop("ô có công thức chưa có kết quả. Hãy mở tệp bằng Excel rồi lưu lại."),
        "no_code": gettext_noop("chưa có mã đơn vị."),
        "number_code": gettext_noop(
            "“%(text)s” là số nên có thể đã mất chữ số 0. Hãy để cột mã ở dạng Văn bản (Text) rồi gõ lại."
        ),
        "strange_code": gettext_noop(
            "mã “%(text)s” có ký tự lạ: %(signs)s. Hãy gõ lại bằng A–Z, chữ số và dấu chấm."
        ),
        "bad_code": gettext_noop(
            "mã “%(text)s” chưa đúng: chỉ dùng A–Z, chữ số và dấu chấm, tối đa 35 ký tự."
        ),
        "wrong_digits": gettext_noop(
            "mã đơn vị hành chính của %(kind)s có %(digits)s chữ số, ở đây là “%(code)s” "
            "(có thể đã mất số 0 ở đầu)."
        ),
        "own_parent": gettext_noop("đơn vị không thể là cấp trên của chính nó."),
        "no_kind": gettext_noop("chưa có loại hình."),
        "unknown_kind": gettext_noop(
            "không có loại hình “%(text)s”.%(near)s Nếu không có loại nào hợp, ghi “khác”."
        ),
        "no_name": gettext_noop("chưa có tên đơn vị."),
        "bad_name": gettext_noop("tên cần có chữ hoặc số, tối đa 200 ký tự."),
        "unknown_relation": gettext_noop(
            "không có quan hệ “%(text)s”. Hãy ghi “hành chính”, “ngành dọc” hoặc “địa bàn”."
        ),
        "unreadable_date": gettext_noop(
            "ngày “%(text)s” chưa đọc được. Hãy viết ngày/tháng/năm, ví dụ 01/07/2025."
        ),
        "no_start": gettext_noop("chưa có ngày. Hãy ghi ngày, hoặc chọn một ngày bắt đầu chung khi nạp tệp."),
        "ends_before": gettext_noop("đến ngày %(end)s là trước ngày bắt đầu %(start)s."),
        "other_name": gettext_noop(
            "cùng mã với dòng %(other)s nhưng ở đó tên là “%(name)s”. Tệp không ghi đổi tên, sáp nhập: "
            "hãy nạp một tên rồi ghi thay đổi ở trang Sắp xếp đơn vị."
        ),
        "other_kind": gettext_noop(
            "cùng mã với dòng %(other)s nhưng ở đó loại hình là “%(kind)s”. Tệp không ghi đổi loại hình: "
            "hãy nạp một loại rồi ghi thay đổi ở trang Sắp xếp đơn vị."
        ),
        "repeated": gettext_noop("lặp lại dòng %(other)s. Hãy bỏ một dòng."),
        "two_parents": gettext_noop(
            "cùng ngày đã có cấp trên %(relation)s là %(parent)s ở dòng %(other)s. "
            "Mỗi quan hệ chỉ có một cấp trên trong một ngày."
        ),
        "code_taken": gettext_noop(
            "mã %(code)s đã là mã của “%(name)s” (%(kind)s) từ %(begins)s đến %(ends)s. Nếu là đơn vị này "
            "và đã đổi tên hay loại hình, hãy ghi ở trang Sắp xếp đơn vị; "
            "nếu là đơn vị khác, hãy dùng mã khác."
        ),
        "other_dates": gettext_noop(
            "hệ thống ghi “%(name)s” (%(code)s) từ %(begins)s đến %(ends)s. Hãy ghi đúng ngày đó, "
            "hoặc thay đổi ở trang Sắp xếp đơn vị."
        ),
        "other_parent": gettext_noop(
            "hệ thống ghi cấp trên %(relation)s là “%(parent)s” từ %(begins)s đến %(ends)s. "
            "Chuyển cấp trên là việc của trang Sắp xếp đơn vị."
        ),
        "outlives_parent": gettext_noop(
            "cấp trên %(parent)s chỉ tồn tại từ %(begins)s đến %(ends)s, "
            "không đủ cho quan hệ từ %(start)s đến %(end)s."
        ),
        "ambiguous_parent": gettext_noop(
            "mã cấp trên %(parent)s là mã của nhiều đơn vị ở các bộ mã khác nhau. "
            "Hãy dùng mã khác của cấp trên."
        ),
        "parent_of_other_days": gettext_noop(
            "mã cấp trên %(parent)s chỉ có từ %(begins)s đến %(ends)s, không có vào ngày %(start)s."
        ),
        "unknown_parent": gettext_noop(
            "không có đơn vị mang mã cấp trên %(parent)s vào ngày %(start)s, "
            "trong tệp cũng như trong hệ thống."
        ),
        "circle": gettext_noop(
            "từ ngày %(day)s các cấp trên nối thành vòng: đơn vị này nằm dưới chính nó. "
            "Hãy xem lại mã cấp trên."
        ),
        "too_deep": gettext_noop("có hơn %(levels)s cấp trên nối tiếp nhau. Hãy xem lại mã cấp trên."),
    }
)


def refusal_words(refused: FileRefused) -> str:
    told: dict[str, object] = dict(refused.params)
    if "maximum" in told:
        told["maximum"] = f"{int(str(told['maximum'])):,}".replace(",", ".")
    for name in ("columns", "column"):
        if name in told:
            asked = str(told[name]).split(",")
            told[name] = ", ".join(f"“{_(words)}”" for column, words in COLUMNS.items() if column in asked)
    return _(_REFUSALS[refused.code]) % told


def problem_words(problem: TreeProblem) -> str:
    """Return the sentence without its place: the row and the column are shown beside it."""
    return _(_PROBLEMS[problem.code]) % {
        name: _told(problem, name, value) for name, value in problem.params.items()
    }


def column_words(problem: TreeProblem) -> str:
    return _(COLUMNS[problem.column]) if problem.column else ""


def line_words(problem: TreeProblem) -> str:
    """Return the whole sentence: “Dòng 7, cột “mã”: …”."""
    if not problem.column:
        return _("Dòng %(row)d: %(said)s") % {"row": problem.row, "said": problem_words(problem)}
    return _("Dòng %(row)d, cột “%(column)s”: %(said)s") % {
        "row": problem.row,
        "column": column_words(problem),
        "said": problem_words(problem),
    }


def _told(problem: TreeProblem, name: str, value: str | int | date | None) -> str:
    match name:
        case "kind":
            return kind_label(str(value))
        case "near":
            return " " + _("Có phải “%(kind)s”?") % {"kind": kind_label(str(value))} if value else ""
        case "relation":
            return str(Placement.Kind(str(value)).label)
    if value is None:
        return _("nay")
    return written(value) if isinstance(value, date) else str(value)
