"""What the heads of agencies are told about the systems that act for them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.systems.models import Grant, System

ASKED = declare(
    "systems.grant-asked",
    _("%(by)s đề nghị cho hệ thống “%(system)s” làm thay %(agency)s: nhận, gửi và đọc văn bản."),
)
AGREED = declare(
    "systems.grant-agreed",
    _("%(by)s đồng ý cho hệ thống “%(system)s” làm thay %(agency)s từ ngày %(day)s."),
)
REFUSED = declare(
    "systems.grant-refused",
    _("%(by)s không đồng ý cho hệ thống “%(system)s” làm thay %(agency)s: %(reason)s"),
)
UNANSWERED = declare(
    "systems.grant-unanswered",
    _("Hết hạn trả lời: đề nghị cho hệ thống “%(system)s” làm thay %(agency)s hết hiệu lực."),
)
GRANTED = declare(
    "systems.agency-granted",
    _("%(by)s cho hệ thống “%(system)s” làm thay %(agency)s từ ngày %(day)s, bằng lệnh ở máy chủ."),
)
WITHDRAWN = declare(
    "systems.agency-withdrawn",
    _("%(by)s thôi cho hệ thống “%(system)s” làm thay %(agency)s, hết ngày %(day)s."),
)
KEY_ADDED = declare(
    "systems.key-added",
    _("%(by)s thêm khóa %(key)s cho hệ thống “%(system)s”, đang làm thay cơ quan."),
)
NETWORKS_SET = declare(
    "systems.networks-set",
    _("%(by)s đổi mạng được gọi của hệ thống “%(system)s”, đang làm thay cơ quan: %(networks)s"),
)
CERTIFICATES_SET = declare(
    "systems.certificates-set",
    _("%(by)s đổi chứng thư máy khách của hệ thống “%(system)s”, đang làm thay cơ quan."),
)
DELEGATED = declare(
    "systems.code-delegated",
    _(
        "%(by)s cho hệ thống “%(system)s” tự khai báo và hủy đăng ký các đơn vị có mã nằm dưới mã "
        "%(code)s."
    ),
)

Facts = Mapping[str, str | int]


def tell_agencies_of(system: System, code: str, facts: Facts, *, now: datetime) -> None:
    """Tell the heads of every agency for which a system may act, today or later. Two statements."""
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=local_day(now))
    agency_ids = Grant.objects.filter(last, system=system).values_list("agency_id", flat=True)
    told = {"system": system.name, **facts}
    notices.tell(
        (
            notice
            for agency_id in agency_ids.distinct()
            for notice in access.to_heads(
                agency_id, code, told, kind="system", subject_id=system.pk
            )
        ),
        now=now,
    )


def tell_agency(
    agency_id: UUID, code: str, facts: Facts, *, kind: str, subject_id: UUID, now: datetime
) -> None:
    """Tell the heads of one agency. One statement."""
    notices.tell(access.to_heads(agency_id, code, facts, kind=kind, subject_id=subject_id), now=now)


def tell_operators(code: str, facts: Facts, *, subject_id: UUID, now: datetime) -> None:
    """Tell everybody who looks after the installation. Two statements."""
    posts = directory.posts_of_role(Role.OPERATOR, on=local_day(now))
    notices.tell(
        (
            NewNotice(
                agency_id=post.agency_id,
                post_id=post.id,
                code=code,
                facts=facts,
                subject_kind="system",
                subject_id=subject_id,
            )
            for post in posts
        ),
        now=now,
    )
