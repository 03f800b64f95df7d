"""Why a file is no catalogue, in words."""

from django.utils.translation import gettext as _

from units import tree_words
from units.loading.table import FileRefused


def refusal_words(refused: FileRefused) -> str:
    match refused.code:
        case "no_sheets":
            return _(
                "Tệp không có trang tính nào của danh mục. Hãy tải danh mục về để lấy mẫu: "
                "các trang Chỉ tiêu, Chỉ tiêu theo phân tổ, Phân tổ, Đơn vị tính …"
            )
        case "missing_in_sheet":
            words = _("Trang “%(sheet)s” thiếu cột %(columns)s. Hãy thêm cột đó vào dòng tiêu đề.")
            return words % {**refused.params, "columns": _translated(str(refused.params["columns"]))}
        case "too_many_rows":
            return _("Tệp có hơn %(maximum)s dòng. Hãy chia thành nhiều tệp.") % refused.params
        case "empty_file":
            return _("Tệp rỗng. Hãy chọn lại tệp.")
    return tree_words.refusal_words(refused)


def _translated(headings: str) -> str:
    return ", ".join(_(heading) for heading in headings.split(", "))
