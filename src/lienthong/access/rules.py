"""Who may do what: one table from rights to the roles that have them, and the decision."""

from dataclasses import dataclass
from uuid import UUID

from lienthong.access.errors import OtherAgency, RightMissing
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.wording import Words
from lienthong.kernel.wording import noop as _


@dataclass(frozen=True, slots=True)
class Right:
    """A thing that may be done.

    label: as a person would say it, after "quyền".
    roles: the posts that have it.
    everywhere: it reaches beyond the agency of the post, over the whole province.
    below: it reaches into the agencies under that of the post (see `services.require_over`).
    background: the installation may do it by itself.
    """

    label: str
    roles: frozenset[Role]
    everywhere: bool = False
    background: bool = False
    below: bool = False


def _right(
    label: str,
    *roles: Role,
    everywhere: bool = False,
    background: bool = False,
    below: bool = False,
) -> Right:
    return Right(label, frozenset(roles), everywhere, background, below)


# Clerk: Decree 30/2020, Article 6, clause 3; signing is the leader's: Article 13. An operator, a
# monitor, a reviewer and an administrator see figures and states, never content.
TABLE: dict[str, Right] = {
    "documents.read-agency": _right(_("xem văn bản của cơ quan"), Role.CLERK, Role.LEADER),
    "documents.read-assigned": _right(
        _("xem văn bản được giao"), Role.CLERK, Role.LEADER, Role.OFFICER
    ),
    "policies.keep": _right(
        _("đặt và kết thúc quy định về cách gửi văn bản"),
        Role.OPERATOR,
        everywhere=True,
        background=True,
    ),
    "exchange.check": _right(
        _("kiểm tra trước khi gửi"), Role.CLERK, Role.LEADER, Role.OFFICER, background=True
    ),
    "exchange.dispatch": _right(_("gửi văn bản"), Role.CLERK),
    "exchange.recall": _right(_("thu hồi văn bản đã gửi"), Role.CLERK),
    "exchange.answer-recall": _right(_("trả lời yêu cầu thu hồi, cập nhật"), Role.CLERK),
    "exchange.report-status": _right(
        _("báo trạng thái xử lý"), Role.CLERK, Role.LEADER, Role.OFFICER, background=True
    ),
    "exchange.track": _right(_("theo dõi văn bản đã gửi"), Role.CLERK, Role.LEADER, Role.OFFICER),
    "exchange.follow-paper": _right(_("ghi bản giấy gửi kèm đã gửi, đã đến"), Role.CLERK),
    "registers.accept": _right(_("tiếp nhận và vào sổ"), Role.CLERK),
    "registers.refuse": _right(_("từ chối tiếp nhận"), Role.CLERK),
    "registers.read-book": _right(_("xem sổ đăng ký"), Role.CLERK, Role.LEADER),
    "registers.print-book": _right(_("in sổ đăng ký"), Role.CLERK),
    "registers.instruct": _right(_("cho ý kiến chỉ đạo, giao việc"), Role.LEADER),
    "registers.handle": _right(_("xử lý văn bản được giao"), Role.LEADER, Role.OFFICER),
    "registers.finish": _right(_("hoàn thành xử lý"), Role.LEADER, Role.OFFICER),
    "issuing.draft": _right(_("soạn dự thảo"), Role.OFFICER, Role.LEADER, Role.CLERK),
    "issuing.comment": _right(
        _("góp ý dự thảo khi được hỏi"), Role.OFFICER, Role.LEADER, Role.CLERK
    ),
    "issuing.submit": _right(_("trình dự thảo"), Role.OFFICER, Role.LEADER, Role.CLERK),
    "issuing.approve": _right(_("duyệt dự thảo"), Role.LEADER),
    "issuing.sign": _right(_("ký số văn bản"), Role.LEADER),
    "issuing.agree-copy": _right(_("ký duyệt bản sao văn bản"), Role.LEADER),
    "issuing.number": _right(_("lấy số văn bản đi"), Role.CLERK),
    "issuing.void": _right(_("hủy số văn bản đi"), Role.CLERK),
    "issuing.seal": _right(_("đóng dấu cơ quan"), Role.CLERK),
    "issuing.issue": _right(_("phát hành văn bản"), Role.CLERK, background=True),
    "inside.give": _right(
        _("chuyển văn bản cho đơn vị trong cơ quan"), Role.CLERK, Role.LEADER, background=True
    ),
    "inside.finish": _right(_("ghi kết quả của đơn vị"), Role.OFFICER, Role.LEADER, Role.CLERK),
    "casefiles.keep": _right(
        _("lập và giữ hồ sơ công việc"), Role.OFFICER, Role.LEADER, Role.CLERK
    ),
    "casefiles.list": _right(_("lập danh mục hồ sơ, sửa mọi hồ sơ của cơ quan"), Role.CLERK),
    "casefiles.keep-back": _right(_("cho giữ lại hồ sơ đến hạn nộp lưu"), Role.LEADER),
    "casefiles.archive": _right(_("nhận hồ sơ vào lưu trữ cơ quan"), Role.CLERK),
    "portal.prepare": _right(_("chuẩn bị văn bản để công khai"), Role.CLERK),
    "portal.clear": _right(_("quyết định công khai văn bản"), Role.LEADER),
    "portal.take-down": _right(_("gỡ văn bản đã công khai"), Role.CLERK, Role.LEADER),
    "signatures.register-certificate": _right(
        _("khai báo chứng thư số, mẫu chữ ký, mẫu dấu"),
        Role.ADMINISTRATOR,
        below=True,
        background=True,
    ),
    "signatures.introduce-specimen": _right(
        _("giới thiệu mẫu dấu, mẫu chữ ký của cơ quan"), Role.CLERK
    ),
    "signatures.see-specimens": _right(
        _("xem mẫu dấu, mẫu chữ ký của các cơ quan"),
        Role.CLERK,
        Role.LEADER,
        Role.OFFICER,
        everywhere=True,
    ),
    "signatures.trust-issuers": _right(
        _("khai báo tổ chức cấp chứng thư được tin"), background=True
    ),
    "signatures.bring-revocation-lists": _right(
        _("nhập danh sách thu hồi chứng thư"), Role.OPERATOR, everywhere=True, background=True
    ),
    "ledger.receipt": _right(_("lấy biên nhận"), Role.CLERK, Role.LEADER, Role.OFFICER),
    "directory.manage": _right(
        _("quản trị danh bạ"), Role.OPERATOR, everywhere=True, background=True
    ),
    "directory.manage-below": _right(
        _("quản trị các đơn vị trực thuộc trong danh bạ"), Role.ADMINISTRATOR, below=True
    ),
    "directory.agree-reorganisation": _right(
        _("đồng ý hoặc không đồng ý phương án sắp xếp lại cơ quan"),
        Role.OPERATOR,
        Role.REVIEWER,
        everywhere=True,
        background=True,
    ),
    "rollout.read": _right(
        _("xem cơ quan đã sẵn sàng tham gia chưa"), Role.LEADER, Role.ADMINISTRATOR
    ),
    "rollout.read-province": _right(
        _("xem mọi cơ quan đã sẵn sàng tham gia chưa"),
        Role.OPERATOR,
        Role.MONITOR,
        Role.REVIEWER,
        everywhere=True,
    ),
    "rollout.confirm": _right(
        _("xác nhận điều kiện tham gia của cơ quan, ghi tập huấn"),
        Role.ADMINISTRATOR,
        below=True,
    ),
    "rollout.manage": _right(
        _("quản lý điều kiện tham gia và tập huấn"), Role.OPERATOR, everywhere=True, background=True
    ),
    "directory.read": _right(_("xem danh bạ"), *Role, everywhere=True),
    "access.grant-posts": _right(
        _("giao và kết thúc vị trí công tác"), Role.ADMINISTRATOR, below=True, background=True
    ),
    "access.manage-accounts": _right(
        _("quản trị tài khoản"), Role.ADMINISTRATOR, below=True, background=True
    ),
    "access.first-administrator": _right(
        _("giao quản trị đầu tiên của một cơ quan"),
        Role.OPERATOR,
        everywhere=True,
        background=True,
    ),
    "access.delegate": _right(_("giao người ký thay mình"), Role.LEADER),
    "access.enter-acting": _right(
        _("ghi việc ký thay, thừa lệnh, ủy quyền"),
        Role.ADMINISTRATOR,
        below=True,
        background=True,
    ),
    "access.read-log": _right(_("xem nhật ký đọc của cơ quan"), Role.LEADER, Role.ADMINISTRATOR),
    "access.answer-for-agency": _right(
        _("đồng ý hoặc không đồng ý cho người khác, hệ thống khác vào cơ quan"),
        Role.LEADER,
        Role.ADMINISTRATOR,
    ),
    "access.break-glass": _right(
        _("đề nghị xem khẩn cấp nội dung"), Role.OPERATOR, everywhere=True
    ),
    "access.agree-glass": _right(
        _("trả lời đề nghị xem khẩn cấp"), Role.LEADER, Role.ADMINISTRATOR
    ),
    "access.second-glass": _right(
        _("là người thứ hai đồng ý xem khẩn cấp"), Role.OPERATOR, everywhere=True
    ),
    "systems.manage": _right(
        _("quản trị hệ thống kết nối"), Role.OPERATOR, everywhere=True, background=True
    ),
    "operation.watch": _right(_("theo dõi vận hành"), Role.OPERATOR, everywhere=True),
    "operation.repair": _right(_("khắc phục sự cố"), Role.OPERATOR, everywhere=True),
    "statistics.read": _right(_("xem số liệu của cơ quan"), Role.CLERK, Role.LEADER),
    "statistics.confirm": _right(_("xác nhận số liệu tháng của cơ quan"), Role.CLERK, Role.LEADER),
    "statistics.read-province": _right(
        _("xem số liệu toàn tỉnh"), Role.OPERATOR, Role.MONITOR, Role.REVIEWER, everywhere=True
    ),
    "exchange.urge-recipient": _right(
        _("nhắc nơi nhận chậm tiếp nhận, chậm xử lý"), Role.CLERK, Role.LEADER
    ),
    "registers.urge": _right(_("nhắc người được giao chậm xử lý"), Role.CLERK, Role.LEADER),
    "exchange.urge": _right(_("nhắc cơ quan chậm xử lý"), Role.MONITOR, everywhere=True),
}


