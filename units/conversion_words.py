"""The report on a conversion table, in words: what was placed, what was not and why, what differs."""

from collections.abc import Iterator
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from units.kinds import full_name
from units.loading.conversion.report import Remark, Report
from units.loading.table import FileRefused

_STATED = MappingProxyType(
    {
        "whole": gettext_noop("Nhập toàn bộ"),
        "part": gettext_noop("Nhập một phần"),
        "unchanged": gettext_noop("Giữ nguyên"),
        "renamed": gettext_noop("Đổi tên"),
        "kind_changed": gettext_noop("Đổi loại hình"),
        "district": gettext_noop("Huyện thành đặc khu"),
    }
)
_LEVELS = MappingProxyType(
    {
        "old_province": gettext_noop("tỉnh cũ"),
        "district": gettext_noop("huyện cũ"),
        "old_commune": gettext_noop("xã cũ"),
        "province": gettext_noop("tỉnh mới"),
        "commune": gettext_noop("xã mới"),
    }
)
_REFUSED = MappingProxyType(
    {
        "empty_file": gettext_noop("Tệp không có nội dung."),
        "too_big_file": gettext_noop("Tệp lớn hơn %(maximum)s MB: đây không phải bảng chuyển đổi."),
        "too_many_rows": gettext_noop("Tệp có hơn %(maximum)s dòng: đây không phải bảng chuyển đổi."),
        "is_workbook": gettext_noop(
            "Đây là sổ tính Excel, không phải CSV. Hãy mở sổ tính và lưu thành CSV UTF-8 rồi nạp lại."
        ),
        "not_utf8": gettext_noop("Không đọc được chữ trong tệp. Hãy lưu tệp thành CSV UTF-8 rồi nạp lại."),
        "broken_csv": gettext_noop(
            "Dòng %(row)s: dấu nháy kép mở ra mà không đóng lại. Hãy lấy lại tệp gốc hoặc sửa dòng này."
        ),
        "no_headings": gettext_noop(
            "Không thấy các cột của bảng chuyển đổi (thiếu: %(missing)s). "
            "Hãy giữ nguyên dòng tiêu đề của bảng do Cục Thống kê ban hành."
        ),
        "no_communes": gettext_noop("Dưới dòng tiêu đề không có dòng nào về xã, phường, đặc khu."),
    }
)
_REASONS = MappingProxyType(
    {
        "no_old_code": gettext_noop("không có mã xã cũ (“%(old)s”, vào %(new)s %(new_code)s)"),
        "bad_old_code": gettext_noop("mã xã cũ “%(written)s” (“%(old)s”) không phải năm chữ số"),
        "no_new_code": gettext_noop("mã xã mới (“%(new)s”) không phải năm chữ số"),
        "no_province": gettext_noop("tỉnh, thành phố mới không có mã trong ngoặc (“%(new)s” %(new_code)s)"),
        "no_district": gettext_noop("không có mã quận, huyện của “%(old)s” (vào %(new)s %(new_code)s)"),
        "no_note": gettext_noop("ghi chú để trống (“%(old)s” vào %(new)s %(new_code)s)"),
        "unreadable_note": gettext_noop("không hiểu ghi chú “%(note)s” (“%(old)s” vào %(new)s %(new_code)s)"),
        "code_of_another": gettext_noop(
            "mã xã cũ %(written)s là của %(right)s, không rõ mã của “%(old)s” (vào %(new)s %(new_code)s)"
        ),
        "duplicate": gettext_noop("lặp lại dòng %(first)s (“%(old)s” vào %(new)s), chỉ tính một lần"),
        "duplicate_differs": gettext_noop(
            "lặp lại dòng %(first)s (“%(old)s” vào %(new)s) nhưng ghi “%(note)s” thay vì “%(first_note)s”; "
            "theo dòng đầu"
        ),
        "province_code": gettext_noop(
            "“%(name)s (%(code)s)”: mã %(code)s là của %(right)s; đọc theo tên là %(read)s"
        ),
        "district_province": gettext_noop(
            "huyện %(district)s (%(code)s) ghi thuộc %(written)s; các dòng khác cho biết thuộc %(read)s"
        ),
        "old_code": gettext_noop(
            "mã xã cũ %(code)s là của %(right)s; “%(name)s” cùng huyện mang mã %(read)s: đọc theo tên"
        ),
        "old_name": gettext_noop("xã cũ %(code)s ghi là “%(name)s”, các dòng khác ghi “%(right)s”"),
        "new_name": gettext_noop("xã mới %(code)s ghi là “%(name)s”, các dòng khác ghi “%(right)s”"),
        "remainder_missing": gettext_noop(
            "xã cũ %(old)s chỉ có một dòng, ghi “%(note)s”: phần còn lại không thấy ghi"
        ),
        "whole_and_more": gettext_noop(
            "xã cũ %(old)s được ghi nhập toàn bộ vào một nơi mà còn vào nơi khác (dòng %(lines)s): "
            "coi là từng phần, không rõ tỷ lệ"
        ),
        "shares_contradict": gettext_noop(
            "xã cũ %(old)s: toàn bộ dân số hoặc diện tích được ghi ở nhiều nơi (dòng %(lines)s): "
            "coi là không rõ tỷ lệ"
        ),
        "not_alone": gettext_noop(
            "ghi “%(note)s” nhưng %(new)s (%(code)s) còn hình thành từ nơi khác: coi là đơn vị mới"
        ),
        "not_unchanged": gettext_noop("ghi “%(note)s” nhưng tên hoặc loại hình khác: %(old)s, nay %(new)s"),
        "name": gettext_noop("%(level)s %(code)s: bảng ghi %(table)s, dữ liệu có sẵn ghi %(packaged)s"),
        "place": gettext_noop(
            "%(level)s %(code)s (%(table)s): bảng ghi thuộc %(inside)s, dữ liệu có sẵn ghi thuộc "
            "%(packaged_inside)s"
        ),
        "only_table_unit": gettext_noop("%(level)s %(code)s (%(table)s): dữ liệu có sẵn không có"),
        "only_package": gettext_noop(
            "xã cũ %(old)s vào %(new)s: bảng không nói đến, giữ theo dữ liệu có sẵn"
        ),
        "step_only_table": gettext_noop("xã cũ %(old)s vào %(new)s (“%(note)s”): dữ liệu có sẵn không có"),
        "step_only_package": gettext_noop("xã cũ %(old)s vào %(new)s: chỉ dữ liệu có sẵn ghi, bỏ theo bảng"),
        "step_whole": gettext_noop(
            "xã cũ %(old)s vào %(new)s: bảng ghi toàn bộ, dữ liệu có sẵn ghi một phần"
        ),
        "step_part": gettext_noop("xã cũ %(old)s vào %(new)s: bảng ghi một phần, dữ liệu có sẵn ghi toàn bộ"),
        "step_default": gettext_noop(
            "xã cũ %(old)s: đơn vị kế thừa chính là %(new)s, dữ liệu có sẵn ghi đơn vị khác"
        ),
    }
)


