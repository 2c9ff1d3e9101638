"""What connected systems are refused, and those who look after them.

Whoever could not be known is told that, and little else; what a known system did wrong is said.
"""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class NoProof(NotAllowed):
    code = "systems.no-proof"
    status = 401
    sentence = _("Yêu cầu không nói ai đang gọi.")
    cause = _("Cần chữ ký theo RFC 9421 (thẻ “lienthong-v1”), hoặc khóa thử trong Authorization.")
    next_step = _("Ký yêu cầu bằng khóa đã đăng ký; xem tài liệu về ký yêu cầu.")


class UnknownKey(NotAllowed):
    """Also for a key that has ended, was revoked or is not yet valid: strangers learn nothing."""

    code = "systems.unknown-key"
    status = 401
    sentence = _("Khóa không được chấp nhận.")
    cause = _("Khóa không có, đã hết hạn, đã thu hồi hoặc chưa tới hạn dùng.")
    next_step = _("Kiểm tra mã khóa; nếu cần, xin quản trị hệ thống cấp khóa mới.")


class BadSignature(NotAllowed):
    code = "systems.bad-signature"
    status = 401
    sentence = _("Chữ ký của yêu cầu không đúng.")
    cause = _("Yêu cầu bị sửa sau khi ký, ký bằng khóa khác, hoặc cách ký không đúng.")
    next_step = _("So lại chuỗi được ký theo ví dụ trong tài liệu về ký yêu cầu.")


class SignatureIncomplete(NotAllowed):
    code = "systems.signature-incomplete"
    status = 401
    sentence = _("Chữ ký không phủ hết những phần bắt buộc.")
    cause = _("Còn thiếu: %(missing)s.")
    next_step = _("Thêm các phần đó vào danh sách được ký rồi ký lại.")


class SignatureExpired(NotAllowed):
    code = "systems.signature-expired"
    status = 401
    sentence = _("Chữ ký không còn hoặc chưa có hiệu lực.")
    cause = _("Chữ ký chỉ được chấp nhận trong 5 phút trước và sau giờ máy chủ (%(now)s).")
    next_step = _(
        "Chỉnh đồng hồ của máy gọi, rồi ký lại. Nếu giờ máy chủ nêu trên mới sai, báo quản trị hệ"
        " thống; khi giờ đúng lại thì gửi được."
    )


class Replayed(NotAllowed):
    code = "systems.replayed"
    status = 401
    sentence = _("Yêu cầu này đã được gửi rồi.")
    cause = _("Mỗi yêu cầu ghi cần một giá trị nonce chưa dùng, dài 8 đến 100 ký tự.")
    next_step = _("Ký lại với nonce mới; giữ nguyên Idempotency-Key nếu là gửi lại cùng một việc.")


class NetworkNotAllowed(NotAllowed):
    code = "systems.network-not-allowed"
    sentence = _("Hệ thống “%(system)s” không được gọi từ địa chỉ này.")
    cause = _("Địa chỉ %(address)s không thuộc các mạng đã khai báo cho hệ thống.")
    next_step = _("Gọi từ mạng đã khai báo, hoặc xin quản trị hệ thống thêm mạng.")


class RateLimited(NotAllowed):
    code = "systems.rate-limited"
    status = 429
    sentence = _("Hệ thống “%(system)s” gọi nhanh hơn mức được phép.")
    cause = _("Mức được phép: %(requests)s yêu cầu và %(bytes)s byte mỗi phút.")
    next_step = _("Đợi %(retry_after)s giây rồi gửi lại.")


class Paused(NotAllowed):
    code = "systems.paused"
    sentence = _("Hệ thống “%(system)s” đang tạm dừng kết nối.")
    cause = _("Quản trị hệ thống đã tạm dừng hoặc đóng kết nối này.")
    next_step = _("Liên hệ quản trị hệ thống.")


