"""What signing and checking refuse."""

from lienthong.kernel.refusals import Conflict, Invalid, NotFound
from lienthong.kernel.wording import noop as _


class Unreadable(Invalid):
    code = "signatures.unreadable"
    sentence = _("Không đọc được tệp PDF.")
    cause = _("Tệp bị cắt cụt, bị hỏng hoặc không phải là PDF.")
    next_step = _("Mở tệp ở máy của bạn để kiểm tra, xuất lại PDF rồi gửi lại.")


class Encrypted(Invalid):
    code = "signatures.encrypted"
    sentence = _("Tệp PDF có mật khẩu.")
    cause = _("Nội dung được mã hóa nên không kiểm tra được chữ ký số.")
    next_step = _("Bỏ mật khẩu của tệp trước khi ký rồi gửi lại.")


class NoPlaceForNumber(Invalid):
    code = "signatures.no-place-for-number"
    sentence = _("Không tìm thấy chỗ ghi số và ngày, tháng, năm ở trang đầu.")
    cause = _("Trang đầu cần có “Số: …/ký hiệu” và “ngày … tháng … năm …” với chỗ trống.")
    next_step = _("Sửa dự thảo theo mẫu, hoặc đánh dấu rằng văn bản đã in sẵn số và ngày.")


class FieldsMissing(Invalid):
    code = "signatures.fields-missing"
    sentence = _("Tệp PDF chưa được chuẩn bị để ký.")
    cause = _("Không có ô chữ ký “%(field)s” trong tệp.")
    next_step = _("Chuẩn bị lại tệp từ bản dự thảo đã duyệt rồi ký.")


class NumberMissing(Invalid):
    code = "signatures.number-missing"
    sentence = _("Chưa thể đóng dấu: văn bản chưa có số và ngày.")
    cause = _("Dấu của cơ quan khóa toàn bộ văn bản nên số và ngày phải có trước.")
    next_step = _("Cấp số cho văn bản rồi đóng dấu.")


class NumberDiffers(Conflict):
    code = "signatures.number-differs"
    sentence = _("Văn bản đã được điền số hoặc ngày khác.")
    cause = _("Trong tệp đang có “%(present)s”, yêu cầu là “%(asked)s”.")
    next_step = _("Dùng bản đã ký mà chưa điền số, hoặc giữ số đã điền.")


class PersonFirst(Invalid):
    code = "signatures.person-first"
    sentence = _("Chưa thể đóng dấu: văn bản chưa có chữ ký của người có thẩm quyền.")
    cause = _("Văn thư chỉ đóng dấu văn bản đã được ký (Nghị định 30/2020/NĐ-CP, Điều 32).")
    next_step = _("Trình người có thẩm quyền ký trước.")


class AlreadySigned(Conflict):
    code = "signatures.already-signed"
    sentence = _("Văn bản đã được ký.")
    cause = _("Ô chữ ký “%(field)s” đã có chữ ký; tệp đã ký không được sửa.")
    next_step = _("Tải lại trang để xem trạng thái hiện tại của văn bản.")


class AlreadySealed(Conflict):
    code = "signatures.already-sealed"
    sentence = _("Văn bản đã được đóng dấu.")
    cause = _("Dấu của cơ quan khóa toàn bộ văn bản, không thêm được gì nữa.")
    next_step = _("Nếu văn bản sai, hãy thu hồi hoặc thay thế bằng văn bản khác.")


class CertificateUnknown(NotFound):
    code = "signatures.certificate-unknown"
    sentence = _("Không tìm thấy chứng thư số.")
    cause = _("Chứng thư chưa được khai báo trong hệ thống.")
    next_step = _("Đề nghị quản trị khai báo chứng thư rồi ký lại.")


class CertificateUnreadable(Invalid):
    code = "signatures.certificate-unreadable"
    sentence = _("Không đọc được chứng thư số.")
    cause = _("Dữ liệu không phải là chứng thư X.509 dạng PEM hoặc DER.")
    next_step = _("Xuất chứng thư ở dạng PEM (Base64) rồi gửi lại.")


class MarkTooLarge(Invalid):
    code = "signatures.mark-too-large"
    sentence = _("Tệp hình chữ ký hoặc hình dấu quá lớn.")
    cause = _("Tệp lớn hơn %(largest)s MB; hình dấu thường chỉ vài trăm KB.")
    next_step = _("Xuất lại hình ở cỡ in (36 mm, 600 điểm mỗi inch) rồi gửi lại.")


