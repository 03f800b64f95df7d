"""Why a formula cannot be used, as an officer is told it. The sentences are msgids; callers translate."""

from indicators.formulas.errors import FormulaError
from indicators.msgids import gettext_noop

SENTENCES = {
    # how it is written
    "empty": gettext_noop("Công thức để trống."),
    "too_long": gettext_noop("Công thức dài %(found)s ký tự, nhiều nhất là %(maximum)s. Hãy viết gọn lại."),
    "too_deep": gettext_noop("Công thức lồng quá %(maximum)s lớp. Hãy tách thành nhiều ô tính."),
    "too_many_parts": gettext_noop(
        "Công thức có quá %(maximum)s phần. Hãy dùng khoảng như TỔNG([1]..[12]) hoặc tách thành nhiều ô."
    ),
    "too_many_cells": gettext_noop("Công thức đọc quá %(maximum)s ô. Hãy tách thành nhiều ô tính."),
    "too_many_formulas": gettext_noop("Biểu có quá %(maximum)s ô tính và phép kiểm tra."),
    "unfinished": gettext_noop(
        "Công thức chưa viết hết. Hãy kiểm tra dấu ngoặc và phép tính ở cuối công thức."
    ),
    "unexpected": gettext_noop(
        "Không đọc được “%(found)s” ở vị trí %(position)s. Ô viết như (3), [3.7], [3.7](1) hoặc t1/r05:c1."
    ),
    "comma": gettext_noop(
        "Vị trí %(position)s: dấu phẩy chỉ viết trước phần thập phân (1,5). "
        "Giữa các phần của hàm hãy viết “;”."
    ),
    "not_a_number": gettext_noop(
        "“%(text)s” không phải số viết theo cách Việt Nam: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập "
        "phân (1.234,5), nhiều nhất 6 chữ số thập phân."
    ),
    "unknown_function": gettext_noop(
        "Không có hàm “%(name)s”. Dùng được: TỔNG, NHỎ_NHẤT, LỚN_NHẤT, TRỊ_TUYỆT_ĐỐI, LÀM_TRÒN, NẾU, VÀ, "
        "HOẶC, KHÔNG, KỲ_TRƯỚC, CÙNG_KỲ, LŨY_KẾ, CẢ_NĂM, KẾ_HOẠCH, ƯỚC_TÍNH, SƠ_BỘ, CHỈ_TIÊU, "
        "SỐ_DÒNG, TỔNG_CỘT."
    ),
    "how_many_arguments": gettext_noop("Hàm %(name)s không nhận %(found)s phần. Các phần ngăn bằng dấu “;”."),
    "only_numbers": gettext_noop(
        "%(name)s chỉ có các số viết sẵn. Muốn chỉ cột 3 hãy viết %(name)s((3)); các phần ngăn bằng dấu “;”."
    ),
    "one_argument": gettext_noop("Hàm %(name)s nhận đúng một ô hoặc một chỉ tiêu."),
    "wants_list": gettext_noop(
        'Hàm %(name)s nhận mã danh sách trong ngoặc kép, như SỐ_DÒNG("l1") hoặc TỔNG_CỘT("l1:c2").'
    ),
    "no_such_list": gettext_noop("Biểu không có danh sách hoặc cột số “%(name)s”."),
    "wants_cell": gettext_noop(
        "Hàm %(name)s chỉ nhận một ô hoặc CHỈ_TIÊU(…), như %(name)s((11)); không nhận phép tính."
    ),
    "wants_data_point": gettext_noop(
        'Hàm %(name)s nhận mã chỉ tiêu trong ngoặc kép, như %(name)s("BCH4.05").'
    ),
    "not_a_data_point": gettext_noop(
        "“%(text)s” không phải mã chỉ tiêu. Hãy viết như “BCH4.05” hoặc “BCH4.05|gioi=nu”."
    ),
    "range_alone": gettext_noop("Khoảng như [1]..[12] chỉ đứng trong TỔNG, NHỎ_NHẤT hoặc LỚN_NHẤT."),
    "point_alone": gettext_noop("Mã “%(text)s” phải đứng trong CHỈ_TIÊU(…)."),
    "condition_as_number": gettext_noop(
        "Phép so sánh không cộng trừ được như một số. Ô tính cần một số; so sánh chỉ đứng trong NẾU, VÀ, "
        "HOẶC, KHÔNG hoặc trong quy tắc kiểm tra."
    ),
    "number_as_condition": gettext_noop(
        "Chỗ này cần một phép so sánh (=, ≠, <, ≤, >, ≥), không phải một số."
    ),
    "unlike_branches": gettext_noop("Hai nhánh của %(name)s phải cùng là số hoặc cùng là phép so sánh."),
    "round_places": gettext_noop(
        "Số chữ số của LÀM_TRÒN phải viết sẵn, từ -%(maximum)s đến %(maximum)s, như LÀM_TRÒN((3); 1)."
    ),
    # which cells it means
    "no_such_table": gettext_noop("Biểu không có bảng “%(table)s”. Các bảng: %(known)s."),
    "no_such_row": gettext_noop("Biểu không có dòng “%(row)s” (số in, mã số, tên hoặc khóa của dòng)."),
    "no_such_column": gettext_noop(
        "Biểu không có cột “%(column)s”. (3) là cột 3; một số viết sẵn thì không đặt trong ngoặc."
    ),
    "no_such_cell": gettext_noop("Biểu không hỏi số ở ô %(cell)s."),
    "ambiguous": gettext_noop(
        "“%(name)s” in ở nhiều chỗ: %(candidates)s. Hãy viết khóa của dòng hoặc cột để chỉ đúng một chỗ."
    ),
    "rows_and_columns": gettext_noop(
        "Không rõ quy tắc áp dụng cho các dòng hay các cột: [%(row)s] thiếu cột mà (%(column)s) thiếu dòng. "
        "Hãy viết đủ, như [%(row)s](%(column)s)."
    ),
    "open_in_two_tables": gettext_noop(
        "Các ô của quy tắc nằm ở nhiều bảng (%(tables)s) nên không rõ áp dụng cho dòng nào. "
        "Hãy viết đủ dòng và cột."
    ),
    "holds_nowhere": gettext_noop("Không dòng (cột) nào của biểu có đủ các ô mà quy tắc cần."),
    "range_in_two_tables": gettext_noop("Hai đầu của một khoảng phải ở cùng một bảng."),
    "range_of_levels": gettext_noop(
        "Hai đầu của khoảng khác cấp: %(first)s và %(last)s. Khoảng chỉ cộng các dòng cùng cấp."
    ),
    "range_is_a_block": gettext_noop("Hai đầu của một khoảng phải ở cùng một dòng hoặc cùng một cột."),
    "range_backwards": gettext_noop("Đầu của khoảng phải in trước cuối của khoảng."),
    "period_of_a_period": gettext_noop("Ô %(cell)s đã là số của một kỳ khác nên không lấy kỳ khác lần nữa."),
    # what it is for
    "formula_of_typed_cell": gettext_noop(
        "Ô %(cell)s là ô nhập nên không có công thức. Hãy đổi thành ô tính."
    ),
    "computed_without_formula": gettext_noop("Ô tính %(cell)s chưa có công thức."),
    "carried_from_itself": gettext_noop(
        "Ô chuyển %(cell)s chưa nói lấy số từ kỳ nào. Hãy viết công thức như KỲ_TRƯỚC((11))."
    ),
    "circle": gettext_noop("Công thức tính vòng: %(path)s. Hãy để ít nhất một ô trong đó là ô nhập."),
    "no_cell_in_check": gettext_noop("Quy tắc kiểm tra phải đọc ít nhất một ô của biểu."),
    "check_without_cells": gettext_noop("Quy tắc kiểm tra chưa nói kiểm tra ô nào."),
    "check_without_limit": gettext_noop("Quy tắc kiểm tra cần một giới hạn lớn hơn 0."),
    "check_without_period": gettext_noop("Quy tắc thay đổi chưa nói so với kỳ nào."),
    "range_without_bounds": gettext_noop("Quy tắc khoảng giá trị cần ít nhất một giới hạn."),
}
"""Code of a FormulaError → msgid, with %(name)s for its params."""


def words_of(error: FormulaError) -> tuple[str, dict[str, str | int]]:
    """The msgid and its params: `gettext(msgid) % params`."""
    return SENTENCES[error.code], error.params
