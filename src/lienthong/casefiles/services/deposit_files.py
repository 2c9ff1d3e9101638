"""Handing files over to the agency's archive: offered together, then taken over or refused."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.casefiles import errors
from lienthong.casefiles.models import CaseFile, Deposit, DepositedFile
from lienthong.casefiles.queries.deposits import MOST
from lienthong.casefiles.services import _files, _records
from lienthong.casefiles.types import CaseFileState, CaseFileStep, DepositState
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

SUBJECT = "deposit"
_TAKEN_OVER = declare("casefiles.taken-over", _("Lưu trữ đã nhận %(count)s hồ sơ nộp lưu."))
_REFUSED = declare(
    "casefiles.deposit-refused", _("Lưu trữ chưa nhận %(count)s hồ sơ nộp lưu: %(reason)s")
)
_LONGEST_NOTE = 500


def offer_files(
    *, case_file_ids: Sequence[UUID], note: str, key: str, actor: Actor, now: datetime
) -> UUID:
    """Offer closed files to the agency's archive; return the deposit. The same form is the same,

    also at the same moment: the second waits for the files and finds the deposit of the first.
    Raises NotAllowed, NothingChosen, TooManyChosen, CaseFileNotFound, NotTheKeeper, CaseFileMoved,
    NotDeposited. Source: Decree 30/2020/NĐ-CP, Article 30.
    """
    access.require(actor, "casefiles.keep", agency_id=actor.agency_id)
    ids = list(dict.fromkeys(case_file_ids))
    with transaction.atomic():
        rows = _chosen(ids, actor)
        earlier = Deposit.objects.filter(agency_id=actor.own_agency, key=key).first()
        if earlier is not None:
            return earlier.pk
        _require_depositable(rows, actor)
        post = directory.post(actor.own_post)
        deposit = Deposit.objects.create(
            agency_id=actor.own_agency,
            key=key,
            offered_by_id=post.id,
            offered_by_name=actor.name[:100],
            unit_name=post.unit_name[:200],
            offered_at=now,
            note=clean_line(note)[:_LONGEST_NOTE],
        )
        DepositedFile.objects.bulk_create(
            DepositedFile(deposit=deposit, case_file=row, position=position)
            for position, row in enumerate(rows, start=1)
        )
        _move(rows, CaseFileState.OFFERED, CaseFileStep.OFFERED, actor=actor, now=now)
        _files.settle([row.pk for row in rows], actor=actor, now=now)
        _ask_archive(deposit, rows, actor, now=now)
        return deposit.pk


def take_over_deposit(*, deposit_id: UUID, actor: Actor, now: datetime) -> None:
    """Take the files of a deposit into the archive: nothing in them changes from now on.

    Each is checked against the list that was bound when it was closed: two statements a file, and
    two more for every further 500 documents. Taking them over again changes nothing. Raises
    NotAllowed, DepositNotFound, DepositAnswered, ListDiffers.
    Source: Decree 30/2020/NĐ-CP, Article 30: the archive checks against the list.
    """
    access.require(actor, "casefiles.archive", agency_id=actor.agency_id)
    with transaction.atomic():
        deposit = _held(deposit_id, actor)
        if deposit.state == DepositState.TAKEN_OVER:
            return
        rows = _rows_of(deposit)
        _require_as_closed(rows)
        _move(rows, CaseFileState.HANDED_OVER, CaseFileStep.HANDED_OVER, actor=actor, now=now)
        deposit.record_id = _records.tell_handed_over(deposit, rows, actor=actor, now=now)
        _answer(deposit, DepositState.TAKEN_OVER, actor=actor, now=now)
        _tell(deposit, _TAKEN_OVER, {"count": len(rows)}, now=now)


def refuse_deposit(*, deposit_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Give the files of a deposit back to who offered them, with the reason.

    Raises NotAllowed, ReasonMissing, DepositNotFound, DepositAnswered.
    """
    access.require(actor, "casefiles.archive", agency_id=actor.agency_id)
    said = _files.reason_of(reason)
    with transaction.atomic():
        deposit = _held(deposit_id, actor)
        if (deposit.state, deposit.reason) == (DepositState.REFUSED, said):
            return
        rows = _rows_of(deposit)
        _move(rows, CaseFileState.CLOSED, CaseFileStep.REFUSED, actor=actor, now=now, note=said)
        deposit.reason = said
        _answer(deposit, DepositState.REFUSED, actor=actor, now=now)
        _tell(deposit, _REFUSED, {"count": len(rows), "reason": said}, now=now)


