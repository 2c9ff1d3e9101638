"""What is refused about routes."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
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


class NoRoute(Conflict):
    """facts: `names`."""

    code = "routes.no-route"
    sentence = _("Không có tuyến nào tới: %(names)s.")
    cause = _("Cơ quan này ở ngoài hệ thống và tuyến tới đó đã kết thúc.")
    next_step = _("Gửi bản giấy hoặc thư công vụ; báo quản trị hệ thống khai báo tuyến.")


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
