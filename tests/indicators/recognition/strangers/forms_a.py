"""Forms of offices nobody had shown before, drawn as a stranger would draw them. Truths are in `truth/`."""

from openpyxl.worksheet.worksheet import Worksheet

from tests.indicators.recognition.offices.drawing import drawn


def jobs() -> Worksheet:
    """Lao động: districts and communes as lines, numbers in one bracket with their formula."""
    return drawn(
        {
            1: ["UBND HUYỆN …………", *[None] * 6, "Biểu số 01/LĐ-VL"],
            2: ["PHÒNG LAO ĐỘNG - TB&XH", *[None] * 6, "Ban hành kèm theo Công văn số 88/SLĐTBXH"],
            4: ["KẾT QUẢ GIẢI QUYẾT VIỆC LÀM 6 THÁNG ĐẦU NĂM 20…"],
            6: [*[None] * 8, "ĐVT: người"],
            7: ["TT", "Đơn vị", "Kế hoạch giao năm 20…", "Kết quả giải quyết việc làm", *[None] * 3,
                 "Tỷ lệ thực hiện so với kế hoạch (%)", "Ghi chú"],
            8: [*[None] * 3, "Trong nước", None, "Xuất khẩu lao động", "Tổng cộng"],
            9: [*[None] * 3, "Vay vốn", "Khác"],
            10: ["(A)", "(B)", "(1)", "(2)", "(3)", "(4)", "(5=2+3+4)", "(6=5/1)", "(C)"],
            11: ["I", "Huyện Tiên Lữ", "=SUM(C12:C14)", "=SUM(D12:D14)", "=SUM(E12:E14)", "=SUM(F12:F14)",
                 "=SUM(G12:G14)"],
            12: [1, "Xã An Viên"],
            13: [2, "Xã Hải Triều"],
            14: [3, "Thị trấn Vương"],
            15: ["II", "Huyện Phù Cừ", "=SUM(C16:C17)", "=SUM(D16:D17)", "=SUM(E16:E17)", "=SUM(F16:F17)",
                 "=SUM(G16:G17)"],
            16: [1, "Xã Đình Cao"],
            17: [2, "Xã Đoàn Đào"],
            18: ["Tổng cộng", None, "=C11+C15", "=D11+D15", "=E11+E15", "=F11+F15", "=G11+G15"],
            20: ["Người lập biểu", *[None] * 5, "TRƯỞNG PHÒNG"],
            21: ["(Ký, họ tên)", *[None] * 5, "(Ký, đóng dấu)"],
        },
        merges="A4:I4 A7:A9 B7:B9 C7:C9 D7:G7 D8:E8 F8:F9 G8:G9 H7:H9 I7:I9 A18:B18 A20:C20 G20:I20",
        bold=(4, 7, 8, 11, 15, 18),
        sheet="VL",
    )  # fmt: skip


def preschools() -> Worksheet:
    """Giáo dục: words moved in by spaces, no numbers at all, line breaks in headers."""
    return drawn(
        {
            1: [None, "SỞ GIÁO DỤC VÀ ĐÀO TẠO", *[None] * 3, "Mẫu: EMIS-03"],
            3: [None, "BÁO CÁO THỐNG KÊ GIÁO DỤC MẦM NON"],
            4: [None, "Kỳ: Đầu năm học 20… - 20…"],
            6: [None, "Chỉ tiêu", "Đơn vị\ntính", "Mã số", "Tổng\nsố", "Trong đó"],
            7: [*[None] * 5, "Công\nlập", "Ngoài\ncông lập"],
            8: [None, "Trường", "trường", "01"],
            9: [None, "   Nhà trẻ", "trường", "02"],
            10: [None, "   Trường mẫu giáo", "trường", "03"],
            11: [None, "   Trường mầm non", "trường", "04"],
            12: [None, "Trẻ em", "người", "05"],
            13: [None, "   Trẻ em nhà trẻ", "người", "06"],
            14: [None, "      Trong đó: nữ", "người", "07"],
            15: [None, "   Trẻ em mẫu giáo", "người", "08"],
            16: [None, "      Trong đó: nữ", "người", "09"],
            17: [None, "Giáo viên\n(không kể hợp đồng)", "người", "10"],
            18: [None, "Tỷ lệ trẻ em/giáo viên", "trẻ/GV", "11"],
            20: [None, "Người lập biểu\n(Ký, ghi rõ họ tên)", None, None, "Hà Nội, ngày … tháng … năm 20…"],
            21: [*[None] * 4, "Thủ trưởng đơn vị\n(Ký, đóng dấu)"],
        },
        merges="B3:G3 B4:G4 B6:B7 C6:C7 D6:D7 E6:E7 F6:G6 E20:G20 E21:G21",
        bold=(3, 6, 7, 8, 12, 17),
        sheet="MN",
    )  # fmt: skip


