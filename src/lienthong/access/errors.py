"""What access refuses, each with the reason and the next step."""

from lienthong.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound
from lienthong.kernel.wording import noop as _


class RightMissing(NotAllowed):
    code = "access.right-missing"
    sentence = _("Vị trí “%(title)s” không có quyền “%(right)s”.")
    cause = _("Quyền này thuộc về: %(roles)s.")
    next_step = _("Chuyển việc cho người giữ vai trò đó, hoặc chọn vị trí khác của mình.")


class OtherAgency(RightMissing):
    """The right is there, but in another agency; a kind of RightMissing, so callers catch one."""

    code = "access.other-agency"
    sentence = _("Vị trí “%(title)s” không được “%(right)s” thay cho cơ quan khác.")
    cause = _("Quyền theo vị trí công tác chỉ có hiệu lực trong cơ quan của vị trí đó.")
    next_step = _("Chọn vị trí thuộc cơ quan cần làm việc, hoặc chuyển việc cho cơ quan đó.")


class PostNotHeld(NotFound):
    code = "access.post-not-held"
    sentence = _("Bạn không giữ vị trí công tác này.")
    cause = _("Vị trí đã hết hiệu lực hoặc thuộc về người khác.")
    next_step = _("Chọn một vị trí trong danh sách của bạn.")


class UnknownAccount(NotFound):
    code = "access.unknown-account"
    sentence = _("Không có tài khoản “%(username)s”.")
    cause = _("Tên đăng nhập chưa được cấp.")
    next_step = _("Kiểm tra lại tên đăng nhập.")


class UsernameTaken(Conflict):
    code = "access.username-taken"
    sentence = _("Tên đăng nhập “%(username)s” đã cấp cho người khác.")
    cause = _("Mỗi tên đăng nhập thuộc về một người, kể cả khi tài khoản đã đóng.")
    next_step = _("Chọn tên đăng nhập khác.")


class AccountExists(Conflict):
    code = "access.account-exists"
    sentence = _("Người này đã có tài khoản “%(username)s”.")
    cause = _("Mỗi người có một tài khoản cho mọi vị trí công tác của mình.")
    next_step = _("Dùng tài khoản đã có, hoặc đặt lại mật khẩu của tài khoản đó.")


class UsernameShape(Invalid):
    code = "access.username-shape"
    sentence = _("Tên đăng nhập “%(username)s” không đúng dạng.")
    cause = _("Tên đăng nhập có 3 đến 80 ký tự: chữ thường không dấu, số, dấu chấm, gạch nối.")
    next_step = _("Nhập lại tên đăng nhập.")


class PasswordWeak(Invalid):
    code = "access.password-weak"
    sentence = _("Mật khẩu chưa đạt yêu cầu.")
    cause = _("%(reasons)s")
    next_step = _("Chọn mật khẩu dài hơn và khó đoán hơn.")


class OwnGrant(NotAllowed):
    code = "access.own-grant"
    sentence = _("Không ai tự giao vị trí công tác cho chính mình.")
    cause = _("Vị trí công tác mang theo quyền; người nhận quyền và người giao quyền là hai người.")
    next_step = _("Nhờ một quản trị cơ quan khác, hoặc quản trị của cơ quan cấp trên, giao.")


class RoleOutOfReach(NotAllowed):
    code = "access.role-out-of-reach"
    sentence = _("Không được giao vai trò “%(role)s” tại đây.")
    cause = _(
        "Vai trò này có hiệu lực trên toàn tỉnh; chỉ quản trị của cơ quan không có cấp trên trong "
        "danh bạ được giao."
    )
    next_step = _("Đề nghị quản trị của Ủy ban nhân dân tỉnh giao.")


class AdministratorThere(Conflict):
    code = "access.administrator-there"
    sentence = _("“%(agency)s” đã có quản trị cơ quan: %(names)s.")
    cause = _("Quản trị hệ thống chỉ giao người quản trị đầu tiên của một cơ quan.")
    next_step = _("Đề nghị quản trị đang giữ vị trí đó giao thêm người.")


class AgencyHasPeople(Conflict):
    code = "access.agency-has-people"
    sentence = _("“%(agency)s” đã có người làm việc, nên phải hỏi cơ quan trước.")
    cause = _("Quản trị giao được mọi vị trí trong cơ quan, kể cả vị trí xem văn bản.")
    next_step = _("Gửi đề nghị; lãnh đạo cơ quan trả lời, hoặc cấp trên khi chưa ai có tài khoản.")


class UnknownProposal(NotFound):
    code = "access.unknown-proposal"
    sentence = _("Không tìm thấy đề nghị giao quản trị này.")
    cause = _("Đề nghị không có, hoặc hỏi cơ quan khác.")
    next_step = _("Mở lại trang Việc cần làm.")


