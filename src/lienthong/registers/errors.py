"""What the books and the work on what arrived turn down."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class EntryNotFound(NotFound):
    """Also when it stands in another agency's book."""

    code = "registers.entry-not-found"
    sentence = _("Không có mục này trong sổ của cơ quan.")
    cause = _("Mục không tồn tại, hoặc thuộc sổ của cơ quan khác, hoặc chưa được giao cho bạn.")
    next_step = _("Kiểm tra lại vị trí công tác đang chọn và số đến, số đi.")


class SignatureInvalid(Conflict):
    code = "registers.signature-invalid"
    sentence = _("Không tiếp nhận được: chữ ký số trên văn bản không hợp lệ.")
    cause = _("Tệp đã bị sửa sau khi ký, hoặc chứng thư không còn hiệu lực khi ký.")
    next_step = _("Từ chối tiếp nhận và ghi lý do để bên gửi ký và gửi lại.")


class AlreadyEntered(Conflict):
    """facts: `number`, `day` of the line that is about the same document; `entry_id`."""

    code = "registers.already-entered"
    sentence = _("Văn bản này đã vào sổ: số đến %(number)s ngày %(day)s.")
    cause = _("Cùng tác giả, số, ký hiệu và năm, hoặc cùng một tệp; mỗi văn bản vào sổ một lần.")
    next_step = _("Mở văn bản đã vào sổ; bản quét của bản giấy thêm được vào mục đó.")


class WaitsByExchange(Conflict):
    """facts: `reference`; `delivery_id` of what waits."""

    code = "registers.waits-by-exchange"
    sentence = _("Bản điện tử của văn bản này (%(reference)s) đang chờ tiếp nhận.")
    cause = _("Văn bản đã đến qua trục liên thông; mỗi văn bản vào sổ một lần.")
    next_step = _("Tiếp nhận bản điện tử để lấy số đến, rồi ghi số đó lên bản giấy.")


class ArrivedInFuture(Invalid):
    code = "registers.arrived-in-future"
    sentence = _("Ngày đến %(arrived_on)s ở sau ngày hôm nay.")
    cause = _("Văn bản chỉ vào sổ khi đã đến cơ quan.")
    next_step = _("Ghi ngày nhận được văn bản, hôm nay hoặc trước đó.")


class ArrivedBeforeWritten(Invalid):
    """facts: `arrived_on`, `document_on`."""

    code = "registers.arrived-before-written"
    sentence = _("Ngày đến %(arrived_on)s ở trước ngày văn bản %(document_on)s.")
    cause = _("Văn bản không thể đến trước ngày được viết; thường là ghi nhầm ngày, tháng.")
    next_step = _("Xem lại hai ngày trên văn bản giấy rồi sửa.")


class ReceivedFileRefused(Invalid):
    """The file met a finding that stops; its own words are shown."""

    code = "registers.received-file-refused"
    sentence = _("%(sentence)s")
    cause = _("%(cause)s")
    next_step = _("%(next_step)s")


class NotReceivedHere(Conflict):
    """facts: `number` of a line that came by the exchange, or whose work was given to somebody."""

    code = "registers.not-voidable"
    sentence = _("Không hủy được số đến %(number)s.")
    cause = _("Chỉ hủy được số của văn bản giấy, thư chưa được giao xử lý và chưa có bản điện tử.")
    next_step = _("Nhờ lãnh đạo ghi ý kiến về chỗ sai; số đến và mục trong sổ giữ nguyên.")


class ScanMissing(Invalid):
    code = "registers.scan-missing"
    sentence = _("Chưa chọn tệp quét.")
    cause = _("Thêm bản quét cần một tệp PDF của bản giấy.")
    next_step = _("Chọn tệp rồi bấm lại.")


class ScanThere(Conflict):
    """facts: `number` of the line."""

    code = "registers.scan-there"
    sentence = _("Văn bản đến số %(number)s đã có tệp.")
    cause = _("Mỗi văn bản giấy có một bản quét; tệp đã nhận giữ nguyên như khi nhận.")
    next_step = _("Xem lại tệp đang có; tệp sai thì hủy số và nhập lại.")


class AlreadyVoided(Conflict):
    code = "registers.already-voided"
    sentence = _("Số %(number)s đã hủy trước đó.")
    cause = _("Lý do đã ghi: %(reason)s")
    next_step = _("Lấy số mới cho văn bản; số đã hủy không dùng lại.")


class CannotVoid(Conflict):
    code = "registers.cannot-void"
    sentence = _("Không hủy được số %(number)s: văn bản đã phát hành hoặc đã vào sổ.")
    cause = _("Số của văn bản đã phát hành không dùng lại (Nghị định 30/2020/NĐ-CP, Điều 15).")
    next_step = _("Nếu gửi nhầm, hãy thu hồi văn bản; mục trong sổ vẫn giữ nguyên.")


class VoidReasonMissing(Invalid):
    code = "registers.void-reason-missing"
    sentence = _("Chưa ghi lý do hủy số.")
    cause = _("Sổ đăng ký in ra phải giải thích mọi số đã lấy.")
    next_step = _("Ghi lý do, ví dụ “Đóng dấu không thành, văn bản lấy số khác”.")


class NumberKeyDiffers(Conflict):
    code = "registers.number-key-used-for-other-document"
    sentence = _("Yêu cầu lấy số này đã dùng cho một văn bản khác.")
    cause = _("Mỗi yêu cầu chỉ lấy một số cho một văn bản.")
    next_step = _("Tải lại trang rồi lấy số cho văn bản đang xử lý.")


