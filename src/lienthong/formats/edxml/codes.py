"""The closed lists of the wire, with their meaning in the words of the law."""

from enum import StrEnum

from lienthong.kernel.wording import noop as _


class StatusCode(StrEnum):
    """What a status package says. Source: QCVN 102:2016/BTTTT as the national axis uses it."""

    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    IN_WORK = "05"
    FINISHED = "06"
    TAKE_BACK = "13"
    CHANGE_AGREED = "15"
    CHANGE_REFUSED = "16"

    @property
    def meaning(self) -> str:
        """The Vietnamese words for this code."""
        return _STATUS_MEANINGS[self]


class BussinessDocType(StrEnum):
    """What a document package does with an earlier one (the wire's own spelling)."""

    NEW = "0"
    RECALL = "1"
    UPDATE = "2"
    REPLACEMENT = "3"

    @property
    def meaning(self) -> str:
        """The Vietnamese words for this type."""
        return _BUSSINESS_MEANINGS[self]


class Priority(StrEnum):
    """Urgency (mức độ khẩn); on the wire an integer, here its decimal text."""

    NORMAL = "0"
    URGENT = "1"
    VERY_URGENT = "2"
    EXPRESS = "3"
    EXPRESS_AT_HOUR = "4"

    @property
    def meaning(self) -> str:
        """The Vietnamese words for this urgency."""
        return _PRIORITY_MEANINGS[self]


_STATUS_MEANINGS = {
    StatusCode.ARRIVED: _("Đã đến"),
    StatusCode.REFUSED: _("Từ chối tiếp nhận"),
    StatusCode.ACCEPTED: _("Đã tiếp nhận"),
    StatusCode.ASSIGNED: _("Phân công xử lý"),
    StatusCode.IN_WORK: _("Đang xử lý"),
    StatusCode.FINISHED: _("Hoàn thành"),
    StatusCode.TAKE_BACK: _("Lấy lại"),
    StatusCode.CHANGE_AGREED: _("Đồng ý cập nhật, thu hồi hoặc lấy lại"),
    StatusCode.CHANGE_REFUSED: _("Từ chối cập nhật, thu hồi hoặc lấy lại"),
}

_BUSSINESS_MEANINGS = {
    BussinessDocType.NEW: _("Văn bản điện tử mới"),
    BussinessDocType.RECALL: _("Thu hồi văn bản"),
    BussinessDocType.UPDATE: _("Cập nhật văn bản"),
    BussinessDocType.REPLACEMENT: _("Thay thế văn bản"),
}

_PRIORITY_MEANINGS = {
    Priority.NORMAL: _("Thường"),
    Priority.URGENT: _("Khẩn"),
    Priority.VERY_URGENT: _("Thượng khẩn"),
    Priority.EXPRESS: _("Hỏa tốc"),
    Priority.EXPRESS_AT_HOUR: _("Hỏa tốc hẹn giờ"),
}
