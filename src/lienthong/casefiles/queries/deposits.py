"""What was offered to an agency's archive."""

from uuid import UUID

from django.db.models import Count, QuerySet

from lienthong.casefiles import errors
from lienthong.casefiles.models import Deposit
from lienthong.casefiles.queries import _cards
from lienthong.casefiles.queries.files import mine
from lienthong.casefiles.types import CaseFileCard, CaseFileState, DepositCard, DepositState
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor

# Files of one deposit.
MOST = 500


def deposit_page(
    agency_id: UUID, *, skipped: int = 0, limit: int = _cards.PAGE
) -> list[DepositCard]:
    """Return deposits of an agency and of those whose heir it is, the newest first.

    Two statements.
    """
    rows = _held(agency_id).order_by("-offered_at", "-id")
    return [_card(row) for row in rows[skipped : skipped + limit]]


def deposit_card(deposit_id: UUID, *, agency_id: UUID) -> DepositCard:
    """Return one deposit. Raises DepositNotFound, also for another agency's. Two statements."""
    row = _held(agency_id).filter(pk=deposit_id).first()
    if row is None:
        raise errors.DepositNotFound()
    return _card(row)


def deposited(deposit_id: UUID, *, agency_id: UUID) -> list[CaseFileCard]:
    """Return the files of a deposit in its order, at most 500. Four statements."""
    rows = _cards.with_names(_cards.held(agency_id)).filter(deposits__deposit_id=deposit_id)
    return _cards.cards(rows.order_by("deposits__position")[:MOST], agency_id)


def to_deposit(actor: Actor, *, limit: int = MOST) -> list[CaseFileCard]:
    """Return the closed files that an actor may offer to the archive, what is due first.

    Four statements.
    """
    rows = _cards.with_names(_cards.held(actor.own_agency)).filter(
        state=CaseFileState.CLOSED, due_on__isnull=False
    )
    if "casefiles.list" not in actor.rights:
        rows = rows.filter(mine(actor))
    return _cards.cards(rows.order_by("due_on", "pk")[:limit], actor.own_agency)


def _held(agency_id: UUID) -> QuerySet[Deposit]:
    own = directory.with_inherited(agency_id)
    return Deposit.objects.filter(agency_id__in=own).annotate(count=Count("files"))


def _card(row: Deposit) -> DepositCard:
    return DepositCard(
        id=row.pk,
        agency_id=row.agency_id,
        state=DepositState(row.state),
        offered_by=row.offered_by_name,
        offered_by_post=row.offered_by_id,
        unit_name=row.unit_name,
        offered_at=row.offered_at,
        note=row.note,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        reason=row.reason,
        count=row.count,  # type: ignore[attr-defined]  # counted by the query
        record_id=row.record_id,
    )
