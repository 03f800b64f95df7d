"""Why a file is no package, and what its lines are called, in words."""

from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from indicators.regime_package.archive import PackageRefused

SORTS = MappingProxyType(
    {
        "regime": gettext_lazy("chế độ báo cáo"),
        "calendar": gettext_lazy("lịch báo cáo"),
        "measure": gettext_lazy("đơn vị tính"),
        "dimension": gettext_lazy("phân tổ"),
        "indicator": gettext_lazy("chỉ tiêu"),
        "first_source": gettext_lazy("nguồn đầu tiên"),
        "form": gettext_lazy("biểu mẫu"),
    }
)
FIELDS = MappingProxyType(
    {
        "name": gettext_lazy("Tên"),
        "legal_basis": gettext_lazy("Căn cứ"),
        "frequency": gettext_lazy("Kỳ báo cáo"),
        "is_cumulative": gettext_lazy("Lũy kế từ đầu năm"),
        "subject_kinds": gettext_lazy("Loại đơn vị báo cáo"),
        "speaks_for_whole": gettext_lazy("Báo cáo thay cho cả cấp dưới"),
        "placement_kind": gettext_lazy("Quan hệ cấp trên"),
        "opens_days_before_end": gettext_lazy("Mở trước khi hết kỳ, số ngày"),
        "closes_days_after": gettext_lazy("Tự khóa sau hạn gửi, số ngày"),
        "deadlines": gettext_lazy("Hạn gửi"),
        "lets_others_enter": gettext_lazy("Cho nhập thay đơn vị bị gián đoạn"),
        "kind": gettext_lazy("Loại chế độ"),
        "document_number": gettext_lazy("Số, ký hiệu văn bản"),
        "document_date": gettext_lazy("Ngày văn bản"),
        "subject_scope": gettext_lazy("Đơn vị được hỏi"),
        "sign_off": gettext_lazy("Ký"),
        "acceptance": gettext_lazy("Duyệt số liệu"),
        "ends_on": gettext_lazy("Áp dụng đến hết ngày"),
    }
)
"""Columns of a regime as a preview calls them; one without words here shows its own name."""
_REFUSALS = MappingProxyType(
    {
        "empty": gettext_noop("Tệp rỗng. Hãy chọn lại tệp."),
        "too_big": gettext_noop("Tệp lớn hơn %(maximum)s MB nên không phải gói chế độ báo cáo."),
        "not_package": gettext_noop("Tệp này không phải gói chế độ báo cáo của Báo Cáo Số."),
        "newer": gettext_noop("Gói do phiên bản mới hơn của phần mềm xuất ra. Hãy nâng cấp rồi nạp lại."),
        "bomb": gettext_noop("Tệp giải nén ra lớn bất thường nên không được mở."),
        "names": gettext_noop("Gói có tệp lạ bên trong nên không được mở. Hãy xuất lại gói ở nơi gửi."),
        "missing": gettext_noop("Gói thiếu phần %(name)s. Hãy xuất lại gói ở nơi gửi."),
        "changed": gettext_noop("Phần %(name)s của gói đã bị sửa sau khi xuất. Hãy xuất lại gói ở nơi gửi."),
        "broken": gettext_noop("Gói bị hỏng hoặc chưa tải lên hết. Hãy tải lại."),
        "content": gettext_noop("Nội dung của gói sai quy cách (%(what)s). Hãy xuất lại gói ở nơi gửi."),
        "layout": gettext_noop("Biểu %(name)s trong gói không đúng quy cách ở %(place)s."),
        "workbook": gettext_noop("Tệp Excel trống của biểu %(name)s trong gói không mở được an toàn."),
    }
)


def refusal_words(refused: PackageRefused) -> str:
    return _(_REFUSALS[refused.code]) % refused.params
