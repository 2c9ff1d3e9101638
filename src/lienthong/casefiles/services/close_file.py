"""Closing a file when its work has ended, and opening it again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.casefiles import errors, rules
from lienthong.casefiles.models import CaseFile
from lienthong.casefiles.services import _files, _records
from lienthong.casefiles.types import CaseFileState, CaseFileStep, Retention
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day


def close_file(*, case_file_id: UUID, ended_on: date, actor: Actor, now: datetime) -> None:
    """Close an open file: the list of its documents is made, and bound by a record of the ledger.

    ended_on: the day on which its work ended; the time until the archive has it counts from there.
    Closing it again changes nothing. Two statements for every 500 documents beside a fixed number.
    Raises NotAllowed, CaseFileNotFound, NotTheKeeper, CaseFileMoved, TitleMissing,
    RetentionMissing, FileIsEmpty, DaysReversed.
    Source: Decree 30/2020/NĐ-CP, Articles 29 and 30.
    """
    with transaction.atomic():
        row = _files.locked(case_file_id, actor)
        if row.state == CaseFileState.CLOSED and row.ended_on == ended_on:
            return
        _files.require_state(row, [CaseFileState.OPEN])
        _require_whole(row, ended_on, today=local_day(now))
        summary = _records.summary_of(row)
        if not summary.count:
            raise errors.FileIsEmpty()
        retention = Retention(row.retention)
        row.state, row.ended_on, row.closed_by = CaseFileState.CLOSED, ended_on, actor.name[:100]
        row.closed_count, row.page_count = summary.count, summary.page_count
        row.list_digest = summary.digest
        is_deposited = rules.is_deposited(
            years=retention.years, is_forever=retention == Retention.FOREVER
        )
        row.due_on = (
            rules.deposit_until(ended_on, is_construction=row.is_construction)
            if is_deposited
            else None
        )
        row.save()
        _files.leave_step([row], CaseFileStep.CLOSED, actor=actor, now=now)
        _records.tell_closed(row, actor=actor, now=now)


def reopen_file(*, case_file_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Open a closed file again that the archive does not have; opening it again changes nothing.

    Raises NotAllowed, CaseFileNotFound, NotTheKeeper, CaseFileMoved, ReasonMissing.
    """
    said = _files.reason_of(reason)
    with transaction.atomic():
        row = _files.locked(case_file_id, actor)
        if row.state == CaseFileState.OPEN:
            return
        _files.require_state(row, [CaseFileState.CLOSED])
        _records.tell_reopened(row, said, actor=actor, now=now)
        row.state, row.ended_on, row.due_on = CaseFileState.OPEN, None, None
        row.closed_by, row.closed_count, row.page_count, row.list_digest = "", 0, 0, ""
        row.kept_back_until, row.kept_back_reason = None, ""
        row.save()
        _files.leave_step([row], CaseFileStep.REOPENED, actor=actor, now=now, note=said)
        _files.settle([row.pk], actor=actor, now=now)


def _require_whole(row: CaseFile, ended_on: date, *, today: date) -> None:
    if not row.title:
        raise errors.TitleMissing()
    if not row.retention:
        raise errors.RetentionMissing()
    first = row.started_on or date.min
    if not first <= ended_on <= today:
        raise errors.DaysReversed(
            day=f"{ended_on:%d/%m/%Y}", first=f"{first:%d/%m/%Y}", last=f"{today:%d/%m/%Y}"
        )