class InstructionEmpty(Invalid):
    code = "registers.instruction-empty"
    sentence = _("Chưa ghi ý kiến chỉ đạo và chưa chọn nơi xử lý.")
    cause = _("Ý kiến chỉ đạo phải có nội dung hoặc có đơn vị, người được giao.")
    next_step = _("Ghi ý kiến, hoặc chọn đơn vị chủ trì.")


class InstructionDiffers(Conflict):
    code = "registers.instruction-key-used-for-other-content"
    sentence = _("Biểu mẫu này đã ghi một ý kiến chỉ đạo khác.")
    cause = _("Mỗi lần mở biểu mẫu chỉ ghi được một ý kiến chỉ đạo.")
    next_step = _("Tải lại trang để xem ý kiến đã ghi; ghi ý kiến mới bằng biểu mẫu mới.")


class LeadMissing(Invalid):
    code = "registers.lead-missing"
    sentence = _("Chưa chọn đơn vị hoặc người chủ trì.")
    cause = _(
        "Khi nhiều nơi cùng xử lý phải có một nơi chủ trì (Nghị định 30/2020/NĐ-CP, Điều 23)."
    )
    next_step = _("Chọn đúng một nơi chủ trì; các nơi khác là phối hợp hoặc để biết.")


class LeadDoubled(Invalid):
    code = "registers.lead-doubled"
    sentence = _("Có hơn một nơi chủ trì: %(names)s.")
    cause = _("Mỗi văn bản đến chỉ có một nơi chủ trì.")
    next_step = _("Giữ một nơi chủ trì, chuyển nơi còn lại sang phối hợp.")


class AssigneeUnknown(Invalid):
    code = "registers.assignee-unknown"
    sentence = _("Có đơn vị hoặc người được giao không thuộc cơ quan.")
    cause = _("Chỉ giao được cho đơn vị và người đang giữ vị trí trong cơ quan mình.")
    next_step = _("Chọn lại từ danh sách đơn vị, người của cơ quan.")


class DueInThePast(Invalid):
    code = "registers.due-in-the-past"
    sentence = _("Hạn xử lý %(due_on)s đã qua.")
    cause = _("Hạn xử lý phải từ hôm nay trở đi.")
    next_step = _("Chọn lại hạn, ví dụ 2 hoặc 5 ngày làm việc.")


class WorkClosed(Conflict):
    code = "registers.work-closed"
    sentence = _("Văn bản đến số %(number)s đang ở trạng thái “%(state)s”.")
    cause = _("Việc này đã hoàn thành hoặc văn bản đã được thu hồi.")
    next_step = _("Tải lại trang để xem trạng thái mới.")


class AssignmentNotFound(NotFound):
    code = "registers.assignment-not-found"
    sentence = _("Không có việc này trong số việc được giao cho bạn.")
    cause = _("Việc không tồn tại, hoặc được giao cho đơn vị hay người khác.")
    next_step = _("Kiểm tra lại vị trí công tác đang chọn, hoặc xem ý kiến chỉ đạo của lãnh đạo.")


class AssignmentFinished(Conflict):
    code = "registers.assignment-finished"
    sentence = _("Việc này đã được %(who)s báo hoàn thành với kết quả khác.")
    cause = _("Một người khác cùng đơn vị đã báo trước, hoặc bạn đã báo một lần.")
    next_step = _("Tải lại trang để xem kết quả đã ghi; cần sửa thì đề nghị lãnh đạo chỉ đạo lại.")


class OutcomeMissing(Invalid):
    code = "registers.outcome-missing"
    sentence = _("Chưa ghi kết quả xử lý.")
    cause = _("Kết quả được báo lại cho lãnh đạo và là căn cứ để báo hoàn thành cho bên gửi.")
    next_step = _("Ghi kết quả ngắn gọn, hoặc chọn văn bản trả lời đã phát hành.")


class NumberInBook(Conflict):
    """facts: `reference`; `subject` and `state` of the line that has it."""

    code = "registers.number-in-book"
    sentence = _("Số %(reference)s đã có trong sổ văn bản đi: “%(subject)s” (%(state)s).")
    cause = _("Mỗi số trong năm thuộc về một văn bản (Nghị định 30/2020/NĐ-CP, Điều 15).")
    next_step = _("Lấy số khác cho văn bản, hoặc phát hành từ dự thảo đã lấy số này.")


class BookTooLong(Invalid):
    """facts: `count` of its numbers."""

    code = "registers.book-too-long"
    sentence = _("Sổ có %(count)s số, không in ngay được.")
    cause = _("Sổ dài cần ít phút để lập bản in; hệ thống lập trong khi bạn làm việc khác.")
    next_step = _("Mở trang “In sổ” của sổ này và bấm “Làm bản in”.")


class BookPrintNotFound(NotFound):
    code = "registers.book-print-not-found"
    sentence = _("Không có bản in này.")
    cause = _("Bản in chưa làm xong, đã quá một ngày, hoặc của cơ quan khác.")
    next_step = _("Mở trang “In sổ” và bấm “Làm bản in”.")


class WorkNotLate(Conflict):
    """facts: `number` of the line."""

    code = "registers.work-not-late"
    sentence = _("Văn bản đến số %(number)s chưa quá hạn xử lý, nên chưa nhắc.")
    cause = _("Chỉ nhắc khi đã quá hạn mà lãnh đạo hoặc bên gửi đặt, và việc chưa xong.")
    next_step = _("Muốn nhanh hơn, lãnh đạo giao thêm với hạn mới.")
