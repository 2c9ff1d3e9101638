"""What operation turns down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class DatabaseNotMigrated(Conflict):
    code = "operation.not-migrated"
    sentence = _("Hệ thống đang được nâng cấp, chưa phục vụ được.")
    cause = _("Cơ sở dữ liệu chưa có đủ các bảng mà phiên bản chương trình này cần.")
    next_step = _("Thử lại sau ít phút. Người vận hành chạy lệnh: lienthong migrate.")


class DatabaseNewer(Conflict):
    code = "operation.database-newer"
    sentence = _("Cơ sở dữ liệu mới hơn chương trình này, nên không dùng được.")
    cause = _("Một phiên bản mới hơn đã nâng cấp cơ sở dữ liệu; không có đường quay lại.")
    next_step = _("Cài lại phiên bản mới, hoặc khôi phục bản sao lưu làm trước khi nâng cấp.")


class DatabaseAway(Conflict):
    code = "operation.database-away"
    sentence = _("Tạm thời không kết nối được cơ sở dữ liệu.")
    cause = _("Máy chủ cơ sở dữ liệu không trả lời, đang khóa hoặc đang khởi động lại.")
    next_step = _("Thử lại sau ít phút. Việc vừa làm chưa được ghi nhận nếu chưa thấy xác nhận.")


class BackwardsRefused(Invalid):
    code = "operation.backwards-refused"
    sentence = _("Không hạ cấp cơ sở dữ liệu: bước %(step)s đã làm rồi.")
    cause = _("Quay lại một bước cũ sẽ xóa dữ liệu đã nhận sau bước đó.")
    next_step = _("Khôi phục bản sao lưu làm trước khi nâng cấp bằng lệnh lienthong restore.")


class AlreadyRunning(Conflict):
    code = "operation.already-running"
    sentence = _("Một tiến trình khác đang làm việc này (%(what)s).")
    cause = _("Mỗi lúc chỉ một tiến trình được làm; đã chờ %(seconds)s giây.")
    next_step = _("Chờ tiến trình kia xong rồi chạy lại lệnh; chạy lại không làm hỏng gì.")


class BackupFolderUnusable(Invalid):
    code = "operation.backup-folder-unusable"
    sentence = _("Không dùng được thư mục sao lưu %(folder)s: %(reason)s.")
    cause = _("Thư mục không ghi được, hoặc nằm trong kho nội dung của chính bản cài.")
    next_step = _("Chọn thư mục khác, tốt nhất trên ổ đĩa hoặc máy khác.")


class BackupNotFound(NotFound):
    code = "operation.backup-not-found"
    sentence = _("Không có bản sao lưu nào dùng được tại %(folder)s.")
    cause = _("Thư mục không có bản sao lưu đã hoàn thành.")
    next_step = _("Kiểm tra đường dẫn; bản sao lưu nằm trong thư mục con generations.")


class BackupDamaged(Invalid):
    code = "operation.backup-damaged"
    sentence = _("Tệp %(file)s không còn đúng như khi sao lưu.")
    cause = _("Mã băm hoặc kích thước khác với danh mục của bản sao lưu, hoặc tệp đã mất.")
    next_step = _("Dùng bản sao lưu khác, rồi kiểm tra ổ đĩa chứa bản sao lưu này.")


class BackupUnreadable(Invalid):
    code = "operation.backup-unreadable"
    sentence = _("Không đọc được danh mục của bản sao lưu %(folder)s.")
    cause = _("Danh mục bị hỏng, hoặc do một phiên bản mới hơn ghi.")
    next_step = _("Dùng phiên bản chương trình đã sao lưu hoặc mới hơn, hoặc bản sao lưu khác.")


class BackupOfAnother(Invalid):
    code = "operation.backup-of-another"
    sentence = _("Bản sao lưu này là của bản cài hoặc loại cơ sở dữ liệu khác (%(found)s).")
    cause = _("Cài đặt hiện tại là %(expected)s.")
    next_step = _("Sửa LIENTHONG_INSTALLATION hoặc LIENTHONG_DATABASE cho khớp rồi chạy lại.")


class InstallationNotEmpty(Conflict):
    code = "operation.installation-not-empty"
    sentence = _("Bản cài này đã có dữ liệu, nên không khôi phục vào đây.")
    cause = _("Khôi phục chỉ ghi vào cơ sở dữ liệu và kho nội dung còn trống.")
    next_step = _("Dùng LIENTHONG_HOME và LIENTHONG_DATABASE mới, trống, rồi chạy lại.")