def budget_side_by_side() -> Worksheet:
    """Tài chính: two tables side by side that share one numbering."""
    return drawn(
        {
            1: ["UBND xã ………", *[None] * 7, "Biểu số 117/CK TC-NSNN"],
            2: ["CÂN ĐỐI QUYẾT TOÁN NGÂN SÁCH XÃ NĂM 20…"],
            3: [*[None] * 8, "Đơn vị: đồng"],
            4: ["STT", "NỘI DUNG THU", "DỰ TOÁN", "QUYẾT TOÁN", None, "STT", "NỘI DUNG CHI", "DỰ TOÁN",
                 "QUYẾT TOÁN"],
            5: ["A", "B", 1, 2, None, "C", "D", 3, 4],
            6: [None, "Tổng số thu", "=SUM(C7:C10)", "=SUM(D7:D10)", None, None, "Tổng số chi",
                 "=SUM(H7:H9)", "=SUM(I7:I9)"],
            7: [1, "Các khoản thu xã hưởng 100%", *[None] * 3, 1, "Chi đầu tư phát triển"],
            8: [2, "Các khoản thu phân chia theo tỷ lệ", *[None] * 3, 2, "Chi thường xuyên"],
            9: [3, "Thu bổ sung", *[None] * 3, 3, "Chi chuyển nguồn"],
            10: [4, "Thu chuyển nguồn"],
            12: [None, "KẾ TOÁN TRƯỞNG", *[None] * 4, "CHỦ TỊCH UBND XÃ"],
        },
        merges="A2:I2",
        bold=(2, 4, 6),
        narrow="E",
        sheet="BS 117",
    )  # fmt: skip


def spring_crops() -> Worksheet:
    """Nông nghiệp: instructions before it, a hidden line, checks in the notes."""
    return drawn(
        {
            1: ["TRẠM KHUYẾN NÔNG"],
            2: ["Biểu 02-NN/XÃ", *[None] * 4, "Đơn vị báo cáo: UBND xã…"],
            3: ["DIỆN TÍCH VÀ SẢN LƯỢNG CÂY TRỒNG VỤ ĐÔNG XUÂN"],
            4: ["Vụ Đông xuân năm ……"],
            6: ["Số TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện vụ này", "Thực hiện cùng vụ năm trước",
                 "So sánh (%)"],
            7: ["A", "B", "C", "1", "2", "3"],
            8: ["I", "Diện tích gieo trồng", "ha"],
            9: ["1", "Lúa", "ha"],
            10: ["a", "Lúa chất lượng cao", "ha"],
            11: ["-", "Trong đó: lúa nếp", "ha"],
            12: ["+", "Giống mới", "ha"],
            13: ["b", "Lúa khác", "ha"],
            14: ["2", "Ngô", "ha"],
            15: ["II", "Năng suất", "tạ/ha"],
            16: ["1", "Lúa", "tạ/ha"],
            17: ["2", "Ngô", "tạ/ha"],
            18: ["III", "Sản lượng", "tấn", "=SUM(D19:D20)", "=SUM(E19:E20)"],
            19: ["1", "Lúa", "tấn"],
            20: ["2", "Ngô", "tấn"],
            22: ["Ghi chú: - Cột 1 ≥ 0; dòng I.1 = dòng a + dòng b."],
            23: ["- Dòng 2 mục I không lớn hơn dòng I."],
            25: [None, "Người lập", None, None, "TM. UBND XÃ\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"],
        },
        merges="A3:F3 A4:F4 A22:F22 A23:F23 E25:F25",
        bold=(3, 6, 8, 15, 18),
        hidden_rows=(14,),
        sheet="Bieu 02",
        guide=(
            "HƯỚNG DẪN GHI BIỂU",
            "1. Mục đích: thu thập số liệu sản xuất nông nghiệp.",
            "3. Cách ghi: ghi số liệu vào các ô trắng.",
        ),
    )  # fmt: skip


