"""Finding the file of an act, locked, and what every act leaves: a line of its course."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lienthong.access import services as access
from lienthong.casefiles import errors, queries
from lienthong.casefiles.models import CaseFile, Happening
from lienthong.casefiles.types import CaseFileState, CaseFileStep
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.worklist import services as worklist

SUBJECT = "casefile"  # what lines of work and notices about a file call it
_LONGEST_REASON = 500


def locked(case_file_id: UUID, actor: Actor) -> CaseFile:
    """Return a file that the actor may change; a second act on it waits for the first.

    Raises NotAllowed, CaseFileNotFound, NotTheKeeper.
    """
    access.require(actor, "casefiles.keep", agency_id=actor.agency_id)
    row = held(case_file_id, actor)
    require_keeper(row, actor)
    return row


def held(case_file_id: UUID, actor: Actor) -> CaseFile:
    """Return a file of the actor's agency, or of one whose heir it is, locked.

    Raises CaseFileNotFound.
    """
    own = directory.with_inherited(actor.own_agency)
    rows = CaseFile.objects.select_for_update(of=("self",)).filter(agency_id__in=own)
    row = rows.filter(pk=case_file_id).first()
    if row is None:
        raise errors.CaseFileNotFound()
    return row


def require_keeper(row: CaseFile, actor: Actor) -> None:
    """Raise NotTheKeeper for who neither keeps a file nor belongs to its unit."""
    if not queries.may_keep(actor, unit_id=row.unit_id, keeper_id=row.keeper_id):
        keeper = directory.post(row.keeper_id).person_name if row.keeper_id else "—"
        raise errors.NotTheKeeper(keeper=keeper)


def require_state(row: CaseFile, states: Collection[CaseFileState]) -> None:
    """Raise CaseFileMoved when a file stands elsewhere."""
    if row.state not in states:
        state = CaseFileState(row.state).label
        raise errors.CaseFileMoved(name=row.notation, state=state)


def reason_of(text: str) -> str:
    """Return a reason as it is kept. Raises ReasonMissing."""
    reason = clean_line(text)[:_LONGEST_REASON]
    if not reason:
        raise errors.ReasonMissing()
    return reason


def leave_step(
    rows: Collection[CaseFile],
    step: CaseFileStep,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
    version_id: UUID | None = None,
) -> None:
    """Write into the course of files what happened to them. One statement."""
    Happening.objects.bulk_create(
        Happening(
            case_file=row,
            step=step,
            note=note[:_LONGEST_REASON],
            version_id=version_id,
            actor_name=actor.name[:100],
            happened_at=now,
        )
        for row in rows
    )


def settle(case_file_ids: Collection[UUID], *, actor: Actor, now: datetime) -> None:
    """Take files off every list."""
    worklist.settle(subject_kind=SUBJECT, subject_ids=case_file_ids, actor=actor, now=now)
