"""What issuing turns down, and what the caller can do about it."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class DraftNotFound(NotFound):
    """Also when it is another agency's, or another unit's for one who may not see it."""

    code = "issuing.draft-not-found"
    sentence = _("Không có dự thảo này trong cơ quan.")
    cause = _("Dự thảo không tồn tại, hoặc thuộc cơ quan hay đơn vị khác.")
    next_step = _("Kiểm tra lại vị trí công tác đang chọn.")


class WrongState(Conflict):
    code = "issuing.wrong-state"
    sentence = _("Văn bản đang ở trạng thái “%(state)s”, không làm được bước này.")
    cause = _("Một người khác đã xử lý trước, hoặc biểu mẫu này đã được gửi một lần.")
    next_step = _("Tải lại trang để xem trạng thái mới.")


class DraftDiffers(Conflict):
    code = "issuing.key-used-for-other-draft"
    sentence = _("Biểu mẫu này đã tạo một dự thảo khác.")
    cause = _("Mỗi lần mở biểu mẫu chỉ tạo được một dự thảo.")
    next_step = _("Mở dự thảo đã tạo, hoặc mở biểu mẫu mới.")


class SignerMissing(Invalid):
    code = "issuing.signer-missing"
    sentence = _("Chưa chọn người ký.")
    cause = _("Văn bản phải do người có thẩm quyền ký (Nghị định 30/2020/NĐ-CP, Điều 13).")
    next_step = _("Chọn người ký trong số lãnh đạo cơ quan.")


class NotTheSigner(NotAllowed):
    code = "issuing.not-the-signer"
    sentence = _("Văn bản này trình %(signer)s ký.")
    cause = _("Chỉ người được trình mới ký được.")
    next_step = _("Đề nghị người soạn đổi người ký, hoặc chờ người được trình ký.")


class SamePerson(NotAllowed):
    code = "issuing.same-person"
    sentence = _("Người ký văn bản không được tự đóng dấu cơ quan.")
    cause = _("Ký và đóng dấu là hai việc của hai người (Nghị định 30/2020/NĐ-CP, Điều 32).")
    next_step = _("Để văn thư của cơ quan lấy số, đóng dấu và phát hành.")


class SignatureOfOtherFile(Conflict):
    """The signature was prepared for another draft, or prepared anew since."""

    code = "issuing.signature-of-other-file"
    sentence = _("Chữ ký này được chuẩn bị cho một tệp khác.")
    cause = _("Đã có lần chuẩn bị ký mới hơn, hoặc chữ ký thuộc dự thảo khác.")
    next_step = _("Tải lại trang rồi ký lại từ đầu.")


class NotGivenOut(Conflict):
    code = "issuing.not-given-out"
    sentence = _("Chưa tải tệp để ký của lần trình này.")
    cause = _("Dự thảo đã được sửa và trình lại, hoặc chưa ai tải tệp để ký từ trang này.")
    next_step = _("Bấm “Tải tệp để ký”, ký tệp đó rồi gửi lại tại đây.")


class BroughtBackTooLate(Conflict):
    """facts: `until`, a moment as people write it."""

    code = "issuing.brought-back-too-late"
    sentence = _("Tệp để ký đã quá hạn mang về (%(until)s).")
    cause = _("Tệp tải về để ký chỉ dùng trong thời hạn đó, để không ký một bản đã bị bỏ quên.")
    next_step = _("Bấm “Tải tệp để ký” để có tệp mới, ký tệp mới rồi gửi lại.")


class SealOfOtherFile(Conflict):
    """What was prepared for sealing is not the file that the draft has now."""

    code = "issuing.seal-of-other-file"
    sentence = _("Con dấu này được chuẩn bị cho một tệp khác.")
    cause = _("Văn bản đã đổi (ví dụ hủy số rồi lấy số mới) sau khi chuẩn bị đóng dấu.")
    next_step = _("Tải lại trang rồi đóng dấu lại từ đầu.")


class CertificateMissing(Invalid):
    code = "issuing.certificate-missing"
    sentence = _("%(holder)s chưa có chứng thư số dùng được.")
    cause = _("Không có chứng thư nào còn hạn, chưa thu hồi, đã khai báo cho chủ thể này.")
    next_step = _("Đề nghị Sở Thông tin và Truyền thông cấp hoặc khai báo chứng thư số.")


class ReturnReasonMissing(Invalid):
    code = "issuing.return-reason-missing"
    sentence = _("Chưa ghi lý do trả lại.")
    cause = _("Người soạn cần biết phải sửa gì.")
    next_step = _("Ghi ngắn gọn điều cần sửa.")


class FileNotSendable(Invalid):
    """The file met a finding that stops; its own words are shown."""

    code = "issuing.file-not-sendable"
    sentence = _("%(sentence)s")
    cause = _("%(cause)s")
    next_step = _("%(next_step)s")


class NumberMissing(Invalid):
    code = "issuing.number-missing"
    sentence = _("Tệp đã hoàn chỉnh phải kèm số và ngày ban hành ghi trên văn bản.")
    cause = _("Văn bản được định danh bằng cơ quan ban hành, năm, số và ký hiệu.")
    next_step = _("Nhập số và ngày như ghi trên văn bản.")


class SeveralOfThisNumber(Invalid):
    """facts: `reference`, and the `days` on which the agency issued documents of it."""

    code = "issuing.several-of-this-number"
    sentence = _("Cơ quan có nhiều văn bản số %(reference)s: ngày %(days)s.")
    cause = _("Số được đánh lại mỗi năm, nên chỉ số và ký hiệu chưa cho biết là văn bản nào.")
    next_step = _("Ghi thêm ngày ban hành của văn bản thay thế.")


class AnswersNothingOfOurs(Invalid):
    code = "issuing.answers-unknown-entry"
    sentence = _("Văn bản đến được trả lời không có trong sổ của cơ quan.")
    cause = _("Chỉ trả lời được văn bản đã vào sổ văn bản đến của cơ quan mình.")
    next_step = _("Mở văn bản đến đó và chọn “Soạn trả lời”.")


class FileMissing(Invalid):
    code = "issuing.file-missing"
    sentence = _("Chưa chọn tệp văn bản.")
    cause = _("Văn bản điện tử là một tệp PDF; biểu mẫu chỉ mô tả tệp đó.")
    next_step = _("Thả tệp PDF vào khối 1, hoặc bấm “Chọn tệp”.")


class ContentDoubled(Conflict):
    code = "issuing.content-doubled"
    sentence = _("Tệp này đã có trong văn bản “%(subject)s” (%(state)s).")
    cause = _("Cùng một tệp phát hành hai lần thành hai văn bản khác số.")
    next_step = _("Mở văn bản đó ở “Văn bản đi”; gửi thêm nơi nhận từ trang của nó.")


class BookIsBusy(Conflict):
    code = "issuing.book-is-busy"
    sentence = _("Chưa lấy được số: nhiều văn bản đang lấy số cùng lúc.")
    cause = _("Mỗi số chỉ cấp cho một văn bản; các văn bản khác đã lấy số trước.")
    next_step = _("Bấm lại sau ít giây; văn bản vẫn ở bước chờ lấy số.")


class NotTheAuthor(NotAllowed):
    code = "issuing.not-the-author"
    sentence = _("Chỉ người soạn hoặc lãnh đạo làm được việc này với dự thảo.")
    cause = _("Rút dự thảo, hoặc sửa dự thảo đang chờ ký, làm thay đổi việc của người khác.")
    next_step = _("Đề nghị người soạn hoặc lãnh đạo cơ quan làm.")


class WithdrawReasonMissing(Invalid):
    code = "issuing.withdraw-reason-missing"
    sentence = _("Chưa ghi lý do rút dự thảo.")
    cause = _("Người đang chờ dự thảo này đọc lý do, và lý do nằm trong quá trình.")
    next_step = _("Ghi lý do ngắn gọn, ví dụ “Nội dung đã gộp vào báo cáo tháng”.")


class CommentRequestNotFound(NotFound):
    """Also for who was not asked, and for a comment that is none of this agency's."""

    code = "issuing.comment-request-not-found"
    sentence = _("Không có đề nghị góp ý này.")
    cause = _("Đề nghị không tồn tại, hoặc vị trí công tác đang chọn không được hỏi ý kiến.")
    next_step = _("Kiểm tra lại vị trí công tác đang chọn, hoặc hỏi người soạn dự thảo.")


