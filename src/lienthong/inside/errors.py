"""What the agency's own units turn down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class UnitDeliveryNotFound(NotFound):
    """Also for another unit's."""

    code = "inside.not-found"
    sentence = _("Không có văn bản nội bộ này.")
    cause = _("Văn bản không tồn tại, hoặc được chuyển cho đơn vị khác.")
    next_step = _("Mở mục Nội bộ và chọn lại.")


class NoUnitChosen(Invalid):
    code = "inside.no-unit"
    sentence = _("Chưa chọn đơn vị nào.")
    cause = _("Văn bản được chuyển cho từng đơn vị của cơ quan.")
    next_step = _("Đánh dấu ít nhất một đơn vị.")


class UnitUnknown(Invalid):
    """facts: `count`, of those that are no units of the agency on that day."""

    code = "inside.unit-unknown"
    sentence = _("%(count)s nơi nhận không còn là đơn vị của cơ quan.")
    cause = _("Đơn vị đã kết thúc, hoặc thuộc cơ quan khác.")
    next_step = _("Bỏ dòng đó trong Nơi nhận rồi chọn đơn vị hiện có.")


class NotIssuedHere(Conflict):
    """facts: `reference`."""

    code = "inside.not-issued-here"
    sentence = _("Văn bản %(reference)s không do cơ quan ban hành.")
    cause = _("Văn bản đến được giao cho đơn vị bằng ý kiến chỉ đạo của lãnh đạo.")
    next_step = _("Bấm “Cho ý kiến chỉ đạo” ở trang của văn bản.")


class DueInThePast(Invalid):
    """facts: `due_on`."""

    code = "inside.due-in-the-past"
    sentence = _("Hạn %(due_on)s đã qua.")
    cause = _("Hạn của đơn vị phải từ hôm nay trở đi.")
    next_step = _("Chọn ngày khác, hoặc để trống.")


class OutcomeMissing(Invalid):
    code = "inside.outcome-missing"
    sentence = _("Chưa ghi kết quả.")
    cause = _("Văn bản chuyển để thực hiện thì nơi gửi cần biết đơn vị đã làm gì.")
    next_step = _("Ghi ngắn gọn kết quả rồi bấm lại.")


class ReasonMissing(Invalid):
    code = "inside.reason-missing"
    sentence = _("Chưa ghi lý do thu lại.")
    cause = _("Đơn vị đã thấy văn bản, cần biết vì sao không phải làm nữa.")
    next_step = _("Ghi lý do rồi bấm lại.")


class AlreadyEnded(Conflict):
    """facts: `who`, and `state` in words."""

    code = "inside.already-ended"
    sentence = _("%(who)s đã ghi trước: %(state)s.")
    cause = _("Việc của đơn vị kết thúc một lần.")
    next_step = _("Mở lại trang để xem kết quả đã ghi.")
