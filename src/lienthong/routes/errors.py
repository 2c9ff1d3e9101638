"""What is refused about routes."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class RouteNotFound(NotFound):
    code = "routes.not-found"
    sentence = _("Không có tuyến này.")
    cause = _("Tên tuyến viết sai, hoặc tuyến chưa được khai báo.")
    next_step = _("Chọn một tuyến trong danh sách.")


class RouteEnded(Conflict):
    code = "routes.ended"
    sentence = _("Tuyến này đã kết thúc.")
    cause = _("Tuyến đã kết thúc giữ nguyên dấu vết và không mở lại.")
    next_step = _("Khai báo tuyến mới.")


class RouteBusy(Conflict):
    code = "routes.busy"
    sentence = _("Tuyến đang chuyển dở, chưa giao lại được.")
    cause = _(
        "Thứ đang chuyển có thể đến nơi trong ít giây nữa; giao lúc này có thể thành hai bản."
    )
    next_step = _("Chờ nửa phút rồi làm lại.")


class NothingHandedOver(Conflict):
    code = "routes.nothing-handed-over"
    sentence = _("Không có văn bản nào giao được cho tuyến khác.")
    cause = _(
        "Nơi nhận không có tuyến khác đang thông, hoặc bên kia có thể đã nhận. Bản cập nhật, "
        "thay thế luôn đi theo tuyến của văn bản trước."
    )
    next_step = _("Sửa tuyến này, hoặc thêm tuyến khác dẫn tới nơi nhận rồi làm lại.")


class SlugTaken(Conflict):
    """facts: `slug`."""

    code = "routes.slug-taken"
    sentence = _("Đã có tuyến tên “%(slug)s”.")
    cause = _("Mỗi tuyến có một tên ngắn riêng, cả khi đã kết thúc.")
    next_step = _("Đặt tên khác.")


class SlugShape(Invalid):
    code = "routes.slug-shape"
    sentence = _("Tên ngắn của tuyến chưa đúng.")
    cause = _("Tên ngắn gồm 2 đến 40 chữ thường không dấu, chữ số, dấu chấm, dấu gạch.")
    next_step = _("Nhập lại, ví dụ truc-quoc-gia.")


class RouteAddressShape(Invalid):
    code = "routes.address-shape"
    sentence = _("Địa chỉ của tuyến chưa đúng.")
    cause = _("Cần một địa chỉ https đầy đủ; http chỉ dùng trong mạng riêng đã khai báo.")
    next_step = _("Nhập lại địa chỉ, ví dụ https://truc.example.vn/vxp.")


class RouteFieldMissing(Invalid):
    """facts: `field`."""

    code = "routes.field-missing"
    sentence = _("Tuyến còn thiếu: %(field)s.")
    cause = _("Không có mục này thì không gọi được bên kia.")
    next_step = _("Bổ sung rồi khai báo lại.")


class TreeShape(Invalid):
    """facts: `code`."""

    code = "routes.tree-shape"
    sentence = _("“%(code)s” không phải mã cơ quan.")
    cause = _("Nhánh mã viết như H19 hoặc 000.00.00.H19; dấu * là mọi mã.")
    next_step = _("Nhập các nhánh mã, cách nhau bằng dấu phẩy.")


class KeyUnreadable(Invalid):
    code = "routes.key-unreadable"
    sentence = _("Không đọc được khóa của tuyến.")
    cause = _("Tuyến ngang cấp ký bằng khóa riêng dạng PEM, không có mật khẩu.")
    next_step = _("Lấy khóa mà bên kia cấp cho hệ thống của mình rồi khai báo lại.")


class AuthorityUnreadable(Invalid):
    code = "routes.authority-unreadable"
    sentence = _("Không đọc được chứng thư của nơi cấp.")
    cause = _("Cần chứng thư gốc dạng PEM, bắt đầu bằng BEGIN CERTIFICATE.")
    next_step = _("Lấy tệp chứng thư gốc của bên kia rồi khai báo lại.")


class NetworksTooWide(Invalid):
    code = "routes.networks-too-wide"
    sentence = _("Mạng riêng của tuyến phải viết rõ.")
    cause = _("“any” mở mọi mạng bên trong, kể cả máy của hệ thống này.")
    next_step = _("Ghi mạng của bên kia, ví dụ 10.20.0.0/16; để trống nếu ở Internet.")


class CostShape(Invalid):
    code = "routes.cost-shape"
    sentence = _("Chi phí của tuyến phải từ 0 đến 1.000.000.")
    cause = _("Nhiều tuyến tới một nơi thì dùng tuyến có chi phí nhỏ nhất.")
    next_step = _("Nhập lại chi phí, ví dụ 100.")


class NoRoute(Conflict):
    """facts: `names`."""

    code = "routes.no-route"
    sentence = _("Không có tuyến nào tới: %(names)s.")
    cause = _("Cơ quan này ở ngoài hệ thống và tuyến tới đó đã kết thúc.")
    next_step = _("Gửi bản giấy hoặc thư công vụ; báo quản trị hệ thống khai báo tuyến.")


class SpeakerElsewhere(NotAllowed):
    """facts: `name` of the agency in whose name a package of the other side speaks."""

    code = "routes.speaker-elsewhere"
    sentence = _("Gói tin mang tên cơ quan không thuộc tuyến này: %(name)s.")
    cause = _("Mỗi tuyến chỉ đưa đến gói tin của các cơ quan mà tuyến đó dẫn tới.")
    next_step = _("Đề nghị cơ quan đó gửi theo tuyến của mình; hỏi bên kia vì sao đưa gói tin này.")


class DeliveryElsewhere(NotAllowed):
    code = "routes.delivery-elsewhere"
    sentence = _("Gói tin nói về văn bản không đi theo tuyến này.")
    cause = _("Trạng thái và yêu cầu thu hồi phải đến theo tuyến đã chuyển văn bản.")
    next_step = _("Đề nghị cơ quan đó gửi lại theo tuyến đã chuyển văn bản.")


class ParcelNotFound(NotFound):
    code = "routes.parcel-not-found"
    sentence = _("Không có lượt chuyển này.")
    cause = _("Mã viết sai, hoặc lượt chuyển thuộc tuyến khác.")
    next_step = _("Chọn một lượt chuyển trong trang của tuyến.")


class ParcelClosed(Conflict):
    """facts: `state`."""

    code = "routes.parcel-closed"
    sentence = _("Lượt chuyển này không gửi lại được: %(state)s.")
    cause = _("Bên kia đã nhận, hoặc nơi gửi đã được báo là không chuyển được.")
    next_step = _("Nơi gửi gửi lại văn bản ở trang Theo dõi phát hành.")


class MailServerShape(Invalid):
    code = "routes.mail-server-shape"
    sentence = _("Địa chỉ máy chủ thư chưa đúng.")
    cause = _(
        "Cần smtps://máy:465 hoặc smtp://máy:587 (có mã hóa); smtp+clear chỉ dùng trong mạng riêng "
        "đã khai báo."
    )
    next_step = _("Nhập lại, ví dụ smtps://mail.tinh.gov.vn:465.")


class MailboxShape(Invalid):
    """facts: `address`."""

    code = "routes.mailbox-shape"
    sentence = _("“%(address)s” không phải địa chỉ hộp thư.")
    cause = _(
        "Thư chỉ gửi được tới địa chỉ dạng ten@co-quan.gov.vn, không dấu, không khoảng trắng."
    )
    next_step = _("Nhập lại địa chỉ hộp thư.")


class LetterSizeShape(Invalid):
    code = "routes.letter-size-shape"
    sentence = _("Cỡ thư lớn nhất phải từ 100 KB đến 200 MB.")
    cause = _("Thư lớn hơn thì hộp thư của nơi nhận không nhận; nhỏ hơn thì không chở nổi văn bản.")
    next_step = _("Nhập lại số byte, ví dụ 20000000; để trống là 20 MB.")


class NotByMail(Invalid):
    code = "routes.not-by-mail"
    sentence = _("Tuyến này không phải tuyến thư công vụ.")
    cause = _("Chỉ tuyến thư công vụ có hộp thư của từng cơ quan và gửi được thư thử.")
    next_step = _("Chọn tuyến loại “Thư công vụ”, hoặc thêm một tuyến như vậy.")


class LetterTooLarge(Invalid):
    """facts: `size`, `largest`, in MB."""

    code = "routes.letter-too-large"
    sentence = _("Thư có cỡ %(size)s MB, lớn hơn mức %(largest)s MB của tuyến.")
    cause = _("Tệp trong thư lớn thêm một phần ba; hộp thư của nơi nhận thường không nhận thư lớn.")
    next_step = _("Gửi bản giấy, hoặc giảm cỡ tệp rồi gửi lại.")


class LetterNotFound(NotFound):
    code = "routes.letter-not-found"
    sentence = _("Địa chỉ xác nhận này không dùng được.")
    cause = _("Địa chỉ chép thiếu, hoặc thư không do hệ thống này gửi.")
    next_step = _("Mở lại từ thư, hoặc trả lời thư để báo nơi gửi.")


class EntryDayShape(Invalid):
    code = "routes.entry-day-shape"
    sentence = _("Ngày vào sổ chưa đúng.")
    cause = _("Ngày vào sổ không trước ngày gửi và không sau hôm nay.")
    next_step = _("Sửa ngày vào sổ.")


class LetterNotSent(Conflict):
    """facts: `said`, in the words of the server or of the line."""

    code = "routes.letter-not-sent"
    sentence = _("Chưa gửi được thư thử: %(said)s")
    cause = _("Máy chủ thư không nhận, hoặc không nối được tới máy chủ.")
    next_step = _("Xem lại địa chỉ, tên đăng nhập, mật khẩu và mạng riêng của tuyến, rồi thử lại.")
