"""The law's lists of kinds, as they stand in the appendices."""

from datetime import date

# Circular 01/2011/TT-BNV came into force; Joint Circular 55/2005/TTLT-BNV-VPCP ended. The
# abbreviations of the Circular stand for both.
CIRCULAR_FROM = date(2011, 3, 5)
# Decree 30/2020/NĐ-CP came into force; Circular 01/2011/TT-BNV ended.
NEW_LIST_FROM = date(2020, 3, 5)

# Decree 30/2020/NĐ-CP, Article 7 and Appendix III: code, name, abbreviation, and where it was
# another one until 04/03/2020 that of Circular 01/2011/TT-BNV, Appendix I.
ADMINISTRATIVE = (
    ("nghi-quyet", "Nghị quyết (cá biệt)", "NQ", ""),
    ("quyet-dinh", "Quyết định (cá biệt)", "QĐ", ""),
    ("chi-thi", "Chỉ thị", "CT", ""),
    ("quy-che", "Quy chế", "QC", ""),
    ("quy-dinh", "Quy định", "QyĐ", ""),
    ("thong-cao", "Thông cáo", "TC", ""),
    ("thong-bao", "Thông báo", "TB", ""),
    ("huong-dan", "Hướng dẫn", "HD", ""),
    ("chuong-trinh", "Chương trình", "CTr", ""),
    ("ke-hoach", "Kế hoạch", "KH", ""),
    ("phuong-an", "Phương án", "PA", ""),
    ("de-an", "Đề án", "ĐA", ""),
    ("du-an", "Dự án", "DA", ""),
    ("bao-cao", "Báo cáo", "BC", ""),
    ("bien-ban", "Biên bản", "BB", ""),
    ("to-trinh", "Tờ trình", "TTr", ""),
    ("hop-dong", "Hợp đồng", "HĐ", ""),
    ("cong-van", "Công văn", "", ""),
    ("cong-dien", "Công điện", "CĐ", ""),
    ("ban-ghi-nho", "Bản ghi nhớ", "BGN", "GN"),
    ("ban-thoa-thuan", "Bản thỏa thuận", "BTT", "TTh"),
    ("giay-uy-quyen", "Giấy ủy quyền", "GUQ", "UQ"),
    ("giay-moi", "Giấy mời", "GM", ""),
    ("giay-gioi-thieu", "Giấy giới thiệu", "GGT", "GT"),
    ("giay-nghi-phep", "Giấy nghỉ phép", "GNP", "NP"),
    ("phieu-gui", "Phiếu gửi", "PG", ""),
    ("phieu-chuyen", "Phiếu chuyển", "PC", ""),
    ("phieu-bao", "Phiếu báo", "PB", ""),
    ("thu-cong", "Thư công", "", ""),
)

# Circular 01/2011/TT-BNV only: kinds that Decree 30/2020/NĐ-CP no longer has.
DROPPED = (
    ("ban-cam-ket", "Bản cam kết", "CK"),
    ("giay-chung-nhan", "Giấy chứng nhận", "CN"),
    ("giay-di-duong", "Giấy đi đường", "ĐĐ"),
    ("giay-bien-nhan-ho-so", "Giấy biên nhận hồ sơ", "BN"),
)

# Legal texts (Law 80/2015/QH13, Article 4; before it Laws 17/2008/QH12 and 31/2004/QH11):
# code, name, abbreviation, last day. Directives of committees were legal texts until 30/06/2016.
LEGAL = (
    ("luat", "Luật", "", None),
    ("phap-lenh", "Pháp lệnh", "PL", None),
    ("lenh", "Lệnh", "L", None),
    ("nghi-dinh", "Nghị định", "NĐ", None),
    ("thong-tu", "Thông tư", "TT", None),
    ("thong-tu-lien-tich", "Thông tư liên tịch", "TTLT", None),
    ("nghi-quyet-lien-tich", "Nghị quyết liên tịch", "NQLT", None),
    ("quyet-dinh-ttg", "Quyết định của Thủ tướng Chính phủ (quy phạm)", "QĐ", None),
    ("nghi-quyet-hdnd", "Nghị quyết của Hội đồng nhân dân (quy phạm)", "NQ", None),
    ("quyet-dinh-ubnd", "Quyết định của Ủy ban nhân dân (quy phạm)", "QĐ", None),
    ("chi-thi-ubnd", "Chỉ thị của Ủy ban nhân dân (quy phạm)", "CT", date(2016, 6, 30)),
)

# Which legal text an abbreviation and the agency behind it mean, where a name alone does not tell.
LEGAL_BY_NOTATION = {
    ("QĐ", "TTg"): "quyet-dinh-ttg",
    ("QĐ", "UBND"): "quyet-dinh-ubnd",
    ("NQ", "HĐND"): "nghi-quyet-hdnd",
    ("CT", "UBND"): "chi-thi-ubnd",
}

# Decree 30/2020/NĐ-CP, Article 25 and Appendix III; last, as above, that of the Circular.
COPIES = (
    ("sao-y", "Bản sao y", "SY", ""),
    ("trich-sao", "Bản trích sao", "TrS", "TS"),
    ("sao-luc", "Bản sao lục", "SL", ""),
)
