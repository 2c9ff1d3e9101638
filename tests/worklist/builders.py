"""Viewers and lines of work."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from lienthong.kernel.actor import Actor, ActorKind
from lienthong.worklist import services
from lienthong.worklist.types import Audience, NewWork, Verb

# 09:00 in Vietnam.
MONDAY_9AM = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE, JUSTICE = uuid4(), uuid4()
UNIT, OTHER_UNIT = uuid4(), uuid4()


def a_viewer(
    role: str = "clerk", *, agency_id: UUID = OFFICE, unit_id: UUID | None = None
) -> Actor:
    return Actor(
        ActorKind.PERSON,
        "Nguyễn Thị Lan",
        post_id=uuid4(),
        agency_id=agency_id,
        unit_id=unit_id,
        role=role,
    )


def work(**facts: Any) -> NewWork:
    return NewWork(
        **{
            "agency_id": OFFICE,
            "audience": Audience(role="clerk"),
            "verb": Verb.ACCEPT,
            "subject_kind": "delivery",
            "subject_id": uuid4(),
            "arrived_at": MONDAY_9AM,
            "notation": "9459/UBND-TTTH",
            "issuer": "UBND tỉnh Đồng Nai",
            "summary": "Về việc gửi, nhận văn bản điện tử",
            **facts,
        }
    )


def put(**facts: Any) -> NewWork:
    item = work(**facts)
    services.put([item])
    return item
