"""What pages for operators, administrators and figures are for, and where their steps are told."""

from collections.abc import Mapping

from lienthong.kernel.wording import noop as _

# By the name of the view; the second value is a place of `topics`.
PAGES: Mapping[str, tuple[str, str]] = {
    "access:account": (
        _("Tài khoản của bạn và những nơi đang đăng nhập. Mất máy thì đăng xuất mọi nơi."),
        "chung#tai-khoan",
    ),
    "access:password": (_("Đổi mật khẩu; các phiên khác kết thúc."), "chung#tai-khoan"),
    "access:own-log": (_("Những văn bản bạn đã đọc, theo nhật ký."), "chung#tai-khoan"),
    "access:people": (
        _("Ai giữ vị trí nào trong cơ quan. Mở một người để giao vị trí hoặc quản lý tài khoản."),
        "quan-tri#nguoi",
    ),
    "access:new-person": (_("Thêm một người kèm vị trí đầu tiên."), "quan-tri#nguoi"),
    "access:person": (_("Các vị trí và tài khoản của một người."), "quan-tri#nguoi"),
    "access:first-administrators": (_("Cơ quan chưa có người quản trị."), "quan-tri#nguoi"),
    "access:proposal": (
        _("Trả lời đề nghị giao người quản trị đầu tiên của cơ quan."),
        "quan-tri#nguoi",
    ),
    "access:agency-log": (_("Ai đã đọc văn bản nào của cơ quan."), "quan-tri#nhat-ky"),
    "access:actings": (_("Ai làm thay ai, từ ngày nào đến ngày nào."), "quan-tri#ky-thay"),
    "access:glasses": (_("Các đề nghị xem khẩn cấp đang chờ bạn."), "quan-tri#xem-khan-cap"),
    "access:glass": (_("Một đề nghị: ai hỏi, vì sao, đã đọc gì."), "quan-tri#xem-khan-cap"),
    "directory:directory": (
        _("Mọi cơ quan đang và đã tham gia. Tìm theo tên, mã; mở để xem chi tiết."),
        "quan-tri#danh-ba",
    ),
    "directory:agency": (
        _("Mã, lịch sử, người và ngày tham gia của một cơ quan."),
        "quan-tri#danh-ba",
    ),
    "directory:bring-in": (_("Nhập danh bạ từ tệp, có xem trước."), "quan-tri#danh-ba"),
    "directory:import": (_("Tệp sẽ thay đổi những gì, từng dòng."), "quan-tri#danh-ba"),
    "directory:waves": (_("Cơ quan nào tham gia từ ngày nào."), "quan-tri#danh-ba"),
    "directory:calendar": (
        _("Ngày nghỉ, ngày làm bù mà thời hạn tính theo."),
        "quan-tri#danh-ba",
    ),
    "directory:reorganisations": (
        _("Các phương án và quyết định sắp xếp cơ quan."),
        "quan-tri#danh-ba",
    ),
    "directory:plan": (_("Lập và làm thử một lần sắp xếp cơ quan."), "quan-tri#danh-ba"),
    "directory:reorganisation": (
        _("Một phương án: người thứ hai trả lời, và việc đang mở về đâu."),
        "quan-tri#danh-ba",
    ),
    "rollout:table": (
        _("Cơ quan nào đủ điều kiện tham gia, cơ quan nào thiếu gì; tính từ dữ liệu hôm nay."),
        "quan-tri#san-sang",
    ),
    "rollout:trainings": (_("Các buổi tập huấn đã ghi, ai dự."), "quan-tri#san-sang"),
    "rollout:training": (_("Một buổi tập huấn và người dự."), "quan-tri#san-sang"),
    "rollout:agency": (
        _("Từng điều kiện của một cơ quan: có chưa, từ khi nào, thiếu thì làm gì."),
        "quan-tri#san-sang",
    ),
    "operation:watch": (_("Điều cần để ý ở bản cài, nặng nhất đứng trước."), "quan-tri#tinh-trang"),
    "ledger:ledger": (_("Đầu sổ đã công bố và cách tự kiểm tra."), "chung#so-cai"),
    "witnesses:public": (_("Hệ thống nào đã thấy và ký đầu sổ nào."), "chung#so-cai"),
    "witnesses:report": (
        _("Sổ cái của nơi khác có nối tiếp nguyên vẹn không; bằng chứng khi bị viết lại."),
        "quan-tri#tinh-trang",
    ),
    "signatures:trust": (
        _("Tổ chức cấp chứng thư nào được tin, đến bao giờ. Danh sách thu hồi mới nhập ở đây."),
        "quan-tri#tinh-trang",
    ),
    "signatures:holdings": (
        _("Dấu của cơ quan và lãnh đạo ký bằng chứng thư nào, đến bao giờ; hình mẫu đang dùng."),
        "quan-tri#chung-thu",
    ),
    "systems:list": (_("Các hệ thống được kết nối."), "quan-tri#he-thong"),
    "systems:ours": (
        _("Phần mềm nào gửi, nhận, đọc văn bản thay cơ quan; thôi cho phép được ngay."),
        "quan-tri#he-thong",
    ),
    "systems:asked": (_("Trả lời đề nghị cho một hệ thống làm thay."), "quan-tri#he-thong"),
    "systems:add": (_("Thêm một hệ thống."), "quan-tri#he-thong"),
    "vxp:traffic": (_("Các lần phần mềm gọi giao diện VXP, lỗi và lý do."), "quan-tri#he-thong"),
    "vxp:our-traffic": (
        _("Phần mềm đã gửi, nhận gì thay cơ quan, lần nào lỗi và vì sao."),
        "quan-tri#he-thong",
    ),
    "vxp:requests": (_("Phần mềm đề nghị khai báo, hủy đăng ký đơn vị."), "quan-tri#he-thong"),
    "vxp:request": (_("Trả lời một đề nghị khai báo đơn vị."), "quan-tri#he-thong"),
    "systems:one": (_("Một hệ thống: cơ quan, khóa, mạng."), "quan-tri#he-thong"),
    "hooks:list": (_("Hệ thống nào được báo tin, ở địa chỉ nào."), "quan-tri#he-thong"),
    "hooks:one": (
        _("Một điểm nhận tin: tin không báo được, từng lần gọi. Dừng, thử, báo lại được."),
        "quan-tri#he-thong",
    ),
    "hooks:ours": (_("Phần mềm nào được báo tin về cơ quan."), "quan-tri#he-thong"),
    "mailboxes:list": (_("Các hộp thư công vụ được đọc về đây."), "quan-tri#tuyen"),
    "mailboxes:add": (_("Khai báo một hộp thư công vụ của cơ quan."), "quan-tri#tuyen"),
    "mailboxes:change": (
        _("Máy chủ, tên đăng nhập, mật khẩu của một hộp thư."),
        "quan-tri#tuyen",
    ),
    "mailboxes:one": (
        _("Một hộp thư: đọc được lần cuối lúc nào, gì đang hỏng và vì sao."),
        "quan-tri#tuyen",
    ),
    "routes:list": (_("Các tuyến tới cơ quan của hệ thống khác."), "quan-tri#tuyen"),
    "routes:add": (_("Khai báo một tuyến tới hệ thống khác."), "quan-tri#tuyen"),
    "routes:change": (
        _("Địa chỉ, khóa, các mã và chi phí của một tuyến; việc đang chờ đi theo lối mới."),
        "quan-tri#tuyen",
    ),
    "routes:letter": (_("Xác nhận văn bản đã nhận qua thư công vụ."), "quan-tri#tuyen"),
    "routes:one": (
        _("Một tuyến: lần thành công cuối, gì đang chờ, gì không chuyển được và vì sao."),
        "quan-tri#tuyen",
    ),
    "statistics:now": (
        _("Số liệu của tháng đang chạy, đếm từ sổ. Bấm một con số để xem các văn bản của nó."),
        "van-thu#so-lieu",
    ),
    "statistics:month": (
        _("Số liệu một tháng của cơ quan. Tháng đã chốt thì xem, rồi xác nhận hoặc ghi ý kiến."),
        "van-thu#so-lieu",
    ),
    "statistics:answer": (
        _("Số liệu một tháng của cơ quan. Tháng đã chốt thì xem, rồi xác nhận hoặc ghi ý kiến."),
        "van-thu#so-lieu",
    ),
    "statistics:opened": (
        _("Các văn bản được đếm trong một con số. Bấm số, ký hiệu để mở văn bản."),
        "van-thu#so-lieu",
    ),
    "statistics:province-now": (
        _("Các cơ quan trong tháng đã chốt, tỷ lệ cao đứng trước. Bấm tên để xem từng con số."),
        "quan-tri#so-lieu",
    ),
    "statistics:province": (
        _("Các cơ quan trong tháng đã chốt, tỷ lệ cao đứng trước. Bấm tên để xem từng con số."),
        "quan-tri#so-lieu",
    ),
    "statistics:report": (
        _("Bảng tổng hợp của tháng để in và gửi. Cơ quan không xác nhận được tính 0 %."),
        "quan-tri#so-lieu",
    ),
    "statistics:agency": (
        _("Số liệu đã chốt của một cơ quan. Bấm một con số để xem từng ngày có bao nhiêu."),
        "quan-tri#so-lieu",
    ),
    "statistics:days": (
        _("Một con số theo từng ngày, không có nội dung văn bản."),
        "quan-tri#so-lieu",
    ),
}
