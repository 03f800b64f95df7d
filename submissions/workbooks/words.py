"""What is said about workbooks. The sentences are msgids with %(name)s; callers translate."""

from indicators.msgids import gettext_noop

SENTENCES = {
    # the whole file is refused
    "too_big_file": gettext_noop(
        "Tệp lớn hơn %(maximum)s MB. Hãy bỏ hình ảnh và các trang tính khác rồi nạp lại."
    ),
    # a .zip of workbooks
    "archive_broken": gettext_noop(
        "Tệp nén bị hỏng hoặc tải lên chưa trọn vẹn. Hãy nén lại thành .zip rồi nạp lại."
    ),
    "archive_many": gettext_noop("Tệp nén có hơn %(maximum)s tệp. Hãy chia thành nhiều tệp nén nhỏ hơn."),
    "archive_bomb": gettext_noop(
        "Tệp nén giải ra lớn hơn %(maximum)s MB hoặc có cấu trúc bất thường nên không được mở. "
        "Hãy chia thành nhiều tệp nén nhỏ hơn, chỉ gồm tệp Excel."
    ),
    "archive_packing": gettext_noop(
        "Tệp được nén theo kiểu chưa đọc được. Hãy nén lại thành .zip kiểu thường rồi nạp lại."
    ),
    "archive_inside": gettext_noop(
        "Tệp nén nằm trong tệp nén thì không được mở. Hãy lấy các tệp Excel bên trong ra rồi nạp lại."
    ),
    "empty_file": gettext_noop("Tệp rỗng. Hãy chọn lại tệp Excel đã điền."),
    "not_workbook": gettext_noop(
        "Tệp này không phải bảng tính (.xlsx, .xls, .ods, .csv). "
        "Hãy tải biểu mẫu bằng nút “Tải Excel”, điền số rồi nạp lại."
    ),
    "old_format": gettext_noop(
        "Tệp ở dạng chưa đọc được (.xlsb). "
        "Hãy mở tệp, chọn “Lưu thành” (Save as), kiểu Excel (.xlsx), rồi nạp lại."
    ),
    "csv_encoding": gettext_noop(
        "Tệp .csv không ở bảng mã UTF-8 nên chữ tiếng Việt không đọc được. "
        "Hãy lưu lại kiểu “CSV UTF-8”, hoặc .xlsx, rồi nạp lại."
    ),
    "csv_broken": gettext_noop(
        "Tệp .csv có dấu ngoặc kép không đóng ở dòng %(row)s. Hãy lưu lại kiểu .xlsx rồi nạp lại."
    ),
    "password": gettext_noop(
        "Tệp đang đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi nạp lại."
    ),
    "broken": gettext_noop(
        "Tệp Excel bị hỏng hoặc tải lên chưa trọn vẹn. Hãy mở tệp bằng Excel hoặc LibreOffice, "
        "lưu lại dạng .xlsx rồi nạp lại."
    ),
    "bomb": gettext_noop(
        "Tệp giải nén ra lớn bất thường nên không được mở. Hãy tải biểu mẫu bằng nút “Tải Excel”, "
        "chép số vào đó rồi nạp lại."
    ),
    "names": gettext_noop(
        "Tệp chứa các thành phần có tên bất thường nên không được mở. Hãy tải biểu mẫu bằng nút “Tải Excel”, "
        "chép số vào đó rồi nạp lại."
    ),
    "doctype": gettext_noop(
        "Tệp chứa khai báo (DTD) mà Excel không bao giờ ghi nên không được mở. "
        "Hãy tải biểu mẫu bằng nút “Tải Excel”, chép số vào đó rồi nạp lại."
    ),
    "encoding": gettext_noop(
        "Tệp dùng bảng mã bất thường nên không được mở. Hãy mở tệp bằng Excel hoặc LibreOffice, "
        "lưu lại dạng .xlsx rồi nạp lại."
    ),
    "far_cells": gettext_noop(
        "Trang tính “%(sheet)s” có giá trị ở ô %(cell)s, quá xa biểu mẫu. Hãy xóa ô đó, lưu rồi nạp lại."
    ),
    "no_places": gettext_noop(
        "Trang tính “%(sheet)s” không ghi vị trí các ô. "
        "Hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi nạp lại."
    ),
    "too_much": gettext_noop(
        "Tệp quá phức tạp nên không đọc được. "
        "Hãy tải biểu mẫu bằng nút “Tải Excel”, chép số vào đó rồi nạp lại."
    ),
    "too_slow": gettext_noop(
        "Đọc tệp quá lâu nên đã dừng. Hãy tải biểu mẫu bằng nút “Tải Excel”, chép số vào đó rồi nạp lại."
    ),
    "busy": gettext_noop("Hệ thống đang đọc nhiều tệp khác. Hãy nạp lại sau ít phút."),
    "marks_changed": gettext_noop(
        "Dấu nhận dạng ẩn trong tệp đã bị sửa nên không biết tệp của đơn vị và kỳ nào. "
        "Hãy tải biểu mẫu bằng nút “Tải Excel”, chép số vào đó rồi nạp lại."
    ),
    "other_form": gettext_noop(
        "Tệp này không phải biểu %(expected)s. Hãy tải đúng biểu mẫu bằng nút “Tải Excel” của báo cáo này."
    ),
    "other_form_named": gettext_noop(
        "Tệp này là biểu %(found)s, không phải biểu %(expected)s. "
        "Hãy chọn đúng tệp, hoặc nạp ở báo cáo của biểu đó."
    ),
    "other_unit": gettext_noop(
        "Tệp này của %(found)s, không phải của %(expected)s. Hãy chọn đúng tệp của đơn vị; "
        "nếu lập báo cáo cho cả hai thì nạp tệp này ở báo cáo của %(found)s."
    ),
    "other_period": gettext_noop("Tệp này của kỳ %(found)s; có phải là số liệu của kỳ %(expected)s?"),
    # of many units
    "no_units": gettext_noop(
        "Không tìm thấy cột mã hoặc tên đơn vị, cũng không có trang tính nào là biểu này. "
        "Hãy tải tệp bằng nút “Tải tệp nhiều đơn vị”, điền số rồi nạp lại."
    ),
    "columns_unknown": gettext_noop(
        "Dòng %(row)s có cột mã đơn vị nhưng không nhận ra cột số liệu nào. "
        "Hãy giữ nguyên tiêu đề cột của tệp tải từ nút “Tải tệp nhiều đơn vị”."
    ),
    "column_twice": gettext_noop("Có hai cột cùng là chỉ tiêu %(cell)s. Hãy chỉ để lại một cột rồi nạp lại."),
    # about the file
    "other_version": gettext_noop(
        "Tệp theo phiên bản %(version)s của biểu mẫu. Số được chuyển sang biểu hiện nay theo chỉ tiêu; "
        "ô mà tệp không hỏi thì giữ như trong bản nháp. Ô nêu dưới đây là ô của biểu hiện nay."
    ),
    "not_mapped": gettext_noop(
        "“%(label)s”, cột “%(column)s” (ô %(cell)s của tệp) không có trong biểu hiện nay: "
        "“%(value)s” không được lấy."
    ),
    "unit_not_stated": gettext_noop(
        "Tệp không ghi đơn vị báo cáo. Hãy kiểm tra đây là số liệu của %(unit)s."
    ),
    "period_not_stated": gettext_noop(
        "Tệp không ghi từ ngày – đến ngày. Hãy kiểm tra đây là số liệu của kỳ này."
    ),
    "columns_moved": gettext_noop(
        "Các cột của biểu đã bị dời chỗ (hàng đánh số cột không còn đúng). "
        "Hãy xóa cột đã thêm hoặc chép số vào biểu mẫu tải từ nút “Tải Excel”."
    ),
    "row_missing": gettext_noop(
        "Không tìm thấy dòng %(row)s “%(label)s” (mã số %(code)s). Hãy khôi phục dòng này như trên biểu mẫu, "
        "hoặc nhập số của dòng ngay trên trang nạp tệp."
    ),
    "row_twice": gettext_noop(
        "Dòng %(row)s “%(label)s” (mã số %(code)s) xuất hiện nhiều lần. Hãy chỉ để lại một dòng, "
        "hoặc nhập số của dòng ngay trên trang nạp tệp."
    ),
    "not_asked": gettext_noop("Ô %(cell)s có giá trị nhưng biểu không hỏi ở đó nên không đọc."),
    "column_absent": gettext_noop(
        "Cột “%(column)s” không có trong kỳ này: %(count)s ô tệp ghi ở đó không được lấy (%(cells)s)."
    ),
    "row_absent": gettext_noop(
        "Dòng “%(row)s” không có trong kỳ này: %(count)s ô tệp ghi ở đó không được lấy (%(cells)s)."
    ),
    "clears": gettext_noop(
        "Tệp để trống %(count)s ô đang có nội dung trong bản nháp (%(cells)s); lưu sẽ xóa nội dung các ô đó."
    ),
    # about a cell; %(where)s is "Ô E19 (dòng 3.7, cột 1)"
    "formula_without_value": gettext_noop(
        "%(where)s: công thức chưa có kết quả lưu trong tệp. Hãy mở tệp bằng Excel hoặc LibreOffice, "
        "lưu lại, hoặc ghi thẳng con số."
    ),
    "formula": gettext_noop("%(where)s: số được lấy từ kết quả của công thức. Hãy kiểm tra lại số đã đọc."),
    "excel_error": gettext_noop("%(where)s: Excel báo lỗi %(text)s. Hãy ghi lại con số."),
    "truth": gettext_noop("%(where)s: “%(text)s” không phải là số. Hãy ghi lại con số."),
    "date": gettext_noop(
        "%(where)s: Excel hiểu ô này là ngày (%(text)s). Hãy định dạng ô là số rồi ghi lại con số."
    ),
    "note_too_long": gettext_noop(
        "%(where)s: ghi chú dài %(found)s ký tự, nhiều nhất là %(maximum)s. Hãy viết ngắn lại."
    ),
    "list_columns_missing": gettext_noop(
        "Trang tính “%(sheet)s” không có cột %(columns)s. Hãy trả lại tiêu đề các cột như trong tệp đã tải, "
        "hoặc nhập danh sách ở trang."
    ),
    "list_without_value": gettext_noop(
        "Trang tính “%(sheet)s”, ô %(place)s: có lỗi hoặc công thức chưa có kết quả. "
        "Hãy ghi giá trị vào ô đó rồi nạp lại."
    ),
    "note_hidden": gettext_noop("%(where)s: ghi chú có ký tự ẩn. Hãy xóa và gõ lại."),
}
"""Code → msgid."""
