"""Keeping a file back that is due for the archive, because it is still needed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.casefiles import errors, rules
from lienthong.casefiles.services import _files
from lienthong.casefiles.types import CaseFileState, CaseFileStep
from lienthong.kernel.actor import Actor


def keep_back(*, case_file_id: UUID, until: date, reason: str, actor: Actor, now: datetime) -> None:
    """Let a file stay with its keeper until a day, at most two years after it was due.

    By the head of the agency, in writing: the sentence stands in its course. Raises NotAllowed,
    CaseFileNotFound, CaseFileMoved, NotDeposited, ReasonMissing, KeptBackTooLong.
    Source: Decree 30/2020/NĐ-CP, Article 30, clause 2.
    """
    access.require(actor, "casefiles.keep-back", agency_id=actor.agency_id)
    said = _files.reason_of(reason)
    with transaction.atomic():
        row = _files.held(case_file_id, actor)
        _files.require_state(row, [CaseFileState.CLOSED])
        if row.due_on is None or row.ended_on is None:
            raise errors.NotDeposited(name=row.notation)
        due = rules.deposit_until(row.ended_on, is_construction=row.is_construction)
        first, last = due + timedelta(days=1), rules.latest_keeping_back(due)
        if not first <= until <= last:
            raise errors.KeptBackTooLong(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
        if (row.kept_back_until, row.kept_back_reason) == (until, said):
            return
        row.due_on = row.kept_back_until = until
        row.kept_back_reason = said
        row.save(update_fields=["due_on", "kept_back_until", "kept_back_reason"])
        note = f"{until:%d/%m/%Y}. {said}"
        _files.leave_step([row], CaseFileStep.KEPT_BACK, actor=actor, now=now, note=note)
        _files.settle([row.pk], actor=actor, now=now)