class CertificateTaken(Conflict):
    code = "signatures.certificate-taken"
    sentence = _("Chứng thư này đã được khai báo cho người hoặc cơ quan khác.")
    cause = _("Chứng thư của “%(subject)s” chỉ thuộc về một người hoặc một cơ quan.")
    next_step = _("Kiểm tra lại tệp và người giữ; nếu đã khai báo nhầm, báo quản trị hệ thống.")


class CertificateOfIssuer(Invalid):
    code = "signatures.certificate-of-issuer"
    sentence = _("Đây là chứng thư của tổ chức cấp chứng thư.")
    cause = _("“%(subject)s” ký chứng thư của người khác, không ký văn bản của cơ quan.")
    next_step = _("Nhập chứng thư của chính người ký hoặc của dấu cơ quan.")


class CertificateNamesAnother(Invalid):
    code = "signatures.certificate-names-another"
    sentence = _("Chứng thư ghi tên khác với người giữ.")
    cause = _("Chứng thư cấp cho “%(said)s”, đang khai báo cho “%(name)s”.")
    next_step = _(
        "Chọn đúng người giữ; tên chỉ viết khác thì nhờ quản trị hệ thống nhập ở máy chủ."
    )


class HolderNotThere(Invalid):
    code = "signatures.holder-not-there"
    sentence = _("Người này không có vị trí ở cơ quan hôm nay.")
    cause = _("Chứng thư và mẫu chữ ký được khai báo ở cơ quan mà người đó đang giữ vị trí.")
    next_step = _("Giao vị trí cho người đó trước, hoặc khai báo ở đúng cơ quan.")


class ReasonMissing(Invalid):
    code = "signatures.reason-missing"
    sentence = _("Chưa ghi lý do.")
    cause = _("Lý do chứng thư không dùng nữa được ghi vào sổ cái.")
    next_step = _("Ghi lý do, ví dụ: mất thiết bị, thôi giữ chức vụ; rồi gửi lại.")


class ListUnreadable(Invalid):
    code = "signatures.list-unreadable"
    sentence = _("Không đọc được danh sách thu hồi.")
    cause = _("Dữ liệu không phải là danh sách thu hồi chứng thư (CRL) dạng PEM hoặc DER.")
    next_step = _("Tải lại danh sách từ trang của tổ chức cấp chứng thư rồi nhập lại.")


class ListTooLarge(Invalid):
    code = "signatures.list-too-large"
    sentence = _("Tệp danh sách thu hồi quá lớn.")
    cause = _("Tệp lớn hơn %(largest)s MB; danh sách của một tổ chức thường chỉ vài MB.")
    next_step = _("Kiểm tra tệp đã chọn; tải lại danh sách từ trang của tổ chức.")


class ListOfUnknownIssuer(Invalid):
    """Of an issuer that is not trusted here, or not signed with the key of the one it names."""

    code = "signatures.list-of-unknown-issuer"
    sentence = _("Danh sách thu hồi không phải của một tổ chức được tin ở đây.")
    cause = _("Danh sách ghi nơi phát hành là “%(issuer)s”; không chứng thư được tin nào ký nó.")
    next_step = _("Kiểm tra nơi tải danh sách; tổ chức mới phải được khai báo trước.")


class ListPartial(Invalid):
    """A delta or a list for some kinds only: in place of the whole it would forget the rest."""

    code = "signatures.list-partial"
    sentence = _("Danh sách thu hồi không đầy đủ.")
    cause = _("Danh sách của “%(issuer)s” chỉ gồm phần thay đổi hoặc một loại chứng thư.")
    next_step = _("Tải danh sách đầy đủ (full CRL) của tổ chức này rồi nhập lại.")


class ListOlder(Conflict):
    code = "signatures.list-older"
    sentence = _("Danh sách thu hồi cũ hơn danh sách đang có.")
    cause = _("“%(issuer)s”: danh sách này ngày %(brought)s, danh sách đang có ngày %(kept)s.")
    next_step = _("Tải danh sách mới nhất của tổ chức này; danh sách đang có được giữ nguyên.")


class NotAnIssuer(Invalid):
    code = "signatures.not-an-issuer"
    sentence = _("Chứng thư này không phải của một tổ chức cấp chứng thư.")
    cause = _("“%(subject)s” không được phép ký chứng thư khác (basicConstraints CA).")
    next_step = _("Nhập chứng thư gốc của tổ chức, không nhập chứng thư của người ký.")


