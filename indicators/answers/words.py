"""Why a text is no answer, as a clerk is told it. The sentences are msgids; callers translate."""

from indicators.answers.answer import AnswerError
from indicators.msgids import gettext_noop

SENTENCES = {
    "grouping": gettext_noop("Dấu chấm phải ngăn từng nhóm ba chữ số. Hãy viết như 1.234.567."),
    "decimal_point": gettext_noop(
        "Dấu chấm chỉ ngăn hàng nghìn; phần thập phân viết sau dấu phẩy. Hãy viết như 1.234,5 hoặc 0,5."
    ),
    "comma": gettext_noop(
        "Dấu phẩy thập phân chỉ viết một lần và có chữ số ở cả hai bên. Hãy viết như 1234,5."
    ),
    "too_many_decimals": gettext_noop(
        "Chỉ tiêu này nhận tối đa %(decimals)s chữ số thập phân (0: chỉ nhận số nguyên), ở đây có %(found)s. "
        "Hãy tự làm tròn trước khi nhập."
    ),
    "too_large": gettext_noop("Số vượt giới hạn %(maximum)s. Hãy kiểm tra lại số và đơn vị tính."),
    "spaces": gettext_noop("Có dấu cách bên trong. Hãy viết liền, như 12345 hoặc 12.345."),
    "parentheses": gettext_noop("Số âm không viết trong ngoặc. Hãy viết dấu - ở trước, như -5."),
    "exponent": gettext_noop("Không dùng cách viết lũy thừa như 1e5. Hãy viết đủ chữ số, như 100.000."),
    "plus_sign": gettext_noop("Không viết dấu + trước số. Hãy chỉ viết số, như 5."),
    "foreign_digits": gettext_noop("Chữ số “%(character)s” không dùng được. Hãy gõ các chữ số từ 0 đến 9."),
    "look_alike": gettext_noop(
        "Ký tự “%(character)s” chỉ trông giống “%(meant)s”. Hãy xóa đi và gõ “%(meant)s” từ bàn phím."
    ),
    "hidden_character": gettext_noop(
        "Có ký tự ẩn (%(character)s), thường do dán từ nơi khác. Hãy xóa ô và gõ lại số."
    ),
    "not_a_number": gettext_noop(
        "Chưa đọc được số. Hãy chỉ ghi số (như 1.234,5), hoặc - (không phát sinh), "
        "… (chưa thu thập được), x (không áp dụng)."
    ),
    "not_plain": gettext_noop(
        'Chưa đọc được số. Hãy ghi số dạng "1234.5" (dấu chấm thập phân), hoặc "-", "…", "x"; '
        "chưa trả lời là null."
    ),
    "not_finite": gettext_noop("Ô này không chứa một số hữu hạn. Hãy nhập lại số."),
}
"""Code of an AnswerError → msgid, with %(name)s for its params."""


def words_of(error: AnswerError) -> tuple[str, dict[str, str | int]]:
    """The msgid and its params: `gettext(msgid) % params`."""
    return SENTENCES[error.code], error.params
