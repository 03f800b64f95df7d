"""Problems of a plan in the words of the page: what is wrong, where, what to do."""

from collections.abc import Iterable
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from units.reorganisations.check import Problem
from units.reorganisations.shares import DECIMALS

_WORDS = MappingProxyType(
    {
        "too_far": gettext_noop("Ngày hiệu lực quá xa (hơn 5 năm nữa). Hãy xem lại năm."),
        "day_unread": gettext_noop(
            "Ngày hiệu lực “%(text)s” chưa đọc được. Hãy viết ngày/tháng/năm, ví dụ 01/07/2025."
        ),
        "day_missing": gettext_noop("Hãy ghi ngày hiệu lực, ví dụ 01/07/2025."),
        "document_long": gettext_noop("Tên văn bản dài quá %(most)s ký tự. Hãy ghi gọn lại."),
        "no_source": gettext_noop("Hãy chọn đơn vị."),
        "unit_missing": gettext_noop("Hãy chọn đơn vị."),
        "unit_gone": gettext_noop(
            "Một đơn vị đã chọn không còn nữa, vì quyết định lập ra đơn vị đó đã được hoàn tác. Hãy chọn lại."
        ),
        "unit_unknown": gettext_noop(
            "Không có đơn vị nào tên hoặc mã “%(text)s” vào ngày %(day)s. Hãy xem lại tên, mã hoặc ngày "
            "hiệu lực."
        ),
        "unit_never": gettext_noop("Không có đơn vị nào tên hoặc mã “%(text)s”. Hãy xem lại tên, mã."),
        "two_ways": gettext_noop(
            "Phần này ghi cả đơn vị mới và đơn vị đang có. Hãy chỉ giữ một: xóa tên và mã mới, "
            "hoặc xóa ô này."
        ),
        "unit_several": gettext_noop("Có %(count)s đơn vị khớp với “%(text)s”. Hãy chọn một hoặc ghi mã."),
        "source_twice": gettext_noop(
            "%(unit)s đã được chọn ở dòng trên. Hãy chọn đơn vị khác hoặc bỏ dòng này."
        ),
        "not_begun": gettext_noop(
            "%(unit)s có từ ngày %(day)s. Ngày hiệu lực phải sau ngày đó ít nhất một ngày."
        ),
        "ended": gettext_noop("%(unit)s đã có ngày kết thúc là %(day)s. Hãy chọn đơn vị khác."),
        "changed_later": gettext_noop(
            "%(unit)s đã có thay đổi ghi từ ngày %(day)s. Hãy chọn ngày hiệu lực sau ngày đó, hoặc hoàn tác "
            "thay đổi đó trước."
        ),
        "not_alive": gettext_noop("Ngày %(day)s không có %(unit)s (%(life)s). Hãy chọn đơn vị khác."),
        "one_source": gettext_noop("Nhập đơn vị cần ít nhất hai đơn vị. Hãy chọn thêm."),
        "one_new": gettext_noop("Hãy ghi đơn vị mới hình thành."),
        "few_parts": gettext_noop("Hãy ghi ít nhất %(least)s đơn vị hình thành sau khi chia, tách."),
        "many_parts": gettext_noop("Chia, tách nhiều nhất thành %(most)s đơn vị một lần."),
        "no_default": gettext_noop("Hãy chọn đơn vị nhận nhiệm vụ báo cáo và vai trò."),
        "below_unknown": gettext_noop("Đơn vị cấp dưới đã thay đổi. Hãy xem lại cấp dưới chuyển về đâu."),
        "name_missing": gettext_noop("Hãy ghi tên đơn vị."),
        "name_length": gettext_noop("Tên đơn vị dài quá %(most)s ký tự. Hãy ghi gọn lại."),
        "same_name": gettext_noop("Tên mới giống tên đang dùng. Hãy ghi tên khác."),
        "no_kind": gettext_noop("Hãy chọn loại hình đơn vị."),
        "same_kind": gettext_noop("Loại hình mới giống loại hình hiện nay. Hãy chọn loại khác."),
        "no_parent": gettext_noop("Hãy chọn cấp trên mới."),
        "same_parent": gettext_noop("%(unit)s đã là cấp trên từ trước. Hãy chọn đơn vị khác."),
        "cycle": gettext_noop("%(unit)s không thể nằm dưới chính nó hoặc dưới đơn vị cấp dưới của nó."),
        "parent_ends": gettext_noop("%(unit)s kết thúc trong lần sắp xếp này nên không thể là cấp trên."),
        "below_itself": gettext_noop(
            "%(unit)s nằm dưới đơn vị kết thúc trong lần sắp xếp này. Hãy chọn đơn vị khác."
        ),
        "receives_itself": gettext_noop("%(unit)s không thể nhận chính nó. Hãy chọn đơn vị khác."),
        "below_homeless": gettext_noop(
            "Còn %(count)s đơn vị cấp dưới (%(units)s). Hãy chọn đơn vị tiếp nhận để chuyển về."
        ),
        "owner_closed": gettext_noop(
            "%(unit)s là cơ quan ban hành chế độ báo cáo. Hãy chọn đơn vị tiếp nhận để quản lý chế độ đó."
        ),
        "code_missing": gettext_noop("Hãy ghi mã đơn vị."),
        "code_form": gettext_noop(
            "Mã đơn vị “%(code)s” chưa đúng: chỉ dùng A–Z, chữ số và dấu chấm, tối đa 35 ký tự."
        ),
        "code_twice": gettext_noop("Mã %(code)s được ghi cho hai đơn vị. Mỗi đơn vị một mã."),
        "code_taken": gettext_noop(
            "Mã %(code)s là mã của %(unit)s từ ngày %(day)s hoặc sau đó. Hãy ghi mã khác."
        ),
        "share_unread": gettext_noop(
            "Tỷ lệ “%(text)s” chưa đọc được. Hãy ghi phần trăm, ví dụ 62,5 %%, hoặc số người, số km² "
            "của từng phần."
        ),
        "share_bare": gettext_noop(
            "“%(text)s” là phần trăm hay số người? Nếu là phần trăm, hãy ghi cả dấu, ví dụ 62,5 %%."
        ),
        "share_decimals": gettext_noop("Tỷ lệ phần trăm ghi nhiều nhất %(most)s chữ số sau dấu phẩy."),
        "share_mixed": gettext_noop("Hãy ghi mọi phần theo một cách: đều là phần trăm hoặc đều là số lượng."),
        "share_none": gettext_noop("Ghi theo số lượng thì phần nào cũng cần số, và tổng phải lớn hơn 0."),
        "over": gettext_noop("Các tỷ lệ cộng lại quá 100 %%. Hãy xem lại."),
    }
)


def say(problem: Problem) -> str:
    return _(_WORDS[problem.code]) % {"most": DECIMALS, **problem.about}


def as_content(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """As `BadContent.problems` takes them, with the field each is about."""
    return [{"code": one.code, "place": one.place, "message": say(one)} for one in problems]
