"""What an interface turns down before any package is asked.

A refusal may say its own HTTP status in `status`; a fact `retry_after` (seconds) becomes the
field Retry-After.
"""

from typing import ClassVar

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class RequestInvalid(Invalid):
    """The shape of a request: `fields` of the problem point to what is wrong."""

    code = "api.invalid-request"
    sentence = _("Yêu cầu không đúng dạng.")
    cause = _("Có trường thiếu, thừa hoặc sai kiểu: %(fields)s.")
    next_step = _("Sửa các trường đã nêu theo tài liệu của giao diện rồi gửi lại.")


class ParameterUnknown(Invalid):
    code = "api.unknown-parameter"
    sentence = _("Địa chỉ này không nhận tham số %(names)s.")
    cause = _("Tham số được nhận sau dấu hỏi: %(known)s.")
    next_step = _("Sửa hoặc bỏ tham số đã nêu theo tài liệu của giao diện rồi gửi lại.")


class AddressUnknown(NotFound):
    code = "api.unknown-address"
    sentence = _("Không có địa chỉ này.")
    cause = _("Địa chỉ sai, hoặc thứ được hỏi không có hay không được phép biết.")
    next_step = _("Xem lại địa chỉ trong tài liệu của giao diện.")


class MethodNotTaken(Invalid):
    code = "api.method-not-allowed"
    status = 405
    sentence = _("Địa chỉ này không nhận phương thức %(method)s.")
    cause = _("Mỗi địa chỉ chỉ nhận những phương thức ghi trong tài liệu của giao diện.")
    next_step = _("Dùng phương thức nêu ở trường Allow của câu trả lời.")


class InternalFailure(Conflict):
    """A bug of ours. Nothing of it is shown; the request's id finds it in the log."""

    code = "api.internal"
    status = 500
    sentence = _("Hệ thống gặp lỗi khi xử lý yêu cầu.")
    cause = _("Lỗi ở phía máy chủ, đã ghi vào nhật ký.")
    next_step = _("Thử lại sau ít phút; nếu vẫn lỗi, gửi mã yêu cầu cho quản trị hệ thống.")


class JsonInvalid(Invalid):
    code = "api.invalid-json"
    sentence = _("Nội dung gửi lên không phải JSON hợp lệ.")
    cause = _("%(reason)s")
    next_step = _("Gửi JSON mã UTF-8: mỗi khóa một lần, số hữu hạn, không lồng quá 32 tầng.")


class MultipartInvalid(Invalid):
    code = "api.invalid-multipart"
    sentence = _("Nội dung gửi lên không phải multipart/form-data hợp lệ.")
    cause = _("%(reason)s")
    next_step = _("Gửi theo RFC 7578: mỗi phần một tên, phần JSON đứng đầu, rồi đến các tệp.")


class CodingNotTaken(Invalid):
    """facts: `coding` of the body, as it is named; `taken`, what may stand there."""

    code = "api.coding-not-taken"
    status = 415
    fields: ClassVar = {"Accept-Encoding": "taken"}
    sentence = _("Nội dung gửi lên được nén (%(coding)s), không nhận ở đây.")
    cause = _("Chỉ nhận các byte như chúng là; mã băm và chữ ký cũng tính trên các byte đó.")
    next_step = _("Gửi lại không nén, bỏ trường Content-Encoding.")


class BodyTooLarge(Invalid):
    code = "api.body-too-large"
    status = 413
    sentence = _("Nội dung gửi lên lớn quá mức cho phép.")
    cause = _("Địa chỉ này nhận không quá %(limit)s byte.")
    next_step = _("Giảm dung lượng, hoặc tải tệp lên bằng địa chỉ dành cho tệp.")


class LengthMissing(Invalid):
    """A body in pieces (`Transfer-Encoding: chunked`). facts: `limit` of a measured one, in MB."""

    code = "api.length-missing"
    status = 411
    sentence = _("Yêu cầu không cho biết nội dung dài bao nhiêu.")
    cause = _(
        "Nội dung gửi từng khúc (chunked) chỉ được nhận đến %(limit)s MB; tệp gửi như vậy còn cần "
        "mã băm, vì nếu kết nối đứt thì không biết đã đến đủ chưa."
    )
    next_step = _("Gửi kèm Content-Length; với tệp nhỏ thì Content-Digest cũng đủ.")


class BodyIncomplete(Invalid):
    code = "api.body-incomplete"
    sentence = _("Nội dung gửi lên không đủ độ dài đã báo.")
    cause = _("Kết nối dừng sau %(received)s trên %(announced)s byte.")
    next_step = _("Gửi lại toàn bộ, hoặc tiếp tục bằng tải lên từng phần.")


class DigestInvalid(Invalid):
    code = "api.digest-invalid"
    sentence = _("Trường Content-Digest không đúng dạng.")
    cause = _("Cần một giá trị sha-256 hoặc sha-512 viết theo RFC 9530.")
    next_step = _("Tính lại mã băm của nội dung và ghi vào Content-Digest.")


class DigestDiffers(Invalid):
    code = "api.digest-differs"
    sentence = _("Nội dung nhận được khác với mã băm đã báo.")
    cause = _("Nội dung bị thay đổi hoặc hỏng trên đường truyền; không có gì được lưu lại.")
    next_step = _("Gửi lại nội dung; nếu vẫn lỗi, kiểm tra cách tính Content-Digest.")


class BadCursor(Invalid):
    code = "api.bad-cursor"
    sentence = _("Con trỏ trang không đúng.")
    cause = _("Con trỏ bị cắt, bị sửa hoặc thuộc về danh sách khác.")
    next_step = _("Dùng con trỏ mà câu trả lời trước đã đưa, hoặc bắt đầu lại từ đầu.")


class DigestMissing(Invalid):
    """A request that is to be known again has to say what its body is before it is read."""

    code = "api.digest-missing"
    sentence = _("Yêu cầu mang Idempotency-Key phải cho biết mã băm của nội dung.")
    cause = _("Tệp được nhận dần, nên chỉ mã băm cho biết hai lần gửi có cùng nội dung.")
    next_step = _("Gửi kèm Content-Digest (sha-256) theo RFC 9530, hoặc bỏ Idempotency-Key.")


class KeyInvalid(Invalid):
    code = "api.key-invalid"
    sentence = _("Khóa Idempotency-Key không đúng dạng.")
    cause = _("Khóa có 1 đến 100 chữ cái, chữ số và dấu : . _ -")
    next_step = _("Đặt một khóa mới cho mỗi việc, chẳng hạn một UUID.")


class KeyUsedForOtherContent(Invalid):
    code = "api.key-used-for-other-content"
    sentence = _("Khóa “%(key)s” đã dùng cho một yêu cầu khác.")
    cause = _("Một khóa chỉ thuộc về một yêu cầu với đúng nội dung của nó.")
    next_step = _("Dùng khóa mới cho yêu cầu mới; gửi lại yêu cầu cũ thì giữ nguyên nội dung.")


class StillAtWork(Conflict):
    code = "api.still-at-work"
    sentence = _("Yêu cầu với khóa “%(key)s” đang được xử lý.")
    cause = _("Cùng một yêu cầu được gửi hai lần gần như đồng thời.")
    next_step = _("Đợi theo trường Retry-After rồi gửi lại với cùng khóa để nhận câu trả lời.")
