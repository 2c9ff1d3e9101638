"""The file of a page, for those who may see it and for those who may change it."""

from uuid import UUID

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import errors, queries
from lienthong.casefiles.types import CaseFileCard


def shown(request: StaffRequest, case_file_id: UUID) -> CaseFileCard:
    """Return a file of the viewer's agency. Raises RightMissing, CaseFileNotFound."""
    access.require(request.actor, "casefiles.keep")
    return queries.case_file(case_file_id, agency_id=request.actor.own_agency)


def kept(request: StaffRequest, case_file_id: UUID) -> CaseFileCard:
    """Return a file that the viewer may change. Raises as `shown`, and NotTheKeeper."""
    card = shown(request, case_file_id)
    if not keeps(request, card):
        raise errors.NotTheKeeper(keeper=card.keeper_name or card.unit_name or "—")
    return card


def keeps(request: StaffRequest, card: CaseFileCard) -> bool:
    """Say whether the viewer may change a file."""
    return queries.may_keep(
        request.actor, unit_id=card.facts.unit_id, keeper_id=card.facts.keeper_id
    )
