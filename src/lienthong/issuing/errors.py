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


class CopyIsForwarded(Invalid):
    """facts: `form`, as a person calls it."""

    code = "issuing.copy-is-forwarded"
    sentence = _("Không %(form)s từ văn bản điện tử sang văn bản điện tử.")
    cause = _(
        "Bản gốc điện tử gửi đi nguyên vẹn vẫn là bản gốc; luật chỉ cho trích sao theo cách này "
        "(Nghị định 30/2020/NĐ-CP, Điều 25)."
    )
    next_step = _("Chuyển chính văn bản đó, hoặc chọn sao ra bản giấy, hoặc trích sao.")


class CopyNotOfThis(Invalid):
    """facts: `form` and `kind`, as a person calls them."""

    code = "issuing.copy-not-of-this"
    sentence = _("Không %(form)s từ %(kind)s.")
    cause = _(
        "Sao y và trích sao làm từ bản gốc hoặc bản chính; sao lục làm từ bản sao y "
        "(Nghị định 30/2020/NĐ-CP, Điều 25)."
    )
    next_step = _("Chọn hình thức sao khác, hoặc sao từ bản gốc, bản chính.")


class CopyNotOfOriginal(Invalid):
    """facts: `reference` of a file in the system whose signatures do not make it an original."""

    code = "issuing.copy-not-of-original"
    sentence = _("Tệp của %(reference)s không phải bản gốc điện tử, nên không in ra để sao được.")
    cause = _(
        "Bản giấy của một tệp chỉ là bản sao khi mọi chữ ký số của tệp đều hợp lệ "
        "(Nghị định 30/2020/NĐ-CP, Điều 5 và Điều 25)."
    )
    next_step = _("Nếu có bản giấy có dấu: chọn sao từ bản giấy và đưa bản quét của nó vào.")


class CopyFileMissing(Invalid):
    code = "issuing.copy-file-missing"
    sentence = _("Chưa chọn tệp để làm bản sao.")
    cause = _("Sao từ bản giấy cần bản quét của bản giấy; trích sao cần tệp đã trích.")
    next_step = _("Quét bản giấy, hoặc lập tệp trích đủ thể thức, rồi chọn tệp PDF đó.")


class CopyFileNeedless(Invalid):
    code = "issuing.copy-file-needless"
    sentence = _("Sao từ văn bản điện tử thì in chính tệp đó; không nhận tệp khác.")
    cause = _("Bản sao phải đúng với bản được sao.")
    next_step = _("Bỏ tệp đã chọn, hoặc chọn sao từ bản giấy.")


class CopyFileSigned(Invalid):
    code = "issuing.copy-file-signed"
    sentence = _("Tệp để làm bản sao đã có chữ ký số.")
    cause = _("Bản quét của bản giấy và tệp trích chưa ai ký; tệp đã ký là văn bản điện tử.")
    next_step = _("Chọn bản quét từ giấy; với văn bản điện tử đã ký thì chuyển chính tệp đó.")


class ScanTooPoor(Invalid):
    """facts: `why`, a sentence of what was found."""

    code = "issuing.scan-too-poor"
    sentence = _("Bản quét chưa đạt: %(why)s.")
    cause = _(
        "Văn bản số hóa là PDF 1.4 trở lên, ảnh màu, ít nhất 200 dpi, tỷ lệ 100%% "
        "(Nghị định 30/2020/NĐ-CP, Phụ lục I)."
    )
    next_step = _("Quét lại: màu, 200 dpi trở lên, khổ giấy thật, lưu thành PDF.")


class CopyNotSendable(Invalid):
    """A recipient met a finding that stops; its own words are shown."""

    code = "issuing.copy-not-sendable"
    sentence = _("%(sentence)s")
    cause = _("%(cause)s")
    next_step = _("%(next_step)s")


class CopiedUnnamed(Invalid):
    code = "issuing.copied-unnamed"
    sentence = _("Chưa ghi đủ văn bản được sao: cơ quan, số ký hiệu, ngày, loại, trích yếu.")
    cause = _("Bản sao phải cho biết nó sao từ văn bản nào.")
    next_step = _("Ghi như trên bản giấy, hoặc mở văn bản trong hệ thống rồi chọn “Sao văn bản”.")


class CopyIsOnPaper(Conflict):
    code = "issuing.copy-is-on-paper"
    sentence = _("Bản sao này ra giấy: ký và đóng dấu trên bản in, không ký số.")
    cause = _("Bản giấy có giá trị nhờ chữ ký và con dấu trên giấy.")
    next_step = _("In bản sao, trình ký, đóng dấu rồi bấm “Đã ký, đóng dấu bản giấy”.")


class CopyNotOnPaper(Conflict):
    code = "issuing.copy-not-on-paper"
    sentence = _("Văn bản này không phải bản sao ra giấy.")
    cause = _("Chỉ bản sao ra giấy mới xong bằng chữ ký và con dấu trên giấy.")
    next_step = _("Làm bước tiếp theo ghi ở trang của văn bản.")
