"""Why an agency's form is not read. Sentences are msgids; what is not here is said as of any workbook."""

from indicators.msgids import gettext_noop

_AGAIN = gettext_noop(
    "Tệp không mở được an toàn. Hãy mở biểu bằng Excel hoặc LibreOffice, chép riêng trang tính của biểu "
    "sang một tệp mới dạng .xlsx rồi nhập lại."
)
FORM_SENTENCES = {
    "empty_file": gettext_noop("Tệp rỗng. Hãy chọn tệp Excel của biểu mẫu."),
    "not_workbook": gettext_noop(
        "Tệp này không phải bảng tính (.xlsx, .xls, .ods). "
        "Biểu ở dạng Word hoặc PDF thì hãy chép bảng sang Excel trước."
    ),
    "old_format": gettext_noop(
        "Biểu mẫu nhập từ tệp .xlsx, .xls hoặc .ods. "
        "Hãy mở tệp, chọn “Lưu thành” (Save as), kiểu Excel (.xlsx), rồi nhập lại."
    ),
    "bomb": _AGAIN,
    "names": _AGAIN,
    "doctype": _AGAIN,
    "too_much": gettext_noop(
        "Tệp có quá nhiều ô hoặc quá phức tạp với một biểu mẫu. Hãy chép riêng trang tính của biểu "
        "sang một tệp mới rồi nhập lại."
    ),
    "too_slow": _AGAIN,
}