# Posts over a whole province; an administrator of an agency cannot give them.
PROVINCIAL = frozenset({Role.OPERATOR, Role.MONITOR, Role.REVIEWER})
# What an operator may do while a glass is broken: read, and nothing else.
READING = frozenset({"documents.read-agency", "documents.read-assigned"})
# The same for one document: no list of the agency opens.
READING_ONE = frozenset({"documents.read-assigned"})
# What one has for oneself only, not while acting for somebody: no sub-delegation.
PERSONAL = frozenset({"access.delegate", "access.agree-glass", "access.answer-for-agency"})
# Who may act for a leader: never a clerk, who holds the seal (two people issue).
MAY_ACT = frozenset({Role.LEADER, Role.OFFICER})
# What one does for the head of the agency above, by a letter of authority: the drafts that one is
# to sign, and nothing else of that agency (Decree 30/2020/NĐ-CP, Article 13, clause 3).
SIGNING_ACROSS = frozenset(
    {
        "documents.read-assigned",
        "exchange.check",
        "issuing.draft",
        "issuing.approve",
        "issuing.sign",
    }
)
# What a connected system may do for an agency that was given to it: what its clerk does at the
# exchange, nothing in our books and nothing with our keys.
OF_SYSTEMS = frozenset(
    {
        "documents.read-agency",
        "exchange.check",
        "exchange.dispatch",
        "exchange.recall",
        "exchange.urge-recipient",
        "exchange.answer-recall",
        "exchange.report-status",
        "exchange.track",
        "exchange.follow-paper",
        "ledger.receipt",
        "statistics.read",
    }
)


def rights_of(role: Role) -> frozenset[str]:
    """Return the names of all rights that a post of this role has."""
    return frozenset(name for name, right in TABLE.items() if role in right.roles)


def refusal_of(actor: Actor, right: str, *, agency_id: UUID | None) -> RightMissing | None:
    """Return why an actor may not do a thing in an agency, or None when it may.

    agency_id: the agency for which it is done; None means the actor's own.
    Raises KeyError for a right that the table does not know.
    """
    known = TABLE[right]
    facts = {
        "title": actor.title or actor.name,
        "right": known.label,
        "roles": Words(role.label for role in Role if role in known.roles) or "—",
    }
    if actor.kind == ActorKind.INSTALLATION:
        return None if known.background else RightMissing(**facts)
    if right not in actor.rights:
        return RightMissing(**facts)
    if known.everywhere or agency_id is None or agency_id == actor.agency_id:
        return None
    return OtherAgency(**facts)
