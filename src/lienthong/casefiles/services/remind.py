"""Putting files that are soon due for the archive before who keeps them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from lienthong.casefiles.models import CaseFile
from lienthong.casefiles.services import _files
from lienthong.casefiles.types import CaseFileState
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import end_of_day, local_day
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

# Days before the last one on which the keeper has it on the list.
_AHEAD = timedelta(days=30)
_BATCH = 500


def remind_of_deposits(*, now: datetime) -> int:
    """Let every file wait that has to be with the archive in thirty days; return how many do.

    For its keeper; for its unit when that post has ended, else for the clerks, as also when the
    unit has ended. What waits already
    stays as it is. Four statements for every 500 files.
    """
    today = local_day(now)
    return sum(_let_wait(some, today, now=now) for some in _due(today + _AHEAD))


def _due(until: date) -> Iterator[list[CaseFile]]:
    rows = CaseFile.objects.filter(state=CaseFileState.CLOSED, due_on__lte=until)
    rows = rows.select_related("unit").order_by("pk")
    some = list(rows[:_BATCH])
    while some:
        yield some
        some = list(rows.filter(pk__gt=some[-1].pk)[:_BATCH])


def _let_wait(rows: list[CaseFile], today: date, *, now: datetime) -> int:
    holders = directory.holders_of({row.agency_id for row in rows})
    posts = {row.keeper_id for row in rows if row.keeper_id}
    held = directory.held_among(posts, on=today)
    worklist.put(
        NewWork(
            agency_id=holders[row.agency_id],
            audience=_audience(row, held, today),
            verb=Verb.HAND_OVER_FILE,
            subject_kind=_files.SUBJECT,
            subject_id=row.pk,
            arrived_at=now,
            notation=row.notation,
            summary=row.title,
            due_at=end_of_day(row.due_on) if row.due_on else None,
        )
        for row in rows
    )
    return len(rows)


def _audience(row: CaseFile, held: set[UUID], today: date) -> Audience:
    if row.keeper_id in held:
        return Audience(post_id=row.keeper_id)
    unit = row.unit
    if unit is None or (unit.valid_to is not None and unit.valid_to < today):
        return Audience(role=Role.CLERK)
    return Audience(unit_id=unit.pk)
