"""What gateways turn down, and what the sender of a package can do about it."""

from typing import ClassVar

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class SenderUnknown(Invalid):
    """facts: `code` and `name` of the organisation, as the package has them."""

    code = "gateways.sender-unknown"
    sentence = _("Không biết cơ quan gửi “%(name)s” (mã “%(code)s”).")
    cause = _("Mã định danh ở phần From của gói tin không có trong danh bạ liên thông.")
    next_step = _("Kiểm tra mã định danh, hoặc đề nghị quản trị danh bạ bổ sung cơ quan này.")


class SpeaksForAnother(NotAllowed):
    """facts: `name` of the agency in whose name the package speaks."""

    code = "gateways.speaks-for-another"
    sentence = _("Gói tin mang tên cơ quan khác: %(name)s.")
    cause = _("Mỗi cơ quan chỉ đưa vào hệ thống gói tin do chính mình gửi.")
    next_step = _("Đề nghị cơ quan đó tự gửi gói tin.")


class KindDiffers(Invalid):
    """facts: `kind` of the package, `told` of it by who brings it, as words."""

    code = "gateways.kind-differs"
    sentence = _("Loại của gói tin: %(kind)s; lời gọi lại nói: %(told)s.")
    cause = _("Gói tin có StatusCode là gói tin trạng thái; mọi gói tin khác là văn bản.")
    next_step = _("Gọi lại với messagetype đúng: edoc cho văn bản, status cho trạng thái.")


class NoKnownRecipient(Invalid):
    """facts: `codes` of the recipients, as the package has them."""

    code = "gateways.no-known-recipient"
    sentence = _("Không có nơi nhận nào của gói tin nằm trong danh bạ: %(codes)s.")
    cause = _("Hệ thống chỉ chuyển được văn bản tới cơ quan có trong danh bạ liên thông.")
    next_step = _("Kiểm tra mã định danh ở phần To rồi gửi lại gói tin.")


class NoFile(Invalid):
    code = "gateways.no-file"
    sentence = _("Gói tin văn bản không có tệp nào.")
    cause = _("Văn bản điện tử phải có tệp nội dung kèm theo phần thông tin.")
    next_step = _("Đính kèm tệp văn bản rồi gửi lại gói tin.")


class EarlierDocumentNeeded(NotFound):
    """Also when it is known and was issued by somebody else. facts: `documents`, as named."""

    code = "gateways.earlier-document-needed"
    sentence = _("Gói tin này nói về văn bản chưa có ở đây: %(documents)s.")
    cause = _("Thu hồi, cập nhật, thay thế và trạng thái chỉ ghi được cho văn bản đã nhận trước.")
    next_step = _("Đưa gói tin của văn bản đó vào trước, rồi gửi lại gói tin này.")


class NoEarlierDocumentNamed(Invalid):
    code = "gateways.earlier-document-not-named"
    sentence = _("Gói tin không nói về văn bản nào.")
    cause = _("Thu hồi, cập nhật, thay thế và trạng thái phải ghi DocumentId của văn bản trước.")
    next_step = _("Đề nghị bên gửi ghi đủ DocumentId rồi gửi lại gói tin.")


class StatusUnknown(Invalid):
    """facts: `status`, as the package has it."""

    code = "gateways.status-unknown"
    sentence = _("Không có trạng thái mang mã “%(status)s”.")
    cause = _("Mã trạng thái phải là 01 đến 06, 13, 15 hoặc 16.")
    next_step = _("Đề nghị bên gửi ghi đúng mã trạng thái rồi gửi lại gói tin.")


class RecipientCodeUnknown(Invalid):
    """facts: `codes` that the directory does not have."""

    code = "gateways.recipient-code-unknown"
    sentence = _("Không có cơ quan mang mã: %(codes)s.")
    cause = _("Nơi nhận phải có mã định danh trong danh bạ liên thông.")
    next_step = _("Tra mã ở /api/v1/agencies rồi gửi lại.")


class FileNotSendable(Invalid):
    """facts: `finding` (its code), and its `sentence`, `cause`, `next_step`."""

    code = "gateways.file-not-sendable"
    sentence = _("%(sentence)s")
    cause = _("%(cause)s")
    next_step = _("%(next_step)s")


