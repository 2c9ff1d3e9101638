"""Agencies of the directory as a package describes them."""

from collections.abc import Iterable
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.formats.edxml.types import Organisation


def organisations(agency_ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Return these agencies with the names of those above them. Two statements."""
    cards = directory.agencies(agency_ids)
    above = directory.agencies({card.parent_id for card in cards.values() if card.parent_id})
    return {
        card.id: Organisation(
            organ_id=card.code,
            in_charge=above[card.parent_id].name if card.parent_id in above else "",
            name=card.name,
            address=card.address,
            email=card.email,
            telephone=card.telephone,
        )
        for card in cards.values()
    }


def organisation(agency_id: UUID) -> Organisation:
    """Return one agency; see `organisations`."""
    return organisations([agency_id])[agency_id]
