"""What figures turn down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class MonthUnknown(NotFound):
    code = "statistics.month-unknown"
    sentence = _("Không có số liệu của tháng này.")
    cause = _("Tháng viết sai, ở tương lai, hoặc trước khi hệ thống bắt đầu.")
    next_step = _("Ghi tháng dạng 2026-11, hoặc chọn tháng trong danh sách.")


class MonthNotOver(Conflict):
    code = "statistics.month-not-over"
    sentence = _("Chưa chốt được số liệu tháng %(month)s.")
    cause = _("Kỳ số liệu kéo dài đến hết ngày %(last_on)s.")
    next_step = _("Chốt sau ngày đó; hệ thống tự chốt trong giờ đầu tiên.")


class MonthBeforeFirst(Conflict):
    code = "statistics.month-before-first"
    sentence = _("Không chốt số liệu tháng %(month)s.")
    cause = _("Hệ thống bắt đầu ghi nhận từ ngày %(begun_on)s, sau khi kỳ này kết thúc.")
    next_step = _("Chốt từ kỳ có ngày đó.")


class EarlierMonthOpen(Conflict):
    code = "statistics.earlier-month-open"
    sentence = _("Chưa chốt được số liệu tháng %(month)s.")
    cause = _("Tháng %(earlier)s chưa chốt; các kỳ nối tiếp nhau, không bỏ sót ngày nào.")
    next_step = _("Chốt tháng %(earlier)s trước.")


class MonthNotClosed(NotFound):
    code = "statistics.month-not-closed"
    sentence = _("Số liệu tháng %(month)s chưa chốt.")
    cause = _("Kỳ số liệu chưa hết, hoặc việc nền chưa chạy.")
    next_step = _("Mở tháng trước đó, hoặc chờ hệ thống chốt.")


class MonthNotPublished(NotFound):
    code = "statistics.month-not-published"
    sentence = _("Số liệu tháng %(month)s chưa công bố.")
    cause = _("Các cơ quan còn xác nhận đến %(until)s.")
    next_step = _("Mở lại sau thời điểm đó.")


class ClockBehind(Conflict):
    code = "statistics.clock-behind"
    sentence = _("Không chốt số liệu khi đồng hồ của máy chủ không đúng.")
    cause = _("Sổ cái đã có bản ghi lúc %(latest)s, sau thời điểm mà đồng hồ đang chỉ.")
    next_step = _(
        "Chỉnh đồng hồ của máy chủ rồi chạy lại: lienthong figures close. Nếu đồng hồ đang đúng và"
        " trước đó chạy nhanh: ghi --month và thêm --clock-is-right."
    )


class ClosedInTime(Conflict):
    code = "statistics.closed-in-time"
    sentence = _("Không chốt lại số liệu tháng %(month)s.")
    cause = _("Chỉ chốt lại tháng bị chốt sớm do đồng hồ chạy nhanh; sổ cái không cho thấy vậy.")
    next_step = _("Số đếm khác đi thì hiện bên cạnh số đã chốt; cơ quan ghi ý kiến nếu cần.")


class AgainReasonMissing(Invalid):
    code = "statistics.again-reason-missing"
    sentence = _("Chưa ghi lý do chốt lại số liệu.")
    cause = _("Lý do được lưu cùng lần chốt mới, ai xem số liệu cũng thấy.")
    next_step = _("Thêm --reason với một câu.")


class FiguresNotFound(NotFound):
    code = "statistics.figures-not-found"
    sentence = _("Không có số liệu đã chốt này của cơ quan.")
    cause = _("Cơ quan chưa tham gia trong kỳ đó, hoặc số liệu là của cơ quan khác.")
    next_step = _("Mở mục Số liệu và chọn lại tháng.")


class ReasonMissing(Invalid):
    code = "statistics.reason-missing"
    sentence = _("Chưa ghi ý kiến về số liệu.")
    cause = _("Không đồng ý với số liệu thì phải nói rõ chỗ nào, vì sao.")
    next_step = _("Ghi một câu rồi gửi lại.")


class TotalTooLow(Invalid):
    code = "statistics.total-too-low"
    sentence = _("Tổng số báo lên thấp hơn số đã qua liên thông.")
    cause = _("Liên thông đã ghi nhận %(counted)s văn bản, sổ không thể ít hơn.")
    next_step = _("Xem lại sổ của cơ quan, ghi tổng số đúng.")


class TotalsNotAsked(Invalid):
    code = "statistics.totals-not-asked"
    sentence = _("Không nhận tổng số do cơ quan tự báo.")
    cause = _("Sổ của cơ quan lập tại đây nên tổng số đã có trong sổ.")
    next_step = _("Bỏ trống tổng số; nếu sổ thiếu văn bản thì vào sổ rồi ghi ý kiến.")


class AnswerKeyDiffers(Conflict):
    code = "statistics.answer-key-differs"
    sentence = _("Lần gửi này đã được ghi nhận với nội dung khác.")
    cause = _("Một khóa chỉ dùng cho một câu trả lời.")
    next_step = _("Mở lại trang, xem câu trả lời đã ghi, rồi trả lời lại nếu cần.")
