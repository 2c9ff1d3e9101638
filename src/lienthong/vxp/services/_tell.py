"""What operators are told about what systems ask."""

from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

KIND = "agency-request"  # of a request, in notices
ASKED = declare(
    "vxp.agency-asked",
    _("Hệ thống “%(system)s” đề nghị khai báo hoặc hủy đăng ký cơ quan mã %(code)s."),
)


UNANSWERED = declare(
    "vxp.agency-unanswered",
    _("Hết hạn trả lời: đề nghị của hệ thống “%(system)s” về cơ quan mã %(code)s hết hiệu lực."),
)


def tell_operators(request_id: UUID, what: str, *, system: str, code: str, now: datetime) -> None:
    """Tell everybody who looks after the installation. Two statements."""
    posts = directory.posts_of_role(Role.OPERATOR, on=local_day(now))
    notices.tell(
        (
            NewNotice(
                agency_id=post.agency_id,
                post_id=post.id,
                code=what,
                facts={"system": system, "code": code},
                subject_kind=KIND,
                subject_id=request_id,
            )
            for post in posts
        ),
        now=now,
    )
