"""What the worklist turns down."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _


class PageUnknown(Invalid):
    code = "worklist.page-unknown"
    sentence = _("Không mở được trang tiếp theo của danh sách.")
    cause = _("Đường dẫn của trang bị thiếu hoặc đã bị sửa.")
    next_step = _("Mở lại “Việc cần làm” từ đầu.")
