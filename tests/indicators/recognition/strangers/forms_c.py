"""And more: lists, office holders, indents, pages."""

from openpyxl.worksheet.worksheet import Worksheet

from tests.indicators.recognition.offices.drawing import drawn


def commune_leaders() -> Worksheet:
    """Cán bộ xã: every line an office holder, without numbers."""
    return drawn(
        {
            1: ["UBND XÃ …"],
            2: ["BIỂU TỔNG HỢP CÁN BỘ CHỦ CHỐT CẤP XÃ"],
            4: ["Chức danh", "Số lượng (người)", "Trình độ chuyên môn"],
            5: [None, None, "Đại học trở lên", "Dưới đại học"],
            6: ["A", "1", "2", "3"],
            7: ["Bí thư Đảng ủy"],
            8: ["Chủ tịch HĐND"],
            9: ["Phó Chủ tịch HĐND"],
            10: ["Chủ tịch UBND"],
            11: ["Phó Chủ tịch UBND"],
            12: ["Trưởng công an"],
            13: ["Tổng số"],
            15: ["Người lập", None, "CHỦ TỊCH"],
        },
        merges="A2:D2 A4:A5 B4:B5 C4:D4",
        bold=(2, 4, 5, 13),
        sheet="CB",
    )  # fmt: skip


def households_listed() -> Worksheet:
    """Danh sách: numbers before empty lines."""
    return drawn(
        {
            1: ["UBND XÃ …"],
            2: ["DANH SÁCH HỘ THOÁT NGHÈO NĂM 20…"],
            4: ["STT", "Họ và tên chủ hộ", "Năm sinh", "Địa chỉ (thôn)", "Số nhân khẩu",
                 "Thu nhập bình quân (nghìn đồng/người/tháng)"],
            5: ["A", "B", "C", "D", "1", "2"],
            6: ["1"],
            7: ["2"],
            8: ["3"],
            9: ["…"],
            11: [None, "Người lập", None, None, "CHỦ TỊCH"],
        },
        merges="A2:F2",
        bold=(2, 4),
        sheet="DS",
    )  # fmt: skip


def cases_listed() -> Worksheet:
    """Danh sách: nothing below the header."""
    return drawn(
        {
            1: ["SỞ Y TẾ"],
            2: ["DANH SÁCH CA BỆNH TRUYỀN NHIỄM"],
            3: ["Tuần … năm …"],
            5: ["STT", "Họ và tên", "Tuổi", "Giới", "Địa chỉ", "Ngày khởi phát", "Chẩn đoán"],
            6: [1, 2, 3, 4, 5, 6, 7],
            9: ["Người báo cáo", *[None] * 3, "Thủ trưởng đơn vị"],
        },
        merges="A2:G2",
        bold=(2, 5),
        sheet="CB",
    )  # fmt: skip


def moves_side_by_side() -> Worksheet:
    """Dân cư: two tables side by side without numbers."""
    return drawn(
        {
            1: ["XÃ ……"],
            2: ["TÌNH HÌNH BIẾN ĐỘNG DÂN CƯ THÁNG …"],
            4: ["TT", "Biến động tăng", "Số người", None, "TT", "Biến động giảm", "Số người"],
            5: [1, "Sinh", None, None, 1, "Chết"],
            6: [2, "Chuyển đến", None, None, 2, "Chuyển đi"],
            7: [3, "Khác"],
            9: ["", "Cán bộ hộ tịch", *[None] * 3, "CHỦ TỊCH"],
        },
        merges="A2:G2",
        bold=(2, 4),
        narrow="D",
        sheet="BD",
    )  # fmt: skip


def population_moved_in() -> Worksheet:
    """Dân số: moved in by the cells' own indent."""
    return drawn(
        {
            1: ["CỤC THỐNG KÊ"],
            2: ["DÂN SỐ TRUNG BÌNH PHÂN THEO GIỚI TÍNH VÀ KHU VỰC"],
            3: ["Năm …"],
            4: [None, None, "ĐVT: Người"],
            5: ["Chỉ tiêu", "Mã số", "Số lượng"],
            6: ["A", "B", "1"],
            7: ["Tổng số", "01"],
            8: ["Phân theo giới tính", "02"],
            9: ["Nam", "03"],
            10: ["Nữ", "04"],
            11: ["Phân theo khu vực", "05"],
            12: ["Thành thị", "06"],
            13: ["Nông thôn", "07"],
            15: ["Người lập biểu", None, "CỤC TRƯỞNG"],
        },
        merges="A2:C2 A3:C3",
        bold=(2, 5, 7),
        sheet="DS",
        moved_in={"A8": 1, "A9": 2, "A10": 2, "A11": 1, "A12": 2, "A13": 2},
    )  # fmt: skip


