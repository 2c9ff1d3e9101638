"""What every act of administration leaves: a record of the ledger, and notices to people."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import HEADS
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

POST_GRANTED = declare(
    "access.post-granted",
    _("%(by)s giao cho bạn vị trí “%(title)s” tại %(agency)s, từ ngày %(day)s."),
)
POST_ENDED = declare(
    "access.post-ended",
    _("%(by)s kết thúc vị trí “%(title)s” của bạn tại %(agency)s, hết ngày %(day)s: %(reason)s"),
)
POST_CHANGED = declare(
    "access.post-changed",
    _("%(by)s sửa vị trí “%(title)s” của bạn tại %(agency)s: ký với thẩm quyền “%(authority)s”."),
)
PERSON_CHANGED = declare(
    "access.person-changed",
    _("%(by)s sửa thông tin của bạn trong danh bạ: %(name)s, thư công vụ %(mailbox)s."),
)
POSTS_BROUGHT_IN = declare(
    "access.posts-brought-in",
    _(
        "%(by)s nhập từ bảng vào %(agency)s: %(given)s vị trí được giao, %(ended)s vị trí kết "
        "thúc, %(changed)s vị trí hoặc người được sửa."
    ),
)
AGENCY_MOVED = declare(
    "access.agency-moved",
    _("%(by)s đặt %(agency)s dưới cơ quan cấp trên có mã %(parent)s trong danh bạ."),
)
ADMINISTRATOR_GRANTED = declare(
    "access.administrator-granted",
    _("%(by)s giao %(name)s làm quản trị của %(agency)s, từ ngày %(day)s."),
)
ADMINISTRATOR_PROPOSED = declare(
    "access.administrator-proposed",
    _("%(by)s đề nghị giao %(name)s làm quản trị của %(agency)s."),
)
ADMINISTRATOR_REFUSED = declare(
    "access.administrator-refused",
    _("%(by)s không đồng ý giao %(name)s làm quản trị của %(agency)s: %(reason)s"),
)
ADMINISTRATOR_UNANSWERED = declare(
    "access.administrator-unanswered",
    _("Hết hạn trả lời: đề nghị giao %(name)s làm quản trị của %(agency)s không còn hiệu lực."),
)
FIRST_LINK_MADE = declare(
    "access.first-link-made",
    _("%(by)s tạo liên kết đặt mật khẩu lần đầu cho %(name)s, quản trị của %(agency)s."),
)
ACCOUNT_CHANGED = declare(
    "access.account-changed", _("%(by)s đã thay đổi tài khoản của bạn: %(what)s.")
)
NEW_DEVICE = declare(
    "access.new-device",
    _(
        "Tài khoản của bạn vừa đăng nhập từ thiết bị mới: %(browser)s, địa chỉ %(address)s, lúc "
        "%(time)s. Nếu không phải bạn, hãy đăng xuất mọi nơi và đổi mật khẩu."
    ),
)
ACTING_GRANTED = declare(
    "access.acting-granted",
    _("%(by)s giao cho bạn %(authority)s, từ %(start)s đến hết %(end)s, theo %(source)s."),
)
ACTING_ENDED = declare(
    "access.acting-ended", _("%(by)s kết thúc việc bạn %(authority)s: %(reason)s")
)
GLASS_ASKED = declare(
    "access.glass-asked",
    _("%(by)s đề nghị xem khẩn cấp %(what)s trong %(hours)s giờ: %(reason)s"),
)
GLASS_AGREED = declare(
    "access.glass-agreed",
    _("%(by)s đồng ý cho %(asker)s xem %(what)s đến %(until)s. Mỗi lần xem được ghi lại."),
)
GLASS_REFUSED = declare(
    "access.glass-refused", _("%(by)s không đồng ý cho %(asker)s xem %(what)s: %(reason)s")
)
GLASS_ENDED = declare("access.glass-ended", _("%(asker)s không còn xem được %(what)s."))

Facts = Mapping[str, str | int]


def record(
    act: str,
    *,
    subjects: Mapping[str, UUID],
    actor: Actor,
    now: datetime,
    role: str = "",
    **private: str,
) -> None:
    """Write an act of administration into the ledger; what is personal is only committed to."""
    ledger.record(
        Act(
            name=act,
            subjects={key: str(value) for key, value in subjects.items()},
            dimensions={"role": role} if role else {},
            private=private,
        ),
        actor=actor,
        at=now,
    )


def tell_person(
    person_id: UUID, code: str, facts: Facts, *, kind: str, subject_id: UUID, now: datetime
) -> None:
    """Leave a notice at every post that a person holds today or is about to hold."""
    today = local_day(now)
    notices.tell(
        (
            NewNotice(
                agency_id=line.post.agency_id,
                post_id=line.post.id,
                code=code,
                facts=facts,
                subject_kind=kind,
                subject_id=subject_id,
            )
            for line in directory.postings_of_person(person_id, ended_since=today)
        ),
        now=now,
    )


def tell_heads(
    agency_id: UUID, code: str, facts: Facts, *, kind: str, subject_id: UUID, now: datetime
) -> None:
    """Leave a notice for the leaders and for the administrators of an agency."""
    notices.tell(to_heads(agency_id, code, facts, kind=kind, subject_id=subject_id), now=now)


def to_heads(
    agency_id: UUID, code: str, facts: Facts, *, kind: str, subject_id: UUID
) -> list[NewNotice]:
    """Return the notices to the leaders and to the administrators of an agency."""
    return [
        NewNotice(
            agency_id=agency_id,
            role=role,
            code=code,
            facts=facts,
            subject_kind=kind,
            subject_id=subject_id,
        )
        for role in HEADS
    ]
