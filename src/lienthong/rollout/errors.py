"""What rollout refuses."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class NotReady(Conflict):
    """facts: `count` of agencies, and the first of them with what they lack."""

    code = "rollout.not-ready"
    sentence = _("Chưa thể cho tham gia: %(count)s cơ quan thiếu điều kiện bắt buộc.")
    cause = _("%(names)s.")
    next_step = _(
        "Bổ sung ở trang “Sẵn sàng”, bỏ chọn các cơ quan đó, hoặc ghi lý do cho tham gia."
    )


class NotConfirmable(Invalid):
    code = "rollout.not-confirmable"
    sentence = _("Điều kiện này không xác nhận bằng tay được.")
    cause = _("Hệ thống tự thấy điều kiện này có hay không từ dữ liệu.")
    next_step = _("Làm việc còn thiếu ghi ở dòng đó; trang tự đổi khi có.")


class DayAhead(Invalid):
    code = "rollout.day-ahead"
    sentence = _("Ngày không đúng.")
    cause = _("Chỉ ghi được điều đã có, từ hôm nay trở về trước.")
    next_step = _("Sửa ngày rồi gửi lại.")


class NoteMissing(Invalid):
    code = "rollout.note-missing"
    sentence = _("Chưa ghi căn cứ.")
    cause = _("Điều kiện xác nhận bằng tay cần ghi ai kiểm tra, bằng cách nào.")
    next_step = _("Ghi căn cứ, ví dụ: biên bản kiểm tra đường truyền ngày 12/11; rồi gửi lại.")


class ConfirmationUnknown(NotFound):
    code = "rollout.confirmation-unknown"
    sentence = _("Không tìm thấy xác nhận.")
    cause = _("Xác nhận không có hoặc đã được rút.")
    next_step = _("Tải lại trang của cơ quan.")


class ReportTooLarge(Invalid):
    code = "rollout.report-too-large"
    sentence = _("Tệp báo cáo quá lớn.")
    cause = _("Tệp lớn hơn %(largest)s MB; báo cáo của phòng thử thường dưới 1 MB.")
    next_step = _("Chọn tệp lab-report.json do lệnh “lienthong lab” ghi.")


class RuleUnknown(Invalid):
    code = "rollout.rule-unknown"
    sentence = _("Không có quy tắc này.")
    cause = _("Điều kiện hoặc mức độ không nằm trong danh sách.")
    next_step = _("Chọn điều kiện và mức độ ở danh sách rồi gửi lại.")


class RuleUnfounded(Invalid):
    code = "rollout.rule-unfounded"
    sentence = _("Chưa ghi văn bản quy định.")
    cause = _("Quy tắc về điều kiện tham gia phải có căn cứ.")
    next_step = _("Ghi số, ký hiệu văn bản, ví dụ 15/QĐ-UBND; rồi gửi lại.")


class RuleThereAlready(Conflict):
    code = "rollout.rule-there-already"
    sentence = _("Đã có quy tắc khác từ chính ngày này.")
    cause = _("Từ ngày %(day)s đã quy định: %(value)s.")
    next_step = _("Chọn ngày khác.")


class TrainingIncomplete(Invalid):
    code = "rollout.training-incomplete"
    sentence = _("Chưa ghi đủ về buổi tập huấn.")
    cause = _("Cần nội dung và người tập huấn.")
    next_step = _("Ghi thêm rồi gửi lại.")


class TrainingUnknown(NotFound):
    code = "rollout.training-unknown"
    sentence = _("Không tìm thấy buổi tập huấn.")
    cause = _("Buổi tập huấn không có, hoặc do cơ quan khác tổ chức.")
    next_step = _("Mở “Tập huấn” và chọn lại.")


class NobodyChosen(Invalid):
    code = "rollout.nobody-chosen"
    sentence = _("Chưa có ai để ghi vào buổi tập huấn.")
    cause = _("Không dòng nào khớp với người trong danh bạ.")
    next_step = _("Dán mỗi dòng một hộp thư, hoặc họ tên và mã cơ quan cách nhau dấu chấm phẩy.")


class ListTooLong(Invalid):
    code = "rollout.list-too-long"
    sentence = _("Danh sách dài quá.")
    cause = _("Mỗi lần đọc được %(most)s dòng, danh sách này có %(count)s dòng.")
    next_step = _("Chia danh sách, dán và ghi từng phần vào cùng buổi tập huấn.")


class PeopleElsewhere(Invalid):
    code = "rollout.people-elsewhere"
    sentence = _("Có người không thuộc cơ quan của bạn.")
    cause = _("Ngoài phạm vi, hoặc không giữ vị trí nào: %(names)s.")
    next_step = _("Bỏ những người đó, hoặc nhờ quản trị của cơ quan họ ghi.")
