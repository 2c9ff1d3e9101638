"""What can be wrong with a line of an imported table, where, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lienthong.kernel.wording import noop as _


@dataclass(frozen=True, slots=True)
class LineFinding:
    """One thing that keeps a line, and with it the whole file, from being imported.

    code: one of SENTENCES; column: its heading, "" for the line as a whole.
    """

    code: str
    column: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code][0]

    @property
    def next_step(self) -> str:
        return SENTENCES[self.code][1]


# code: what is wrong, and how to mend it.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": (_("Ô bắt buộc đang trống."), _("Điền ô này.")),
    "too-long": (_("Dài quá %(longest)s ký tự."), _("Rút gọn.")),
    "formula": (_("Ô chứa công thức."), _("Thay công thức bằng giá trị (dán dạng giá trị).")),
    "error": (_("Ô chứa lỗi tính toán."), _("Thay bằng giá trị đúng.")),
    "not-a-choice": (
        _("“%(text)s” không có trong danh sách."),
        _("Chọn một trong: %(choices)s."),
    ),
    "not-a-day": (_("“%(text)s” không phải ngày."), _("Viết ngày/tháng/năm, ví dụ 01/07/2026.")),
    "not-a-mailbox": (_("“%(text)s” không phải địa chỉ thư."), _("Viết dạng ten@cơ-quan.gov.vn.")),
    "free-mail": (
        _("“%(text)s” không phải hộp thư công vụ."),
        _("Điền hộp thư có tên miền của cơ quan nhà nước, hoặc để trống."),
    ),
    "not-a-code": (
        _("“%(text)s” không đúng dạng mã định danh."),
        _("Viết như H19.5 (QĐ 20/2020) hoặc 000.00.05.H19 (QCVN 102)."),
    ),
    "not-an-identity": (
        _("Mã người này không có trong danh bạ."),
        _("Để trống ô này với người mới; đừng tự điền."),
    ),
    "days-in-order": (_("Ngày kết thúc trước ngày bắt đầu."), _("Sửa một trong hai ngày.")),
    "repeated": (_("Trùng với dòng %(line)s."), _("Bỏ một trong hai dòng.")),
    "code-taken": (
        _("Mã “%(code)s” đã cấp cho “%(agency)s”."),
        _("Dùng mã khác, hoặc sửa tên cho khớp với cơ quan đang có mã này."),
    ),
    "other-name": (
        _("Danh bạ đang ghi tên “%(name)s”."),
        _("Giữ tên cũ ở đây; đổi tên bằng mục Sắp xếp lại cơ quan để giữ lịch sử."),
    ),
    "closing": (
        _("Ngày kết thúc khác với danh bạ (%(day)s)."),
        _("Kết thúc cơ quan bằng mục Sắp xếp lại cơ quan, có cơ quan kế thừa."),
    ),
    "unknown-agency": (
        _("Không có cơ quan mang mã “%(code)s”."),
        _("Thêm cơ quan này vào trang Cơ quan, hoặc sửa mã."),
    ),
    "bad-agency": (
        _("Dòng của cơ quan “%(code)s” trong tệp này còn lỗi."),
        _("Sửa dòng đó trước."),
    ),
    "circle": (
        _("Cơ quan này nằm trên chính cấp trên của nó."),
        _("Chọn cơ quan cấp trên khác."),
    ),
    "unknown-unit": (
        _("Cơ quan không có đơn vị “%(unit)s”."),
        _("Thêm đơn vị vào trang Đơn vị, hoặc sửa tên."),
    ),
    "agency-closed": (
        _("Cơ quan đã kết thúc từ ngày %(day)s."),
        _("Ghi vị trí vào cơ quan kế thừa."),
    ),
    "email-taken": (
        _("Thư công vụ này là của “%(name)s”."),
        _("Kiểm tra lại họ tên hoặc địa chỉ thư."),
    ),
    "namesakes": (
        _("Cơ quan có nhiều người cùng tên mà không có thư công vụ."),
        _("Điền thư công vụ để phân biệt."),
    ),
    "overlaps": (
        _("Người này đã giữ vai trò đó tại đây trong thời gian này."),
        _("Ghi ngày kết thúc cho vị trí cũ, hoặc chọn ngày bắt đầu khác."),
    ),
    "overlaps-line": (
        _("Người này đã giữ vai trò đó tại đây trong thời gian này (dòng %(line)s)."),
        _("Ghi ngày kết thúc cho vị trí cũ, hoặc chọn ngày bắt đầu khác."),
    ),
    "own-post": (
        _("Dòng này giao hoặc sửa vị trí, thư công vụ của chính người nhập."),
        _("Nhờ một quản trị cơ quan khác nhập dòng này."),
    ),
    "agency-is-led": (
        _("Cơ quan đã có lãnh đạo hoặc quản trị, nên vị trí tại đây do cơ quan tự giao."),
        _("Chuyển dòng này cho quản trị của cơ quan đó, hoặc của cơ quan cấp trên, nhập."),
    ),
    "not-your-agency": (
        _("Bạn không quản trị cơ quan này."),
        _("Chỉ nhập cơ quan của mình và cấp dưới; dòng khác chuyển cho quản trị nơi đó."),
    ),
    "provincial-role": (
        _("Vai trò này có hiệu lực trên toàn tỉnh."),
        _("Quản trị của Ủy ban nhân dân tỉnh giao vai trò này."),
    ),
    "person-of-others": (
        _("Họ tên, thư công vụ của người này do nơi người ấy giữ vị trí sửa: %(agencies)s."),
        _("Chuyển dòng này cho quản trị của cơ quan đó, hoặc của cơ quan cấp trên, nhập."),
    ),
    "only-operators": (
        _("Khai báo và sửa cơ quan là việc của quản trị hệ thống."),
        _("Bỏ dòng này, hoặc chuyển cho quản trị hệ thống nhập."),
    ),
    "moves-led-agency": (
        _("Cơ quan đã có lãnh đạo hoặc quản trị: cấp trên mới sẽ được quản trị cả cơ quan này."),
        _("Người giữ máy chủ nhập dòng này bằng lệnh “lienthong import”; cơ quan được báo."),
    ),
    "merged": (
        _("Trang “%(sheet)s” có ô gộp: %(ranges)s."),
        _("Bỏ gộp ô (Unmerge); mỗi dòng phải có đủ giá trị."),
    ),
    "no-column": (
        _("Trang “%(sheet)s” thiếu cột “%(heading)s”."),
        _("Dùng tệp mẫu, giữ nguyên dòng tiêu đề."),
    ),
    "strange-column": (
        _("Không biết cột “%(heading)s”."),
        _("Xóa cột này hoặc sửa tiêu đề theo tệp mẫu."),
    ),
}