class CommentsNotAsked(Conflict):
    """facts: `state`, where the draft stands."""

    code = "issuing.comments-not-asked-now"
    sentence = _("Dự thảo đang ở trạng thái “%(state)s”, không lấy ý kiến góp ý được.")
    cause = _("Chỉ lấy ý kiến về dự thảo soạn tại đây, trước khi ký.")
    next_step = _("Tải lại trang để xem dự thảo đang ở bước nào.")


class NobodyAsked(Invalid):
    code = "issuing.nobody-asked"
    sentence = _("Chưa chọn ai để xin ý kiến.")
    cause = _("Đề nghị góp ý phải gửi tới ít nhất một người hoặc một đơn vị.")
    next_step = _("Chọn người, hoặc phòng ban, trong cơ quan.")


class NotToBeAsked(Invalid):
    code = "issuing.not-to-be-asked"
    sentence = _("Có người hoặc đơn vị được chọn không còn trong cơ quan.")
    cause = _("Vị trí công tác đã kết thúc, hoặc không thuộc số người xử lý văn bản của cơ quan.")
    next_step = _("Tải lại trang, rồi chọn trong danh sách hiện có.")


class CommentsDuePassed(Invalid):
    code = "issuing.comments-due-passed"
    sentence = _("Ngày hạn góp ý đã qua.")
    cause = _("Người được hỏi cần có thời gian đọc dự thảo.")
    next_step = _("Chọn hôm nay hoặc một ngày sau đó.")


