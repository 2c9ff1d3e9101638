"""Proposed administrators."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from lienthong.access.errors import UnknownProposal
from lienthong.access.models import Proposal
from lienthong.access.types import ProposalCard, ProposalState


def proposal(proposal_id: UUID) -> ProposalCard:
    """Return one proposal, whoever asks. Raises UnknownProposal. One statement."""
    found = _cards(Proposal.objects.filter(pk=proposal_id))
    if not found:
        raise UnknownProposal
    return found[0]


def proposals(*, limit: int = 50) -> list[ProposalCard]:
    """Return what was proposed in all agencies, latest first. One statement."""
    return _cards(Proposal.objects.order_by("-pk")[:limit])


def _cards(rows: "QuerySet[Proposal]") -> list[ProposalCard]:
    return list(_each(rows.select_related("agency", "person", "asked_by", "decided_by")))


def _each(rows: Iterable[Proposal]) -> Iterable[ProposalCard]:
    for row in rows:
        yield ProposalCard(
            id=row.pk,
            state=ProposalState(row.state),
            agency_id=row.agency_id,
            agency_name=row.agency.name,
            person_id=row.person_id,
            person_name=row.person.name,
            person_email=row.person.email,
            title=row.title,
            unit_id=row.unit_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
            asked_by=row.asked_by_id,
            asked_by_name=row.asked_by.name,
            asked_at=row.asked_at,
            decided_by_name=row.decided_by.name if row.decided_by else "",
            decided_at=row.decided_at,
            note=row.note,
        )
