"""What the designer says in sentences: steps, why one cannot be made, problems, differences of versions."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.cells_in_words import row_words
from indicators.designing import Design, Difference, Place, Problem, StepRefused, place_of
from indicators.designing.differences import months_said
from indicators.designing.lines import printed_words
from indicators.formulas import words_of
from indicators.layout import FormLayout
from units.errors import BadContent

STEPS: Mapping[str, Promise] = {
    "row.add": gettext_lazy("thêm dòng"),
    "row.delete": gettext_lazy("bỏ dòng"),
    "row.move": gettext_lazy("chuyển dòng"),
    "row.indent": gettext_lazy("thụt dòng"),
    "row.words": gettext_lazy("sửa chữ của dòng"),
    "row.months": gettext_lazy("chọn kỳ có dòng"),
    "column.add": gettext_lazy("thêm cột"),
    "column.delete": gettext_lazy("bỏ cột"),
    "column.move": gettext_lazy("chuyển cột"),
    "column.words": gettext_lazy("sửa chữ của cột"),
    "column.time": gettext_lazy("sửa kỳ và loại số của cột"),
    "column.months": gettext_lazy("chọn kỳ có cột"),
    "header.rename": gettext_lazy("sửa ô tiêu đề"),
    "cells.set": gettext_lazy("sửa ô"),
    "form.words": gettext_lazy("sửa phần đầu và cuối biểu"),
    "table.words": gettext_lazy("sửa tên và đơn vị tính của bảng"),
    "table.add": gettext_lazy("thêm bảng"),
    "table.delete": gettext_lazy("bỏ bảng"),
    "check.add": gettext_lazy("thêm quy tắc kiểm tra"),
    "check.delete": gettext_lazy("bỏ quy tắc kiểm tra"),
    "section.add": gettext_lazy("thêm phần lời"),
    "section.words": gettext_lazy("sửa phần lời"),
    "section.move": gettext_lazy("chuyển phần lời"),
    "section.delete": gettext_lazy("bỏ phần lời"),
    "enclosure.add": gettext_lazy("thêm tài liệu kèm theo"),
    "enclosure.words": gettext_lazy("sửa tài liệu kèm theo"),
    "enclosure.move": gettext_lazy("chuyển tài liệu kèm theo"),
    "enclosure.delete": gettext_lazy("bỏ tài liệu kèm theo"),
    "list.add": gettext_lazy("thêm danh sách"),
    "list.words": gettext_lazy("sửa danh sách"),
    "list.move": gettext_lazy("chuyển danh sách"),
    "list.delete": gettext_lazy("bỏ danh sách"),
    "listcolumn.add": gettext_lazy("thêm cột của danh sách"),
    "listcolumn.words": gettext_lazy("sửa cột của danh sách"),
    "listcolumn.move": gettext_lazy("chuyển cột của danh sách"),
    "listcolumn.delete": gettext_lazy("bỏ cột của danh sách"),
}

_REFUSED: Mapping[str, Promise] = {
    "no_such_place": gettext_lazy("Chỗ này không còn trên biểu. Hãy chọn lại."),
    "no_such_step": gettext_lazy("Không có bước sửa này."),
    "no_such_choice": gettext_lazy("Lựa chọn này không dùng được ở đây."),
    "no_number": gettext_lazy("Hãy ghi một số nguyên trong giới hạn cho phép."),
    "too_long": gettext_lazy("Chữ dài quá %(most)s ký tự. Hãy viết gọn lại."),
    "too_many_levels": gettext_lazy("Tiêu đề cột nhiều nhất %(most)s tầng."),
    "last_row": gettext_lazy("Bảng phải còn ít nhất một dòng. Hãy sửa dòng này, hoặc thêm dòng khác rồi bỏ."),
    "last_column": gettext_lazy("Bảng phải còn ít nhất một cột chữ và một cột số liệu."),
    "last_table": gettext_lazy("Biểu phải còn ít nhất một bảng."),
    "no_cell": gettext_lazy("Chỗ này không có ô số liệu nào."),
    "no_formula": gettext_lazy("Hãy viết công thức, như (1) + (2) hoặc TỔNG([1]..[12])."),
    "no_section_title": gettext_lazy("Phần lời cần một tên, như “Đánh giá chung”."),
    "too_many_sections": gettext_lazy("Biểu nhiều nhất %(most)s phần lời."),
    "no_enclosure_title": gettext_lazy("Tài liệu kèm theo cần một tên, như “Danh sách có chữ ký”."),
    "too_many_enclosures": gettext_lazy("Biểu nhiều nhất %(most)s tài liệu kèm theo."),
    "no_list_title": gettext_lazy("Danh sách cần một tên, như “Các dự án mới khởi công”."),
    "too_many_lists": gettext_lazy("Biểu nhiều nhất %(most)s danh sách."),
    "no_list_column_label": gettext_lazy("Cột của danh sách cần một tên."),
    "too_many_list_columns": gettext_lazy("Danh sách nhiều nhất %(most)s cột."),
    "last_list_column": gettext_lazy("Danh sách phải còn ít nhất một cột."),
    "not_of_figures": gettext_lazy("Chỉ cột số liệu mới có kỳ và loại số."),
    "no_month": gettext_lazy("Hãy chọn ít nhất một kỳ; dòng hoặc cột không cần nữa thì bỏ đi."),
}

_PROBLEMS: Mapping[str, Promise] = {
    "no_title": gettext_lazy("Biểu chưa có tên."),
    "no_columns": gettext_lazy("Bảng cần ít nhất một cột chữ và một cột số liệu."),
    "no_figures": gettext_lazy("Bảng không hỏi ô nào."),
    "no_column_always": gettext_lazy("Biểu cần ít nhất một cột số liệu có trong mọi kỳ."),
    "no_row_always": gettext_lazy("Biểu cần ít nhất một dòng số liệu có trong mọi kỳ."),
    "column_without_words": gettext_lazy("Cột chưa có tên."),
    "row_without_words": gettext_lazy("Dòng chưa có chữ."),
    "undecided": gettext_lazy("Chưa quyết định ô này là gì."),
    "no_unit": gettext_lazy("Ô chưa có đơn vị tính."),
    "no_decimals": gettext_lazy("Ô chưa rõ mấy chữ số thập phân."),
    "bound_twice": gettext_lazy("Ô hỏi lại đúng số liệu %(point)s của ô %(first)s."),
}

_DIFFERENCES: Mapping[str, Promise] = {
    "form_title": gettext_lazy("Tên biểu: “%(old)s” thành “%(new)s”."),
    "form_legal_basis": gettext_lazy("Căn cứ: “%(old)s” thành “%(new)s”."),
    "form_period_line": gettext_lazy("Dòng ghi kỳ: “%(old)s” thành “%(new)s”."),
    "form_unit_of_measure": gettext_lazy("Đơn vị tính của biểu: “%(old)s” thành “%(new)s”."),
    "form_preparer_title": gettext_lazy("Chức danh người lập: “%(old)s” thành “%(new)s”."),
    "form_signer_title": gettext_lazy("Chức danh người ký: “%(old)s” thành “%(new)s”."),
    "table_gone": gettext_lazy("Bỏ bảng %(table)s."),
    "table_new": gettext_lazy("Thêm bảng %(table)s."),
    "row_gone": gettext_lazy("Bỏ dòng “%(row)s”."),
    "row_new": gettext_lazy("Thêm dòng “%(row)s”."),
    "row_words": gettext_lazy("Dòng “%(old)s” thành “%(new)s”."),
    "row_about": gettext_lazy("Dòng “%(row)s”: đổi mã số, đơn vị tính hoặc cấp."),
    "row_months": gettext_lazy("Dòng “%(row)s” chỉ có ở kỳ kết thúc trong tháng %(months)s."),
    "row_always": gettext_lazy("Dòng “%(row)s” nay có trong mọi kỳ."),
    "rows_moved": gettext_lazy("Đổi thứ tự các dòng của bảng %(table)s."),
    "column_gone": gettext_lazy("Bỏ cột %(column)s."),
    "column_new": gettext_lazy("Thêm cột %(column)s."),
    "column_words": gettext_lazy("Cột %(old)s thành %(new)s."),
    "column_months": gettext_lazy("Cột %(column)s chỉ có ở kỳ kết thúc trong tháng %(months)s."),
    "column_always": gettext_lazy("Cột %(column)s nay có trong mọi kỳ."),
    "columns_moved": gettext_lazy("Đổi thứ tự các cột của bảng %(table)s."),
    "cells_blocked": gettext_lazy("Không hỏi nữa: %(cells)s."),
    "cells_input": gettext_lazy("Thành ô nhập: %(cells)s."),
    "cells_computed": gettext_lazy("Thành ô tính: %(cells)s."),
    "cells_carried": gettext_lazy("Thành ô tự điền: %(cells)s."),
    "cells_formula": gettext_lazy("Đổi công thức: %(cells)s."),
    "cells_bound": gettext_lazy("Gắn chỉ tiêu khác: %(cells)s."),
    "cells_time": gettext_lazy("Đổi kỳ hoặc loại số: %(cells)s."),
    "check_gone": gettext_lazy("Bỏ quy tắc kiểm tra %(check)s."),
    "check_new": gettext_lazy("Thêm quy tắc kiểm tra %(check)s."),
    "section_gone": gettext_lazy("Bỏ phần lời “%(section)s”."),
    "section_new": gettext_lazy("Thêm phần lời “%(section)s”."),
    "section_words": gettext_lazy("Phần lời “%(old)s” thành “%(new)s”."),
    "enclosure_gone": gettext_lazy("Bỏ tài liệu kèm theo “%(enclosure)s”."),
    "enclosure_new": gettext_lazy("Thêm tài liệu kèm theo “%(enclosure)s”."),
    "enclosure_words": gettext_lazy("Tài liệu kèm theo “%(old)s” thành “%(new)s”."),
    "list_gone": gettext_lazy("Bỏ danh sách “%(list)s”."),
    "list_new": gettext_lazy("Thêm danh sách “%(list)s”."),
    "list_words": gettext_lazy("Danh sách “%(old)s” đổi tên, cột hoặc yêu cầu; nay là “%(new)s”."),
}
_MOST_NAMED = 6


def months_note(months: Sequence[int]) -> str:
    """ "chỉ kỳ kết thúc trong tháng 6, 12"; "" for a line or column of every period."""
    if not months:
        return ""
    return _("chỉ kỳ kết thúc trong tháng %(months)s") % {"months": months_said(months)}


def step_refused(refused: StepRefused) -> BadContent:
    return BadContent(str(_REFUSED[refused.code]) % refused.params, code=refused.code)


def place_words(design: Design, place: Place) -> str:
    """ "Dòng 3.7", "Cột (2)", "Ô dòng 3.7, cột (2)"; with the table where the form has several."""
    table = next((one for one in design.form.tables if one.key == place.table), None)
    if table is None:
        return _("Cả biểu")
    row = next((one for one in table.rows if one.key == place.row), None)
    column = next((one for one in table.columns if one.key == place.column), None)
    names = {
        "row": (" ".join(printed_words(row)).strip() or _("chưa có chữ")) if row else "",
        "column": (f"({column.number})" if column.number else " – ".join(column.path)) if column else "",
    }
    if row and column:
        said = _("Ô ở dòng “%(row)s”, cột %(column)s") % names
    elif row:
        said = _("Dòng “%(row)s”") % names
    elif column:
        said = _("Cột %(column)s") % (names | {"column": names["column"] or _("chưa có tên")})
    else:
        return _("Bảng %(table)s") % {"table": table.title or table.key}
    return said if len(design.form.tables) == 1 else f"{said} · {table.title or table.key}"


def problem_words(design: Design, problem: Problem) -> str:
    """ "Dòng “chưa có chữ”: Dòng chưa có chữ." """
    if problem.fault is not None:
        sentence, params = words_of(problem.fault)
        said = _(sentence) % params
    else:
        params = dict(problem.params)
        if "first" in params:
            params["first"] = place_words(design, place_of(str(params["first"])))
        said = str(_PROBLEMS[problem.code]) % params
    if "check" in problem.params:
        formulas = {check.key: check.formula for check in design.form.checks}
        key = problem.params["check"]
        return f"{_('Quy tắc kiểm tra %(check)s') % {'check': formulas.get(key) or key}}: {said}"
    return f"{place_words(design, place_of(problem.place))}: {said}" if problem.place else said


def difference_words(found: Sequence[Difference], layout: FormLayout) -> list[str]:
    """A sentence each; `layout` is the new form, whose cells are named."""
    return [str(_DIFFERENCES[one.code]) % {**one.params, "cells": _cells(one, layout)} for one in found]


def _cells(difference: Difference, layout: FormLayout) -> str:
    named = []
    for address in difference.cells[:_MOST_NAMED]:
        key, _slash, rest = address.partition("/")
        row_key, _colon, column_key = rest.rpartition(":")
        table = next(one for one in layout.tables if one.key == key)
        row = next(one for one in table.rows if one.key == row_key)
        column = next(one for one in table.columns if one.key == column_key)
        named.append(
            _("dòng %(row)s cột %(column)s")
            % {"row": row_words(row), "column": column.number or column.label}
        )
    more = len(difference.cells) - len(named)
    if more > 0:
        named.append(_("và %(n)d ô nữa") % {"n": more})
    return ", ".join(named)
