"""Books of agencies that ended: closed, and readable by who inherited from them."""

from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard


def with_inherited(agency_id: UUID) -> list[UUID]:
    """Return an agency and those whose heir it is: whose books it may read. Two statements."""
    return [agency_id, *(card.id for card in directory.inherited_from(agency_id))]


def closed_agencies(agency_id: UUID) -> list[AgencyCard]:
    """Return the agencies whose closed books an agency keeps, by name. Two statements."""
    return directory.inherited_from(agency_id)