def road_accidents() -> Worksheet:
    """An toàn giao thông: title in row 9, a head of office known only from where it stands."""
    return drawn(
        {
            6: ["BAN AN TOÀN GIAO THÔNG TỈNH"],
            7: ["Số: …/BC-ATGT"],
            9: ["TÌNH HÌNH TAI NẠN GIAO THÔNG"],
            10: ["(Tháng … năm … và lũy kế từ đầu năm)"],
            12: ["TT", "Loại hình", "Tháng báo cáo", None, None, "Lũy kế từ đầu năm", None, None,
                 "Tỷ lệ (%) so với cùng kỳ"],
            13: [None, None, "Số vụ (vụ)", "Số người chết (người)", "Số người bị thương (người)",
                 "Số vụ (vụ)", "Số người chết (người)", "Số người bị thương (người)"],
            14: [1, "Đường bộ"],
            15: [2, "Đường sắt"],
            16: [3, "Đường thủy nội địa"],
            17: [4, "Hàng hải"],
            18: ["Tổng cộng", None, "=SUM(C14:C17)", "=SUM(D14:D17)", "=SUM(E14:E17)", "=SUM(F14:F17)",
                 "=SUM(G14:G17)", "=SUM(H14:H17)"],
            20: ["Nơi nhận:\n- Như trên;\n- Lưu: VP.", *[None] * 4, "CHÁNH VĂN PHÒNG"],
        },
        merges="A9:I9 A10:I10 A12:A13 B12:B13 C12:E12 F12:H12 I12:I13 A18:B18 A20:C22 F20:I20",
        bold=(9, 12, 13, 18),
        sheet="TNGT",
    )  # fmt: skip


def insurance() -> Worksheet:
    """Bảo hiểm xã hội: offices as lines, the agency in the row above the title."""
    return drawn(
        {
            1: ["BẢO HIỂM XÃ HỘI TỈNH ……", *[None] * 5, "Mẫu B02-TS"],
            2: ["TÌNH HÌNH THU BHXH, BHYT, BHTN"],
            3: ["Quý …… năm ……"],
            4: [*[None] * 7, "Đơn vị tính: triệu đồng"],
            5: ["STT", "BHXH cơ sở", "Số phải thu", "Số đã thu", None, None, "Số còn nợ", "Tỷ lệ nợ (%)"],
            6: [*[None] * 3, "Tổng số", "Chia ra"],
            7: [*[None] * 4, "BHXH", "BHYT, BHTN"],
            8: ["A", "B", "1", "2=3+4", "3", "4", "5=1-2", "6=5/1*100"],
            9: ["1", "BHXH cơ sở Phố Hiến"],
            10: ["2", "BHXH cơ sở Khoái Châu"],
            11: ["3", "BHXH cơ sở Văn Giang"],
            12: [None, "Cộng"],
            14: ["Lưu ý: cột 2 <= cột 1; cột 5 phải bằng cột 1 trừ cột 2."],
            16: [None, "LẬP BIỂU", *[None] * 3, "GIÁM ĐỐC"],
        },
        merges="A2:H2 A3:H3 A5:A7 B5:B7 C5:C7 D5:F5 D6:D7 E6:F6 G5:G7 H5:H7 A14:H14 F16:H16 A13:H13",
        bold=(2, 5, 6, 7, 12),
        sheet="B02",
    )  # fmt: skip