def electricity() -> Worksheet:
    """Điện lực: SUBTOTAL, a guard by >, “x100”."""
    return drawn(
        {
            1: ["ĐIỆN LỰC …", *[None] * 5, "Mẫu: BC-07"],
            2: ["BÁO CÁO TỶ LỆ HỘ SỬ DỤNG ĐIỆN"],
            3: ["Quý .../20..."],
            5: ["STT", "Xã", "Tổng số hộ", "Hộ có điện", "Tỷ lệ (%)", "Hộ chưa có điện", "Ghi chú"],
            6: ["1", "2", "3", "4", "5=4/3x100", "6=3-4", "7"],
            7: ["1", "Xã Ân Thi", None, None, "=IF(C7>0,D7/C7*100,0)", "=C7-D7"],
            8: ["2", "Xã Bãi Sậy", None, None, "=IF(C8>0,D8/C8*100,0)", "=C8-D8"],
            9: ["3", "Xã Đa Lộc", None, None, "=IF(C9>0,D9/C9*100,0)", "=C9-D9"],
            10: ["Tổng", None, "=SUBTOTAL(9,C7:C9)", "=SUBTOTAL(9,D7:D9)", "=D10/C10*100", "=SUM(F7:F9)"],
            12: ["Lập biểu", *[None] * 3, "GIÁM ĐỐC"],
        },
        merges="A2:G2 A3:G3 A10:B10",
        bold=(2, 5, 10),
        sheet="BC07",
    )  # fmt: skip


def legal_aid() -> Worksheet:
    """Trợ giúp pháp lý: the header again on the next page, empty cells merged."""
    return drawn(
        {
            1: ["SỞ TƯ PHÁP"],
            2: ["BÁO CÁO KẾT QUẢ TRỢ GIÚP PHÁP LÝ"],
            3: ["6 tháng đầu năm …/năm …"],
            5: [*[None] * 5, "Đơn vị tính: vụ"],
            6: ["STT", "Đối tượng", "Tổng số", "Hình thức"],
            7: [*[None] * 3, "Tố tụng", "Tư vấn", "Khác"],
            8: ["A", "B", "1=2+3+4", "2", "3", "4"],
            9: ["1", "Người nghèo"],
            10: ["2", "Trẻ em", None, None, "x", "x"],
            11: ["3", "Người có công"],
            12: ["STT", "Đối tượng", "Tổng số", "Hình thức"],
            13: [*[None] * 3, "Tố tụng", "Tư vấn", "Khác"],
            14: ["4", "Người cao tuổi"],
            15: ["5", "Khác"],
            16: ["", "Tổng cộng"],
            18: ["Người lập", *[None] * 3, "GIÁM ĐỐC"],
        },
        merges="A2:F2 A3:F3 A6:A7 B6:B7 C6:C7 D6:F6 A12:A13 B12:B13 C12:C13 D12:F12 E11:F11",
        bold=(2, 6, 7, 12, 13, 16),
        sheet="TGPL",
    )  # fmt: skip


def reform_index() -> Worksheet:
    """Cải cách hành chính: number and title in one cell, lines that begin with “Ban hành”."""
    return drawn(
        {
            1: ["Mẫu số 05. BÁO CÁO CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"],
            2: ["(Ban hành kèm theo Quyết định số 12/QĐ-UBND)"],
            3: ["Năm: ……", "", "", "Cơ quan báo cáo: ………"],
            4: ["STT", "Lĩnh vực, tiêu chí", "Điểm tối đa", "Điểm tự đánh giá", "Điểm thẩm định",
                 "Chênh lệch"],
            5: ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]=[4]-[5]"],
            6: ["I", "CÔNG TÁC CHỈ ĐẠO", 10],
            7: ["1", "Kế hoạch CCHC", 2],
            8: ["1.1", "Ban hành kế hoạch", 1],
            9: ["1.2", "Mức độ hoàn thành", 1],
            10: ["2", "Kiểm tra CCHC", 8],
            11: ["II", "CẢI CÁCH THỂ CHẾ", 5],
            12: ["1", "Ban hành VBQPPL", 5],
            13: ["", "TỔNG CỘNG (I+II)", 15],
            15: ["Người lập", None, None, "GIÁM ĐỐC SỞ"],
        },
        merges="A1:F1 A2:F2",
        bold=(1, 4, 6, 11, 13),
        sheet="Mẫu 05",
    )  # fmt: skip


def unemployment() -> Worksheet:
    """Bảo hiểm thất nghiệp: spacer columns, hidden empty rows."""
    return drawn(
        {
            1: [None, "TRUNG TÂM DỊCH VỤ VIỆC LÀM"],
            3: [None, "BÁO CÁO TÌNH HÌNH HƯỞNG TRỢ CẤP THẤT NGHIỆP"],
            4: [None, "Tháng …/…"],
            6: [None, "STT", None, "Chỉ tiêu", None, "Nam", None, "Nữ", None, "Tổng"],
            7: [None, "A", None, "B", None, "1", None, "2", None, "3=1+2"],
            8: [None, "1", None, "Số người nộp hồ sơ (người)"],
            9: [None, "2", None, "Số người có quyết định (người)"],
            10: [None, "3", None, "Số tiền chi trả (triệu đồng)"],
            12: [None, "Người lập biểu", *[None] * 3, "GIÁM ĐỐC"],
        },
        merges="B3:J3 B4:J4",
        bold=(3, 6),
        narrow="C E G I",
        hidden_rows=(2, 5),
        sheet="TCTN",
    )  # fmt: skip