def refusal(error: FileRefused) -> str:
    return _(_REFUSED.get(error.code, gettext_noop("Không đọc được tệp."))) % error.params


def in_words(remark: Remark) -> str:
    """Return "Dòng 4749: …"; a remark about no row of the table has no line."""
    params = dict(remark.params)
    if "level" in params:
        params["level"] = _(_LEVELS[params["level"]])
        params["table"] = full_name(params["name"], params["kind"])
        params["packaged"] = full_name(params.get("packaged_name", ""), params.get("packaged_kind", ""))
    words = _(_REASONS[remark.code]) % params
    if not remark.line:
        return words
    return _("Dòng %(line)s: %(words)s") % {"line": remark.line, "words": words}


def report_lines(report: Report) -> Iterator[str]:
    """Return the report for people, line by line: counts first, then every row that needs a look."""
    yield _(
        "Bảng có %(records)s dòng ghi: %(headings)s dòng tiêu đề, %(provinces)s dòng tên tỉnh, "
        "%(communes)s dòng xã."
    ) % {
        "records": report.records,
        "headings": report.headings,
        "provinces": report.provinces,
        "communes": report.communes,
    }
    for stated, label in _STATED.items():
        yield f"  {_(label)}: {report.stated[stated]}"
    yield from _listed(_("Dòng chưa xếp được"), report.unplaced)
    yield from _listed(_("Dòng lặp"), report.duplicates)
    yield from _listed(_("Chỗ mâu thuẫn trong bảng"), sorted(report.contradictions, key=lambda one: one.line))
    yield from _listed(_("Chỗ khác với dữ liệu có sẵn (theo bảng)"), report.differences)
    if report.silent:
        yield _("Bảng không nói đến %(count)s xã cũ: giữ theo dữ liệu có sẵn.") % {"count": report.silent}


def _listed(label: str, remarks: list[Remark]) -> Iterator[str]:
    yield f"  {label}: {len(remarks)}"
    yield from (f"    {in_words(remark)}" for remark in remarks)
