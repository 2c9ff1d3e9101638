"""Viewers and notices."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from lienthong.kernel.actor import Actor, ActorKind
from lienthong.notices import services
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

MONDAY_9AM = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OFFICE, JUSTICE = uuid4(), uuid4()
REFUSED = declare("tests.refused", "%(agency)s từ chối tiếp nhận văn bản %(notation)s.")
FACTS = {"agency": "Sở Tư pháp", "notation": "9459/UBND-TTTH"}


def a_viewer(role: str = "clerk", *, agency_id: UUID = OFFICE) -> Actor:
    return Actor(
        ActorKind.PERSON, "Nguyễn Thị Lan", post_id=uuid4(), agency_id=agency_id, role=role
    )


def a_notice(**facts: Any) -> NewNotice:
    return NewNotice(
        **{
            "agency_id": OFFICE,
            "code": REFUSED,
            "facts": FACTS,
            "subject_kind": "delivery",
            "subject_id": uuid4(),
            "role": "clerk",
            **facts,
        }
    )


def told(**facts: Any) -> NewNotice:
    notice = a_notice(**facts)
    services.tell([notice], now=MONDAY_9AM)
    return notice
