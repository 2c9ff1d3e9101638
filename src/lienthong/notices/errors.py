"""What notices turn down."""

from lienthong.kernel.refusals import NotFound
from lienthong.kernel.wording import noop as _


class NoticeNotFound(NotFound):
    code = "notices.not-found"
    sentence = _("Không tìm thấy thông báo này.")
    cause = _("Thông báo không gửi đến chức vụ đang dùng, hoặc đã quá thời hạn lưu.")
    next_step = _("Mở lại danh sách thông báo.")
