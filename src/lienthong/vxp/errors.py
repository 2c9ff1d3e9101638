"""What calls of the interface are refused."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class OperationUnknown(NotFound):
    """facts: `operation`, as it was called."""

    code = "vxp.operation-unknown"
    sentence = _("Không có lệnh “%(operation)s”.")
    cause = _("Giao diện có đúng các lệnh của SDKVXP 2.0.0 và 2.0.1.")
    next_step = _("Kiểm tra địa chỉ máy chủ (service.endpoint): phải tận cùng bằng /vxp.")


class MethodWrong(Invalid):
    """facts: `operation`, `method` that is right."""

    code = "vxp.method-wrong"
    sentence = _("Lệnh “%(operation)s” phải gọi bằng %(method)s.")
    cause = _("Mỗi lệnh có một phương thức HTTP cố định.")
    next_step = _("Gọi lại bằng %(method)s.")


class ContentTypeWrong(Invalid):
    """facts: `operation`, `wanted`."""

    code = "vxp.content-type-wrong"
    sentence = _("Lệnh “%(operation)s” cần nội dung kiểu %(wanted)s.")
    cause = _("Gói tin là chính phần thân của yêu cầu, không bọc trong biểu mẫu.")
    next_step = _("Gửi lại với Content-Type là %(wanted)s.")


class BodyTooLong(Invalid):
    """facts: `megabytes`, the limit."""

    code = "vxp.body-too-long"
    sentence = _("Phần thân của yêu cầu lớn hơn %(megabytes)s MB.")
    cause = _("Chỉ sendEdoc mang gói tin; các lệnh khác không cần nội dung lớn.")
    next_step = _("Gửi lại với nội dung nhỏ hơn.")


class BodyIncomplete(Invalid):
    code = "vxp.body-incomplete"
    sentence = _("Phần thân của yêu cầu chưa đến đủ.")
    cause = _("Kết nối bị ngắt trước khi hết số byte đã báo ở Content-Length.")
    next_step = _("Gửi lại; gói tin đã nhận đủ sẽ không bị nhận hai lần.")


class ParameterMissing(Invalid):
    """facts: `name` of the parameter."""

    code = "vxp.parameter-missing"
    sentence = _("Thiếu tham số “%(name)s”, hoặc giá trị không đúng.")
    cause = _("Tham số nằm trong trường XroadVnpt-%(name)s và phải được ký.")
    next_step = _("Bổ sung tham số rồi gọi lại.")


class SenderNotOurs(NotAllowed):
    """facts: `code` of the sender, as it was named."""

    code = "vxp.sender-not-ours"
    sentence = _("Hệ thống không được gửi thay cơ quan mã “%(code)s”.")
    cause = _("Tham số from phải là mã của một cơ quan đã cho hệ thống này làm thay.")
    next_step = _("Kiểm tra mã, hoặc đề nghị cơ quan đó đồng ý trên trang các hệ thống làm thay.")


class ParcelUnknown(NotFound):
    """Also for what was sent to others, and what its agency lets this system see no more."""

    code = "vxp.parcel-unknown"
    sentence = _("Không có gói tin mang mã này trong danh sách của hệ thống.")
    cause = _("docId lấy từ getReceivedEdocList; mã do sendEdoc trả về là của bên gửi.")
    next_step = _("Lấy lại danh sách rồi gọi với docId trong đó.")


class AgencyIncomplete(Invalid):
    """facts: `fields` that are missing or odd."""

    code = "vxp.agency-incomplete"
    sentence = _("Thông tin cơ quan thiếu hoặc sai: %(fields)s.")
    cause = _("Cần một đối tượng JSON có code và name; thư điện tử nếu có phải đúng dạng.")
    next_step = _("Sửa rồi gọi lại.")


class AwaitsOperator(Conflict):
    """facts: `code` of the agency. The request is kept; the same call again makes no other one."""

    code = "vxp.awaits-operator"
    sentence = _("Đã ghi đề nghị về cơ quan mã “%(code)s”; chưa có hiệu lực.")
    cause = _("Hệ thống chỉ tự khai báo được các đơn vị dưới mã mà quản trị đã giao.")
    next_step = _("Chờ quản trị quyết định rồi gọi lại.")


class OperatorRefused(Conflict):
    """facts: `code` of the agency, `note` of the operator."""

    code = "vxp.operator-refused"
    sentence = _("Quản trị không đồng ý đề nghị về cơ quan mã “%(code)s”: %(note)s")
    cause = _("Đề nghị này đã được trả lời.")
    next_step = _("Liên hệ quản trị hệ thống nếu cần xem lại.")


class TooManyAsked(Conflict):
    """facts: `most`, requests of one system that may wait at a time."""

    code = "vxp.too-many-asked"
    sentence = _("Hệ thống đang có %(most)s đề nghị chờ quản trị; đề nghị này chưa được ghi.")
    cause = _("Mỗi hệ thống chỉ được để chừng đó đề nghị chờ trả lời cùng một lúc.")
    next_step = _("Chờ quản trị trả lời bớt rồi gọi lại.")


class RequestUnknown(NotFound):
    code = "vxp.request-unknown"
    sentence = _("Không tìm thấy đề nghị này.")
    cause = _("Đường dẫn sai, hoặc đề nghị thuộc nơi khác.")
    next_step = _("Mở lại danh sách đề nghị.")


class RequestDecided(Conflict):
    code = "vxp.request-decided"
    sentence = _("Đề nghị này đã có kết quả: %(state)s.")
    cause = _("Mỗi đề nghị được trả lời một lần.")
    next_step = _("Mở lại danh sách đề nghị.")


class ReasonMissing(Invalid):
    code = "vxp.reason-missing"
    sentence = _("Chưa nêu lý do không đồng ý.")
    cause = _("Lý do được trả lại cho phần mềm đã đề nghị.")
    next_step = _("Nhập lý do.")


class Failed(Conflict):
    """What nobody expected; the log has the rest. facts: `request`, its id."""

    code = "vxp.failed"
    sentence = _("Máy chủ gặp lỗi khi xử lý yêu cầu.")
    cause = _("Lỗi đã được ghi lại (%(request)s); không có gì được lưu dở dang.")
    next_step = _("Gửi lại sau ít phút; gói tin đã nhận sẽ không bị nhận hai lần.")
