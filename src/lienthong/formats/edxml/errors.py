"""Why a package is refused; each refusal names the element and the reason in its facts."""

from lienthong.kernel.refusals import Invalid
from lienthong.kernel.wording import noop as _

_ASK_SENDER = _("Đề nghị bên gửi sửa phần mềm của họ và gửi lại gói tin.")
_SEND_AGAIN = _("Lập lại gói tin rồi gửi lại.")


class PackageError(Invalid):
    """A package that cannot be read or written.

    facts: `element` is the path of the element ("" for the file as a whole), `reason` a short
    technical ground in English for the log; some refusals add more.
    """

    code = "edxml.package-unusable"
    sentence = _("Gói tin edXML không dùng được.")
    cause = _("Nội dung gói tin không đúng định dạng (phần tử “%(element)s”).")
    next_step = _ASK_SENDER

    def __init__(self, *, element: str = "", reason: str = "", **facts: object) -> None:
        super().__init__(element=element, reason=reason, **facts)


class EmptyPackage(PackageError):
    code = "edxml.empty"
    sentence = _("Gói tin rỗng.")
    cause = _("Tệp nhận được không có nội dung.")
    next_step = _("Gửi lại gói tin; nếu vẫn rỗng, kiểm tra đường truyền hoặc phần mềm bên gửi.")


class PackageTooLarge(PackageError):
    code = "edxml.too-large"
    sentence = _("Gói tin lớn hơn mức cho phép (%(limit)s byte).")
    cause = _("Hệ thống giới hạn dung lượng của một gói tin và của từng tệp đính kèm.")
    next_step = _("Giảm dung lượng tệp đính kèm hoặc chia thành nhiều gói tin.")


class TooComplex(PackageError):
    """facts: `what` is one of depth, elements, attachments, text, tag, skeleton; `limit`."""

    code = "edxml.too-complex"
    sentence = _("Gói tin có cấu trúc vượt quá giới hạn (%(what)s: tối đa %(limit)s).")
    cause = _("Hệ thống giới hạn số phần tử, độ sâu và độ dài của từng phần để tự bảo vệ.")
    next_step = _ASK_SENDER


class WrongEncoding(PackageError):
    code = "edxml.not-utf8"
    sentence = _("Gói tin không được mã hóa bằng UTF-8.")
    cause = _("Quy chuẩn và các hệ thống nhận chỉ dùng XML mã hóa UTF-8.")
    next_step = _("Lưu lại gói tin bằng UTF-8 rồi gửi lại.")


class ForbiddenCharacter(PackageError):
    code = "edxml.forbidden-character"
    sentence = _("Gói tin có ký tự không được phép trong XML (phần tử “%(element)s”).")
    cause = _("XML 1.0 không cho phép ký tự điều khiển này.")
    next_step = _("Xóa ký tự điều khiển trong nội dung rồi lập lại gói tin.")


class DoctypeFound(PackageError):
    code = "edxml.doctype"
    sentence = _("Gói tin có khai báo DOCTYPE hoặc khai báo thực thể.")
    cause = _("Khai báo này khiến phần mềm bên nhận đọc tệp trên máy của họ hoặc cạn bộ nhớ.")
    next_step = _("Bỏ khai báo DOCTYPE rồi gửi lại gói tin.")


class NotWellFormed(PackageError):
    code = "edxml.not-well-formed"
    sentence = _("Tệp không phải là XML đúng cú pháp.")
    cause = _("Tệp bị cắt, bị sửa hoặc không phải gói tin edXML (%(reason)s).")
    next_step = _SEND_AGAIN


class NoEnvelope(PackageError):
    code = "edxml.no-envelope"
    sentence = _("Không tìm thấy phần tử edXMLEnvelope.")
    cause = _("Tệp là XML nhưng không phải gói tin edXML.")
    next_step = _("Kiểm tra xem đã chọn đúng tệp .edxml chưa.")


class WrongNamespace(PackageError):
    """facts: `found` is the namespace that stands there."""

    code = "edxml.wrong-namespace"
    sentence = _("Phần tử edXMLEnvelope không thuộc không gian tên của QCVN 102:2016/BTTTT.")
    cause = _("Không gian tên là “%(found)s”; phần mềm bên nhận không đọc được gói tin như vậy.")
    next_step = _ASK_SENDER


class NoHeader(PackageError):
    code = "edxml.no-header"
    sentence = _("Gói tin thiếu phần tử “%(element)s”.")
    cause = _("Phần đầu của gói tin chứa thông tin văn bản, không thể thiếu.")
    next_step = _ASK_SENDER


class BadSteeringType(PackageError):
    """facts: `found` is the text that stands there."""

    code = "edxml.steering-type"
    sentence = _("SteeringType “%(found)s” không phải là số.")
    cause = _("Phần mềm bên nhận không đọc được gói tin có SteeringType rỗng hoặc không phải số.")
    next_step = _("Ghi SteeringType bằng một số nguyên (0 nếu không dùng) rồi gửi lại.")


