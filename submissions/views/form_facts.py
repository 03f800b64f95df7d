"""What the script of a form's page needs to know, in one document of the page."""

from typing import Any

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.cells_in_words import where as place_words
from submissions.messages import lists_for_page, problems_as_dicts, reading_sentences, rules_for_page
from submissions.models import Status, Submission
from submissions.rules import Problem
from submissions.sheet import Sheet
from submissions.wording import BADGES
from units.models import User


def facts_of(user: User, submission: Submission, sheet: Sheet, problems: list[Problem]) -> dict[str, Any]:
    """What the page's script needs to know."""
    pk = submission.assignment_id
    return {
        "save": reverse("report-save", args=[pk]),
        "worker": reverse("form-worker"),
        "cell": reverse("report-cell", args=[pk]),
        "version": submission.draft.version,
        "kept": {"person": user.pk, "assignment": pk, "secret": secret_of(user)},
        "plan": rules_for_page(sheet),
        "sentences": reading_sentences(),
        "problems": problems_as_dicts(problems, sheet.layout),
        "places": {a: place_words(sheet.layout, a) for a in sheet.layout.place_of},
        "emptyWords": _("Còn {count} ô chưa nhập. Ghi “-” nếu không phát sinh."),
        "lists": lists_for_page(sheet.layout),
        "words": {
            "errors": pgettext("số lượng", "lỗi"),
            "warnings": pgettext("số lượng", "cảnh báo"),
            "changed": _("đang nhập…"),
            "started": str(BADGES[Status.DRAFT][1]),
            "kept": _("đã lưu trên máy này"),
            "offline": _("chưa gửi được, đang giữ trên máy này; sẽ tự gửi lại"),
            "opened_offline": _("không có mạng: mở bản giữ trên máy này; có mạng sẽ tự gửi"),
            "not_kept": _("không giữ được trên máy này: đừng đóng trang trước khi gửi xong"),
            "refused": _("máy chủ từ chối, số vẫn giữ trên máy này:"),
            "signed_out": _("đã hết phiên làm việc; số vẫn giữ trên máy này"),
            "explain": _("Giải trình một câu"),
            "theirs": _("vừa lưu"),
            "keep": _("Giữ số của tôi"),
            "take": _("Lấy số đó"),
            **words_of_blocks(),
            "row_before": _("Dòng trước"),
            "row_after": _("Dòng sau"),
            "row_of": _("dòng {n}/{all}"),
            "by_row": _("Từng dòng"),
            "whole_table": _("Cả bảng"),
        },
    }


def words_of_blocks() -> dict[str, str]:
    """What is said of a pasted block."""
    return {
        "two_ways": _("Khối vừa dán viết số theo cách nào? “{text}” là:"),
        "thousands": _("hàng nghìn: {number}"),
        "decimals": _("số lẻ: {number}"),
        "pasted": _("Đã dán {count} ô."),
        "pasted_some": _("Đã dán {count} ô; {lost} ô không có chỗ trong biểu, đã bỏ qua."),
        "undo": _("Hoàn tác (Ctrl+Z)"),
        "close": _("Đóng"),
    }


def secret_of(user: User) -> str:
    """256 bits in hexadecimal: with it the browser seals what it keeps of the person's drafts. Only pages
    served to the person carry it; it is the same at every sign-in, and changes with SECRET_KEY."""
    return salted_hmac("submissions.kept-in-browser", str(user.pk), algorithm="sha256").hexdigest()