def take_back_deposit(*, deposit_id: UUID, actor: Actor, now: datetime) -> None:
    """Take an offer back that the archive has not answered; again changes nothing.

    By who offered it, or a clerk. Raises NotAllowed, DepositNotFound, NotTheKeeper,
    DepositAnswered.
    """
    access.require(actor, "casefiles.keep", agency_id=actor.agency_id)
    with transaction.atomic():
        deposit = _held(deposit_id, actor)
        if actor.post_id != deposit.offered_by_id and "casefiles.list" not in actor.rights:
            raise errors.NotTheKeeper(keeper=deposit.offered_by_name)
        if deposit.state == DepositState.TAKEN_BACK:
            return
        rows = _rows_of(deposit)
        _move(rows, CaseFileState.CLOSED, CaseFileStep.TAKEN_BACK, actor=actor, now=now)
        _answer(deposit, DepositState.TAKEN_BACK, actor=actor, now=now)


def _chosen(ids: Sequence[UUID], actor: Actor) -> list[CaseFile]:
    """Return the files to offer, locked, in the order of their list. Two statements."""
    if not ids:
        raise errors.NothingChosen()
    if len(ids) > MOST:
        raise errors.TooManyChosen(most=MOST)
    own = directory.with_inherited(actor.own_agency)
    found = CaseFile.objects.select_for_update(of=("self",)).filter(agency_id__in=own, pk__in=ids)
    rows = sorted(found.order_by("pk"), key=lambda row: (row.year, row.place))
    if len(rows) < len(ids):
        raise errors.CaseFileNotFound()
    return rows


def _require_depositable(rows: Sequence[CaseFile], actor: Actor) -> None:
    """Raise what one of the files is turned down with."""
    for row in rows:
        _files.require_keeper(row, actor)
        _files.require_state(row, [CaseFileState.CLOSED])
        if row.due_on is None:
            raise errors.NotDeposited(name=row.notation)


def _held(deposit_id: UUID, actor: Actor) -> Deposit:
    own = directory.with_inherited(actor.own_agency)
    rows = Deposit.objects.select_for_update(of=("self",)).filter(agency_id__in=own)
    row = rows.filter(pk=deposit_id).first()
    if row is None:
        raise errors.DepositNotFound()
    return row


def _rows_of(deposit: Deposit) -> list[CaseFile]:
    """Return the files of a deposit that waits, locked. Raises DepositAnswered."""
    if deposit.state != DepositState.OFFERED:
        raise errors.DepositAnswered(state=DepositState(deposit.state).label)
    chosen = DepositedFile.objects.filter(deposit=deposit)
    rows = CaseFile.objects.select_for_update(of=("self",)).filter(
        pk__in=chosen.values("case_file_id")
    )
    return list(rows.order_by("pk"))


def _require_as_closed(rows: Sequence[CaseFile]) -> None:
    """Raise ListDiffers for a file that is not as it was when it was closed."""
    for row in rows:
        if _records.summary_of(row).digest != row.list_digest:
            raise errors.ListDiffers(name=row.notation)


def _move(
    rows: Collection[CaseFile],
    state: CaseFileState,
    step: CaseFileStep,
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> None:
    CaseFile.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
    _files.leave_step(rows, step, actor=actor, now=now, note=note)


def _answer(deposit: Deposit, state: DepositState, *, actor: Actor, now: datetime) -> None:
    deposit.state, deposit.answered_by, deposit.answered_at = state, actor.name[:100], now
    deposit.save(update_fields=["state", "answered_by", "answered_at", "reason", "record_id"])
    worklist.settle(subject_kind=SUBJECT, subject_ids=[deposit.pk], actor=actor, now=now)


def _ask_archive(
    deposit: Deposit, rows: Sequence[CaseFile], actor: Actor, *, now: datetime
) -> None:
    """Let it wait for the clerks, who are the agency's archivists as well."""
    worklist.put(
        [
            NewWork(
                agency_id=deposit.agency_id,
                audience=Audience(role=Role.CLERK),
                verb=Verb.TAKE_OVER_FILES,
                subject_kind=SUBJECT,
                subject_id=deposit.pk,
                arrived_at=now,
                notation=rows[0].notation,
                summary=deposit.note or rows[0].title,
                from_whom=actor.name,
            )
        ]
    )


def _tell(deposit: Deposit, code: str, facts: dict[str, str | int], *, now: datetime) -> None:
    """Tell who offered the files, where that post belongs to the agency that acts today."""
    holder = directory.holder_of(deposit.agency_id)
    if holder != deposit.agency_id:
        return
    notices.tell(
        [
            NewNotice(
                agency_id=deposit.agency_id,
                code=code,
                subject_kind=SUBJECT,
                subject_id=deposit.pk,
                facts=facts,
                post_id=deposit.offered_by_id,
            )
        ],
        now=now,
    )