class FileNameMissing(Invalid):
    code = "gateways.file-name-missing"
    sentence = _("Tệp được chỉ ra bằng mã băm phải có tên.")
    cause = _("Cùng một nội dung có thể mang tên khác nhau trong các văn bản khác nhau.")
    next_step = _("Ghi thêm trường name cho tệp này.")


class FileNotBrought(Invalid):
    """facts: `parts` that the document names and the request has not."""

    code = "gateways.file-not-brought"
    sentence = _("Yêu cầu thiếu tệp: %(parts)s.")
    cause = _("Văn bản nêu tên phần chứa tệp, nhưng không có phần nào mang tên đó.")
    next_step = _("Gửi đủ mỗi tệp trong một phần, đúng tên đã ghi ở trường part.")


class FileNotNamed(Invalid):
    """facts: `part` of the request that the document does not name, or that comes twice."""

    code = "gateways.file-not-named"
    sentence = _("Phần “%(part)s” không được nêu trong văn bản, hoặc gửi hai lần.")
    cause = _("Mỗi tệp đi cùng phải được nêu đúng một lần ở content hoặc attachments.")
    next_step = _("Bỏ phần thừa, hoặc nêu tên phần ở trường part của văn bản.")


class DocumentNotFirst(Invalid):
    code = "gateways.document-not-first"
    sentence = _("Phần đầu tiên phải là văn bản, dạng JSON.")
    cause = _("Phải biết văn bản là gì trước khi nhận các tệp của nó.")
    next_step = _("Đặt phần “document” (application/json) lên đầu, rồi đến các tệp.")


class SubmissionDiffers(Conflict):
    code = "gateways.key-used-for-other-document"
    sentence = _("Khóa “%(key)s” đã dùng để gửi một văn bản khác.")
    cause = _(
        "Khóa gửi văn bản được nhớ mãi; gửi lại với cùng khóa phải đúng nội dung cũ và cơ quan cũ."
    )
    next_step = _("Dùng khóa mới cho văn bản mới; gửi lại văn bản cũ thì giữ nguyên nội dung.")


class BooksKeptHere(NotAllowed):
    """facts: `name` and `code` of the agency."""

    code = "gateways.books-kept-here"
    sentence = _("Sổ văn bản của %(name)s được lập trên hệ thống này.")
    cause = _("Việc tiếp nhận, từ chối, xử lý và trả lời thu hồi do văn thư quyết định tại đây.")
    next_step = _("Xử lý trên trang của hệ thống, hoặc đề nghị quản trị danh bạ đổi nơi lập sổ.")


class EntryNumberMissing(Invalid):
    code = "gateways.entry-number-missing"
    sentence = _("Chưa ghi số đến và ngày đến.")
    cause = _("Khi báo đã tiếp nhận (03), cơ quan lập sổ ở nơi khác phải báo số và ngày trong sổ.")
    next_step = _("Ghi đủ entry_number và entered_on rồi gửi lại.")


class PartNotFound(NotFound):
    code = "gateways.part-not-found"
    sentence = _("Không có lượt tải lên này.")
    cause = _("Lượt tải lên không tồn tại, đã bỏ, đã quá hạn một ngày hoặc của hệ thống khác.")
    next_step = _("Mở lượt tải lên mới.")


class OffsetDiffers(Conflict):
    """facts: `offset` that is right now, in bytes."""

    code = "gateways.offset-differs"
    fields: ClassVar = {"Upload-Offset": "offset"}  # said in a field of the answer, too
    sentence = _("Vị trí tiếp tục không đúng: đang có %(offset)s byte.")
    cause = _("Một phần đã đến trước đó, hoặc lần gửi trước còn thiếu.")
    next_step = _("Hỏi lại vị trí bằng HEAD rồi gửi tiếp từ đó.")


class PartBusy(Conflict):
    code = "gateways.part-busy"
    sentence = _("Lượt tải lên này đang nhận một phần khác.")
    cause = _("Mỗi lúc chỉ một kết nối được ghi tiếp vào một tệp.")
    next_step = _("Đợi theo Retry-After, hỏi lại vị trí bằng HEAD rồi gửi tiếp.")