class CommentsEnded(Conflict):
    """facts: `why` comments are no longer taken."""

    code = "issuing.comments-ended"
    sentence = _("Không nhận ý kiến góp ý nữa: %(why)s.")
    cause = _("Đợt góp ý kết thúc khi dự thảo được ký, được rút, hoặc người soạn thôi lấy ý kiến.")
    next_step = _("Nếu ý kiến quan trọng, hãy trao đổi ngay với người soạn hoặc người ký.")


class CommentDiffers(Conflict):
    code = "issuing.key-used-for-other-comment"
    sentence = _("Biểu mẫu này đã được gửi với nội dung khác.")
    cause = _("Mỗi lần mở biểu mẫu chỉ gửi được một lần.")
    next_step = _("Tải lại trang để xem điều đã gửi, rồi gửi thêm bằng biểu mẫu mới.")


class CommentEmpty(Invalid):
    code = "issuing.comment-empty"
    sentence = _("Chưa ghi ý kiến.")
    cause = _("Ý kiến góp ý cần có lời, hoặc một tệp đã sửa kèm theo.")
    next_step = _("Ghi ý kiến; nếu không có gì cần sửa thì bấm “Đồng ý, không góp ý”.")


class CommentTooLong(Invalid):
    """facts: `length` and `most`, in signs."""

    code = "issuing.comment-too-long"
    sentence = _("Nội dung dài %(length)s ký tự, quá %(most)s.")
    cause = _("Nội dung dài hơn thế thì người đọc khó trả lời từng điểm.")
    next_step = _("Tách thành nhiều ý kiến, hoặc ghi vào một tệp kèm theo.")


class AgreesWithComment(Invalid):
    code = "issuing.agrees-with-comment"
    sentence = _("Đã ghi ý kiến nhưng lại chọn “Đồng ý, không góp ý”.")
    cause = _("Đồng ý, không góp ý nghĩa là không có gì cần người soạn trả lời.")
    next_step = _("Bấm “Gửi ý kiến” để gửi điều đã ghi, hoặc xóa nội dung và tệp rồi chọn lại.")


class CommentPageMissing(Invalid):
    """facts: `page` and `count`."""

    code = "issuing.comment-page-missing"
    sentence = _("Dự thảo không có trang %(page)s; tệp có %(count)s trang.")
    cause = _("Số trang là số thứ tự trang trong tệp, tính từ 1.")
    next_step = _("Ghi lại số trang, hoặc để trống nếu góp ý cho cả dự thảo.")


class ExplanationMissing(Invalid):
    code = "issuing.explanation-missing"
    sentence = _("Chưa giải trình vì sao không tiếp thu.")
    cause = _("Người góp ý và người ký cần biết lý do không tiếp thu.")
    next_step = _("Ghi ngắn gọn lý do.")


class CommentTreated(Conflict):
    """facts: `who` answered it in the meantime."""

    code = "issuing.comment-treated"
    sentence = _("%(who)s vừa trả lời ý kiến này.")
    cause = _("Hai người trả lời cùng một ý kiến; câu trả lời trước được giữ.")
    next_step = _("Tải lại trang, đọc câu trả lời đó rồi sửa nếu cần.")


class ConsultationNotFound(NotFound):
    code = "issuing.consultation-not-found"
    sentence = _("Cơ quan này không được hỏi ý kiến về dự thảo.")
    cause = _("Văn bản lấy ý kiến chưa phát hành, hoặc không gửi tới cơ quan này.")
    next_step = _("Tải lại trang để xem các cơ quan đã được hỏi.")


class ConsultationDueMissing(Invalid):
    code = "issuing.consultation-due-missing"
    sentence = _("Văn bản lấy ý kiến chưa có hạn trả lời.")
    cause = _("Nơi được hỏi cần biết trả lời đến ngày nào; quá ngày thì hệ thống báo chậm.")
    next_step = _("Ghi ngày ở ô “Trả lời trước”.")
