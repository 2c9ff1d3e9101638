"""What mailboxes turn down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class MailboxNotFound(NotFound):
    code = "mailboxes.mailbox-not-found"
    sentence = _("Không có hộp thư này.")
    cause = _("Địa chỉ đã cũ, hoặc hộp thư chưa được khai báo.")
    next_step = _("Mở danh sách hộp thư công vụ và chọn lại.")


class MailboxEnded(Conflict):
    code = "mailboxes.mailbox-ended"
    sentence = _("Hộp thư này đã thôi dùng.")
    cause = _("Hộp thư đã kết thúc không mở lại được.")
    next_step = _("Khai báo lại hộp thư nếu cơ quan vẫn dùng.")


class MailboxTaken(Conflict):
    """facts: `address`."""

    code = "mailboxes.mailbox-taken"
    sentence = _("Hộp thư %(address)s đã được khai báo.")
    cause = _("Mỗi hộp thư chỉ được đọc về một nơi, để không thư nào vào sổ hai lần.")
    next_step = _("Mở hộp thư đã có trong danh sách để sửa, hoặc kết thúc nó trước.")


class MailboxFieldMissing(Invalid):
    """facts: `field`."""

    code = "mailboxes.field-missing"
    sentence = _("Thiếu hoặc sai: %(field)s.")
    cause = _("Không đủ thông tin này thì không kết nối được với hộp thư.")
    next_step = _("Hỏi người quản trị máy chủ thư rồi điền lại.")


class HostShape(Invalid):
    code = "mailboxes.host-shape"
    sentence = _("Máy chủ thư ghi chưa đúng.")
    cause = _("Cần tên máy chủ và cổng từ 1 đến 65535; không TLS thì phải khai mạng riêng.")
    next_step = _("Ghi như imap.example.vn, cổng 993, có TLS.")


class NetworksTooWide(Invalid):
    code = "mailboxes.networks-too-wide"
    sentence = _("Mạng riêng khai quá rộng.")
    cause = _("Mạng gồm mọi địa chỉ sẽ cho kết nối tới chính máy chủ này.")
    next_step = _("Chỉ ghi mạng có máy chủ thư, ví dụ 10.0.0.0/8.")


class AuthorityUnreadable(Invalid):
    code = "mailboxes.authority-unreadable"
    sentence = _("Không đọc được chứng thư gốc.")
    cause = _("Nội dung dán vào không phải chứng thư dạng PEM.")
    next_step = _("Dán cả các dòng BEGIN CERTIFICATE và END CERTIFICATE.")


class LetterNotFound(NotFound):
    code = "mailboxes.letter-not-found"
    sentence = _("Không có thư này.")
    cause = _("Địa chỉ đã cũ, hoặc thư thuộc cơ quan khác.")
    next_step = _("Mở danh sách Thư công vụ và chọn lại.")


class LetterDecided(Conflict):
    """facts: `state`."""

    code = "mailboxes.letter-decided"
    sentence = _("Thư này không còn chờ: %(state)s.")
    cause = _("Người khác, hoặc chính bạn ở thẻ khác, vừa xử lý thư.")
    next_step = _("Mở lại thư để xem kết quả.")


class ReasonMissing(Invalid):
    code = "mailboxes.reason-missing"
    sentence = _("Chưa ghi lý do để thư sang một bên.")
    cause = _("Người sau cần biết vì sao thư không vào sổ.")
    next_step = _("Ghi lý do, ví dụ: quảng cáo, gửi nhầm, đã nhận bản giấy.")


class LetterSecret(Invalid):
    """Kept in the row as why nothing of a letter is here (A3); never raised to a person."""

    code = "mailboxes.letter-secret"
    sentence = _("Thư có dấu mật nên không được giữ ở đây.")
    cause = _("Văn bản mật không được gửi, nhận qua hệ thống này và thư điện tử thường.")
    next_step = _(
        "Không mở, không chuyển tiếp thư; báo người phụ trách bảo vệ bí mật nhà nước và làm theo"
        " quy trình văn bản giấy."
    )


class LetterUnscanned(Invalid):
    code = "mailboxes.letter-unscanned"
    sentence = _("Chương trình quét vi-rút không quét được thư này.")
    cause = _("Thường do tệp quá lớn so với giới hạn của chương trình quét.")
    next_step = _("Mở thư trong hộp thư bằng máy có chương trình chống vi-rút.")
