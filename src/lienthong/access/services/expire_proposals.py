"""Proposals that nobody answered end by themselves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import queries
from lienthong.access.models import Proposal
from lienthong.access.services import _tell
from lienthong.access.services.patience import unanswered_since
from lienthong.access.services.proposals import KIND, record_proposal
from lienthong.access.types import ProposalState
from lienthong.kernel.actor import Actor
from lienthong.worklist import services as worklist

# Proposals in one run; more wait for the next.
MOST = 200


def expire_proposals(*, now: datetime) -> int:
    """End what waited too long for its answer; return how many. Each is recorded and told."""
    waiting = Proposal.objects.filter(state=ProposalState.ASKED, asked_at__lt=unanswered_since(now))
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:MOST])
    return sum(_expire(one, now=now) for one in ids)


def _expire(proposal_id: UUID, *, now: datetime) -> bool:
    with transaction.atomic():
        row = Proposal.objects.filter(pk=proposal_id, state=ProposalState.ASKED)
        # An answer that came meanwhile counts.
        if not row.update(state=ProposalState.EXPIRED, decided_at=now):
            return False
        card, actor = queries.proposal(proposal_id), Actor.installation()
        worklist.settle(subject_kind=KIND, subject_ids=[card.id], actor=actor, now=now)
        record_proposal("access.administrator-unanswered", card, actor=actor, now=now)
        facts = {"name": card.person_name, "agency": card.agency_name}
        code = _tell.ADMINISTRATOR_UNANSWERED
        _tell.tell_person(card.asked_by, code, facts, kind=KIND, subject_id=card.id, now=now)
        _tell.tell_heads(card.agency_id, code, facts, kind=KIND, subject_id=card.id, now=now)
    return True
