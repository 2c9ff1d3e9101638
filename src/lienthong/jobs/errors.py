"""What jobs turn down."""

from lienthong.kernel.refusals import NotFound
from lienthong.kernel.wording import noop as _


class DeadJobNotFound(NotFound):
    code = "jobs.dead-job-not-found"
    sentence = _("Không tìm thấy công việc nền bị dừng này.")
    cause = _("Công việc không tồn tại, đã được chạy lại, hoặc chưa từng bị dừng.")
    next_step = _("Mở lại danh sách công việc bị dừng.")
