"""Why a letter is not read."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _


class LetterTooLarge(Invalid):
    """facts: `largest_mb`."""

    code = "mail.too-large"
    sentence = _("Thư lớn quá %(largest_mb)s MB.")
    cause = _("Mỗi thư chỉ được đọc đến một dung lượng có giới hạn.")
    next_step = _("Mở thư trong hộp thư, lưu tệp văn bản rồi vào sổ như văn bản giấy.")


class LetterTangled(Invalid):
    """Too many parts, parts too deep in each other, or header fields too long."""

    code = "mail.tangled"
    sentence = _("Thư có cấu tạo bất thường nên không được mở.")
    cause = _("Thư có quá nhiều phần, quá nhiều lớp lồng nhau hoặc dòng đầu thư quá dài.")
    next_step = _("Đề nghị nơi gửi gửi lại, mỗi thư một văn bản, tệp đính kèm trực tiếp.")


class LetterUnreadable(Invalid):
    code = "mail.unreadable"
    sentence = _("Không đọc được thư này.")
    cause = _("Nội dung thư bị hỏng hoặc không theo chuẩn của thư điện tử.")
    next_step = _("Mở thư trong hộp thư để xem, hoặc đề nghị nơi gửi gửi lại.")
