"""What each page is for: two sentences, and where the steps are told."""

from collections.abc import Mapping

from lienthong.kernel.wording import noop as _

# By the name of the view; the second value is a place of `topics`.
_PAGES: Mapping[str, tuple[str, str]] = {
    "desk:home": (
        _("Mọi việc đang chờ bạn, việc gấp đứng trước. Mở một dòng, hoặc bấm nút trên dòng."),
        "chung#viec",
    ),
    "desk:search": (
        _("Tìm mọi văn bản mà bạn được xem. Gõ ít chữ, có dấu hay không dấu đều được."),
        "chung#tra-cuu",
    ),
    "desk:notices": (
        _("Tin về văn bản của cơ quan mà bạn chưa đọc. Bấm một tin để mở văn bản của nó."),
        "chung#thong-bao",
    ),
    "desk:document": (
        _("Văn bản, trạng thái, việc tiếp theo của bạn. Quá trình cho biết ai đã làm gì, lúc nào."),
        "chung#van-ban",
    ),
    "desk:specimens": (
        _("Mẫu dấu và chữ ký của mọi cơ quan, để so với bản quét. Văn thư giới thiệu mẫu mới."),
        "van-thu#mau-dau",
    ),
    "desk:receipt": (
        _("Chứng minh một việc đã xảy ra lúc nào. Bấm “Kiểm tra lại” để hệ thống tự kiểm tra."),
        "van-thu#bien-nhan",
    ),
    "desk:receipt-item": (
        _("Chứng minh văn bản đã đến một nơi nhận. Tải tệp về thì ai cũng kiểm tra được."),
        "van-thu#bien-nhan",
    ),
    "desk:help": (
        _("Cách làm việc của từng vai trò. Phím ? ở mỗi trang cho biết phím của trang đó."),
        "chung#phim-tat",
    ),
    "desk:help-topic": (
        _("Cách làm từng việc. Mục lục ở đầu trang dẫn tới từng phần."),
        "chung#phim-tat",
    ),
    "registers:awaiting": (
        _("Văn bản đã đến mà chưa vào sổ. Tiếp nhận hoặc từ chối từng văn bản, khẩn đứng trước."),
        "van-thu#tiep-nhan",
    ),
    "registers:incoming": (
        _("Văn bản đến của cơ quan theo bước xử lý. Lọc theo năm, nơi chủ trì, hạn; tải về Excel."),
        "chuyen-vien#xu-ly",
    ),
    "registers:walk": (
        _("Văn bản đến đang chờ ý kiến, mỗi màn hình một văn bản. Chuyển xong thì hiện bản sau."),
        "lanh-dao#chi-dao",
    ),
    "registers:instruct": (
        _("Ghi ý kiến và giao việc cho một văn bản đến. Chọn đúng một nơi chủ trì."),
        "lanh-dao#giao-them",
    ),
    "registers:books": (
        _("Các sổ của cơ quan. Mỗi năm một sổ đến và một sổ đi."),
        "van-thu#so",
    ),
    "registers:book": (
        _("Các mục của sổ, mới nhất đứng trước. Số đã hủy vẫn giữ chỗ và lý do."),
        "van-thu#so",
    ),
    "registers:book-print": (
        _("Bản in của sổ theo mẫu. Sổ dài cần ít phút để lập; tệp giữ một ngày."),
        "van-thu#so",
    ),
    "issuing:send": (
        _("Gửi một văn bản: chọn tệp, nơi nhận, xem kiểm tra rồi bấm một nút. Lỗi được nói trước."),
        "van-thu#gui",
    ),
    "issuing:change": (
        _("Đề nghị nơi nhận lấy bản mới thay văn bản đã gửi. Xem trước, rồi mỗi nơi trả lời."),
        "van-thu#thay-doi",
    ),
    "issuing:copy-document": (
        _("Sao văn bản đang mở: chọn hình thức, cách sao, người ký duyệt. Lãnh đạo duyệt mới làm."),
        "van-thu#sao",
    ),
    "issuing:copy-paper": (
        _("Sao một văn bản giấy: đưa bản quét vào, ghi văn bản được sao, trình người ký duyệt."),
        "van-thu#sao",
    ),
    "issuing:copy": (
        _("Bản sao đang ở bước nào, việc tiếp theo của bạn: duyệt, lấy số, ký số hoặc in."),
        "van-thu#sao",
    ),
    "issuing:outgoing": (
        _("Văn bản đi của cơ quan, từ dự thảo đến khi mọi nơi nhận trả lời."),
        "van-thu#theo-doi",
    ),
    "issuing:draft": (
        _("Dự thảo đang ở bước nào và việc tiếp theo của bạn. Quá trình cho biết ai đã làm gì."),
        "chuyen-vien#du-thao",
    ),
    "issuing:ask-comments": (
        _("Chọn người hoặc phòng góp ý dự thảo, đến ngày nào. Họ đọc được dự thảo đến khi ký."),
        "chuyen-vien#gop-y",
    ),
    "issuing:comment": (
        _("Đọc dự thảo được hỏi ý kiến rồi ghi ý kiến, hoặc báo đồng ý. Người soạn trả lời."),
        "chuyen-vien#gop-y",
    ),
    "issuing:consultations": (
        _("Các cơ quan được hỏi về dự thảo: nơi nào đã trả lời, ý kiến gì, tiếp thu ra sao."),
        "chuyen-vien#gop-y",
    ),
    "issuing:edit": (
        _("Sửa dự thảo trước khi ký: trích yếu, nơi nhận, tệp. Mỗi lần sửa để lại dấu vết."),
        "chuyen-vien#du-thao",
    ),
    "exchange:tracking": (
        _("Nơi nhận chưa tiếp nhận đúng hạn, xếp theo cơ quan. Mở văn bản để xem từng nơi."),
        "van-thu#theo-doi",
    ),
    "exchange:tracking-of": (
        _("Từng nơi nhận của một văn bản và thời điểm của mỗi bước."),
        "van-thu#theo-doi",
    ),
    "documents:rules": (
        _("Mọi quy định về thời hạn, cách gửi, giá trị pháp lý, có điều khoản và ngày áp dụng."),
        "quan-tri#quy-dinh",
    ),
    "documents:new-rule": (
        _("Thêm quy định của tỉnh về cách gửi: điện tử, bản giấy. Xem trước thay đổi rồi mới ghi."),
        "quan-tri#quy-dinh",
    ),
    "documents:rule": (
        _("Một quy định: phạm vi, ngày áp dụng, ai nhập. Kết thúc được quy định nhập tại đây."),
        "quan-tri#quy-dinh",
    ),
    "casefiles:list": (
        _("Hồ sơ công việc của cơ quan theo năm: đang mở, chưa mở, đã kết thúc, cần nộp lưu."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:new": (
        _("Mở hồ sơ cho một công việc: số và ký hiệu, tiêu đề, thời hạn bảo quản, người giữ."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:change": (
        _("Sửa thông tin hồ sơ khi chưa kết thúc. Đổi người giữ thì người mới làm tiếp."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:one": (
        _("Một hồ sơ với các văn bản theo ngày và quá trình. Đang mở thì thêm bớt được văn bản."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:put-document": (
        _("Đưa văn bản vào một hồ sơ đang mở. Một văn bản nằm được trong nhiều hồ sơ."),
        "chuyen-vien#ho-so",
    ),
    "casefiles:close": (
        _("Xem lại rồi kết thúc hồ sơ. Hệ thống lập mục lục; sau đó không thêm bớt văn bản."),
        "chuyen-vien#nop-luu",
    ),
    "casefiles:deposits": (
        _("Các lần nộp hồ sơ vào lưu trữ cơ quan, và lưu trữ đã trả lời thế nào."),
        "chuyen-vien#nop-luu",
    ),
    "casefiles:offer": (
        _("Chọn hồ sơ đã kết thúc để nộp vào lưu trữ cơ quan, gần hạn đứng trước."),
        "chuyen-vien#nop-luu",
    ),
    "casefiles:deposit": (
        _("Một lần nộp lưu. Văn thư kiểm tra rồi nhận, hoặc chưa nhận và ghi lý do."),
        "chuyen-vien#nop-luu",
    ),
    "exchange:papers": (
        _("Bản giấy cần gửi, đang đi và sắp đến. Đánh dấu các dòng rồi ghi ngày, cách gửi."),
        "van-thu#ban-giay",
    ),
    "exchange:papers-of": (
        _("Bản giấy của một văn bản tới từng nơi nhận. Ghi nơi đã gửi; ghi nhầm thì bỏ ghi."),
        "van-thu#ban-giay",
    ),
    "exchange:answer": (
        _("Bên gửi đề nghị trả lại văn bản. Đồng ý, hoặc không đồng ý và ghi lý do."),
        "van-thu#thu-hoi",
    ),
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
    "routes:list": (_("Các tuyến tới cơ quan của hệ thống khác."), "quan-tri#tuyen"),
    "routes:add": (_("Khai báo một tuyến tới hệ thống khác."), "quan-tri#tuyen"),
    "routes:change": (
        _("Địa chỉ, khóa, các mã và chi phí của một tuyến; việc đang chờ đi theo lối mới."),
        "quan-tri#tuyen",
    ),
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


def purpose_of(view_name: str) -> tuple[str, str]:
    """Return what a page is for, and the place of its steps; empty for a page not described."""
    return _PAGES.get(view_name, ("", ""))
