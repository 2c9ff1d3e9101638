"""Why a table is not read, each with the reason and the next step."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _


class TableUnreadable(Invalid):
    code = "sheets.unreadable"
    sentence = _("Không đọc được tệp này như một bảng.")
    cause = _("Chỉ nhận bảng .xlsx hoặc .csv còn nguyên vẹn, không đặt mật khẩu.")
    next_step = _("Mở tệp bằng phần mềm bảng tính, lưu lại dạng .xlsx rồi tải lên.")


class TableTooLarge(Invalid):
    code = "sheets.too-large"
    sentence = _("Bảng quá lớn: %(what)s vượt %(limit)s.")
    cause = _("Mỗi lần chỉ đọc một lượng dữ liệu có giới hạn.")
    next_step = _("Xóa các dòng, cột, trang tính thừa hoặc chia thành nhiều tệp.")


class TableHasCode(Invalid):
    code = "sheets.has-code"
    sentence = _("Tệp chứa macro hoặc đối tượng nhúng.")
    cause = _("Chỉ nhận bảng dữ liệu đơn thuần.")
    next_step = _("Lưu lại dạng .xlsx không có macro rồi tải lên.")


class TableHides(Invalid):
    code = "sheets.hides"
    sentence = _("Tệp có trang tính ẩn: %(names)s.")
    cause = _("Những gì nhập vào danh bạ phải nhìn thấy được khi kiểm tra tệp.")
    next_step = _("Bỏ ẩn hoặc xóa các trang tính đó rồi tải lên lại.")


class TableEncoding(Invalid):
    code = "sheets.encoding"
    sentence = _("Không nhận ra bảng mã chữ của tệp .csv.")
    cause = _("Tệp phải dùng UTF-8, UTF-16 hoặc Windows-1258; bảng mã TCVN3, VNI không đọc được.")
    next_step = _("Lưu lại dạng .xlsx, hoặc “CSV UTF-8”, rồi tải lên.")
