"""Pages of lists, and the agencies that stand on them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from lienthong.apikit.cursors import moment_of, read_cursor, write_cursor
from lienthong.apikit.errors import BadCursor
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents.types import VersionCard
from lienthong.exchange.types import DeliveryCard


def agencies_of(
    deliveries: Collection[DeliveryCard], *versions: VersionCard
) -> Mapping[UUID, AgencyCard]:
    """Return all agencies that deliveries and documents name. One statement."""
    ids = {one.sender_id for one in deliveries} | {one.recipient_id for one in deliveries}
    return directory.agencies(ids | {one.issuer_id for one in versions})


def moment_cursor(at: datetime, row_id: UUID, *, scope: str) -> str:
    """Return the mark of a row in a list that goes by time, then by id."""
    return write_cursor(scope, at.isoformat(), str(row_id))


def read_moment(text: str, *, scope: str) -> tuple[datetime, UUID] | None:
    """Return the row of a mark, None for the beginning. Raises BadCursor."""
    if not text:
        return None
    at, row_id = read_cursor(text, scope=scope, length=2)
    try:
        return moment_of(at), UUID(row_id)
    except ValueError as error:
        raise BadCursor from error
