"""What blobs turns down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class EmptyFile(Invalid):
    code = "blobs.empty"
    sentence = _("Tệp “%(name)s” rỗng.")
    cause = _("Tệp không có nội dung nào (0 byte), có thể do tải lên bị ngắt quãng.")
    next_step = _("Mở tệp trên máy để kiểm tra, rồi tải lên lại.")


class FileTooLarge(Invalid):
    code = "blobs.too-large"
    sentence = _("Tệp “%(name)s” lớn hơn mức cho phép là %(largest_mb)s MB.")
    cause = _("Hệ thống giới hạn dung lượng của một tệp để việc gửi, nhận luôn thông suốt.")
    next_step = _("Giảm dung lượng (quét 200–300 dpi, nén ảnh) hoặc tách phụ lục thành tệp riêng.")


class FileMislabelled(Invalid):
    code = "blobs.mislabelled"
    sentence = _("Nội dung của tệp “%(name)s” không đúng với đuôi “.%(ending)s”.")
    cause = _("Nội dung thật của tệp là: %(found)s.")
    next_step = _("Lưu lại tệp đúng định dạng từ phần mềm đã tạo ra nó, rồi tải lên lại.")


class UploadNotFound(NotFound):
    code = "blobs.upload-not-found"
    sentence = _("Không tìm thấy tệp đã tải lên.")
    cause = _("Tệp không tồn tại, hoặc do cơ quan khác tải lên.")
    next_step = _("Tải tệp lên lại từ trang đang làm việc.")


class UploadClosed(NotFound):
    code = "blobs.upload-closed"
    sentence = _("Tệp “%(name)s” không còn dùng được.")
    cause = _("Tệp đã bị từ chối, hoặc đã quá thời hạn chờ sau khi tải lên nên đã được xóa.")
    next_step = _("Tải tệp lên lại.")


class ContentNotFound(NotFound):
    code = "blobs.content-not-found"
    sentence = _("Không tìm thấy nội dung tệp.")
    cause = _("Không có nội dung nào mang mã băm này.")
    next_step = _("Kiểm tra lại đường dẫn, hoặc mở tệp từ trang của văn bản.")


class ContentDestroyed(Conflict):
    code = "blobs.content-destroyed"
    sentence = _("Nội dung tệp đã được xóa.")
    cause = _("Không còn cơ quan nào được giữ nội dung này; dấu vết của tệp vẫn được lưu.")
    next_step = _("Xem quá trình của văn bản để biết thời điểm và lý do.")
