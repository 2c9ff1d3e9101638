"""What the portal turns down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class NotPublic(NotFound):
    """Also for what was never published: nobody learns the difference."""

    code = "portal.not-public"
    sentence = _("Không có văn bản công khai này.")
    cause = _("Địa chỉ viết sai, hoặc văn bản chưa được công khai.")
    next_step = _("Tìm theo số, ký hiệu hoặc trích yếu ở trang văn bản công khai.")


class IssuedByOthers(Conflict):
    """facts: `reference`, `issuer`."""

    code = "portal.issued-by-others"
    sentence = _("Cơ quan không công khai được văn bản %(reference)s.")
    cause = _("Văn bản do %(issuer)s ban hành; cơ quan ban hành mới quyết định công khai.")
    next_step = _("Đề nghị %(issuer)s công khai văn bản.")


class CirculationLimited(Conflict):
    """facts: `reference`, and `words`, as they stand on the document."""

    code = "portal.circulation-limited"
    sentence = _("Không công khai văn bản %(reference)s.")
    cause = _("Văn bản ghi phạm vi lưu hành: %(words)s.")
    next_step = _("Giữ văn bản trong phạm vi đã ghi; không làm bản khác để công khai.")


class SecretStamped(Conflict):
    """facts: `reference`, `level`."""

    code = "portal.secret-stamped"
    sentence = _("Không công khai văn bản %(reference)s.")
    cause = _("Trên tệp có dấu độ mật: %(level)s.")
    next_step = _("Xử lý theo quy định về bảo vệ bí mật nhà nước; báo người phụ trách bảo mật.")


class NotReadable(Conflict):
    """facts: `reference`, `name` of the file."""

    code = "portal.not-readable"
    sentence = _("Chưa công khai được văn bản %(reference)s.")
    cause = _("Không đọc được tệp %(name)s để kiểm tra dấu mật, phạm vi lưu hành.")
    next_step = _("Mở văn bản kiểm tra tệp; bỏ phụ lục này ra, hoặc phát hành bản cập nhật.")


class SignatureInvalid(Conflict):
    """facts: `reference`."""

    code = "portal.signature-invalid"
    sentence = _("Không công khai văn bản %(reference)s.")
    cause = _("Chữ ký số trên tệp không hợp lệ.")
    next_step = _("Ký và phát hành lại, rồi công khai bản mới.")


class RecalledByIssuer(Conflict):
    """facts: `reference`, `day`."""

    code = "portal.recalled"
    sentence = _("Không công khai văn bản %(reference)s.")
    cause = _("Cơ quan đã thu hồi văn bản này ngày %(day)s.")
    next_step = _("Công khai văn bản thay thế, nếu có.")


class NewerVersion(Conflict):
    """facts: `reference`."""

    code = "portal.newer-version"
    sentence = _("Đây không phải bản mới nhất của văn bản %(reference)s.")
    cause = _("Văn bản đã được cập nhật; chỉ công khai bản đang có hiệu lực.")
    next_step = _("Mở bản mới nhất rồi công khai bản đó.")


class DaysReversed(Invalid):
    """facts: `first`, `last`."""

    code = "portal.days-reversed"
    sentence = _("Ngày hết hiệu lực %(last)s trước ngày có hiệu lực %(first)s.")
    cause = _("Văn bản hết hiệu lực sau khi có hiệu lực.")
    next_step = _("Ghi lại hai ngày.")


class AttachmentUnknown(Invalid):
    code = "portal.attachment-unknown"
    sentence = _("Phụ lục được chọn không có trong văn bản.")
    cause = _("Danh sách phụ lục đã thay đổi từ khi mở trang.")
    next_step = _("Mở lại trang rồi chọn phụ lục.")


class NothingWaits(Conflict):
    code = "portal.nothing-waits"
    sentence = _("Không có đề nghị công khai nào đang chờ cho văn bản này.")
    cause = _("Đề nghị đã được trả lời, hoặc đã thay bằng đề nghị khác.")
    next_step = _("Mở lại trang để xem kết quả.")


class ReasonMissing(Invalid):
    code = "portal.reason-missing"
    sentence = _("Chưa ghi lý do.")
    cause = _("Lý do gỡ văn bản hiện cho mọi người; lý do không công khai hiện cho người đề nghị.")
    next_step = _("Ghi một câu ngắn gọn.")


class NotShown(Conflict):
    """facts: `reference`."""

    code = "portal.not-shown"
    sentence = _("Văn bản %(reference)s hiện không công khai.")
    cause = _("Văn bản chưa công khai, hoặc đã gỡ rồi.")
    next_step = _("Mở lại trang để xem tình trạng.")


class DigestUnreadable(Invalid):
    code = "portal.digest-unreadable"
    sentence = _("Mã SHA-256 không đúng.")
    cause = _("Mã gồm 64 ký tự, mỗi ký tự là chữ số hoặc chữ từ a đến f.")
    next_step = _("Chép lại cả mã, hoặc chọn tệp để hệ thống tính.")


class FileMissing(Invalid):
    code = "portal.file-missing"
    sentence = _("Chưa chọn tệp để kiểm tra.")
    cause = _("Biểu mẫu gửi lên không có tệp nào, hoặc tệp rỗng.")
    next_step = _("Chọn tệp rồi bấm Kiểm tra.")
