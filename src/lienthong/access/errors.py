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
