"""Lines that only some periods ask, and what notes say of lines."""

from openpyxl.worksheet.worksheet import Worksheet

from tests.indicators.recognition.offices.drawing import drawn


def poverty_by_quarter() -> Worksheet:
    """Giảm nghèo: lines for half-years and years among those of every quarter, said in brackets."""
    return drawn(
        {
            1: ["UBND XÃ ………………", None, None, "Biểu số: 02/GN-XÃ"],
            2: [None, None, None, "(Ban hành kèm theo Công văn số 1475/SNNMT-PTNT)"],
            4: ["BÁO CÁO KẾT QUẢ GIẢM NGHÈO"],
            5: ["Quý …… năm 20……"],
            7: ["STT", "Nội dung", "ĐVT", "Kết quả", "Ghi chú"],
            8: ["(A)", "(B)", "(C)", "(1)", "(2)"],
            9: ["I", "Hộ nghèo", None],
            10: [1, "Tổng số hộ nghèo đầu kỳ", "Hộ"],
            11: [2, "Số hộ thoát nghèo (chỉ báo cáo kỳ 6 tháng và năm)", "Hộ"],
            12: [None, "Trong đó: hộ dân tộc thiểu số", "Hộ"],
            13: [3, "Số hộ tái nghèo (báo cáo quý IV)", "Hộ"],
            14: ["II", "Hộ cận nghèo (chỉ báo cáo kỳ năm)", None],
            15: [1, "Tổng số hộ cận nghèo", "Hộ"],
            16: [2, "Số khẩu cận nghèo", "Khẩu"],
            17: ["III", "Hỗ trợ", None],
            18: [1, "Số hộ được vay vốn", "Hộ"],
            19: [2, "Số tiền cho vay (6 tháng, cả năm)", "Triệu đồng"],
            20: [3, "Số hộ được tặng quà (chỉ báo cáo khi có phát sinh)", "Hộ"],
            22: [None, "NGƯỜI LẬP", None, "TM. ỦY BAN NHÂN DÂN"],
        },
        merges="A4:E4 A5:E5 D1:E1 D2:E2 D22:E22",
        bold=(4, 9, 14, 17, 22),
        sheet="GN xã",
    )


def schools_by_month() -> Worksheet:
    """Giáo dục: a headline and the caption of a second table say when they are asked."""
    return drawn(
        {
            1: ["PHÒNG VĂN HÓA - XÃ HỘI", *[None] * 3, "Mẫu số 05-VHXH"],
            3: ["TÌNH HÌNH TRƯỜNG, LỚP"],
            4: ["(Báo cáo tháng ….. năm 20…)"],
            6: ["Tt", "Chỉ tiêu", None, "Đơn vị tính", "Tháng báo cáo"],
            7: [1, "Số trường", None, "Trường"],
            8: [2, "Số lớp, báo cáo vào tháng 6 và tháng 12", None, "Lớp"],
            9: [3, "Số học sinh", None, "Học sinh"],
            10: ["CÁC CHỈ TIÊU BÁO CÁO NĂM"],
            11: [4, "Số phòng học kiên cố", None, "Phòng"],
            12: [5, "Số máy tính", None, "Máy"],
            14: ["Bảng 2. Cán bộ, giáo viên (chỉ báo cáo kỳ năm)"],
            15: ["Tt", "Chỉ tiêu", None, "Đơn vị tính", "Tháng báo cáo"],
            16: [1, "Giáo viên", None, "Người"],
            17: [2, "Nhân viên", None, "Người"],
            19: ["Người lập biểu", *[None] * 3, "TRƯỞNG PHÒNG"],
        },
        merges="A3:E3 A4:E4 A10:E10 "
        + " ".join(f"B{row}:C{row}" for row in (6, 7, 8, 9, 11, 12, 15, 16, 17)),
        bold=(3, 6, 10, 14, 15),
        sheet="Sheet1",
    )


def health_station() -> Worksheet:
    """Y tế: notes under the table name lines by number; a star; a line "gồm" others."""
    return drawn(
        {
            1: ["TRẠM Y TẾ …………", *[None] * 4, "Biểu 3/BCX"],
            3: ["BÁO CÁO HOẠT ĐỘNG TRẠM Y TẾ"],
            4: ["Quý ….. năm 202…"],
            6: ["STT", "Tên chỉ tiêu", "Mã số", "Đơn vị", "Số phát sinh trong quý", "Luỹ kế từ đầu năm"],
            7: ["A", "B", "C", "D", 1, 2],
            8: [1, "Tổng số lượt khám bệnh", "01", "Lượt"],
            9: [2, "Khám bảo hiểm y tế", "02", "Lượt"],
            10: [3, "Khám thu phí, khám miễn phí", "03", "Lượt"],
            11: [4, "Khám cho trẻ em dưới 6 tuổi", "04", "Lượt"],
            12: [5, "Số người được quản lý sức khỏe", "05", "Người"],
            13: [6, "Số người cao tuổi (*)", "06", "Người"],
            14: [7, "Số thẻ bảo hiểm cấp mới", "07", "Thẻ"],
            15: [8, "Số lượt tư vấn", "08", "Lượt"],
            17: ["Ghi chú:"],
            18: ["- Chỉ tiêu 1 bằng tổng các chỉ tiêu 2 và 3. Chỉ tiêu 4 là một phần của chỉ tiêu 1."],
            19: ["- Mã số 05: chỉ báo cáo 6 tháng và năm; chỉ tiêu 8 là số ước tính."],
            20: ["- Dòng 7 báo cáo kỳ năm (nếu có), dòng 12 báo cáo quý IV."],
            21: ["(*) Chỉ báo cáo kỳ năm"],
            23: [None, "Người báo cáo", *[None] * 3, "TRƯỞNG TRẠM"],
        },
        merges="A3:F3 A4:F4 A18:F18 A19:F19 A20:F20",
        bold=(3, 6),
        sheet="3BCX",
    )  # fmt: skip
