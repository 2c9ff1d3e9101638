"""How the calls of a system's own over the interface of the axis went, for its programs."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from ninja import Query, Router, Schema

from lienthong.apikit.cursors import read_id, write_cursor
from lienthong.apikit.errors import BadCursor
from lienthong.apikit.operations import answers
from lienthong.apikit.schemas import PageSize
from lienthong.systems.types import SystemRequest
from lienthong.vxp import queries
from lienthong.vxp.types import CallCard

router = Router(tags=["Giao diện của trục · VXP"])
_CALLS = "vxp-calls"


class VxpCallOut(Schema):
    """One call. `code`: of the refusal, empty for a success; `reason`: its words.

    `agency`: code of the agency for which it was, where the call says so. `reference`: the `DocId`
    or `docId` that was given or asked for.
    """

    id: UUID
    operation: str
    agency: str
    code: str
    reason: str
    reference: str
    address: str
    called_at: datetime
    milliseconds: int

    @classmethod
    def of(cls, card: CallCard) -> Self:
        return cls(
            id=card.id,
            operation=card.operation,
            agency=card.agency_code,
            code=card.code,
            reason=card.said,
            reference=card.reference,
            address=card.address,
            called_at=card.called_at,
            milliseconds=card.milliseconds,
        )


class VxpCallsOut(Schema):
    """`last_success`: the latest call that was noted as done, on whatever page."""

    calls: list[VxpCallOut]
    last_success: VxpCallOut | None
    next: str | None


@router.get(
    "/vxp-calls",
    url_name="vxp-calls",
    summary="Nhật ký gọi giao diện của trục",
    **answers({200: VxpCallsOut}, BadCursor),
)
def list_calls(
    request: SystemRequest,
    only_failures: Annotated[bool, Query(description="only what was refused")] = False,
    after: Annotated[str, Query()] = "",
    limit: PageSize = 50,
) -> VxpCallsOut:
    """The calls of your system under `/vxp/` in the last 90 days, the latest first.

    Acts and failures with their reason; polls that succeed are noted once in ten minutes.
    """
    system_id = request.auth.system.id
    found = queries.calls_of(
        system_id,
        after=read_id(after, scope=_CALLS),
        only_failures=only_failures,
        limit=limit + 1,
    )
    page, last = found[:limit], queries.last_success(system_id)
    return VxpCallsOut(
        calls=[VxpCallOut.of(card) for card in page],
        last_success=VxpCallOut.of(last) if last else None,
        next=write_cursor(_CALLS, str(page[-1].id)) if len(found) > limit else None,
    )