class IssuerUnknown(NotFound):
    code = "signatures.issuer-unknown"
    sentence = _("Không tìm thấy tổ chức được tin.")
    cause = _("Không có tổ chức nào được khai báo với dấu vân tay này.")
    next_step = _("Xem các tổ chức được tin bằng lệnh “lienthong trust list”.")


class TrustPeriodWrong(Invalid):
    code = "signatures.trust-period-wrong"
    sentence = _("Thời gian tin không đúng.")
    cause = _("Ngày kết thúc (%(until)s) trước ngày bắt đầu (%(since)s).")
    next_step = _("Sửa lại hai ngày rồi nhập lại.")


class KeyNotSupported(Invalid):
    code = "signatures.key-not-supported"
    sentence = _("Loại khóa của chứng thư không được dùng để ký văn bản.")
    cause = _("Chỉ dùng RSA từ 2048 bit hoặc đường cong P-256, P-384.")
    next_step = _("Dùng chứng thư khác.")


class CertificateExpired(Invalid):
    code = "signatures.certificate-expired"
    sentence = _("Chứng thư số đã hết hạn.")
    cause = _("Chứng thư của “%(subject)s” có hiệu lực đến %(until)s.")
    next_step = _("Gia hạn hoặc xin cấp chứng thư mới rồi ký lại.")


class CertificateNotYetValid(Invalid):
    code = "signatures.certificate-not-yet-valid"
    sentence = _("Chứng thư số chưa có hiệu lực.")
    cause = _("Chứng thư của “%(subject)s” có hiệu lực từ %(since)s.")
    next_step = _("Ký từ ngày chứng thư có hiệu lực, hoặc dùng chứng thư khác.")


class CertificateRevoked(Invalid):
    code = "signatures.certificate-revoked"
    sentence = _("Chứng thư số đã bị thu hồi.")
    cause = _("Chứng thư của “%(subject)s” bị thu hồi lúc %(at)s.")
    next_step = _("Dùng chứng thư mới được cấp.")


class CertificateOfAnother(Invalid):
    code = "signatures.certificate-of-another"
    sentence = _("Chứng thư số không phải của người hoặc cơ quan đang ký.")
    cause = _("Mỗi người chỉ ký bằng khóa của mình; văn thư chỉ đóng dấu của cơ quan mình.")
    next_step = _("Chọn đúng chứng thư rồi ký lại.")


class RequestUnknown(NotFound):
    code = "signatures.request-unknown"
    sentence = _("Không tìm thấy yêu cầu ký.")
    cause = _("Yêu cầu ký không có hoặc đã được xóa.")
    next_step = _("Bắt đầu ký lại từ đầu.")


class RequestExpired(Conflict):
    code = "signatures.request-expired"
    sentence = _("Yêu cầu ký đã hết hạn.")
    cause = _("Chữ ký phải được gửi trước %(expires)s.")
    next_step = _("Bắt đầu ký lại từ đầu.")


class CompletedOtherwise(Conflict):
    code = "signatures.completed-otherwise"
    sentence = _("Yêu cầu ký đã hoàn thành với một chữ ký khác.")
    cause = _("Mỗi yêu cầu ký chỉ nhận một chữ ký.")
    next_step = _("Tải lại trang để xem văn bản đã ký.")


class SignatureDoesNotFit(Invalid):
    code = "signatures.signature-does-not-fit"
    sentence = _("Chữ ký không khớp với chứng thư và nội dung đã chuẩn bị.")
    cause = _("Khóa đã dùng không phải khóa của chứng thư, hoặc dữ liệu được ký đã khác.")
    next_step = _("Kiểm tra thiết bị ký và chứng thư rồi ký lại.")


class KeyMissing(NotFound):
    code = "signatures.key-missing"
    sentence = _("Không tìm thấy khóa ký trên máy chủ.")
    cause = _("Chứng thư này không có khóa lưu tại hệ thống, hoặc tệp khóa không đọc được.")
    next_step = _("Ký bằng thiết bị của người ký, hoặc liên hệ quản trị.")


class MarkUnreadable(Invalid):
    code = "signatures.mark-unreadable"
    sentence = _("Không dùng được hình chữ ký hoặc hình dấu.")
    cause = _("Hình phải là PNG hoặc SVG, không quá %(largest)s điểm ảnh.")
    next_step = _("Xuất lại hình ở dạng PNG nền trong suốt rồi gửi lại.")


