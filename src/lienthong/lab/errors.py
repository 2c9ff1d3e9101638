"""What the lab refuses to do, and reports that it does not take."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class AddressNotLocal(NotAllowed):
    """facts: `address`."""

    code = "lab.address-not-local"
    sentence = _("Địa chỉ %(address)s không phải máy này; phòng thử gửi dữ liệu rác.")
    cause = _("Phòng thử gửi gói tin hỏng, gói tin giả và hàng nghìn lời gọi.")
    next_step = _("Nếu đây đúng là hệ thống thử nghiệm, thêm --yes-this-is-a-test-system.")


class ScenarioUnknown(NotFound):
    """facts: `names`."""

    code = "lab.scenario-unknown"
    sentence = _("Không có kịch bản: %(names)s.")
    cause = _("Mỗi kịch bản có tên trong sổ kịch bản của chiều thử đã chọn.")
    next_step = _("Xem các tên bằng lienthong lab book.")


class ReportUnreadable(Invalid):
    """facts: `reason`."""

    code = "lab.report-unreadable"
    sentence = _("Tệp không phải là báo cáo của phòng thử: %(reason)s.")
    cause = _("Báo cáo là tệp JSON do lienthong lab run hoặc lienthong lab serve ghi.")
    next_step = _("Chọn đúng tệp, hoặc chạy thử lại.")


class ReportAltered(Conflict):
    code = "lab.report-altered"
    sentence = _("Báo cáo đã bị sửa: mã băm không khớp nội dung.")
    cause = _("Mã băm trong báo cáo tính trên mọi trường khác của nó.")
    next_step = _("Đề nghị chủ hệ thống chạy thử lại và gửi tệp như được ghi ra.")


class AddressWrong(Invalid):
    """facts: `address`."""

    code = "lab.address-wrong"
    sentence = _("“%(address)s” không phải địa chỉ gọi được.")
    cause = _("Địa chỉ bắt đầu bằng http:// hoặc https:// và có tên máy chủ.")
    next_step = _("Sửa --address rồi chạy lại.")


class PeerWrong(Invalid):
    """facts: `text` of the option."""

    code = "lab.peer-wrong"
    sentence = _("--peer “%(text)s” thiếu phần.")
    cause = _("Mỗi bên nhận ghi ba phần, cách nhau dấu phẩy: mã cơ quan, systemid, tệp bí mật.")
    next_step = _("Sửa --peer rồi chạy lại.")
