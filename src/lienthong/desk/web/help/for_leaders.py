"""What leaders do."""

from lienthong.desk.web.help.types import Section, Topic
from lienthong.kernel.wording import noop as _

LEADER = Topic(
    slug="lanh-dao",
    title=_("Việc của lãnh đạo"),
    words=_("Cho ý kiến chỉ đạo văn bản đến, ký số văn bản đi; làm được trên điện thoại."),
    right="registers.instruct",
    sections=(
        Section(
            "chi-dao",
            _("Cho ý kiến chỉ đạo"),
            _("Mỗi màn hình một văn bản: đọc, chọn câu, chọn nơi chủ trì, chọn hạn, chuyển."),
            (
                _("Mở “Chỉ đạo”. Chạm câu thường dùng hoặc ghi ý kiến."),
                _("Chạm tên đơn vị: lần đầu là chủ trì, lần nữa là phối hợp, rồi để biết."),
                _("Chọn hạn theo ngày làm việc, bấm g; văn bản tiếp theo hiện ra."),
            ),
        ),
        Section(
            "ky",
            _("Ký số"),
            _("Văn bản trình ký chờ ở “Việc cần làm”, kèm phiếu trình và kết quả kiểm tra."),
            (
                _("Mở dự thảo, đọc phiếu trình và văn bản, bấm s để ký."),
                _("Ký bằng thiết bị của mình: bấm t tải tệp, ký trên máy, gửi lại tệp đã ký."),
                _("Văn thư lấy số, đóng dấu và gửi; hạn phát hành hiện bên nút."),
            ),
        ),
        Section(
            "duyet-sao",
            _("Ký duyệt bản sao"),
            _("Lãnh đạo quyết định việc sao văn bản; giao người khác duyệt bằng TL. hoặc TUQ."),
            (
                _("Mở bản sao ở “Việc cần làm”, xem văn bản và lý do, bấm s để duyệt."),
                _("Không duyệt thì bấm l và ghi lý do."),
            ),
        ),
        Section(
            "tra-lai",
            _("Trả lại dự thảo"),
            _("Chưa ký được thì trả lại kèm lý do; người soạn sửa ngay trên dự thảo đó."),
            (_("Mở dự thảo, bấm l, ghi điều phải sửa."),),
        ),
        Section(
            "giao-them",
            _("Giao thêm, đổi chủ trì"),
            _("Ý kiến sau thêm vào ý kiến trước; chọn chủ trì mới thì thay chủ trì cũ."),
            (_("Mở văn bản đến, bấm g để giao thêm."),),
        ),
        Section(
            "nhac",
            _("Nhắc việc quá hạn"),
            _("Việc chậm trong cơ quan ở “Việc cần làm”; nơi nhận chậm ở văn bản đã gửi."),
            (
                _("Bấm “Nhắc”: người được giao, hoặc văn thư và lãnh đạo nơi nhận thấy ngay."),
                _("Mỗi văn bản nhắc một lần trong ngày; hai bên đều thấy trong quá trình."),
            ),
        ),
    ),
)
