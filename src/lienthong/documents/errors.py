"""What documents refuses, each with its sentence, cause and next step."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class SecretDocument(Invalid):
    """A document of a secrecy level, declared or stamped (A3)."""

    code = "documents.secret"
    sentence = _("Không nhận văn bản mật: “%(level)s”.")
    cause = _(
        "Văn bản có nội dung bí mật nhà nước không được gửi, nhận qua hệ thống "
        "(Quyết định 28/2018/QĐ-TTg, Điều 1)."
    )
    next_step = _("Chuyển văn bản theo quy định về bảo vệ bí mật nhà nước.")


class DateInFuture(Invalid):
    code = "documents.date-in-future"
    sentence = _("Ngày ban hành %(issued_on)s ở sau ngày hôm nay.")
    cause = _("Văn bản chỉ được phát hành từ ngày ghi trên văn bản.")
    next_step = _("Kiểm tra lại ngày trên văn bản rồi sửa cho đúng.")


class UnknownKind(Invalid):
    code = "documents.unknown-kind"
    sentence = _("Không có loại văn bản “%(kind)s”.")
    cause = _(
        "Loại văn bản phải thuộc danh mục áp dụng vào ngày ban hành %(issued_on)s "
        "(Nghị định 30/2020/NĐ-CP, Điều 7)."
    )
    next_step = _("Chọn loại văn bản trong danh mục.")


class DueTooFar(Invalid):
    code = "documents.due-too-far"
    sentence = _("Hạn %(due_on)s quá xa.")
    cause = _("Hạn trả lời, hạn xử lý không quá hai năm kể từ hôm nay.")
    next_step = _("Kiểm tra lại năm của hạn.")


class NotationAgainstRule(Invalid):
    code = "documents.notation-against-rule"
    sentence = _("Ký hiệu “%(notation)s” không đúng quy định, phải là “%(expected)s”.")
    cause = _("Ký hiệu gồm chữ viết tắt của loại văn bản và của cơ quan ban hành (%(clause)s).")
    next_step = _("Sửa ký hiệu trên văn bản và trong biểu mẫu.")


class FieldMissing(Invalid):
    code = "documents.field-missing"
    sentence = _("Thiếu thông tin: %(field)s.")
    cause = _(
        "Mỗi văn bản phải có số, ký hiệu, ngày, loại và trích yếu "
        "(Quyết định 28/2018/QĐ-TTg, Điều 10)."
    )
    next_step = _("Nhập thông tin còn thiếu như ghi trên văn bản.")


class FieldTooLong(Invalid):
    code = "documents.field-too-long"
    sentence = _("%(field)s dài quá %(longest)s ký tự.")
    cause = _("Độ dài của trường này được giới hạn để mọi hệ thống đều nhận được (QCVN 102:2016).")
    next_step = _("Rút gọn nội dung rồi gửi lại.")


class NumberDoubled(Conflict):
    code = "documents.number-doubled"
    sentence = _("Số %(reference)s đã dùng trong năm %(year)s cho văn bản khác: “%(subject)s”.")
    cause = _(
        "Số và ký hiệu là duy nhất trong một năm của một cơ quan "
        "(Nghị định 30/2020/NĐ-CP, Điều 15)."
    )
    next_step = _("Kiểm tra lại số, hoặc lấy số khác trong sổ.")


class OtherContent(Conflict):
    code = "documents.other-content"
    sentence = _("Văn bản %(reference)s đã được phát hành với nội dung khác.")
    cause = _("Bản đã phát hành không thể thay bằng tệp khác.")
    next_step = _("Dùng chức năng cập nhật hoặc thay thế văn bản, hoặc gửi đúng tệp đã phát hành.")


class NothingChanged(Conflict):
    code = "documents.nothing-changed"
    sentence = _("Bản mới của %(reference)s không khác bản đang có.")
    cause = _("Tệp và thông tin trùng với bản phát hành gần nhất, nên không có gì để cập nhật.")
    next_step = _("Chọn đúng tệp đã sửa, hoặc sửa thông tin rồi gửi lại.")


class OtherNumber(Conflict):
    code = "documents.other-number"
    sentence = _("Bản mới mang số, ký hiệu hoặc năm khác với văn bản được cập nhật: %(reference)s.")
    cause = _("Cập nhật giữ nguyên số, ký hiệu và năm; văn bản mang số mới là văn bản thay thế.")
    next_step = _("Sửa lại số, ký hiệu, hoặc dùng chức năng thay thế văn bản.")


class IssuedByPredecessor(Conflict):
    """An heir wants to update what an agency before it issued."""

    code = "documents.issued-by-predecessor"
    sentence = _("Không cập nhật được %(reference)s: văn bản của cơ quan trước.")
    cause = _("Cập nhật giữ nguyên số; cơ quan kế thừa không ban hành dưới số của cơ quan trước.")
    next_step = _("Văn bản của cơ quan trước: dùng chức năng thay thế.")


class UnknownDocument(NotFound):
    code = "documents.unknown-document"
    sentence = _("Không tìm thấy văn bản.")
    cause = _("Văn bản không có, hoặc không được gửi đến bạn.")
    next_step = _("Kiểm tra lại địa chỉ, hoặc hỏi văn thư của cơ quan.")


class ContentWithdrawn(Conflict):
    code = "documents.content-withdrawn"
    sentence = _("Nội dung văn bản %(reference)s không còn xem được.")
    cause = _("Bên gửi đã thu hồi văn bản và cơ quan đã đồng ý; số và dấu vết vẫn được giữ.")
    next_step = _("Liên hệ cơ quan ban hành nếu vẫn cần văn bản.")


class TargetUnknown(Invalid):
    code = "documents.target-unknown"
    sentence = _("Không tìm thấy văn bản liên quan.")
    cause = _("Văn bản được trả lời hoặc nhắc đến không có trong hệ thống.")
    next_step = _("Chọn lại văn bản liên quan, hoặc ghi số, ký hiệu của văn bản đó.")


class RuleIncomplete(Invalid):
    code = "documents.rule-incomplete"
    sentence = _("Quy định còn thiếu: %(field)s.")
    cause = _("Mỗi quy định phải nêu nội dung và điều khoản của văn bản đã ban hành nó.")
    next_step = _("Nhập số, ký hiệu, điều khoản của văn bản quy định.")


class RuleScopeUnknown(Invalid):
    code = "documents.rule-scope-unknown"
    sentence = _("Phạm vi áp dụng không có trong hệ thống: %(said)s.")
    cause = _("Loại văn bản, vai trò, cấp và cơ quan phải thuộc danh mục.")
    next_step = _("Chọn lại trong danh sách.")


class RuleSaysNothing(Invalid):
    code = "documents.rule-says-nothing"
    sentence = _("Quy định phải cho gửi bản điện tử, bản giấy hoặc cả hai.")
    cause = _("Không chọn cách gửi nào thì văn bản không gửi được.")
    next_step = _("Chọn cách gửi; bản giấy gửi trong 0 đến 20 ngày làm việc.")


class RuleDays(Invalid):
    code = "documents.rule-days"
    sentence = _("Ngày áp dụng %(first)s – %(last)s không dùng được.")
    cause = _(
        "Văn bản đã gửi giữ nguyên quy định của ngày gửi: quy định mới bắt đầu sớm nhất từ ngày "
        "%(earliest)s và không kết thúc trước khi bắt đầu."
    )
    next_step = _("Chọn lại ngày bắt đầu và ngày kết thúc.")


class RuleDoubled(Conflict):
    code = "documents.rule-doubled"
    sentence = _("Đã có quy định khác cùng phạm vi, cùng ngày bắt đầu %(first)s: %(clause)s.")
    cause = _("Hai quy định như vậy thì không rõ quy định nào áp dụng.")
    next_step = _("Kết thúc quy định kia trước, hoặc chọn ngày bắt đầu khác.")


class UnknownRule(NotFound):
    code = "documents.unknown-rule"
    sentence = _("Không tìm thấy quy định.")
    cause = _("Địa chỉ không đúng.")
    next_step = _("Mở lại bảng quy định.")


class NationalRule(Conflict):
    code = "documents.national-rule"
    sentence = _("Không kết thúc được quy định của trung ương: %(clause)s.")
    cause = _("Các quy định này đi cùng phiên bản phần mềm và chỉ thay đổi theo phiên bản mới.")
    next_step = _("Thêm quy định của tỉnh: quy định hẹp hơn được áp dụng trước.")


class RuleEnded(Conflict):
    code = "documents.rule-ended"
    sentence = _("Quy định đã được kết thúc từ trước, ngày cuối là %(last)s.")
    cause = _("Người kết thúc: %(who)s.")
    next_step = _("Thêm quy định mới nếu cần áp dụng tiếp.")
