"""Why a document is not taken. The sentences are msgids with %(name)s; callers translate."""

from indicators.msgids import gettext_noop

_ODD = gettext_noop(
    "Tệp có cấu trúc bất thường nên không nhận. Hãy mở bằng Word, Excel hoặc LibreOffice, lưu lại, hoặc xuất "
    "ra PDF rồi kèm lại."
)
SENTENCES = {
    "too_big_file": gettext_noop("Tệp lớn hơn %(maximum)s MB. Hãy giảm cỡ ảnh, hoặc tách thành nhiều tệp."),
    "empty_file": gettext_noop("Tệp rỗng. Hãy chọn lại tệp."),
    "not_document": gettext_noop(
        "Tệp này không phải PDF, ảnh PNG hay JPEG, hoặc tệp Word, Excel, LibreOffice "
        "(.docx, .doc, .xlsx, .xls, .odt, .ods). Hãy lưu sang một trong các dạng đó, dễ nhất là PDF, "
        "rồi kèm lại."
    ),
    "apple_picture": gettext_noop(
        "Ảnh ở dạng HEIC của iPhone, nhiều máy không mở được. Hãy chụp hoặc lưu lại ở dạng JPEG rồi kèm lại."
    ),
    "other_archive": gettext_noop("Không nhận tệp nén. Hãy giải nén rồi kèm từng tài liệu."),
    "password": gettext_noop(
        "Tệp đang đặt mật khẩu nên người nhận không mở được. Hãy bỏ mật khẩu rồi kèm lại."
    ),
    "macros": gettext_noop(
        "Tệp có macro nên không nhận. Hãy lưu lại dạng không có macro (.docx, .xlsx), hoặc xuất ra PDF, "
        "rồi kèm lại."
    ),
    "runs": gettext_noop("Tệp PDF có mã chạy nên không nhận. Hãy in lại tệp đó ra PDF rồi kèm lại."),
    "broken": gettext_noop(
        "Tệp bị hỏng hoặc tải lên chưa trọn vẹn. Hãy mở thử trên máy, lưu lại rồi kèm lại."
    ),
    "too_large_picture": gettext_noop("Ảnh có quá nhiều điểm ảnh. Hãy giảm cỡ ảnh rồi kèm lại."),
    "bomb": gettext_noop("Tệp giải nén ra lớn bất thường nên không nhận. Hãy xuất ra PDF rồi kèm lại."),
    "names": _ODD,
    "doctype": _ODD,
    "encoding": _ODD,
    "not_workbook": _ODD,
}