class NoStatusCode(PackageError):
    code = "edxml.status-code-missing"
    sentence = _("Gói tin trạng thái không có mã trạng thái.")
    cause = _("Phần tử StatusCode rỗng, không biết văn bản đang ở trạng thái nào.")
    next_step = _("Ghi mã trạng thái (01 đến 06, 13, 15 hoặc 16) rồi gửi lại.")


class AttachmentUnnamed(PackageError):
    code = "edxml.attachment-unnamed"
    sentence = _("Tệp đính kèm không có tên (phần tử “%(element)s”).")
    cause = _("Phần mềm bên nhận không đọc được gói tin có tệp đính kèm không tên.")
    next_step = _("Ghi tên tệp vào AttachmentName rồi gửi lại.")


class AttachmentEmpty(PackageError):
    """facts: `name` of the attachment."""

    code = "edxml.attachment-empty"
    sentence = _("Tệp đính kèm “%(name)s” không có nội dung.")
    cause = _("Phần mềm bên nhận không đọc được gói tin có tệp đính kèm rỗng.")
    next_step = _("Đính kèm lại tệp có nội dung rồi gửi lại.")


class AttachmentNotText(PackageError):
    code = "edxml.attachment-not-base64"
    sentence = _("Nội dung tệp đính kèm không phải là base64 (phần tử “%(element)s”).")
    cause = _("Nội dung bị hỏng hoặc có phần tử khác chen vào (%(reason)s).")
    next_step = _SEND_AGAIN


class AttachmentRepeated(PackageError):
    """facts: `content_id`."""

    code = "edxml.attachment-repeated"
    sentence = _("Hai tệp đính kèm có cùng mã “%(content_id)s”.")
    cause = _("Mỗi tệp đính kèm phải có ContentId riêng.")
    next_step = _("Đặt lại ContentId cho từng tệp rồi gửi lại.")


class AttachmentNotZip(PackageError):
    """facts: `name` of the attachment."""

    code = "edxml.attachment-not-zip"
    sentence = _("Tệp đính kèm “%(name)s” ghi là application/zip nhưng không phải tệp zip.")
    cause = _("Phần mềm bên nhận sẽ giải nén tệp này và dừng đọc cả gói tin.")
    next_step = _("Nén tệp thành zip một mục, hoặc ghi đúng ContentType, rồi gửi lại.")


class ZipDamaged(PackageError):
    """facts: `name` of the attachment."""

    code = "edxml.zip-damaged"
    sentence = _("Không giải nén được tệp đính kèm “%(name)s”.")
    cause = _("Tệp zip bị hỏng, bị mã hóa hoặc dùng kiểu nén không được hỗ trợ (%(reason)s).")
    next_step = _SEND_AGAIN


class ZipNotOneEntry(PackageError):
    """facts: `name` of the attachment."""

    code = "edxml.zip-not-one-entry"
    sentence = _("Tệp zip của tệp đính kèm “%(name)s” phải chứa đúng một mục.")
    cause = _("Mỗi tệp đính kèm được nén riêng; bên nhận chỉ đọc mục đầu tiên.")
    next_step = _("Nén từng tệp thành zip một mục, hoặc đặt tên tệp có đuôi .zip, rồi gửi lại.")


class ZipBomb(PackageError):
    """facts: `name` of the attachment, `limit` in bytes."""

    code = "edxml.zip-bomb"
    sentence = _("Tệp đính kèm “%(name)s” lớn bất thường sau khi giải nén.")
    cause = _("Dung lượng sau khi giải nén vượt %(limit)s byte.")
    next_step = _("Kiểm tra lại tệp; nếu đúng là tệp thật, gửi ở dạng không nén.")


class ZipEntryName(PackageError):
    """facts: `name` of the attachment, `entry` the name inside the zip."""

    code = "edxml.zip-entry-name"
    sentence = _("Tên mục “%(entry)s” trong tệp zip của “%(name)s” không an toàn.")
    cause = _("Tên có đường dẫn khiến phần mềm bên nhận ghi tệp ra ngoài thư mục của nó.")
    next_step = _("Nén lại tệp với tên mục không có đường dẫn rồi gửi lại.")


class SignatureUnwritable(PackageError):
    code = "edxml.signature-unwritable"
    sentence = _("Không ghi lại được khối chữ ký của gói tin.")
    cause = _("Khối Signature dùng khai báo nằm ngoài khối nên không đứng được trong gói tin mới.")
    next_step = _("Chuyển tiếp nguyên gói tin gốc, hoặc bỏ khối chữ ký.")


class JoinDiffers(RuntimeError):
    """What was put together is not the package that was taken apart: contents lost or changed.

    Not a refusal: it means that stored content was lost or altered, which no caller can mend.
    """
