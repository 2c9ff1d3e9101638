"""What pages turn down before any package is asked."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _


class FormKeyInvalid(Invalid):
    code = "webkit.form-key"
    sentence = _("Khóa của biểu mẫu không đúng dạng.")
    cause = _("Khóa do hệ thống đặt khi mở trang, dài không quá 100 chữ cái, chữ số và dấu : . _ -")
    next_step = _("Tải lại trang rồi gửi lại biểu mẫu.")


class AnswerMissing(Invalid):
    """Neither yes nor no: what was asked stays open, and nobody is told anything."""

    code = "webkit.answer-missing"
    sentence = _("Chưa chọn đồng ý hay không đồng ý.")
    cause = _("Biểu mẫu được gửi mà không bấm một trong hai nút; chưa có gì được trả lời.")
    next_step = _("Tải lại trang rồi bấm nút “Đồng ý” hoặc “Không đồng ý”.")


class RequestTooLarge(Invalid):
    """413: the body is longer than its address takes, or does not say how long it is."""

    code = "webkit.too-large"
    sentence = _("Nội dung gửi lên lớn quá mức cho phép.")
    cause = _("Địa chỉ này nhận không quá %(limit)s MB, và yêu cầu phải ghi rõ độ dài.")
    next_step = _("Giảm dung lượng tệp, hoặc đăng nhập rồi tải tệp lên ở trang Gửi văn bản.")
