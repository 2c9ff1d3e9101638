"""What the pages that span packages turn down."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _


class BundleTooLarge(Invalid):
    code = "desk.bundle-too-large"
    sentence = _("Gói bằng chứng sẽ lớn hơn 4 GB.")
    cause = _("Nội dung và phụ lục của văn bản quá lớn để nằm trong một gói.")
    next_step = _("Lấy gói không kèm nội dung, và tải riêng từng tệp ở trang của văn bản.")
