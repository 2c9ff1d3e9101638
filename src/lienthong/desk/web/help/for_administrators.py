"""What administrators of agencies and operators do."""

from lienthong.desk.web.help.types import Section, Topic
from lienthong.kernel.wording import noop as _

ADMINISTRATOR = Topic(
    slug="quan-tri",
    title=_("Việc của quản trị và vận hành"),
    words=_("Danh bạ, người và vị trí, hệ thống kết nối, tình trạng của bản cài."),
    right="directory.manage",
    sections=(
        Section(
            "nguoi",
            _("Người, vị trí, tài khoản"),
            _("Quản trị cơ quan giao vị trí; quyền đi theo vị trí, có ngày đầu và ngày cuối."),
            (
                _("Thêm người kèm vị trí đầu tiên, rồi mở tài khoản."),
                _("Người chuyển việc thì kết thúc vị trí cũ, giao vị trí mới."),
                _("Người quản trị đầu tiên của cơ quan đã có người: lãnh đạo ở đó trả lời trước."),
            ),
        ),
        Section(
            "ky-thay",
            _("Ký thay, ủy quyền"),
            _("Ai làm thay ai (KT., TL., TUQ., Q.), từ ngày nào đến ngày nào."),
            (_("Lãnh đạo giao việc của mình; quản trị ghi theo quyết định."),),
        ),
        Section(
            "san-sang",
            _("Sẵn sàng tham gia"),
            _("Trước khi tham gia, cơ quan cần mã, người, chứng thư, mạng; trang nói rõ thiếu gì."),
            (
                _("Mở “Sẵn sàng tham gia”: dòng “chưa có” ghi luôn việc cần làm."),
                _("Điều hệ thống tự thấy thì không đánh dấu tay; làm xong là trang tự đổi."),
                _("Chưa có chứng thư thì xác nhận sẽ quét bản có dấu, ghi căn cứ."),
                _("Cơ quan dùng phần mềm riêng thì nộp lab-report.json của phòng thử."),
            ),
        ),
        Section(
            "chung-thu",
            _("Chứng thư số, mẫu chữ ký, mẫu dấu"),
            _("Lãnh đạo và dấu của cơ quan ký bằng chứng thư nào; khóa bí mật không nhập vào đây."),
            (
                _("Nhập chứng thư khi được cấp; giới thiệu hình chữ ký, hình dấu."),
                _("Mất thiết bị hoặc thôi chức vụ: bấm “Không dùng nữa” ngay, kèm lý do."),
            ),
        ),
        Section(
            "nhat-ky",
            _("Nhật ký đọc"),
            _("Ai đã đọc văn bản nào của cơ quan; chỉ có số và ký hiệu, không có nội dung."),
            (_("Phần mềm lấy văn bản về cũng được ghi, như người đọc."),),
        ),
        Section(
            "xem-khan-cap",
            _("Xem khẩn cấp"),
            _("Quản trị hệ thống không xem được nội dung; khi có sự cố phải hỏi cơ quan trước."),
        ),
        Section(
            "danh-ba",
            _("Danh bạ, đợt tham gia, sắp xếp cơ quan"),
            _("Đổi tên, sáp nhập, chia tách có ngày và cơ quan kế thừa; lịch sử giữ nguyên."),
            (
                _("Nhập từ tệp: tải mẫu, điền, xem trước từng dòng, rồi ghi tất cả."),
                _("Cơ quan đã có lãnh đạo hoặc quản trị thì quản trị ở đó nhập người và vị trí."),
                _("Sắp xếp: làm thử, xem việc đang mở về đâu, đề nghị; người thứ hai đồng ý."),
                _("“Ngày nghỉ”: nạp ngày nghỉ của năm, ghi ngày làm bù theo quyết định."),
            ),
        ),
        Section(
            "quy-dinh",
            _("Bảng quy định"),
            _("Thời hạn, cách gửi, giá trị pháp lý theo từng ngày; dòng cũ không bao giờ bị xóa."),
            (
                _("Thêm quy định: nội dung, điều khoản, phạm vi, ngày; xem trước rồi mới ghi."),
                _("Bắt đầu sớm nhất từ ngày mai; văn bản đã gửi giữ quy định của ngày gửi."),
                _("Thôi áp dụng thì mở quy định, bấm “Kết thúc quy định” và ghi ngày cuối."),
            ),
        ),
        Section(
            "he-thong",
            _("Hệ thống kết nối"),
            _("Phần mềm của cơ quan nói thay cơ quan nào, bằng khóa nào, từ mạng nào."),
            (
                _("Lãnh đạo hoặc quản trị cơ quan đồng ý trước, và thôi cho phép được ngay."),
                _("Khóa chỉ hiện một lần; thay khóa thì khóa cũ còn dùng được vài ngày."),
            ),
        ),
        Section(
            "tuyen",
            _("Tuyến tới hệ thống khác"),
            _("Cơ quan ngoài hệ thống này được gửi tới, và gửi đến, theo các tuyến."),
            (
                _("Đường truyền đứt thì văn bản chờ; tuyến tự làm lại, chậm nhất sau mười phút."),
                _("Đứt quá nửa giờ thì tuyến khác chuyển thay, nếu chắc chắn không thành hai bản."),
                _("“Giao cho tuyến khác” làm ngay; bản có thể đã đến thì hỏi nơi nhận trước."),
            ),
        ),
        Section(
            "so-lieu",
            _("Số liệu toàn tỉnh"),
            _("Số liệu các cơ quan của tháng đã chốt; chỉ có con số, không có nội dung văn bản."),
            (
                _("Mở “Số liệu toàn tỉnh”; lọc theo cấp, tải bảng Excel hoặc CSV."),
                _("“Báo cáo để in” là bảng tổng hợp của ngày 03, có cơ quan không xác nhận."),
                _("Bấm tên cơ quan, rồi một con số, để xem từng ngày có bao nhiêu văn bản."),
            ),
        ),
        Section(
            "tinh-trang",
            _("Tình trạng bản cài"),
            _("Điều cần để ý kèm việc cần làm, nặng nhất đứng trước; và việc nền đã dừng."),
            (_("Danh sách thu hồi sắp quá hạn: nhập bản mới ở “Tổ chức cấp chứng thư”."),),
        ),
    ),
)
