"""Who is told what went wrong on a route."""

from datetime import datetime, timedelta

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import queries as notice_queries
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.routes.models import Route

KIND = "route"  # in notices
TURNED_DOWN = declare(
    "routes.package-turned-down",
    _("Tuyến “%(route)s” đưa đến một gói tin không nhận được: %(said)s"),
)
STATUS_LOST = declare(
    "routes.status-not-carried",
    _("Tuyến “%(route)s” không chuyển được một trạng thái: %(said)s"),
)
LINE_LOST = declare(
    "routes.line-not-taken-over",
    _("Tuyến “%(route)s” báo một trạng thái không ghi được: %(said)s"),
)
HANDED_OVER = declare(
    "routes.handed-over",
    _("Tuyến “%(route)s” không thông; văn bản đang chờ đã giao cho tuyến khác: %(said)s"),
)
# What goes wrong goes wrong a hundred times; the page of the route shows all of it.
_SILENT = timedelta(hours=1)


def tell_operators(row: Route, code: str, said: str, *, now: datetime) -> None:
    """Tell everybody who looks after the installation, once an hour. Three statements."""
    if notice_queries.was_told(code, row.pk, since=now - _SILENT):
        return
    posts = directory.posts_of_role(Role.OPERATOR, on=local_day(now))
    notices.tell(
        (
            NewNotice(
                agency_id=post.agency_id,
                post_id=post.id,
                code=code,
                facts={"route": row.name, "said": said[:300]},
                subject_kind=KIND,
                subject_id=row.pk,
            )
            for post in posts
        ),
        now=now,
    )
