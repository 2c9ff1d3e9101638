"""What jobs turn down."""

from lienthong.kernel.refusals import Invalid, NotFound
from lienthong.kernel.wording import noop as _


class DeadJobNotFound(NotFound):
    code = "jobs.dead-job-not-found"
    sentence = _("Không tìm thấy công việc nền bị dừng này.")
    cause = _("Công việc không tồn tại, đã được chạy lại, hoặc chưa từng bị dừng.")
    next_step = _("Mở lại danh sách công việc bị dừng.")


class ReasonMissing(Invalid):
    code = "jobs.reason-missing"
    sentence = _("Chưa nêu lý do bỏ công việc nền.")
    cause = _("Công việc bị bỏ thì không bao giờ chạy nữa; lý do được lưu cùng người quyết định.")
    next_step = _("Nêu lý do rồi bấm lại.")