class AgencyNotAllowed(NotAllowed):
    code = "systems.agency-not-allowed"
    sentence = _("Hệ thống “%(system)s” không được làm việc thay cơ quan “%(agency)s”.")
    cause = _("Hệ thống chỉ làm thay các cơ quan đã giao cho nó, trong thời hạn giao.")
    next_step = _("Ghi đúng mã cơ quan trong trường Lienthong-Agency, hoặc xin giao thêm cơ quan.")


class AgencyNotNamed(Invalid):
    code = "systems.agency-not-named"
    sentence = _("Yêu cầu không nói hệ thống “%(system)s” đang làm thay cơ quan nào.")
    cause = _("Hệ thống được giao nhiều cơ quan, hoặc chưa được giao cơ quan nào.")
    next_step = _("Ghi mã cơ quan vào trường Lienthong-Agency.")


class UnknownSystem(NotFound):
    code = "systems.unknown-system"
    sentence = _("Không có hệ thống kết nối “%(system)s”.")
    cause = _("Tên viết sai, hoặc hệ thống chưa được khai báo.")
    next_step = _("Chọn một hệ thống trong danh sách.")


class KeyNotFound(NotFound):
    code = "systems.key-not-found"
    sentence = _("Không có khóa “%(key)s”.")
    cause = _("Mã khóa viết sai, hoặc khóa thuộc hệ thống khác.")
    next_step = _("Chọn một khóa trong danh sách khóa của hệ thống.")


class UnknownRequest(NotFound):
    code = "systems.unknown-request"
    sentence = _("Không tìm thấy đề nghị cho hệ thống làm thay này.")
    cause = _("Đề nghị không có, hoặc hỏi cơ quan khác.")
    next_step = _("Mở lại trang các hệ thống làm thay cơ quan.")


class RequestAnswered(Conflict):
    code = "systems.request-answered"
    sentence = _("Đề nghị này đã có kết quả: %(state)s.")
    cause = _("Mỗi đề nghị được trả lời một lần.")
    next_step = _("Nếu vẫn cần, quản trị hệ thống gửi đề nghị mới.")


class OwnRequest(NotAllowed):
    code = "systems.own-request"
    sentence = _("Không ai tự đồng ý đề nghị của chính mình.")
    cause = _("Cho một hệ thống làm thay cơ quan cần hai người.")
    next_step = _("Chờ một lãnh đạo hoặc quản trị khác của cơ quan trả lời.")


class RefusalReasonMissing(Invalid):
    code = "systems.refusal-reason-missing"
    sentence = _("Chưa nêu lý do không đồng ý.")
    cause = _("Lý do được ghi lại và báo cho người đề nghị.")
    next_step = _("Nhập lý do.")


class SlugTaken(Conflict):
    code = "systems.slug-taken"
    sentence = _("Tên kết nối “%(slug)s” đã thuộc về hệ thống khác.")
    cause = _("Tên kết nối không dùng lại, kể cả khi hệ thống cũ đã đóng.")
    next_step = _("Chọn tên kết nối khác.")


class SlugShape(Invalid):
    code = "systems.slug-shape"
    sentence = _("Tên kết nối “%(slug)s” không đúng dạng.")
    cause = _("Tên có 2 đến 40 ký tự: chữ thường không dấu, số, dấu chấm, gạch nối.")
    next_step = _("Nhập lại tên kết nối.")


class NameMissing(Invalid):
    code = "systems.name-missing"
    sentence = _("Chưa ghi tên hệ thống.")
    cause = _("Tên hiện trong nhật ký và biên nhận mỗi khi hệ thống làm việc.")
    next_step = _("Ghi tên hệ thống, không quá 100 ký tự.")


class NetworkShape(Invalid):
    code = "systems.network-shape"
    sentence = _("“%(network)s” không phải địa chỉ mạng.")
    cause = _("Mạng viết theo CIDR (10.1.2.0/24, 2001:db8::/48); “any” phải đứng một mình.")
    next_step = _("Sửa lại danh sách mạng.")


