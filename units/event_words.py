"""Kinds of events in words. Every room's are here, so that the log reads as one; others show their code."""

import json
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# What a filter may ask for: the part of a kind before the point.
SUBJECTS = MappingProxyType(
    {
        "submission": gettext_noop("Báo cáo của đơn vị"),
        "assignment": gettext_noop("Nhiệm vụ báo cáo"),
        "round": gettext_noop("Đợt báo cáo"),
        "template": gettext_noop("Biểu mẫu"),
        "regime": gettext_noop("Chế độ báo cáo"),
        "calendar": gettext_noop("Lịch báo cáo"),
        "holidays": gettext_noop("Lịch nghỉ"),
        "indicator": gettext_noop("Chỉ tiêu"),
        "catalogue": gettext_noop("Danh mục chỉ tiêu"),
        "unit": gettext_noop("Đơn vị"),
        "units": gettext_noop("Nạp đơn vị"),
        "reorganisation": gettext_noop("Sắp xếp đơn vị"),
        "group": gettext_noop("Nhóm đơn vị"),
        "user": gettext_noop("Đăng nhập, tài khoản"),
        "membership": gettext_noop("Vai trò"),
        "token": gettext_noop("Mã truy cập"),
        "calendar_feed": gettext_noop("Lịch nhắc hạn"),
        "job": gettext_noop("Công việc theo lịch"),
    }
)
WORDS = MappingProxyType(
    {
        "submission.sign_off_requested": gettext_noop("Trình ký báo cáo"),
        "submission.sent_back": gettext_noop("Thủ trưởng trả lại cho người lập"),
        "submission.submitted": gettext_noop("Ký và gửi báo cáo"),
        "submission.signed": gettext_noop("Ký báo cáo đã gửi"),
        "submission.entered_for": gettext_noop("Nhập thay đơn vị"),
        "submission.filled_for": gettext_noop("Điền thay bản nháp từ tệp nhiều đơn vị"),
        "submission.reports_itself": gettext_noop("Đơn vị tự báo cáo lại"),
        "submission.moved": gettext_noop("Chuyển báo cáo sang phiên bản biểu mẫu mới"),
        "submission.withdrawn": gettext_noop("Rút lại báo cáo"),
        "submission.nothing_to_report": gettext_noop("Báo cáo không phát sinh"),
        "submission.accepted": gettext_noop("Đã duyệt số liệu"),
        "submission.returned": gettext_noop("Trả lại để sửa"),
        "submission.correction_requested": gettext_noop("Đề nghị sửa số đã duyệt"),
        "submission.correction_granted": gettext_noop("Đồng ý cho sửa số đã duyệt"),
        "submission.correction_refused": gettext_noop("Không đồng ý sửa số đã duyệt"),
        "submission.workbook_handed_out": gettext_noop("Đã tải tệp Excel"),
        "submission.unit_lines_handed_out": gettext_noop("Đã tải biểu mỗi đơn vị một dòng"),
        "submission.workbook_saved": gettext_noop("Đã nạp số liệu từ tệp Excel"),
        "submission.workbook_refused": gettext_noop("Tệp Excel không nạp được"),
        "submission.upload_undone": gettext_noop("Đã hoàn tác tệp Excel đã nạp"),
        "submission.upload_handed_back": gettext_noop("Đã tải tệp Excel đánh dấu ô hoặc danh sách lỗi"),
        "submission.original_handed_out": gettext_noop("Đã tải tệp gốc đã nạp"),
        "submission.enclosure_added": gettext_noop("Kèm tài liệu vào báo cáo"),
        "submission.enclosure_removed": gettext_noop("Bỏ tài liệu kèm theo"),
        "submission.enclosure_restored": gettext_noop("Lấy lại tài liệu kèm theo đã bỏ"),
        "submission.enclosure_handed_out": gettext_noop("Đã tải tài liệu kèm theo"),
        "submission.cells_objected_to": gettext_noop("Nói ô trùng, không cần"),
        "submission.objection_answered": gettext_noop("Trả lời ý kiến ô trùng, không cần"),
        "work.handed_over": gettext_noop("Bàn giao công việc cho người khác"),
        "work.taken_back": gettext_noop("Hoàn tác bàn giao công việc"),
        "signing.delegated": gettext_noop("Ủy quyền ký báo cáo"),
        "signing.revoked": gettext_noop("Thu hồi ủy quyền ký báo cáo"),
        "assignment.reminded": gettext_noop("Đôn đốc"),
        "assignment.missed": gettext_noop("Đợt khóa khi đơn vị chưa gửi"),
        "assignment.extended": gettext_noop("Gia hạn"),
        "assignment.handed_over": gettext_noop("Chuyển giao nhiệm vụ báo cáo"),
        "assignment.exempted": gettext_noop("Miễn báo cáo"),
        "assignment.extension_retracted": gettext_noop("Bỏ gia hạn"),
        "assignment.exemption_lifted": gettext_noop("Bỏ miễn báo cáo"),
        "round.workbook_handed_out": gettext_noop("Tải tệp nhiều đơn vị"),
        "round.workbook_refused": gettext_noop("Tệp nhiều đơn vị không nạp được"),
        "history.loaded": gettext_noop("Nạp số liệu lịch sử"),
        "history.approved": gettext_noop("Duyệt số liệu lịch sử"),
        "history.undone": gettext_noop("Bỏ số liệu lịch sử đã nạp"),
        "round.opened": gettext_noop("Mở đợt báo cáo"),
        "round.closed": gettext_noop("Khóa đợt báo cáo"),
        "round.reopened": gettext_noop("Mở lại đợt báo cáo"),
        "round.moved": gettext_noop("Chuyển đợt báo cáo sang phiên bản biểu mẫu mới"),
        "template.imported": gettext_noop("Nhập biểu mẫu từ tệp Excel"),
        "template.doubts_answered": gettext_noop("Trả lời về biểu mẫu nhập từ Excel"),
        "template.begun": gettext_noop("Bắt đầu soạn biểu mẫu"),
        "template.step_made": gettext_noop("Sửa biểu mẫu đang soạn"),
        "template.step_undone": gettext_noop("Hoàn tác bước sửa biểu mẫu"),
        "template.step_redone": gettext_noop("Làm lại bước sửa biểu mẫu"),
        "template.published": gettext_noop("Ban hành biểu mẫu"),
        "template.check_lowered": gettext_noop("Hạ quy tắc kiểm tra xuống cảnh báo"),
        "template.check_raised": gettext_noop("Nâng quy tắc kiểm tra thành lỗi"),
        "template.repeats_reused": gettext_noop("Dùng lại số đã hỏi ở nơi khác"),
        "template.repeats_asked_again": gettext_noop("Vẫn hỏi lại số đã hỏi ở nơi khác"),
        "regime.defined": gettext_noop("Lập chế độ báo cáo"),
        "regime.changed": gettext_noop("Sửa chế độ báo cáo"),
        "regime.document_added": gettext_noop("Nạp văn bản của chế độ báo cáo"),
        "regime.approved": gettext_noop("Duyệt chế độ báo cáo trước khi dùng"),
        "catalogue.steward_named": gettext_noop("Chọn chủ trì danh mục"),
        "catalogue.steward_ended": gettext_noop("Thôi chủ trì danh mục"),
        "regime.kept": gettext_noop("Rà soát chế độ báo cáo: giữ"),
        "regime.suspended": gettext_noop("Tạm dừng chế độ báo cáo"),
        "regime.resumed": gettext_noop("Cho chế độ báo cáo chạy lại"),
        "regime.deadlines_set": gettext_noop("Quy định hạn gửi"),
        "regime.asks_no_more": gettext_noop("Ngừng hỏi lại yêu cầu báo cáo đột xuất"),
        "calendar.defined": gettext_noop("Lập lịch báo cáo"),
        "calendar.changed": gettext_noop("Sửa lịch báo cáo"),
        "indicator.defined": gettext_noop("Lập chỉ tiêu"),
        "indicator.changed": gettext_noop("Sửa chỉ tiêu"),
        "indicator.reading_granted": gettext_noop("Cho cơ quan khác đọc số liệu của chỉ tiêu"),
        "indicator.reading_revoked": gettext_noop("Thu hồi quyền đọc số liệu của chỉ tiêu"),
        "indicator.source_named": gettext_noop("Định nguồn chính của số liệu"),
        "indicator.removed": gettext_noop("Bỏ chỉ tiêu"),
        "catalogue.measure_added": gettext_noop("Thêm đơn vị tính"),
        "catalogue.measure_changed": gettext_noop("Sửa đơn vị tính"),
        "catalogue.measure_removed": gettext_noop("Bỏ đơn vị tính"),
        "catalogue.dimension_added": gettext_noop("Thêm phân tổ"),
        "catalogue.dimension_changed": gettext_noop("Sửa phân tổ"),
        "catalogue.dimension_removed": gettext_noop("Bỏ phân tổ"),
        "catalogue.list_exported": gettext_noop("Tải danh sách chỉ tiêu"),
        "catalogue.burden_exported": gettext_noop("Tải gánh nặng báo cáo"),
        "catalogue.exported": gettext_noop("Tải danh mục chỉ tiêu"),
        "catalogue.imported": gettext_noop("Nạp danh mục chỉ tiêu"),
        "regime.exported": gettext_noop("Xuất gói chế độ báo cáo"),
        "regime.imported": gettext_noop("Nạp gói chế độ báo cáo"),
        "holidays.seeded": gettext_noop("Nạp ngày nghỉ"),
        "holidays.changed": gettext_noop("Sửa lịch nghỉ"),
        "holidays.change_undone": gettext_noop("Hoàn tác sửa lịch nghỉ"),
        "unit.created": gettext_noop("Thêm đơn vị"),
        "unit.placed": gettext_noop("Xếp đơn vị vào cấp trên"),
        "unit.succeeded": gettext_noop("Ghi sắp xếp, sáp nhập"),
        "unit.one_person_allowed": gettext_noop("Cho một người vừa lập biểu vừa ký"),
        "unit.one_person_ended": gettext_noop("Thôi cho một người vừa lập biểu vừa ký"),
        "units.loaded": gettext_noop("Nạp danh mục đơn vị"),
        "reorganisation.recorded": gettext_noop("Sắp xếp đơn vị"),
        "reorganisation.undone": gettext_noop("Hoàn tác sắp xếp đơn vị"),
        "units.exported": gettext_noop("Tải danh sách đơn vị"),
        "units.boundaries_loaded": gettext_noop("Nạp ranh giới"),
        "units.imported": gettext_noop("Nạp danh sách đơn vị từ tệp"),
        "group.created": gettext_noop("Lập nhóm đơn vị"),
        "group.changed": gettext_noop("Sửa tên, ghi chú nhóm đơn vị"),
        "group.members_added": gettext_noop("Thêm đơn vị vào nhóm"),
        "group.members_ended": gettext_noop("Đưa đơn vị ra khỏi nhóm"),
        "user.created": gettext_noop("Thêm tài khoản"),
        "user.signed_in": gettext_noop("Đăng nhập"),
        "user.signed_out": gettext_noop("Đăng xuất"),
        "user.sign_in_refused": gettext_noop("Đăng nhập không thành công"),
        "user.locked_out": gettext_noop("Tạm khóa đăng nhập"),
        "users.loaded": gettext_noop("Nạp tài khoản"),
        "membership.granted": gettext_noop("Giao vai trò"),
        "membership.ended": gettext_noop("Kết thúc vai trò"),
        "token.created": gettext_noop("Cấp mã truy cập"),
        "token.revoked": gettext_noop("Thu hồi mã truy cập"),
        "calendar_feed.made": gettext_noop("Tạo địa chỉ lịch nhắc hạn"),
        "calendar_feed.revoked": gettext_noop("Thu hồi địa chỉ lịch nhắc hạn"),
        "job.run_by_hand": gettext_noop("Chạy công việc bằng tay"),
        "demo.loaded": gettext_noop("Nạp dữ liệu dùng thử"),
    }
)