class SpecimenUnknown(NotFound):
    code = "signatures.specimen-unknown"
    sentence = _("Không tìm thấy mẫu dấu, mẫu chữ ký này.")
    cause = _("Mẫu chưa được giới thiệu, hoặc là của cơ quan khác.")
    next_step = _("Mở “Mẫu dấu, chữ ký” và chọn lại ở danh sách.")


class SpecimenDaysWrong(Invalid):
    code = "signatures.specimen-days-wrong"
    sentence = _("Ngày của mẫu dấu, mẫu chữ ký không đúng.")
    cause = _("Mẫu đang dùng được giới thiệu từ ngày %(since)s; không mẫu nào hết trước ngày đó.")
    next_step = _("Chọn ngày từ %(since)s trở đi rồi gửi lại.")


class SpecimenDayFar(Invalid):
    """facts: `last`, the furthest day."""

    code = "signatures.specimen-day-far"
    sentence = _("Ngày của mẫu dấu, mẫu chữ ký quá xa.")
    cause = _("Mẫu được giới thiệu hoặc thôi dùng trước nhiều nhất một năm, đến %(last)s.")
    next_step = _("Xem lại năm rồi gửi lại.")


class ReturnedOtherFile(Invalid):
    """The file does not begin with the bytes that were given out."""

    code = "signatures.returned-other-file"
    sentence = _("Tệp mang về không phải là tệp đã tải để ký.")
    cause = _("Đây là văn bản khác, bản tải lần trước, hoặc phần mềm đã lưu lại cả tệp khi ký.")
    next_step = _("Tải lại tệp để ký, ký đúng tệp đó mà không in, ghép hay lưu thành tệp mới.")


class ReturnedUnsigned(Invalid):
    code = "signatures.returned-unsigned"
    sentence = _("Tệp mang về chưa có chữ ký số nào được thêm.")
    cause = _("Có thể đã chọn nhầm tệp chưa ký; phần mềm ký thường lưu thành một tệp mới.")
    next_step = _("Tìm tệp đã ký (thường có thêm “signed” hay “đã ký” ở tên) rồi gửi lại.")


class ReturnedChanged(Invalid):
    code = "signatures.returned-changed"
    sentence = _("Tệp mang về có thay đổi khác ngoài chữ ký.")
    cause = _("Giữa lúc tải và lúc ký, nội dung, chú thích hoặc ô số, ngày đã được thêm hay sửa.")
    next_step = _("Tải lại tệp để ký và chỉ ký; điều cần sửa thì trả lại dự thảo cho người soạn.")


class ReturnedBroken(Invalid):
    """facts: `signer` as the certificate names it, and `why` in the words of the verdict."""

    code = "signatures.returned-broken"
    sentence = _("Chữ ký của “%(signer)s” trên tệp mang về không dùng được.")
    cause = _("%(why)s")
    next_step = _("Kiểm tra thiết bị, chứng thư và đồng hồ máy, tải lại tệp rồi ký lại.")


class ReturnedCertificateUnknown(Invalid):
    code = "signatures.returned-certificate-unknown"
    sentence = _("Chứng thư đã dùng để ký chưa được khai báo cho %(awaited)s.")
    cause = _("Tệp được ký bằng chứng thư của “%(signer)s”, số %(serial)s.")
    next_step = _("Quản trị cơ quan khai báo chứng thư ở “Chứng thư số, mẫu dấu”; rồi gửi lại tệp.")


class ReturnedSignedByAnother(Invalid):
    code = "signatures.returned-signed-by-another"
    sentence = _("Tệp mang về không có chữ ký của %(awaited)s.")
    cause = _("Chữ ký trên tệp là của “%(signer)s”.")
    next_step = _("Ký bằng đúng thiết bị của %(awaited)s, hoặc trả lại dự thảo để đổi người ký.")


class ReturnedLocked(Invalid):
    code = "signatures.returned-locked"
    sentence = _("Chữ ký đã khóa cả tệp nên không ghi được số và ngày.")
    cause = _("Phần mềm ký đã chọn “chứng thực, không cho thay đổi” hoặc khóa mọi ô.")
    next_step = _("Tải lại tệp, ký ở chế độ cho phép điền biểu mẫu và ký thêm, rồi gửi lại.")
