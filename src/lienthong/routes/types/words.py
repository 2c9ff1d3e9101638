"""The closed lists of routes, with what people read for each word."""

from enum import StrEnum

from lienthong.kernel.wording import noop as _


class RouteKind(StrEnum):
    """Whom a route leads to."""

    AXIS = "axis"  # a parent exchange, by the interface of the national axis
    SISTER = "sister"  # another installation of this program, by its interface for systems
    MAIL = "mail"  # agencies with nothing but a mailbox, by official mail

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    RouteKind.AXIS: _("Trục liên thông cấp trên"),
    RouteKind.SISTER: _("Hệ thống ngang cấp"),
    RouteKind.MAIL: _("Thư công vụ"),
}


class RouteState(StrEnum):
    """Whether a route is used. What waits for one that is off goes when it is on again."""

    ON = "on"
    OFF = "off"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    RouteState.ON: _("Đang dùng"),
    RouteState.OFF: _("Tạm dừng"),
    RouteState.ENDED: _("Đã kết thúc"),
}


class ParcelKind(StrEnum):
    """What is carried."""

    DOCUMENT = "document"
    STATUS = "status"

    @property
    def label(self) -> str:
        return _PARCEL_KINDS[self]


_PARCEL_KINDS = {
    ParcelKind.DOCUMENT: _("Văn bản"),
    ParcelKind.STATUS: _("Trạng thái"),
}


class ParcelState(StrEnum):
    """Where what is carried stands; the other side's word for it is in `said`."""

    WAITING = "waiting"
    CARRIED = "carried"  # the other side has it and said so
    GIVEN_UP = "given-up"  # turned down for good, or its time is over; the sender was told
    HANDED_OVER = "handed-over"  # another route carries it instead

    @property
    def label(self) -> str:
        return _PARCEL_STATES[self]


_PARCEL_STATES = {
    ParcelState.WAITING: _("Chờ chuyển"),
    ParcelState.CARRIED: _("Đã chuyển"),
    ParcelState.GIVEN_UP: _("Không chuyển được"),
    ParcelState.HANDED_OVER: _("Đã giao tuyến khác"),
}


class FetchedState(StrEnum):
    """What became of a package that the other side listed for us."""

    WAITING = "waiting"  # not understood yet, looked at again
    TAKEN = "taken"
    TURNED_DOWN = "turned-down"

    @property
    def label(self) -> str:
        return _FETCHED_STATES[self]


_FETCHED_STATES = {
    FetchedState.WAITING: _("Chờ xử lý lại"),
    FetchedState.TAKEN: _("Đã nhận"),
    FetchedState.TURNED_DOWN: _("Không nhận được"),
}


class Trouble(StrEnum):
    """Why the other side of a route could not be asked."""

    NONE = ""
    NOT_RESOLVED = "not-resolved"
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls-failed"
    TIMED_OUT = "timed-out"
    NO_ANSWER = "no-answer"  # the connection broke
    ODD_ANSWER = "odd-answer"  # what came is no answer of the interface
    NOT_LET_IN = "not-let-in"  # the other side knows us not, or not so

    @property
    def label(self) -> str:
        return _TROUBLES[self]


_TROUBLES = {
    Trouble.NONE: "",
    Trouble.NOT_RESOLVED: _("Không tìm thấy tên máy chủ"),
    Trouble.FORBIDDEN_ADDRESS: _("Địa chỉ nằm trong mạng chưa được cho phép"),
    Trouble.UNREACHABLE: _("Không kết nối được tới máy chủ"),
    Trouble.TLS_FAILED: _("Chứng thư của máy chủ không được tin"),
    Trouble.TIMED_OUT: _("Máy chủ trả lời quá chậm"),
    Trouble.NO_ANSWER: _("Kết nối bị ngắt giữa chừng"),
    Trouble.ODD_ANSWER: _("Trả lời không đúng giao diện"),
    Trouble.NOT_LET_IN: _("Bên kia không cho vào"),
}


class DifferenceKind(StrEnum):
    """Why an agency of the other side's list is left to an operator."""

    OURS = "ours"  # its code belongs to an agency of this installation
    ODD = "odd"  # its code or name cannot be entered
    NOT_REGISTERED = "not-registered"  # the other side did not take an agency of ours
    MISSING = "missing"  # listed no more, together with so many others that it may be a mistake

    @property
    def label(self) -> str:
        return _DIFFERENCES[self]


_DIFFERENCES = {
    DifferenceKind.OURS: _("Mã thuộc hệ thống này"),
    DifferenceKind.ODD: _("Không nhập được vào danh bạ"),
    DifferenceKind.NOT_REGISTERED: _("Bên kia chưa nhận đăng ký cơ quan của ta"),
    DifferenceKind.MISSING: _("Danh sách ngắn hẳn đi; chưa cho ngừng"),
}


# Nothing of what was to be brought can have come: nobody was there, or nobody was let in.
NEVER_BEGUN = frozenset(
    {
        Trouble.NOT_RESOLVED,
        Trouble.FORBIDDEN_ADDRESS,
        Trouble.UNREACHABLE,
        Trouble.TLS_FAILED,
        Trouble.NOT_LET_IN,
    }
)