class ProposalDecided(Conflict):
    code = "access.proposal-decided"
    sentence = _("Đề nghị này đã có kết quả: %(state)s.")
    cause = _("Mỗi đề nghị được trả lời một lần.")
    next_step = _("Nếu vẫn cần, quản trị hệ thống gửi đề nghị mới.")


class ProposalOneself(NotAllowed):
    code = "access.proposal-oneself"
    sentence = _("Không ai tự đồng ý đề nghị của chính mình, hoặc đề nghị giao cho chính mình.")
    cause = _("Người đề nghị, người đồng ý và người nhận quyền quản trị là những người khác nhau.")
    next_step = _("Chờ một lãnh đạo khác của cơ quan trả lời.")


class LastAdministrator(Conflict):
    code = "access.last-administrator"
    sentence = _("Đây là quản trị cuối cùng của “%(agency)s”, không tự thôi được.")
    cause = _("Không còn ai quản trị thì không còn ai giao được vị trí công tác trong cơ quan.")
    next_step = _("Giao thêm một quản trị cơ quan, rồi để người đó kết thúc vị trí này.")


class PersonOutOfReach(NotAllowed):
    code = "access.person-out-of-reach"
    sentence = _("Không được quản trị tài khoản của người này.")
    cause = _(
        "Người này còn giữ vị trí tại: %(agencies)s. Tài khoản mở cả những vị trí đó, nên chỉ "
        "quản trị của cơ quan cấp trên chung được đặt lại."
    )
    next_step = _("Đề nghị quản trị của cơ quan cấp trên, hoặc quản trị hệ thống.")


class OwnAccount(NotAllowed):
    code = "access.own-account"
    sentence = _("Không dùng trang quản trị cho tài khoản của chính mình.")
    cause = _("Mỗi người giữ tài khoản của mình bằng mật khẩu và yếu tố xác thực của mình.")
    next_step = _("Mở trang “Tài khoản của tôi”, hoặc nhờ một quản trị khác.")


class ReasonMissing(Invalid):
    code = "access.reason-missing"
    sentence = _("Chưa nêu lý do.")
    cause = _("Lý do được ghi lại và báo cho người liên quan.")
    next_step = _("Nhập lý do.")


class LinkUnusable(NotFound):
    code = "access.link-unusable"
    sentence = _("Liên kết đặt mật khẩu này không còn dùng được.")
    cause = _("Liên kết chỉ dùng một lần, trong 24 giờ, và hết hiệu lực khi có liên kết mới hơn.")
    next_step = _("Xin quản trị cơ quan một liên kết khác.")


class NoAccountYet(NotFound):
    code = "access.no-account-yet"
    sentence = _("Người này chưa có tài khoản.")
    cause = _("Tài khoản được mở khi người này cần đăng nhập lần đầu.")
    next_step = _("Mở tài khoản trước.")


class UnknownActing(NotFound):
    code = "access.unknown-acting"
    sentence = _("Không tìm thấy việc ký thay, thừa lệnh, ủy quyền này.")
    cause = _("Việc này chưa được giao, đã kết thúc, hoặc của cơ quan khác.")
    next_step = _("Tải lại danh sách và chọn lại.")


class ActingDays(Invalid):
    code = "access.acting-days"
    sentence = _("Thời hạn từ %(start)s đến %(end)s không dùng được.")
    cause = _("Ngày cuối không trước ngày đầu, chưa qua, và thời hạn không quá 366 ngày.")
    next_step = _("Sửa lại ngày; hết hạn thì giao lại.")


class ActingPosts(Invalid):
    code = "access.acting-posts"
    sentence = _("Không giao được việc ký thay giữa hai vị trí này.")
    cause = _(
        "Người được thay là lãnh đạo; người thay là lãnh đạo hoặc chuyên viên khác của cùng cơ "
        "quan. Riêng thừa ủy quyền còn giao được cho lãnh đạo cơ quan trực thuộc. Văn thư giữ con "
        "dấu nên không ký."
    )
    next_step = _("Chọn lại hai vị trí.")


class UnknownKinds(Invalid):
    code = "access.unknown-kinds"
    sentence = _("Không có loại văn bản: %(kinds)s.")
    cause = _("Người thay chỉ ký được loại ghi ở đây, nên mỗi loại phải có trong danh mục.")
    next_step = _("Ghi tên loại như “Công văn, Báo cáo”, hoặc mã của loại; để trống là mọi loại.")


