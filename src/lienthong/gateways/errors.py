"""What gateways turn down, and what the sender of a package can do about it."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class SenderUnknown(Invalid):
    """facts: `code` and `name` of the organisation, as the package has them."""

    code = "gateways.sender-unknown"
    sentence = _("Không biết cơ quan gửi “%(name)s” (mã “%(code)s”).")
    cause = _("Mã định danh ở phần From của gói tin không có trong danh bạ liên thông.")
    next_step = _("Kiểm tra mã định danh, hoặc đề nghị quản trị danh bạ bổ sung cơ quan này.")


class SpeaksForAnother(NotAllowed):
    """facts: `name` of the agency in whose name the package speaks."""

    code = "gateways.speaks-for-another"
    sentence = _("Gói tin mang tên cơ quan khác: %(name)s.")
    cause = _("Mỗi cơ quan chỉ đưa vào hệ thống gói tin do chính mình gửi.")
    next_step = _("Đề nghị cơ quan đó tự gửi gói tin.")


class NoKnownRecipient(Invalid):
    """facts: `codes` of the recipients, as the package has them."""

    code = "gateways.no-known-recipient"
    sentence = _("Không có nơi nhận nào của gói tin nằm trong danh bạ: %(codes)s.")
    cause = _("Hệ thống chỉ chuyển được văn bản tới cơ quan có trong danh bạ liên thông.")
    next_step = _("Kiểm tra mã định danh ở phần To rồi gửi lại gói tin.")


class NoFile(Invalid):
    code = "gateways.no-file"
    sentence = _("Gói tin văn bản không có tệp nào.")
    cause = _("Văn bản điện tử phải có tệp nội dung kèm theo phần thông tin.")
    next_step = _("Đính kèm tệp văn bản rồi gửi lại gói tin.")


class EarlierDocumentNeeded(NotFound):
    """Also when it is known and was issued by somebody else. facts: `documents`, as named."""

    code = "gateways.earlier-document-needed"
    sentence = _("Gói tin này nói về văn bản chưa có ở đây: %(documents)s.")
    cause = _("Thu hồi, cập nhật, thay thế và trạng thái chỉ ghi được cho văn bản đã nhận trước.")
    next_step = _("Đưa gói tin của văn bản đó vào trước, rồi gửi lại gói tin này.")


class NoEarlierDocumentNamed(Invalid):
    code = "gateways.earlier-document-not-named"
    sentence = _("Gói tin không nói về văn bản nào.")
    cause = _("Thu hồi, cập nhật, thay thế và trạng thái phải ghi DocumentId của văn bản trước.")
    next_step = _("Đề nghị bên gửi ghi đủ DocumentId rồi gửi lại gói tin.")


class ChangeNotYet(Conflict):
    """facts: `reference` of the document."""

    code = "gateways.change-not-yet"
    sentence = _("Chưa thay được nội dung của văn bản %(reference)s bằng gói tin cập nhật.")
    cause = _("Gói tin mang cùng mã văn bản nhưng nội dung khác; bản đã phát hành được giữ nguyên.")
    next_step = _("Thu hồi văn bản đã gửi rồi gửi văn bản mới, hoặc gửi văn bản thay thế số khác.")


class StatusUnknown(Invalid):
    """facts: `status`, as the package has it."""

    code = "gateways.status-unknown"
    sentence = _("Không có trạng thái mang mã “%(status)s”.")
    cause = _("Mã trạng thái phải là 01 đến 06, 13, 15 hoặc 16.")
    next_step = _("Đề nghị bên gửi ghi đúng mã trạng thái rồi gửi lại gói tin.")


class PackageNotFound(NotFound):
    code = "gateways.package-not-found"
    sentence = _("Không lập được gói tin: văn bản này chưa được gửi đi.")
    cause = _("Gói tin ghi nơi nhận của một lượt gửi, nên phải có lượt gửi trước.")
    next_step = _("Gửi văn bản rồi lập gói tin.")