def family_culture() -> Worksheet:
    """Văn hóa: “Trong đó:” alone, a formula with a guard, a hidden column of notes."""
    return drawn(
        {
            1: ["SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", *[None] * 4, "Phụ lục II"],
            2: ["BÁO CÁO SỐ LIỆU GIA ĐÌNH VĂN HÓA, LÀNG VĂN HÓA NĂM 20…"],
            4: ["Stt", "Nội dung", "Đơn vị", "Năm trước", "Năm nay", "Tăng/giảm", "Ghi chú"],
            5: ["I", "Gia đình văn hóa"],
            6: [1, "Tổng số hộ gia đình", "Hộ", None, None, "=E6-D6"],
            7: [None, "Trong đó:"],
            8: [None, "- Hộ đăng ký", "Hộ", None, None, "=E8-D8"],
            9: [None, "- Hộ được công nhận", "Hộ", None, None, "=E9-D9"],
            10: [2, "Tỷ lệ hộ được công nhận", "%", "=D9/D6*100", "=E9/E6*100", "=E10-D10"],
            11: ["II", "Làng, tổ dân phố văn hóa"],
            12: [1, "Tổng số làng, tổ dân phố", "Làng", None, None, "=E12-D12"],
            13: [2, "Số được công nhận", "Làng", None, None, "=E13-D13"],
            14: [None, "Tỷ lệ (%)", "%", "=IF(D12=0,0,D13/D12*100)", "=IF(E12=0,0,E13/E12*100)", "=E14-D14"],
            16: [None, "Người tổng hợp", None, None, "PHÓ GIÁM ĐỐC"],
        },
        merges="A2:G2 F1:G1",
        bold=(2, 4, 5, 11),
        sheet="PLII",
        hidden_columns="G",
    )  # fmt: skip


def invested_capital() -> Worksheet:
    """Thống kê: columns that only some periods ask."""
    return drawn(
        {
            1: ["Biểu số: 001.T/BCB-CT", "", "Báo cáo tháng", "", "", "Đơn vị báo cáo:"],
            2: ["Ban hành theo Thông tư số 01/2024/TT-BKHĐT", None, "VỐN ĐẦU TƯ THỰC HIỆN", None, None,
                 "Sở Tài chính"],
            3: ["Ngày nhận báo cáo: Ngày 17 hàng tháng", None, "Tháng …… năm 20……", None, None,
                 "Đơn vị nhận báo cáo: Thống kê tỉnh"],
            5: [*[None] * 6, "ĐVT: triệu đồng"],
            6: ["", "Mã số", "Kế hoạch vốn năm", "Thực hiện tháng trước", "Ước thực hiện tháng báo cáo",
                 "Cộng dồn từ đầu năm đến cuối tháng báo cáo",
                 "Ước thực hiện quý (chỉ báo cáo vào tháng cuối quý)", "Ước cả năm (báo cáo tháng 12)"],
            7: ["A", "B", "1", "2", "3", "4", "5", "6"],
            8: ["TỔNG SỐ", "01"],
            9: ["1. Vốn ngân sách nhà nước cấp tỉnh", "02"],
            10: ["- Vốn cân đối ngân sách tỉnh", "03"],
            11: ["Trong đó: Thu từ quỹ sử dụng đất", "04"],
            12: ["- Vốn Trung ương hỗ trợ", "05"],
            13: ["2. Vốn ngân sách cấp xã", "06"],
            15: ["Người lập biểu", None, "Người kiểm tra biểu", None, None,
                 "……, ngày … tháng … năm ……\nThủ trưởng đơn vị"],
        },
        merges="C2:E2 C3:E3 G5:H5 A15:B15 C15:E15 F15:H15",
        bold=(2, 8, 9, 13),
        sheet="001.T",
    )  # fmt: skip


