"""What witnesses turn down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class AddressRefused(Invalid):
    code = "witnesses.address-refused"
    sentence = _("Địa chỉ “%(address)s” không dùng được.")
    cause = _("Cần địa chỉ gốc của một hệ thống Liên Thông, bắt đầu bằng https://.")
    next_step = _("Nhập lại địa chỉ, ví dụ https://lienthong.tinh.gov.vn.")


class KeyRefused(Invalid):
    code = "witnesses.key-refused"
    sentence = _("Tệp khóa công khai không đọc được hoặc không phải khóa của nơi này.")
    cause = _("Các đầu sổ ở địa chỉ đó không do khóa này ký, hoặc tệp không phải khóa Ed25519.")
    next_step = _("Lấy lại tệp khoa-cong-khai.pem của nơi đó qua đường tin cậy.")


class SiteAway(Conflict):
    code = "witnesses.site-away"
    sentence = _("Không hỏi được %(address)s (%(reason)s).")
    cause = _("Máy chủ kia không trả lời, hoặc mạng giữa hai nơi bị ngắt.")
    next_step = _("Kiểm tra địa chỉ và mạng rồi thử lại.")


class NothingPublished(Conflict):
    code = "witnesses.nothing-published"
    sentence = _("Nơi này chưa công bố đầu sổ nào.")
    cause = _("Sổ cái của nơi đó chưa có bản ghi.")
    next_step = _("Thử lại sau khi nơi đó có văn bản đầu tiên.")


class AlreadyWatched(Conflict):
    code = "witnesses.already-watched"
    sentence = _("Hệ thống %(installation)s đã được theo dõi.")
    cause = _("Mỗi hệ thống chỉ theo dõi một lần; chính hệ thống này thì không cần.")
    next_step = _("Chạy “lienthong monitor end” trước nếu địa chỉ hoặc khóa đã thay.")


class NotWatched(NotFound):
    code = "witnesses.not-watched"
    sentence = _("Không theo dõi hệ thống nào tên “%(installation)s”.")
    cause = _("Tên viết sai, hoặc đã thôi theo dõi.")
    next_step = _("Chạy “lienthong monitor report” để xem các tên.")