class NotBound(NotAllowed):
    code = "systems.not-bound"
    sentence = _("Hệ thống “%(system)s” chưa được phép gọi giao diện VXP.")
    cause = _("Chữ ký của giao diện này không đủ: cần khai báo mạng riêng hoặc chứng thư máy gọi.")
    next_step = _("Đề nghị quản trị khai báo mạng (khác “any”) hoặc chứng thư của máy gọi.")


class CertificateUnknown(NotAllowed):
    code = "systems.certificate-unknown"
    sentence = _("Hệ thống “%(system)s” gọi không kèm chứng thư đã khai báo.")
    cause = _("Hệ thống này chỉ được gọi bằng chứng thư máy gọi đã đăng ký (TLS hai chiều).")
    next_step = _("Cài đúng chứng thư ở máy gọi, hoặc đề nghị quản trị khai báo chứng thư mới.")


class SecretShape(Invalid):
    code = "systems.secret-shape"
    sentence = _("Bí mật dùng chung không hợp lệ.")
    cause = _("Bí mật có 16 đến 200 ký tự không dấu, không có dấu cách.")
    next_step = _("Chọn bí mật khác, hoặc để hệ thống tạo.")


class CertificateShape(Invalid):
    code = "systems.certificate-shape"
    sentence = _("“%(certificate)s” không phải mã băm của một chứng thư.")
    cause = _("Mỗi chứng thư được khai báo bằng mã băm SHA-256: 64 chữ số hệ 16.")
    next_step = _("Lấy bằng lệnh openssl x509 -fingerprint -sha256 rồi nhập lại.")


class LimitShape(Invalid):
    code = "systems.limit-shape"
    sentence = _("Mức gọi mỗi phút không hợp lệ.")
    cause = _("Số yêu cầu từ 1 đến 1.000.000, số byte từ 1 MB đến 1 TB mỗi phút.")
    next_step = _("Nhập lại mức gọi.")


class KeyShape(Invalid):
    code = "systems.key-shape"
    sentence = _("Không nhận được khóa công khai này.")
    cause = _("Cần một khóa PEM: Ed25519, ECDSA P-256, hoặc RSA từ 2048 bit.")
    next_step = _("Xuất lại khóa công khai (SubjectPublicKeyInfo) rồi gửi lại.")


class KeyTaken(Conflict):
    code = "systems.key-taken"
    sentence = _("Khóa công khai này đã được khai báo.")
    cause = _("Mỗi khóa chỉ thuộc về một hệ thống và khai báo một lần.")
    next_step = _("Tạo một cặp khóa mới.")


class AlreadyShown(Conflict):
    code = "systems.already-shown"
    sentence = _("Khóa “%(key)s” đã được tạo từ biểu mẫu này.")
    cause = _("Phần bí mật chỉ hiện một lần và không được giữ lại.")
    next_step = _("Nếu chưa chép được phần bí mật, thu hồi khóa đó rồi tạo khóa khác.")


class KeyPeriod(Invalid):
    code = "systems.key-period"
    sentence = _("Thời hạn của khóa không hợp lệ.")
    cause = _("Khóa thử dùng không quá %(days)s ngày; ngày cuối phải sau ngày đầu.")
    next_step = _("Chọn thời hạn khác.")


class SystemClosed(Conflict):
    code = "systems.closed"
    sentence = _("Hệ thống “%(system)s” đã đóng.")
    cause = _("Hệ thống đã đóng giữ nguyên dấu vết và không mở lại.")
    next_step = _("Khai báo một hệ thống mới.")


# What a call of a known system is turned down with: sentences by code, for the operators' page.
OF_CALLS = {
    one.code: one.sentence
    for one in (
        BadSignature,
        SignatureIncomplete,
        SignatureExpired,
        Replayed,
        NetworkNotAllowed,
        RateLimited,
        Paused,
        AgencyNotAllowed,
    )
}
# And what only a call of the interface of the axis is turned down with.
OF_AXIS_CALLS = {one.code: one.sentence for one in (NotBound, CertificateUnknown)}
