"""What cannot be read as a call of the interface."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _


class CallMalformed(Invalid):
    """facts: `fields` that are missing or odd."""

    code = "vxp.call-malformed"
    sentence = _("Lời gọi thiếu hoặc sai trường: %(fields)s.")
    cause = _("Mọi tham số nằm trong các trường XroadVnpt-… và trong chuỗi được ký.")
    next_step = _("Dùng thư viện SDKVXP 2.0.0 hoặc 2.0.1, hoặc xem tài liệu về giao diện VXP.")


class FieldsUnreadable(Invalid):
    """A signature came without what it signs: the web server hands on no field that is not ASCII.

    facts: `fields`.
    """

    code = "vxp.fields-unreadable"
    sentence = _("Không đọc được trường: %(fields)s.")
    cause = _(
        "Có chữ ký mà không có chuỗi được ký. Thường là chuỗi có chữ ngoài ASCII, ví dụ filePath "
        "là thư mục đặt tên tiếng Việt có dấu."
    )
    next_step = _("Chỉ dùng chữ không dấu trong mọi tham số; đặt lại thư mục lưu gói tin.")


class FieldsDiffer(Invalid):
    """facts: `field` whose value is another one than what was signed."""

    code = "vxp.fields-differ"
    sentence = _("Trường “%(field)s” khác với giá trị đã ký.")
    cause = _("Trường bị sửa trên đường đi, hoặc phần mềm ký một giá trị và gửi giá trị khác.")
    next_step = _("Kiểm tra máy chủ trung gian có sửa trường XroadVnpt-… hay không.")


class DigestDiffers(Invalid):
    code = "vxp.digest-differs"
    sentence = _("Gói tin nhận được khác với mã băm đã ký (hash-file).")
    cause = _("Tệp bị cắt hoặc bị sửa trên đường đi; không có gì được lưu lại.")
    next_step = _("Gửi lại gói tin.")
