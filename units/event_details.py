"""What an event holds, in one line of words: the log is read by people who do not know our field names."""

import json
import re
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from units.kinds import KINDS, kind_label
from units.models import Role

_WORDS = MappingProxyType(
    {
        "address": gettext_noop("địa chỉ"),
        "amended": gettext_noop("đơn vị được bổ sung"),
        "answer": gettext_noop("trả lời"),
        "answers": gettext_noop("trả lời"),
        "before": gettext_noop("trước đó"),
        "begins": gettext_noop("từ"),
        "capacity": gettext_noop("tư cách ký"),
        "categories": gettext_noop("các nhóm"),
        "cells": gettext_noop("ô"),
        "changed": gettext_noop("thay đổi"),
        "check": gettext_noop("quy tắc"),
        "code": gettext_noop("mã"),
        "comments": gettext_noop("ghi chú"),
        "corrected": gettext_noop("ô sửa lại khi nạp"),
        "count": gettext_noop("số dòng"),
        "days": gettext_noop("ngày"),
        "document": gettext_noop("văn bản"),
        "doubts": gettext_noop("câu hỏi"),
        "draft": gettext_noop("bản nháp lần"),
        "due": gettext_noop("hạn"),
        "duties": gettext_noop("nhiệm vụ"),
        "edition": gettext_noop("loại số liệu"),
        "ends": gettext_noop("đến hết"),
        "entered_for": gettext_noop("nhập thay đơn vị"),
        "error": gettext_noop("lỗi"),
        "expires_at": gettext_noop("hết hạn"),
        "extent": gettext_noop("phần"),
        "fields": gettext_noop("các mục"),
        "figures": gettext_noop("số liệu"),
        "file": gettext_noop("tệp"),
        "files": gettext_noop("tệp"),
        "filled": gettext_noop("ô đã điền"),
        "for": gettext_noop("tài liệu"),
        "from": gettext_noop("từ"),
        "from_version": gettext_noop("từ phiên bản"),
        "indicator": gettext_noop("chỉ tiêu"),
        "indicators": gettext_noop("chỉ tiêu"),
        "into": gettext_noop("thành"),
        "job": gettext_noop("công việc"),
        "kept_whole": gettext_noop("báo cáo giữ nguyên"),
        "kind": gettext_noop("loại"),
        "late": gettext_noop("muộn"),
        "lost": gettext_noop("ô không giữ được"),
        "months": gettext_noop("tháng"),
        "moved": gettext_noop("số báo cáo chuyển hạn"),
        "moves": gettext_noop("hạn chuyển"),
        "name": gettext_noop("tên"),
        "on": gettext_noop("ngày"),
        "one_person": gettext_noop("một người vừa lập vừa ký"),
        "parent": gettext_noop("cấp trên số"),
        "parts": gettext_noop("phần"),
        "period": gettext_noop("kỳ"),
        "points": gettext_noop("chỉ số"),
        "predecessor": gettext_noop("đơn vị trước số"),
        "q": gettext_noop("tìm"),
        "reason": gettext_noop("lý do"),
        "refused": gettext_noop("bị từ chối"),
        "reorganisation": gettext_noop("việc"),
        "reports": gettext_noop("báo cáo"),
        "revision": gettext_noop("lần gửi"),
        "role": gettext_noop("vai trò"),
        "roles": gettext_noop("số vai trò"),
        "rows": gettext_noop("số dòng"),
        "rules": gettext_noop("quy định"),
        "same": gettext_noop("giống bản nháp"),
        "saved": gettext_noop("đã lưu"),
        "scopes": gettext_noop("phạm vi"),
        "scheme": gettext_noop("bộ mã"),
        "sha256": gettext_noop("mã niêm phong"),
        "signed_as": gettext_noop("tư cách ký"),
        "size": gettext_noop("cỡ tệp (byte)"),
        "source": gettext_noop("nguồn"),
        "sources": gettext_noop("nguồn"),
        "stay": gettext_noop("ô giữ lại"),
        "step": gettext_noop("bước"),
        "successor": gettext_noop("người nhận số"),
        "template": gettext_noop("biểu mẫu"),
        "templates": gettext_noop("số biểu mẫu"),
        "told_by": gettext_noop("người báo"),
        "told_how": gettext_noop("báo bằng"),
        "unit": gettext_noop("đơn vị"),
        "units": gettext_noop("số đơn vị"),
        "until": gettext_noop("đến hết"),
        "user": gettext_noop("người dùng số"),
        "username": gettext_noop("tên đăng nhập"),
        "users": gettext_noop("tài khoản"),
        "version": gettext_noop("phiên bản"),
        "via": gettext_noop("bằng"),
        "what": gettext_noop("đơn vị"),
        "with_losses": gettext_noop("báo cáo mất ô"),
        "year": gettext_noop("năm"),
    }
)
INTERNAL = frozenset(
    (
        "area_share",
        "confirmed_period",
        "ids",
        "is_default",
        "owner",
        "part",
        "place",
        "placement",
        "population_share",
        "regime",
        "request",
        "round",
        "scale",
        "seed",
        "values",
    )
)
"""Keys that tell other programs, not people."""
_VALUES = MappingProxyType(
    {
        ("via", "form"): gettext_noop("trang web"),
        ("via", "workbook"): gettext_noop("tệp Excel"),
        ("via", "api"): gettext_noop("lời gọi API"),
        ("via", "for_unit"): gettext_noop("nhập thay"),
        ("via", "history"): gettext_noop("nạp số liệu lịch sử"),
        ("told_how", "phone"): gettext_noop("điện thoại"),
        ("told_how", "paper"): gettext_noop("văn bản"),
        ("told_how", "radio"): gettext_noop("bộ đàm"),
        ("told_how", "message"): gettext_noop("tin nhắn"),
        ("told_how", "other"): gettext_noop("cách khác"),
        ("signed_as", "head"): gettext_noop("thủ trưởng"),
        ("extent", "whole"): gettext_noop("toàn bộ"),
        ("extent", "part"): gettext_noop("một phần"),
        ("edition", "plan"): gettext_noop("kế hoạch"),
        ("edition", "estimate"): gettext_noop("ước tính"),
        ("edition", "preliminary"): gettext_noop("sơ bộ"),
        ("edition", "official"): gettext_noop("chính thức"),
        ("answer", "kept"): gettext_noop("vẫn hỏi"),
        ("answer", "reuse"): gettext_noop("dùng lại số đã có"),
        ("kind", "repeated"): gettext_noop("đã hỏi ở nơi khác"),
        ("kind", "needless"): gettext_noop("không cần hỏi"),
    }
)
_COUNTED = frozenset(
    (
        "amended",
        "count",
        "doubts",
        "duties",
        "figures",
        "files",
        "indicators",
        "kept_whole",
        "moved",
        "points",
        "refused",
        "reports",
        "rows",
        "same",
        "saved",
        "size",
        "units",
        "users",
        "with_losses",
    )
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_SEAL = 12  # digits of a seal that tell it from others


def event_details(data: str) -> str:
    """The event's data as one line of words; what says nothing, or nothing to a person, is left out."""
    content = json.loads(data)
    if not isinstance(content, dict):
        return data
    return "; ".join(
        f"{word} {_said(key, value)}" if value is not True else word
        for key, value in content.items()
        if key not in INTERNAL and value not in (None, "", [], {}, False)
        for word in (_(_WORDS[key]) if key in _WORDS else key,)
    )


def is_in_words(key: str) -> bool:
    """Whether the log says what the key means, or leaves it out."""
    return key in _WORDS or key in INTERNAL


def _said(key: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_said(key, one) for one in value)
    if isinstance(value, dict):
        named = ((f"{name}: " if name else "", _said(key, one)) for name, one in value.items())
        return ", ".join(name + said for name, said in named)
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".") if key in _COUNTED else str(value)
    return _text(key, str(value))


def _text(key: str, text: str) -> str:
    if (key, text) in _VALUES:
        return _(_VALUES[key, text])
    if key == "role" and text in Role.values:
        return str(Role(text).label)
    if key == "kind" and text in KINDS:
        return kind_label(text)
    if key == "sha256":
        return f"{text[:_SEAL]}…"
    day = _DAY.fullmatch(text)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else text
