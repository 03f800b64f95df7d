"""Doubts and their answers as an officer reads them. The sentences are msgids; callers translate."""

from indicators.msgids import gettext_noop
from indicators.recognition.desk import Choice, Doubt

QUESTIONS = {
    # the form
    "several_sheets": gettext_noop(
        "Tệp có nhiều trang tính chứa biểu: %(spots)s. Lập biểu mẫu từ trang nào?"
    ),
    "hidden_sheet": gettext_noop("Trang tính đang ẩn “%(spots)s” cũng có bảng. Có dùng không?"),
    "title": gettext_noop("Tên biểu là gì? Chưa chắc dòng nào là tên: %(spots)s."),
    "form_number": gettext_noop("Không thấy số hiệu biểu (“Biểu số …”). Số hiệu là gì?"),
    "frequency": gettext_noop("Biểu này báo cáo theo kỳ nào? Trên biểu ghi: “%(spots)s”."),
    "outside": gettext_noop(
        "Chữ nằm ngoài bảng, chưa dùng đến: %(spots)s. Có phải là dòng của bảng bị bỏ sót?"
    ),
    "note_not_read": gettext_noop(
        "Ghi chú này có vẻ là quy tắc kiểm tra nhưng chưa đọc được: %(spots)s. Cần viết lại thành công thức."
    ),
    "note_not_placed": gettext_noop(
        "Chưa rõ ghi chú này nói về dòng, cột nào: %(spots)s. Nếu cần, hãy chọn kỳ và quy tắc khi soạn biểu."
    ),
    "note_parts": gettext_noop("Theo ghi chú, các phần có cộng đúng bằng tổng không: %(spots)s?"),
    # columns
    "no_numbering": gettext_noop(
        "Bảng không có dòng đánh số cột (A, B, 1, 2 …) nên không đọc được công thức in ở dòng đó. "
        "Có đúng là không cột nào tính từ cột khác, ngoài những cột đã nhận ra?"
    ),
    "rate_by_header": gettext_noop(
        "Các cột so sánh này không in công thức. Hệ thống tự tính như sau, hay người lập nhập: %(spots)s?"
    ),
    "column_without_number": gettext_noop("Cột không được đánh số: %(spots)s. Có nhập số vào đó không?"),
    "numbering_order": gettext_noop("Số thứ tự cột nhảy hoặc lặp ở: %(spots)s. Giữ nguyên như đã in?"),
    "typed_equation": gettext_noop(
        "Ở dòng đánh số cột, Excel hiểu %(spots)s là phép tính của Excel. Có phải là công thức của cột không?"
    ),
    "hidden_column": gettext_noop("Cột đang ẩn: %(spots)s. Có thuộc biểu không?"),
    "header_span": gettext_noop(
        "Tiêu đề bên trên chưa gộp ô; các cột này có thuộc tiêu đề đó không: %(spots)s?"
    ),
    "asked_in": gettext_noop("Cột này hỏi ở mọi kỳ hay chỉ ở một số kỳ: %(spots)s?"),
    "line_asked_in": gettext_noop("Dòng này hỏi ở mọi kỳ hay chỉ ở một số kỳ: %(spots)s?"),
    "lines_asked_in": gettext_noop("Các dòng dưới tiêu đề này hỏi ở mọi kỳ hay chỉ ở một số kỳ: %(spots)s?"),
    "period": gettext_noop("Số liệu của cột thuộc kỳ nào: %(spots)s?"),
    "month_column": gettext_noop(
        "Biểu có cột cho từng tháng: %(spots)s. Mỗi kỳ chỉ nhập cột của tháng đó, hay kỳ nào cũng nhập cả?"
    ),
    "month_within": gettext_noop(
        "Biểu có cột cho từng tháng nằm trong kỳ báo cáo: %(spots)s. Khi kỳ báo cáo dài hơn tháng, hệ thống "
        "chưa ghi được các số này thành số liệu của chính tháng đó, nên chưa cộng dồn hay so sánh được với "
        "báo cáo tháng. Giữ các cột như thế nào?"
    ),
    "words": gettext_noop("Các cột này ghi chữ hay nhập số: %(spots)s?"),
    "edition": gettext_noop("Bảng có cột ước tính; cột này là số ước tính hay số chính thức: %(spots)s?"),
    "carried": gettext_noop(
        "Số của các cột này tự điền từ số liệu hoặc kế hoạch đã có, hay người lập phải nhập: %(spots)s?"
    ),
    "actual": gettext_noop(
        "Cột này là số thực hiện của kỳ trước, mà kỳ trước mới báo cáo số ước tính: %(spots)s. "
        "Người lập nhập, hay tự điền từ số liệu đã có?"
    ),
    "opening": gettext_noop("Cột %(spots)s lấy số của cột nào ở kỳ trước?"),
    "rate": gettext_noop(
        "Các cột so sánh này không in công thức: %(spots)s. Người lập nhập, hay không thu thập?"
    ),
    "equation_not_read": gettext_noop(
        "Chưa đọc được công thức “%(text)s” in ở cột %(spots)s. Cột này lấy số ở đâu?"
    ),
    "percent": gettext_noop("Phép chia ở cột %(spots)s: tính ra phần trăm hay số lần?"),
    "growth": gettext_noop("Cột %(spots)s: tốc độ tăng, giảm tính thế nào?"),
    "whole_column": gettext_noop("Cột “trong đó” %(spots)s là một phần của cột nào?"),
    "partition": gettext_noop("Các cột này có cộng đúng bằng tổng không: %(spots)s?"),
    "balance": gettext_noop(
        "Biểu có cột chuyển từ kỳ trước. Có kiểm tra cân đối (vào bằng ra cộng còn lại) ở %(spots)s không?"
    ),
    "mean": gettext_noop(
        "Số trung bình không cộng được: %(spots)s. Khi tổng hợp thì tính bình quân theo cột nào?"
    ),
    "unit_of_mean": gettext_noop("Đơn vị tính của cột trung bình %(spots)s là gì?"),
    # lines
    "hidden_row": gettext_noop("Dòng đang ẩn: %(spots)s. Có thuộc biểu không?"),
    "lost_zero": gettext_noop(
        "Số thứ tự %(spots)s đứng sau dòng có đuôi 9: Excel có thể đã bỏ mất số 0 ở cuối."
    ),
    "title_row": gettext_noop("Dòng in đậm hoặc đánh số mục này chỉ là tiêu đề, hay có số liệu: %(spots)s?"),
    "row_without_unit": gettext_noop(
        "Dòng không có đơn vị tính: %(spots)s. Là dòng tiêu đề, hay có số liệu?"
    ),
    "total_row": gettext_noop("Dòng tổng %(spots)s: tính từ các dòng khác, hay người lập nhập?"),
    "total_of_means": gettext_noop(
        "Ở dòng tổng, số trung bình hoặc tỷ lệ %(spots)s không cộng được. Lấy thế nào?"
    ),
    "open_row": gettext_noop(
        "Dòng để trống cho người lập tự ghi thêm: %(spots)s. Bản này chưa nhận dòng tự thêm."
    ),
    "whole_row": gettext_noop("Dòng “trong đó” %(spots)s là một phần của dòng nào?"),
    "line_not_read": gettext_noop(
        "Chưa đọc được phép cộng các dòng “%(text)s” in ở dòng %(spots)s. Dòng này lấy số ở đâu?"
    ),
    "no_lines": gettext_noop(
        "Dưới tiêu đề của bảng không có dòng nào. Mỗi đơn vị ghi một dòng, hay người lập tự ghi các dòng?"
    ),
    "children": gettext_noop("Các dòng con của %(spots)s: cộng đúng bằng dòng đó, hay chỉ là một phần?"),
    "shape": gettext_noop("Cột “%(spots)s”: mỗi dòng là một đơn vị báo cáo, hay là một chỉ tiêu?"),
    # figures
    "unit": gettext_noop("Chưa thấy đơn vị tính của %(spots)s. Đơn vị tính là gì?"),
    "decimals": gettext_noop("Số đo bằng %(spots)s nhập mấy chữ số thập phân?"),
    "shaded": gettext_noop("Ô được tô màu: %(spots)s. Là ô không nhập số?"),
    "prefilled": gettext_noop("Ô đã có sẵn số hoặc chữ: %(spots)s. Là ô nhập số (số mẫu), hay ô không nhập?"),
    "merged": gettext_noop("Ô nhập số bị gộp với ô khác: %(spots)s. Cần tách ô, hoặc chọn không nhập số."),
    "formula_not_read": gettext_noop(
        "Chưa đọc được công thức Excel %(text)s ở %(spots)s. Ô này lấy số ở đâu?"
    ),
    "formula_conflict": gettext_noop(
        "Công thức Excel khác với công thức in trên biểu ở %(spots)s. Công thức nào đúng?"
    ),
}
CHOICES = {
    "sheet_is": gettext_noop("Trang “%(text)s”"),
    "sheet_keep": gettext_noop("Có dùng"),
    "sheet_leave": gettext_noop("Bỏ qua"),
    "title_is": gettext_noop("“%(text)s”"),
    "frequency_day": gettext_noop("Ngày"),
    "frequency_week": gettext_noop("Tuần"),
    "frequency_month": gettext_noop("Tháng"),
    "frequency_quarter": gettext_noop("Quý"),
    "frequency_half": gettext_noop("6 tháng"),
    "frequency_nine_months": gettext_noop("9 tháng"),
    "frequency_year": gettext_noop("Năm"),
    "frequency_cumulative_quarter": gettext_noop("Lũy kế 3, 6, 9 và 12 tháng"),
    "outside_none": gettext_noop("Không phải dòng của bảng"),
    "note_is_text": gettext_noop("Chỉ là lời ghi chú"),
    "no_numbering_yes": gettext_noop("Đúng, không có công thức nào khác"),
    "column_keep": gettext_noop("Là cột của biểu"),
    "column_leave": gettext_noop("Không thuộc biểu"),
    "numbering_order_yes": gettext_noop("Giữ nguyên như đã in"),
    "typed_equation_yes": gettext_noop("Là công thức của cột: %(text)s"),
    "typed_equation_no": gettext_noop("Không phải"),
    "header_span_yes": gettext_noop("Có, như đã ghi"),
    "asked_in": gettext_noop("Chỉ ở kỳ kết thúc vào tháng %(text)s"),
    "asked_always": gettext_noop("Ở mọi kỳ"),
    "month_own": gettext_noop("Mỗi tháng chỉ nhập cột của tháng đó; số liệu là của tháng đó"),
    "month_in_period": gettext_noop(
        "Mỗi cột chỉ nhập ở kỳ có tháng đó, là một chỉ tiêu riêng của kỳ báo cáo (“… – Tháng 1”)"
    ),
    "month_kept": gettext_noop(
        "Kỳ nào cũng nhập cả, mỗi cột là một chỉ tiêu riêng của kỳ báo cáo (“… – Tháng 1”)"
    ),
    "period_this": gettext_noop("Kỳ báo cáo"),
    "period_previous": gettext_noop("Kỳ trước"),
    "period_same_last_year": gettext_noop("Cùng kỳ năm trước"),
    "period_to_date": gettext_noop("Lũy kế từ đầu năm"),
    "period_year": gettext_noop("Cả năm"),
    "column_of_words": gettext_noop("Ghi chữ"),
    "column_of_figures": gettext_noop("Nhập số"),
    "edition_estimate": gettext_noop("Ước tính"),
    "edition_official": gettext_noop("Chính thức"),
    "column_carried": gettext_noop("Tự điền"),
    "column_typed": gettext_noop("Người lập nhập"),
    "rate_worked_out": gettext_noop("Hệ thống tự tính"),
    "column_not_asked": gettext_noop("Không thu thập"),
    "opening_from": gettext_noop("Lấy từ cột %(text)s của kỳ trước"),
    "formula_this": gettext_noop("Tính theo %(text)s"),
    "whole_is": gettext_noop("Là một phần của %(text)s"),
    "parts_sum": gettext_noop("Cộng đúng bằng tổng"),
    "parts_part": gettext_noop("Chỉ là một phần, có thể trùng nhau: không cộng"),
    "parts_none": gettext_noop("Không liên quan"),
    "check_yes": gettext_noop("Có: %(text)s"),
    "check_no": gettext_noop("Không kiểm tra"),
    "weight_is": gettext_noop("Theo cột %(text)s"),
    "weight_none": gettext_noop("Không tổng hợp"),
    "row_keep": gettext_noop("Là dòng của biểu"),
    "row_leave": gettext_noop("Không thu thập"),
    "lost_zero_yes": gettext_noop("Là %(text)s"),
    "lost_zero_no": gettext_noop("Đúng là %(text)s"),
    "row_heading": gettext_noop("Là tiêu đề, không có số"),
    "row_typed": gettext_noop("Có số liệu, người lập nhập"),
    "total_sum": gettext_noop("Tính bằng tổng các dòng"),
    "shape_units": gettext_noop("Mỗi dòng là một đơn vị báo cáo"),
    "shape_unit": gettext_noop("Mỗi dòng là một chỉ tiêu"),
    "lines_one": gettext_noop("Mỗi đơn vị một dòng"),
    "lines_own": gettext_noop("Người lập tự ghi: lập danh sách khi thiết kế"),
    "unit_is": gettext_noop("%(text)s"),
    "decimals": gettext_noop("%(text)s chữ số"),
    "cell_blocked": gettext_noop("Không nhập số"),
    "cell_typed": gettext_noop("Ô nhập số"),
    "prefilled_typed": gettext_noop("Ô nhập số, bỏ số có sẵn"),
}
SHOWN = 8
"""So many places of a question are named."""


def question_of(doubt: Doubt) -> tuple[str, dict[str, str]]:
    """Msgid and its parameters."""
    names = [spot.name or spot.cell for spot in doubt.spots]
    more = f" … (+{len(names) - SHOWN})" if len(names) > SHOWN else ""
    return QUESTIONS[doubt.code], {"spots": "; ".join(names[:SHOWN]) + more, "text": doubt.text}


def choice_of(choice: Choice) -> tuple[str, dict[str, str]]:
    """Msgid and its parameters."""
    return CHOICES[choice.code], {"text": choice.text}
