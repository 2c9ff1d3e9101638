"""What everybody meets."""

from lienthong.desk.web.help.types import Section, Topic
from lienthong.kernel.wording import noop as _

EVERYBODY = Topic(
    slug="chung",
    title=_("Dùng chung"),
    words=_("Những điều giống nhau ở mọi trang."),
    right="",
    sections=(
        Section(
            "viec",
            _("Việc cần làm"),
            _("Trang đầu xếp mọi việc đang chờ bạn: khẩn và quá hạn trước, rồi theo hạn."),
            (
                _("Số ở trình đơn là số việc đang chờ; số đỏ là có việc quá hạn."),
                _("Việc làm được tại chỗ có nút ngay trên dòng."),
            ),
        ),
        Section(
            "phim-tat",
            _("Phím tắt"),
            _("Phím nào có hiệu lực thì in trên nút; bấm ? để xem đủ phím của trang."),
            (
                _("j, k đi xuống, đi lên trong danh sách; Enter mở dòng đang chọn."),
                _("/ để tìm, n để gửi văn bản, Esc để rời ô đang nhập."),
            ),
        ),
        Section(
            "tra-cuu",
            _("Tra cứu"),
            _("Tìm theo số, ký hiệu, trích yếu, cơ quan, người ký; có dấu hay không dấu đều được."),
            (_("Chỉ thấy văn bản mà vị trí của bạn được xem."),),
        ),
        Section(
            "thong-bao",
            _("Thông báo"),
            _("Tin ngắn về văn bản đã gửi: bị từ chối, thu hồi, trả lời đã phát hành."),
            (_("Bấm d để đánh dấu đã đọc hết."),),
        ),
        Section(
            "van-ban",
            _("Trang của văn bản"),
            _("Văn bản ở bên trái; trạng thái, nút việc tiếp theo và quá trình ở bên phải."),
            (
                _("Dấu khung trên văn bản cho biết từng chữ ký, con dấu có hợp lệ hay không."),
                _("Khung ĐẾN chỉ vẽ trên màn hình; tệp đã nhận không bao giờ bị sửa."),
            ),
        ),
        Section(
            "in",
            _("In, điện thoại, mất mạng"),
            _("Trang nào cũng in được bằng Ctrl+P và dùng được trên điện thoại."),
            (
                _("Chữ đang nhập được giữ trong trình duyệt này một tuần, mất mạng vẫn còn."),
                _("Bấm hai lần một nút vẫn chỉ là một việc."),
            ),
        ),
        Section(
            "tai-khoan",
            _("Tài khoản của tôi"),
            _("Mật khẩu, khóa đăng nhập, các nơi đang đăng nhập, những gì mình đã đọc."),
            (_("Mất máy thì bấm đăng xuất mọi nơi."),),
        ),
        Section(
            "so-cai",
            _("Sổ cái"),
            _("Mọi việc là một bản ghi không sửa được; đầu sổ đã công bố để ai cũng kiểm tra."),
        ),
        Section(
            "bao-loi",
            _("Khi hệ thống không cho làm"),
            _("Thông báo có ba phần: điều gì sai, vì sao, làm gì tiếp. Mã ở cuối để hỏi hỗ trợ."),
        ),
    ),
)