class SourceMissing(Invalid):
    code = "access.source-missing"
    sentence = _("Chưa ghi văn bản giao quyền.")
    cause = _(
        "Thừa ủy quyền phải bằng văn bản, có thời hạn và nội dung (Nghị định 30/2020/NĐ-CP, Điều "
        "13); người khác ghi thay lãnh đạo thì cũng phải có văn bản."
    )
    next_step = _("Ghi số, ký hiệu và ngày của văn bản.")


class NoSubDelegation(NotAllowed):
    code = "access.no-sub-delegation"
    sentence = _("Người đang ký thay, được ủy quyền không giao lại cho người khác.")
    cause = _("Người được ủy quyền không được ủy quyền lại (Nghị định 30/2020/NĐ-CP, Điều 13).")
    next_step = _("Đề nghị chính người giao quyền giao cho người kia.")


class AuthorityNotHeld(NotAllowed):
    code = "access.authority-not-held"
    sentence = _("Hôm nay không được ký với thẩm quyền “%(authority)s”.")
    cause = _(
        "Việc ký thay, thừa lệnh, ủy quyền chưa bắt đầu, đã hết hạn hoặc đã kết thúc; không gồm "
        "loại văn bản này; hoặc phiên này không chọn vị trí đó."
    )
    next_step = _("Chọn đúng vị trí ký thay, hoặc trả lại dự thảo để chọn người ký khác.")


class UnknownGlass(NotFound):
    code = "access.unknown-glass"
    sentence = _("Không tìm thấy đề nghị xem nội dung này.")
    cause = _("Đề nghị không có, hoặc không thuộc cơ quan của bạn.")
    next_step = _("Mở lại danh sách đề nghị.")


class GlassHours(Invalid):
    code = "access.glass-hours"
    sentence = _("Thời gian xem phải từ 1 đến %(most)s giờ.")
    cause = _("Xem nội dung của cơ quan khác là việc khẩn cấp, có thời hạn ngắn.")
    next_step = _("Nhập lại số giờ.")


class AskedOtherwise(Conflict):
    code = "access.asked-otherwise"
    sentence = _("Biểu mẫu này đã được gửi một lần với nội dung khác.")
    cause = _("Mỗi lần mở biểu mẫu chỉ gửi được một nội dung, để bấm hai lần không thành hai việc.")
    next_step = _("Mở lại trang rồi điền lại.")


class GlassOneself(NotAllowed):
    code = "access.glass-oneself"
    sentence = _("Không ai tự đồng ý đề nghị của chính mình.")
    cause = _("Xem nội dung của cơ quan khác cần hai người.")
    next_step = _("Chờ lãnh đạo, quản trị của cơ quan đó, hoặc một quản trị hệ thống khác.")


class GlassDecided(Conflict):
    code = "access.glass-decided"
    sentence = _("Đề nghị này đã có kết quả: %(state)s.")
    cause = _("Mỗi đề nghị được trả lời một lần.")
    next_step = _("Nếu vẫn cần, gửi đề nghị mới.")


class GlassClosed(NotAllowed):
    code = "access.glass-closed"
    sentence = _("Thời gian được xem nội dung đã hết.")
    cause = _("Quyền xem khẩn cấp tự kết thúc đúng giờ, hoặc cơ quan đã kết thúc sớm.")
    next_step = _("Nếu vẫn cần, gửi đề nghị mới với lý do mới.")


class GlassReadOnly(NotAllowed):
    code = "access.glass-read-only"
    sentence = _("Khi xem khẩn cấp chỉ được xem, không làm việc thay cơ quan.")
    cause = _("Hai người đã đồng ý cho xem, không phải cho làm.")
    next_step = _("Thoát chế độ xem khẩn cấp rồi làm việc của mình.")


class UnknownSubject(NotFound):
    code = "access.unknown-subject"
    sentence = _("Tài khoản của nhà cung cấp định danh chưa gắn với ai ở đây.")
    cause = _("Không có định danh hoặc thư công vụ đã xác minh nào khớp với một tài khoản đang mở.")
    next_step = _("Đề nghị quản trị cơ quan gắn định danh này với tài khoản của bạn.")


class SubjectTaken(Conflict):
    code = "access.subject-taken"
    sentence = _("Định danh này đã gắn với tài khoản khác.")
    cause = _("Một định danh của nhà cung cấp chỉ thuộc về một người.")
    next_step = _("Kiểm tra lại định danh, hoặc bỏ gắn ở tài khoản kia trước.")


class FactorClosed(Conflict):
    code = "access.factor-closed"
    sentence = _("Không kiểm tra được mã: yếu tố xác thực thứ hai của bạn không còn mở được.")
    cause = _("Bản cài không còn khóa bí mật đã mã hóa ứng dụng xác thực và mã khôi phục.")
    next_step = _("Đăng nhập bằng khóa truy cập nếu có, hoặc báo quản trị hệ thống.")