def law_spreading() -> Worksheet:
    """Tư pháp: no lines, one empty row to fill in."""
    return drawn(
        {
            1: ["Biểu số: 09a/BTP/PBGDPL\nBan hành theo Thông tư số 03/2019/TT-BTP", *[None] * 3,
                 "KẾT QUẢ PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT\n(6 tháng, năm)", *[None] * 3,
                 "Đơn vị báo cáo:\nỦy ban nhân dân xã…\nĐơn vị nhận báo cáo:\nSở Tư pháp"],
            3: ["Phổ biến pháp luật trực tiếp", None, "Thi tìm hiểu pháp luật", None,
                 "Số tài liệu phát hành miễn phí (Bản)", None, None,
                 "Số lần phát sóng trên loa truyền thanh (Lần)", "Số tin, bài (Tin, bài)"],
            4: ["Số cuộc (Cuộc)", "Số lượt người tham dự (Lượt người)", "Số cuộc thi (Cuộc)",
                 "Số lượt người dự thi (Lượt người)", "Tổng số", "Chia ra"],
            5: [*[None] * 5, "Tài liệu giấy", "Đăng trên mạng"],
            6: ["(1)", "(2)", "(3)", "(4)", "(5) = (6)+(7)", "(6)", "(7)", "(8)", "(9)"],
            9: ["* Ghi chú:"],
            10: ["- Ước tính 02 tháng cuối kỳ: Cột 1……; Cột 2……"],
            12: ["Người lập biểu\n(Ký, ghi rõ họ tên)", *[None] * 5, "……, ngày … tháng … năm …\nCHỦ TỊCH"],
        },
        merges="A1:D1 E1:H1 A3:B3 C3:D3 E3:G3 H3:H5 I3:I5 A4:A5 B4:B5 C4:C5 D4:D5 E4:E5 F4:G4 A12:D12 "
        "G12:I12",
        bold=(3, 4),
        sheet="09a",
    )  # fmt: skip


def refuse() -> Worksheet:
    """Môi trường: the whole district first, no numbering row, a price a day."""
    return drawn(
        {
            1: ["PHÒNG TÀI NGUYÊN VÀ MÔI TRƯỜNG"],
            3: ["BÁO CÁO CÔNG TÁC THU GOM RÁC THẢI SINH HOẠT QUÝ … NĂM …"],
            5: ["STT", "Xã, phường, thị trấn", "Dân số (người)", "Khối lượng phát sinh (tấn/ngày)",
                 "Khối lượng thu gom (tấn/ngày)", "Tỷ lệ thu gom (%)", "Kinh phí (tr.đ)"],
            6: [*[None] * 6, "NS cấp", "Thu phí", "Cộng"],
            7: ["", "Toàn huyện", "=SUM(C8:C12)", "=SUM(D8:D12)", "=SUM(E8:E12)", "=E7/D7*100",
                 "=SUM(G8:G12)", "=SUM(H8:H12)", "=SUM(I8:I12)"],
            8: [1, "Phường Hiến Nam", *[None] * 3, "=E8/D8*100", None, None, "=G8+H8"],
            9: [2, "Xã Liên Phương", *[None] * 3, "=E9/D9*100", None, None, "=G9+H9"],
            10: [3, "Xã Hồng Nam", *[None] * 3, "=E10/D10*100", None, None, "=G10+H10"],
            11: [4, "Xã Quảng Châu", *[None] * 3, "=E11/D11*100", None, None, "=G11+H11"],
            12: [5, "Thị trấn Lương Bằng", *[None] * 3, "=E12/D12*100", None, None, "=G12+H12"],
            14: ["Người lập", *[None] * 4, "TRƯỞNG PHÒNG"],
        },
        merges="A3:I3 A5:A6 B5:B6 C5:C6 D5:D6 E5:E6 F5:F6 G5:I5",
        bold=(3, 5, 6, 7),
        sheet="Sheet1",
    )  # fmt: skip
