"""What operation turns down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class DatabaseNotMigrated(Conflict):
    code = "operation.not-migrated"
    status = 503
    sentence = _("Hệ thống đang được nâng cấp, chưa phục vụ được.")
    cause = _("Cơ sở dữ liệu chưa có đủ các bảng mà phiên bản chương trình này cần.")
    next_step = _("Thử lại sau ít phút. Quản trị hệ thống chạy lệnh: lienthong migrate.")


class DatabaseNewer(Conflict):
    code = "operation.database-newer"
    status = 503
    sentence = _("Cơ sở dữ liệu mới hơn chương trình này, nên không dùng được.")
    cause = _("Một phiên bản mới hơn đã nâng cấp cơ sở dữ liệu; không có đường quay lại.")
    next_step = _("Cài lại phiên bản mới, hoặc khôi phục bản sao lưu làm trước khi nâng cấp.")


class DatabaseAway(Conflict):
    code = "operation.database-away"
    status = 503
    sentence = _("Tạm thời không kết nối được cơ sở dữ liệu.")
    cause = _("Máy chủ cơ sở dữ liệu không trả lời, đang khóa hoặc đang khởi động lại.")
    next_step = _("Thử lại sau ít phút. Việc vừa làm chưa được ghi nhận nếu chưa thấy xác nhận.")


class DatabaseReadOnly(Conflict):
    code = "operation.database-read-only"
    status = 503
    sentence = _("Cơ sở dữ liệu đang chỉ cho đọc, chưa ghi nhận được gì.")
    cause = _("Tệp hoặc ổ đĩa của nó bị khóa ghi, hoặc đây là máy chủ dự phòng chưa lên thay.")
    next_step = _(
        "Thử lại sau ít phút; gửi lại cùng một việc không làm việc đó hai lần. Quản trị hệ thống mở"
        " quyền ghi, hoặc cho LIENTHONG_DATABASE chỉ tới máy chủ chính."
    )


class DatabaseRightMissing(Conflict):
    code = "operation.database-right-missing"
    status = 503
    sentence = _("Cơ sở dữ liệu không cho chương trình làm việc này.")
    cause = _("Vai trò mà chương trình dùng trong cơ sở dữ liệu thiếu quyền với một bảng.")
    next_step = _(
        "Quản trị hệ thống chạy lệnh: lienthong databaserights, rồi thử lại. Chưa có gì được ghi"
        " nhận."
    )


class DatabaseDamaged(Conflict):
    code = "operation.database-damaged"
    status = 503
    sentence = _("Cơ sở dữ liệu bị hỏng, không đọc được.")
    cause = _("Tệp của cơ sở dữ liệu bị cắt, bị ghi đè, hoặc ổ đĩa hỏng.")
    next_step = _(
        "Quản trị hệ thống dừng hệ thống, giữ lại các tệp như đang có, kiểm tra ổ đĩa, rồi khôi"
        " phục bản sao lưu bằng lệnh lienthong restore."
    )


class DiskFull(Conflict):
    code = "operation.disk-full"
    status = 503
    sentence = _("Máy chủ hết chỗ chứa nên chưa nhận được.")
    cause = _("Ổ đĩa của hệ thống đã đầy.")
    next_step = _(
        "Thử lại sau ít phút; gửi lại cùng một việc không làm việc đó hai lần. Chưa thấy xác nhận"
        " thì coi như chưa được ghi nhận. Quản trị hệ thống giải phóng ổ đĩa."
    )


class ServerBusy(Conflict):
    code = "operation.server-busy"
    status = 503
    sentence = _("Máy chủ đang nhận quá nhiều, chưa nhận thêm được nội dung này.")
    cause = _("Nhiều nội dung lớn đang được gửi lên cùng lúc.")
    next_step = _("Thử lại sau ít phút. Chưa có gì được ghi nhận.")


class RequestTooSlow(Invalid):
    code = "operation.request-too-slow"
    status = 408
    sentence = _("Nội dung gửi lên đến quá chậm nên đã dừng nhận.")
    cause = _("Đường truyền ngừng hoặc chậm hơn mức thấp nhất của máy chủ.")
    next_step = _("Gửi lại khi đường truyền tốt hơn; phần mềm có thể gửi tệp theo từng phần.")


class RequestCut(Invalid):
    code = "operation.request-cut"
    status = 400
    sentence = _("Nội dung gửi lên bị đứt giữa chừng.")
    cause = _("Kết nối kết thúc khi chưa nhận đủ độ dài đã báo.")
    next_step = _("Gửi lại. Phần đã nhận không được dùng.")


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


class ContentsDamaged(Invalid):
    code = "operation.contents-damaged"
    sentence = _("%(count)s tệp nội dung trong bản sao lưu bị hỏng, trước hết là %(first)s.")
    cause = _("Tệp không còn đúng mã băm, hoặc khi sao lưu đã không đọc được.")
    next_step = _(
        "Thử bản sao lưu ở máy khác; nếu không còn, chạy lại với --without-damaged để khôi phục"
        " phần còn lại: các tệp bỏ lại được liệt kê trong %(list)s."
    )


class BackupNotSigned(Invalid):
    code = "operation.backup-not-signed"
    sentence = _("Bản sao lưu %(folder)s chưa được ký.")
    cause = _("Do phiên bản cũ ghi, do bản cài lúc đó không có khóa ký, hoặc chữ ký đã bị lấy đi.")
    next_step = _("Chỉ khi biết chắc nguồn gốc của bản sao lưu này, chạy lại lệnh với --unsigned.")


class BackupRolledBack(Invalid):
    code = "operation.backup-rolled-back"
    sentence = _("Tệp %(file)s cũ hơn bản sao lưu mà nó đi kèm.")
    cause = _("Mỗi lần sao lưu thay tệp này; một tệp cũ làm sống lại điều đã hủy hoặc thu hồi.")
    next_step = _("Lấy lại tệp mới nhất từ thư mục sao lưu gốc.")


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


class KeepRuleShape(Invalid):
    """facts: `rule`."""

    code = "operation.keep-rule-shape"
    sentence = _("Không hiểu quy tắc giữ bản sao lưu “%(rule)s”.")
    cause = _("Quy tắc hiểu sai có thể xóa những bản sao lưu cần giữ, nên chưa làm gì.")
    next_step = _("Ghi số ngày, tuần, tháng cách nhau bằng dấu phẩy, ví dụ 7d,5w,12m; hoặc all.")


class InstallationNotEmpty(Conflict):
    code = "operation.installation-not-empty"
    sentence = _("Bản cài này đã có dữ liệu, nên không khôi phục vào đây.")
    cause = _("Khôi phục chỉ ghi vào cơ sở dữ liệu và kho nội dung còn trống.")
    next_step = _("Dùng LIENTHONG_HOME và LIENTHONG_DATABASE mới, trống, rồi chạy lại.")
