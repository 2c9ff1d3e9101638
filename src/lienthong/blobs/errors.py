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
    next_step = _(
        "Nếu nội dung đúng là tệp cần gửi thì chỉ cần đổi tên cho đúng đuôi; nếu không, mở tệp "
        "bằng phần mềm đã tạo ra nó, lưu lại đúng định dạng rồi chọn tệp đó."
    )


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


class ContentDamaged(Conflict):
    code = "blobs.content-damaged"
    sentence = _("Không đọc được nội dung tệp: bản lưu không còn nguyên vẹn.")
    cause = _("Tệp trong kho nội dung đã bị thay đổi, bị cụt hoặc bị đổi chỗ sau khi được lưu.")
    next_step = _("Báo quản trị hệ thống khôi phục tệp từ bản sao lưu; dấu vết của tệp vẫn còn đủ.")


class ContentMissing(ContentDamaged):
    """The row of a content is there, its folder too, and its file is not."""

    code = "blobs.content-missing"
    sentence = _("Không mở được nội dung tệp: bản lưu không còn trong kho.")
    cause = _("Tệp trong kho nội dung đã bị xóa hoặc bị chuyển đi ngoài hệ thống.")


class MasterKeyMissing(Conflict):
    code = "blobs.master-key-missing"
    sentence = _("Không mở được kho nội dung: thiếu khóa chính “%(key)s”.")
    cause = _("Nội dung tệp được mã hóa; khóa chính đã khóa nó không có trên máy chủ này.")
    next_step = _("Báo quản trị hệ thống đặt lại tệp khóa chính từ nơi cất giữ riêng.")


class MasterKeyWrong(Conflict):
    code = "blobs.master-key-wrong"
    sentence = _("Không mở được kho nội dung: khóa chính “%(key)s” không đúng.")
    cause = _("Khóa chính trên máy chủ mang cùng tên nhưng không phải khóa đã dùng khi lưu tệp.")
    next_step = _("Báo quản trị hệ thống đặt lại đúng tệp khóa chính của bản cài này.")


class MasterKeysUnreadable(Conflict):
    code = "blobs.master-keys-unreadable"
    sentence = _("Không đọc được tệp khóa chính của kho nội dung.")
    cause = _("Mỗi dòng phải có dạng tên:64 chữ số thập lục phân; dòng đầu là khóa đang dùng.")
    next_step = _("Báo quản trị hệ thống sửa tệp khóa chính hoặc lấy lại từ nơi cất giữ riêng.")


class ContentFolderAway(Conflict):
    code = "blobs.folder-away"
    status = 503
    sentence = _("Kho nội dung tệp chưa gắn vào máy chủ, chưa nhận và chưa mở được tệp.")
    cause = _("Thư mục blobs trống, trong khi cơ sở dữ liệu ghi là đã có tệp ở đó.")
    next_step = _(
        "Thử lại sau ít phút; gửi lại cùng một việc không làm việc đó hai lần. Quản trị hệ thống"
        " gắn lại ổ đĩa của thư mục blobs trong LIENTHONG_HOME, không phải khởi động lại; nếu kho"
        " đã mất, khôi phục bằng lệnh lienthong restore."
    )

    def __init__(self) -> None:
        super().__init__(retry_after=30)  # seconds


class MasterKeysLost(Conflict):
    code = "blobs.master-keys-lost"
    sentence = _("Không mở được kho nội dung: không còn tệp khóa chính.")
    cause = _("Kho đã có nội dung được mã hóa nên không được tự tạo khóa chính mới.")
    next_step = _("Báo quản trị hệ thống đặt lại tệp khóa chính từ nơi cất giữ riêng.")


class MasterKeyInUse(Conflict):
    code = "blobs.master-key-in-use"
    sentence = _("Chưa bỏ được khóa chính “%(key)s”.")
    cause = _("Khóa đang dùng để lưu tệp mới, hoặc vẫn còn tệp chỉ mở được bằng khóa này.")
    next_step = _("Thay khóa chính, chờ việc chuyển khóa hoàn tất, rồi bỏ khóa cũ.")


class MasterKeyTooFresh(Conflict):
    code = "blobs.master-key-too-fresh"
    sentence = _("Chưa bỏ được khóa chính “%(key)s”: khóa vừa được thay chưa đầy một giờ.")
    cause = _("Có thể còn việc đang làm dở với nội dung đã mã hóa bằng khóa này.")
    next_step = _("Chờ một giờ kể từ lúc thay khóa rồi chạy lại lệnh.")


class MasterKeysFromElsewhere(Conflict):
    code = "blobs.master-keys-from-elsewhere"
    sentence = _("Không thay được khóa chính tại đây.")
    cause = _("Khóa chính được cấp bằng biến môi trường, hệ thống không ghi được vào đó.")
    next_step = _("Thêm khóa mới vào đầu biến LIENTHONG_CONTENT_KEYS rồi khởi động lại.")


class ContentKeyLost(Conflict):
    code = "blobs.content-key-lost"
    sentence = _("Không mở được nội dung tệp: không còn khóa của tệp.")
    cause = _("Tệp còn trong kho nhưng khóa riêng của tệp đã bị hủy hoặc chưa được khôi phục.")
    next_step = _("Báo quản trị hệ thống nạp lại tệp khóa riêng từ bản sao lưu gần nhất.")


class FileInfected(Invalid):
    code = "blobs.virus-found"
    sentence = _("Tệp “%(name)s” có mã độc nên bị từ chối.")
    cause = _("Phần mềm quét vi-rút phát hiện: %(virus)s. Tệp đã bị xóa khỏi khu chờ.")
    next_step = _("Không mở tệp này; báo bộ phận an toàn thông tin kiểm tra máy đã tạo ra nó.")


class ScanPending(Conflict):
    code = "blobs.scan-pending"
    sentence = _("Tệp “%(name)s” đang chờ quét vi-rút, chưa gửi được.")
    cause = _(
        "Phần mềm quét vi-rút tạm thời không trả lời; tệp chưa quét thì không được tiếp nhận."
    )
    next_step = _("Tệp vẫn được giữ trong khu chờ và sẽ được quét lại; bấm gửi lại sau ít phút.")


class FileEncrypted(Invalid):
    code = "blobs.encrypted"
    sentence = _("Tệp “%(name)s” được bảo vệ bằng mật khẩu.")
    cause = _("Nơi nhận phải mở được tệp mà không cần mật khẩu.")
    next_step = _("Bỏ mật khẩu của tệp trong phần mềm đã tạo ra nó rồi chọn lại.")
