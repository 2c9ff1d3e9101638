"""What is refused about hooks."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class AddressShape(Invalid):
    code = "hooks.address-shape"
    sentence = _("Không báo tin tới địa chỉ này được.")
    cause = _("Cần một địa chỉ https đầy đủ, cổng 443 hoặc từ 1024, không có tên và mật khẩu.")
    next_step = _("Nhập lại địa chỉ, ví dụ https://vanban.so.tinh.gov.vn/bao-tin.")


class AddressForbidden(Invalid):
    """facts: `host`. Says nothing of what the name leads to."""

    code = "hooks.address-forbidden"
    sentence = _("Không được báo tin tới máy chủ “%(host)s”.")
    cause = _("Tên không có, hoặc dẫn tới mạng nội bộ mà quản trị chưa cho phép với hệ thống này.")
    next_step = _("Kiểm tra tên máy chủ, hoặc xin quản trị hệ thống cho phép mạng đó.")


class AddressTaken(Conflict):
    """facts: `hook`, the one that has it."""

    code = "hooks.address-taken"
    sentence = _("Địa chỉ này đã có điểm nhận tin %(hook)s.")
    cause = _("Mỗi hệ thống có một điểm nhận tin cho một địa chỉ.")
    next_step = _("Đổi điểm nhận tin đó, hoặc dùng địa chỉ khác.")


class TooManyHooks(Conflict):
    """facts: `most`."""

    code = "hooks.too-many"
    sentence = _("Hệ thống đã có %(most)s điểm nhận tin.")
    cause = _("Mỗi hệ thống có không quá %(most)s điểm nhận tin đang mở.")
    next_step = _("Đóng một điểm nhận tin không còn dùng.")


class NoKinds(Invalid):
    code = "hooks.no-kinds"
    sentence = _("Chưa chọn loại tin nào.")
    cause = _("Điểm nhận tin phải có ít nhất một loại tin.")
    next_step = _("Chọn loại tin cần báo.")


class HookNotFound(NotFound):
    code = "hooks.not-found"
    sentence = _("Không có điểm nhận tin này.")
    cause = _("Mã viết sai, hoặc điểm nhận tin thuộc hệ thống khác.")
    next_step = _("Chọn một điểm nhận tin trong danh sách.")


class HookClosed(Conflict):
    code = "hooks.closed"
    sentence = _("Điểm nhận tin này đã đóng.")
    cause = _("Điểm nhận tin đã đóng giữ nguyên dấu vết và không mở lại.")
    next_step = _("Tạo điểm nhận tin mới.")


class HookUnproved(Conflict):
    code = "hooks.unproved"
    sentence = _("Địa chỉ của điểm nhận tin chưa trả lời thử.")
    cause = _("Chỉ báo tin tới địa chỉ đã trả lại mã thử, để không ai hướng tin vào máy khác.")
    next_step = _("Cho địa chỉ trả lại mã thử, rồi yêu cầu thử lại.")


class PausedByOperator(Conflict):
    code = "hooks.paused-by-operator"
    sentence = _("Điểm nhận tin này do quản trị tạm dừng.")
    cause = _("Hệ thống không tự mở lại điểm nhận tin mà quản trị đã tạm dừng.")
    next_step = _("Liên hệ quản trị hệ thống.")