# What `data` holds, in words; keys of other rooms show as they are.
_DETAILS = MappingProxyType(
    {
        "address": gettext_noop("địa chỉ"),
        "username": gettext_noop("tên đăng nhập"),
        "name": gettext_noop("tên"),
        "code": gettext_noop("mã"),
        "kind": gettext_noop("loại hình"),
        "role": gettext_noop("vai trò"),
        "user": gettext_noop("người dùng số"),
        "from": gettext_noop("từ"),
        "until": gettext_noop("đến hết"),
        "begins": gettext_noop("từ"),
        "ends": gettext_noop("đến hết"),
        "scopes": gettext_noop("phạm vi"),
        "successor": gettext_noop("người nhận số"),
        "roles": gettext_noop("số vai trò"),
        "capacity": gettext_noop("tư cách ký"),
        "expires_at": gettext_noop("hết hạn"),
        "reason": gettext_noop("lý do"),
        "answer": gettext_noop("trả lời"),
        "fields": gettext_noop("các mục"),
        "categories": gettext_noop("các nhóm"),
        "source": gettext_noop("nguồn"),
        "units": gettext_noop("số đơn vị"),
        "parent": gettext_noop("cấp trên số"),
        "period": gettext_noop("kỳ"),
        "reorganisation": gettext_noop("việc"),
        "what": gettext_noop("đơn vị"),
        "into": gettext_noop("thành"),
        "document": gettext_noop("văn bản"),
        "days": gettext_noop("ngày"),
        "moved": gettext_noop("số báo cáo chuyển hạn"),
        "moves": gettext_noop("hạn chuyển"),
        "rules": gettext_noop("quy định"),
        "due": gettext_noop("hạn"),
    }
)


def event_words(kind: str) -> str:
    return _(WORDS[kind]) if kind in WORDS else kind


def event_details(data: str) -> str:
    """Return the event's data as one line of words; what says nothing is left out."""
    content = json.loads(data)
    if not isinstance(content, dict):
        return data
    return "; ".join(
        f"{_(_DETAILS[key]) if key in _DETAILS else key} {_said(value)}"
        for key, value in content.items()
        if value not in (None, "", [])
    )


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
