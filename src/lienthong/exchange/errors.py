"""What exchange turns down, and what the caller can do about it."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class SubmissionDiffers(Conflict):
    """A key was used again for something else."""

    code = "exchange.key-used-for-other-content"
    sentence = _("Lần gửi này mang khóa đã dùng cho một nội dung khác.")
    cause = _("Mỗi khóa gửi chỉ dùng cho một văn bản và một danh sách nơi nhận.")
    next_step = _("Mở lượt gửi đã có để xem; muốn gửi nội dung mới thì gửi với khóa mới.")


class SenderNotActive(Conflict):
    """facts: `name`, its `first_day` and `last_day`, and the `heir` that acts for it."""

    code = "exchange.sender-not-active"
    sentence = _("“%(name)s” không hoạt động vào ngày gửi.")
    cause = _("Theo danh bạ, cơ quan hoạt động từ ngày %(first_day)s đến hết ngày %(last_day)s.")
    next_step = _("Gửi bằng tên cơ quan kế thừa: %(heir)s; danh bạ sai thì đề nghị quản trị sửa.")


class NoRecipients(Invalid):
    code = "exchange.no-recipients"
    sentence = _("Chưa có nơi nhận nào để gửi điện tử.")
    cause = _("Một lượt gửi phải có ít nhất một cơ quan nhận, ngoài dòng “Lưu”.")
    next_step = _("Thêm cơ quan nhận ở khối Nơi nhận rồi gửi lại.")


class RecipientDoubled(Invalid):
    code = "exchange.recipient-doubled"
    sentence = _("Nơi nhận bị lặp: %(names)s.")
    cause = _("Một cơ quan chỉ nhận một lượt gửi một lần, kể cả khi đã nằm trong một nhóm.")
    next_step = _("Bỏ dòng lặp, giữ lại vai trò đúng của cơ quan đó.")


class RecipientUnknown(Invalid):
    code = "exchange.recipient-unknown"
    sentence = _("Có %(count)s nơi nhận không có trong danh bạ.")
    cause = _("Chỉ gửi được tới cơ quan đã đăng ký trong danh bạ liên thông.")
    next_step = _("Chọn lại cơ quan từ danh bạ, hoặc đề nghị Sở Thông tin và Truyền thông bổ sung.")


class RecipientNotReady(Invalid):
    code = "exchange.recipient-not-ready"
    sentence = _("Chưa gửi điện tử được tới: %(names)s.")
    cause = _("%(cause)s")
    next_step = _("%(next_step)s")


class SentToItself(Invalid):
    code = "exchange.sent-to-itself"
    sentence = _("Cơ quan gửi đang nằm trong danh sách nơi nhận.")
    cause = _("Văn bản giữa các đơn vị trong một cơ quan không đi qua trục liên thông.")
    next_step = _("Bỏ cơ quan mình khỏi nơi nhận; bản lưu đã có trong sổ văn bản đi.")


class AlreadySent(Conflict):
    code = "exchange.already-sent"
    sentence = _("Văn bản này đã được gửi tới: %(names)s.")
    cause = _("Nơi nhận chưa từ chối lượt gửi trước, nên gửi thêm sẽ thành hai bản.")
    next_step = _("Bỏ các nơi nhận đó; chỉ gửi lại cho nơi đã từ chối hoặc nơi nhận mới.")


class EarlierKept(Conflict):
    """facts: `names`."""

    code = "exchange.earlier-kept"
    sentence = _("Nơi nhận đang giữ văn bản trước và chưa đồng ý nhận văn bản này: %(names)s.")
    cause = _("Văn bản được đề nghị thay cho văn bản trước; gửi thẳng sẽ thành hai bản.")
    next_step = _("Đề nghị cập nhật hoặc thay thế lần nữa, nêu rõ lý do; hoặc bỏ các nơi nhận đó.")


class DeliveryNotFound(NotFound):
    """Also when it exists and was addressed to somebody else."""

    code = "exchange.not-addressed"
    sentence = _("Không có văn bản này trong số văn bản gửi tới cơ quan.")
    cause = _("Văn bản không tồn tại, hoặc không gửi cho cơ quan đang thao tác.")
    next_step = _("Kiểm tra lại vị trí công tác đang chọn và số, ký hiệu văn bản.")


class DispatchNotFound(NotFound):
    code = "exchange.dispatch-not-found"
    sentence = _("Không có lượt gửi này trong số lượt gửi của cơ quan.")
    cause = _("Lượt gửi không tồn tại, hoặc do cơ quan khác gửi.")
    next_step = _("Kiểm tra lại vị trí công tác đang chọn và số, ký hiệu văn bản.")


class AlreadyDecided(Conflict):
    code = "exchange.already-decided"
    sentence = _("Văn bản này đang ở trạng thái “%(state)s”, do %(who)s cập nhật.")
    cause = _("Một người khác đã xử lý trước, hoặc biểu mẫu này đã được gửi một lần.")
    next_step = _("Tải lại trang để xem trạng thái mới rồi quyết định.")


class ReasonMissing(Invalid):
    code = "exchange.reason-missing"
    sentence = _("Chưa ghi lý do.")
    cause = _("Bên gửi cần lý do để sửa và gửi lại (Quyết định 28/2018/QĐ-TTg, Điều 9).")
    next_step = _("Ghi lý do ngắn gọn, ví dụ “Gửi nhầm nơi nhận”.")


class NotPassedOn(Invalid):
    """facts: `names`."""

    code = "exchange.not-passed-on"
    sentence = _("Văn bản của nơi khác không chuyển tiếp qua đây: %(names)s.")
    cause = _("Nơi gửi và nơi nhận đều ở ngoài hệ thống này; nơi gửi tự chuyển, để không đi vòng.")
    next_step = _("Gửi theo tuyến của chính nơi gửi, hoặc gửi cho cơ quan của hệ thống này.")


class ReportDiffers(Conflict):
    code = "exchange.report-key-used-for-other-content"
    sentence = _("Báo trạng thái này mang khóa đã dùng cho một nội dung khác.")
    cause = _("Mỗi khóa chỉ dùng cho một lần báo trạng thái.")
    next_step = _("Xem lại quá trình của văn bản; báo trạng thái mới với khóa mới.")


class StatusNotYours(Invalid):
    code = "exchange.status-not-yours"
    sentence = _("Trạng thái %(code)s không phải do bên này báo.")
    cause = _("Mã 13 do bên gửi báo; các mã còn lại do bên nhận báo.")
    next_step = _("Báo đúng mã của bên mình.")


class StampBeforeDispatch(Invalid):
    code = "exchange.stamp-before-dispatch"
    sentence = _("Thời điểm của trạng thái có trước khi văn bản được gửi.")
    cause = _("Văn bản được gửi lúc %(admitted_at)s.")
    next_step = _("Kiểm tra đồng hồ của hệ thống báo trạng thái rồi báo lại.")


class NothingToRecall(Conflict):
    code = "exchange.nothing-to-recall"
    sentence = _("Không còn nơi nhận nào để đề nghị thu hồi.")
    cause = _("Mọi nơi nhận đã từ chối, đã đồng ý thu hồi, hoặc đang chờ trả lời đề nghị trước.")
    next_step = _("Xem trạng thái từng nơi nhận ở trang Theo dõi phát hành.")


class NobodyChosen(Invalid):
    code = "exchange.nobody-chosen"
    sentence = _("Chưa chọn nơi nhận nào.")
    cause = _("Đề nghị được gửi tới từng nơi nhận đã đánh dấu trong danh sách.")
    next_step = _("Đánh dấu ít nhất một nơi nhận rồi gửi lại.")


class NobodyToAsk(Conflict):
    """An update or a replacement whose document nobody has."""

    code = "exchange.nobody-to-ask"
    sentence = _("Không có nơi nhận nào đang giữ văn bản để đề nghị %(change)s.")
    cause = _("Các nơi nhận đã từ chối, đã trả lại văn bản, hoặc đang chờ trả lời thu hồi.")
    next_step = _("Xem trạng thái từng nơi nhận; gửi văn bản mới như một lần gửi thông thường.")


class NothingToAnswer(Conflict):
    code = "exchange.nothing-to-answer"
    sentence = _("Không có đề nghị nào đang chờ trả lời.")
    cause = _("Đề nghị đã được trả lời, đã được thay bằng đề nghị khác, hoặc chưa từng được gửi.")
    next_step = _("Tải lại trang để đọc đề nghị đang chờ, nếu có, rồi trả lời.")


class NothingLate(Conflict):
    code = "exchange.nothing-late"
    sentence = _("Không có gì để nhắc: nơi nhận chưa quá hạn, hoặc đã tiếp nhận, đã xử lý xong.")
    cause = _("Chỉ nhắc khi đã quá hạn tiếp nhận, hoặc quá hạn xử lý ghi trong văn bản.")
    next_step = _("Xem hạn và trạng thái từng nơi nhận ở trang Theo dõi phát hành.")


class UrgedToday(Conflict):
    """facts: `who` urged first."""

    code = "exchange.urged-today"
    sentence = _("Hôm nay đã nhắc rồi: %(who)s.")
    cause = _("Mỗi nơi nhận được nhắc về một văn bản nhiều nhất một lần trong ngày.")
    next_step = _("Gọi điện cho văn thư nơi nhận nếu cần gấp, hoặc nhắc lại vào ngày mai.")


class PaperOnly(Invalid):
    code = "exchange.paper-only"
    sentence = _("Theo quy định chỉ gửi bản giấy tới: %(names)s.")
    cause = _("Bảng quy định không cho gửi điện tử loại văn bản này tới các nơi nhận đó.")
    next_step = _(
        "Ghi các nơi nhận đó ở Nơi nhận bằng chữ, không chọn trong danh bạ, và gửi bản giấy."
    )


class NoPaper(Conflict):
    code = "exchange.no-paper"
    sentence = _("Văn bản này không gửi kèm bản giấy.")
    cause = _("Quy định của ngày gửi chỉ yêu cầu gửi bản điện tử.")
    next_step = _("Không cần ghi gì; văn bản điện tử có giá trị như bản giấy.")


class NoPaperChosen(Invalid):
    code = "exchange.no-paper-chosen"
    sentence = _("Chưa đánh dấu dòng nào.")
    cause = _("Chỉ ghi cho bản giấy của các dòng được đánh dấu.")
    next_step = _("Đánh dấu ít nhất một dòng rồi bấm lại.")


class PaperDay(Invalid):
    code = "exchange.paper-day"
    sentence = _("Ngày %(day)s không thể là ngày gửi hoặc nhận bản giấy.")
    cause = _(
        "Bản giấy đi từ ngày ghi trên văn bản, đến từ ngày gửi, không sau hôm nay: từ %(first)s "
        "đến %(last)s."
    )
    next_step = _("Chọn lại ngày.")


class PostNumberMissing(Invalid):
    code = "exchange.post-number-missing"
    sentence = _("Thiếu số hiệu bưu gửi.")
    cause = _("Bản giấy gửi bưu điện được theo dõi bằng số hiệu trên phiếu gửi.")
    next_step = _("Nhập số hiệu trên phiếu gửi, hoặc chọn giao trực tiếp.")


class PaperMarked(Conflict):
    """facts: `who` marked something else, on which `day`, about whose paper (`name`)."""

    code = "exchange.paper-marked"
    sentence = _("Bản giấy của %(name)s đã được ghi ngày %(day)s.")
    cause = _("Người ghi: %(who)s.")
    next_step = _("Tải lại trang; nếu ghi trước đó sai thì bỏ ghi rồi ghi lại.")


class PaperArrived(Conflict):
    code = "exchange.paper-arrived"
    sentence = _("Không bỏ ghi được: nơi nhận đã nhận bản giấy ngày %(day)s.")
    cause = _("Người ghi ở nơi nhận: %(who)s.")
    next_step = _("Nếu nơi nhận ghi nhầm, đề nghị nơi nhận bỏ ghi trước.")