class LengthInvalid(Invalid):
    code = "gateways.length-invalid"
    sentence = _("Độ dài của tệp không đúng.")
    cause = _("Upload-Length phải là số byte của cả tệp, đúng bằng những gì được gửi.")
    next_step = _("Ghi đúng Upload-Length, hoặc tải cả tệp lên một lần.")


class UploadFieldOdd(Invalid):
    """facts: `field` that is missing or says nothing that is known."""

    code = "gateways.upload-field-odd"
    sentence = _("Trường %(field)s thiếu hoặc không đúng.")
    cause = _("Upload-Complete là ?0 hoặc ?1; Upload-Offset là số byte đã đến.")
    next_step = _("Sửa trường đó rồi gửi lại; hỏi vị trí bằng HEAD.")


class WholeDigestMissing(Invalid):
    code = "gateways.whole-digest-missing"
    sentence = _("Chưa ghi mã băm của cả tệp.")
    cause = _("Tải lên từng phần cần Repr-Digest (sha-256) của cả tệp để kiểm tra khi đủ.")
    next_step = _("Ghi Repr-Digest theo RFC 9530 khi mở lượt tải lên.")


class WholeDigestDiffers(Invalid):
    code = "gateways.whole-digest-differs"
    sentence = _("Tệp ghép lại khác với mã băm đã báo.")
    cause = _("Có phần bị sai; không có gì được lưu lại.")
    next_step = _("Mở lượt tải lên mới và gửi lại từ đầu.")


class TooManyUploads(Conflict):
    """facts: `most` uploads, `megabytes` together."""

    code = "gateways.too-many-uploads"
    status = 429
    sentence = _("Quá nhiều tệp đang chờ: tối đa %(most)s tệp và %(megabytes)s MB.")
    cause = _("Tệp tải lên nhưng chưa gửi thành văn bản chiếm chỗ trong vùng chờ.")
    next_step = _("Gửi hoặc bỏ các tệp đang chờ, rồi tải lên tiếp.")


class BundleRefused(Conflict):
    """facts: `place` in the bundle, from 1, and what was wrong there: its `refused` code."""

    code = "gateways.bundle-refused"
    sentence = _("Báo cáo thứ %(place)s bị từ chối (%(refused)s); chưa báo cáo nào được ghi.")
    cause = _("Các báo cáo được gửi để ghi tất cả hoặc không ghi báo cáo nào.")
    next_step = _("Sửa hoặc bỏ báo cáo đó rồi gửi lại, hoặc gửi để ghi riêng từng báo cáo.")


class BundleRepeats(Invalid):
    """facts: `delivery` that is named twice."""

    code = "gateways.bundle-repeats"
    sentence = _("Lượt chuyển %(delivery)s được hỏi hai lần.")
    cause = _("Mỗi lượt chuyển chỉ đứng một lần trong một bó.")
    next_step = _("Bỏ mã lặp lại rồi gửi lại.")


class PackageNotFound(NotFound):
    code = "gateways.package-not-found"
    sentence = _("Không lập được gói tin: văn bản này chưa được gửi đi.")
    cause = _("Gói tin ghi nơi nhận của một lượt gửi, nên phải có lượt gửi trước.")
    next_step = _("Gửi văn bản rồi lập gói tin.")


class SiteFileWrong(Invalid):
    """facts: `file`, the `members` that it must have, and `what` is wrong with it."""

    code = "gateways.site-file-wrong"
    sentence = _("Tệp “%(file)s” không mô tả được nơi cần gọi.")
    cause = _("Tệp của --site là JSON có %(members)s; ở đây: %(what)s.")
    next_step = _("Sửa tệp theo hướng dẫn kết nối, rồi chạy lại.")


class ReportLineWrong(Invalid):
    """facts: `file`, `line` from 1."""

    code = "gateways.report-line-wrong"
    sentence = _("Dòng %(line)s của tệp “%(file)s” không phải một báo cáo.")
    cause = _("Mỗi dòng là một JSON có delivery và code; chưa có gì được gửi đi.")
    next_step = _("Sửa dòng đó rồi chạy lại.")
