"""The list of files of a year, and opening files from it or beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lienthong.access import services as access
from lienthong.casefiles import errors, rules
from lienthong.casefiles.models import CaseFile
from lienthong.casefiles.services import _files
from lienthong.casefiles.types import CaseFileFacts, CaseFileState, CaseFileStep, Retention
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line, fold

_FIRST_YEAR = 1945
_WRITTEN = (
    *("year", "notation", "heading", "title", "retention", "unit_id", "keeper_id"),
    *("started_on", "is_construction", "note"),
)
_LONGEST = {"notation": 20, "heading": 200, "title": 500, "note": 500}
_CHANGEABLE = (CaseFileState.LISTED, CaseFileState.OPEN)
_BATCH = 200


def new_file(
    *, facts: CaseFileFacts, is_listed: bool, key: str, actor: Actor, now: datetime
) -> UUID:
    """Write a file into the list of its year, or open one beside it; return it.

    is_listed: by clerks only; else it is open at once, and kept by who opens it where it names
    nobody. The same form again is the same file, also at the same moment.
    Raises NotAllowed, NotationMissing, NotationTaken, YearUnlikely, RetentionUnknown,
    KeeperUnknown, DaysReversed, KeyOfOtherFile.
    """
    right = "casefiles.list" if is_listed else "casefiles.keep"
    access.require(actor, right, agency_id=actor.agency_id)
    with transaction.atomic():
        earlier = _made_by(key, actor)
        if earlier is not None:
            return _same(earlier, facts)
        row = CaseFile(agency_id=actor.own_agency, key=key, is_listed=is_listed, created_at=now)
        _write(row, facts, actor, now=now)
        if not is_listed:
            _begin(row, actor, now=now)
        _files.require_keeper(row, actor)
        try:
            _keep(row)
        except errors.NotationTaken:
            meanwhile = _made_by(key, actor)
            if meanwhile is None:
                raise
            return _same(meanwhile, facts)
        if not is_listed:
            _files.leave_step([row], CaseFileStep.OPENED, actor=actor, now=now)
        return row.pk


def change_file(*, case_file_id: UUID, facts: CaseFileFacts, actor: Actor, now: datetime) -> None:
    """Correct what is written of a file that is not closed; who keeps it may be somebody else then.

    Raises NotAllowed, CaseFileNotFound, NotTheKeeper, CaseFileMoved, and as `new_file`.
    """
    with transaction.atomic():
        row = _files.locked(case_file_id, actor)
        _files.require_state(row, _CHANGEABLE)
        before = {name: getattr(row, name) for name in _WRITTEN}
        _write(row, facts, actor, now=now)
        if row.state == CaseFileState.OPEN and row.started_on is None:
            row.started_on = local_day(now)
        if before == {name: getattr(row, name) for name in _WRITTEN}:
            return
        _keep(row)
        if row.state == CaseFileState.OPEN:
            note = _what_changed(before, row)
            _files.leave_step([row], CaseFileStep.CHANGED, actor=actor, now=now, note=note)


def open_file(*, case_file_id: UUID, actor: Actor, now: datetime) -> None:
    """Begin a file of the list; who begins one that nobody keeps is its keeper.

    Opening it again changes nothing. Raises NotAllowed, CaseFileNotFound, NotTheKeeper (a file that
    names neither keeper nor unit may be begun by anybody who keeps files), CaseFileMoved.
    """
    access.require(actor, "casefiles.keep", agency_id=actor.agency_id)
    with transaction.atomic():
        row = _files.held(case_file_id, actor)
        if row.keeper_id is not None or row.unit_id is not None:
            _files.require_keeper(row, actor)
        if row.state == CaseFileState.OPEN:
            return
        _files.require_state(row, [CaseFileState.LISTED])
        _begin(row, actor, now=now)
        row.save()
        _files.leave_step([row], CaseFileStep.OPENED, actor=actor, now=now)


def strike_from_list(*, case_file_id: UUID, actor: Actor) -> None:
    """Take a file out of the list that nobody has begun.

    Raises NotAllowed, CaseFileNotFound, CaseFileMoved.
    """
    access.require(actor, "casefiles.list", agency_id=actor.agency_id)
    with transaction.atomic():
        row = _files.held(case_file_id, actor)
        _files.require_state(row, [CaseFileState.LISTED])
        row.delete()


def copy_list(*, from_year: int, to_year: int, actor: Actor, now: datetime) -> int:
    """Write the list of a year again for another one; return how many files are new in it.

    Notations that the other year has already stay as they are; keepers and units that have ended
    are left out. Copying again changes nothing. Raises NotAllowed, YearUnlikely, NoListToCopy.
    """
    access.require(actor, "casefiles.list", agency_id=actor.agency_id)
    _require_year(to_year, now=now)
    with transaction.atomic():
        listed = CaseFile.objects.filter(agency_id=actor.own_agency, is_listed=True)
        old = list(listed.filter(year=from_year).order_by("place", "pk"))
        if not old or from_year == to_year:
            raise errors.NoListToCopy(year=from_year)
        taken = _notations(actor.own_agency, to_year)
        today = local_day(now)
        units = {one.id for one in directory.units_of(actor.own_agency, on=today)}
        posts = {one.id for one in directory.posts_of_agency(actor.own_agency, on=today)}
        new = [_copied(row, to_year, units, posts, now=now) for row in old]
        fresh = [row for row in new if row.notation not in taken]
        # Who copies at the same moment finds the notations taken.
        CaseFile.objects.bulk_create(fresh, batch_size=_BATCH, ignore_conflicts=True)
        return len(_notations(actor.own_agency, to_year)) - len(taken)


def _notations(agency_id: UUID, year: int) -> set[str]:
    rows = CaseFile.objects.filter(agency_id=agency_id, year=year)
    return set(rows.values_list("notation", flat=True))


def _copied(
    row: CaseFile, year: int, units: set[UUID], posts: set[UUID], *, now: datetime
) -> CaseFile:
    return CaseFile(
        agency_id=row.agency_id,
        year=year,
        notation=row.notation,
        heading=row.heading,
        title=row.title,
        retention=row.retention,
        unit_id=row.unit_id if row.unit_id in units else None,
        keeper_id=row.keeper_id if row.keeper_id in posts else None,
        is_construction=row.is_construction,
        note=row.note,
        key=f"copy:{year}:{row.notation}",
        place=row.place,
        search_text=row.search_text,
        created_at=now,
    )


def _same(earlier: CaseFile, facts: CaseFileFacts) -> UUID:
    if (earlier.year, earlier.notation) != (facts.year, clean_line(facts.notation)):
        raise errors.KeyOfOtherFile()
    return earlier.pk


def _what_changed(before: Mapping[str, Any], row: CaseFile) -> str:
    """Say what a file was called, how long it was to be kept and by whom, beside what is now."""
    pairs = [(before[name], getattr(row, name)) for name in ("notation", "title")]
    pairs.append((Retention(before["retention"]).label, Retention(row.retention).label))
    pairs.append((_keeper(before["keeper_id"]), _keeper(row.keeper_id)))
    return "; ".join(f"{old or '—'} → {new or '—'}" for old, new in pairs if old != new)


def _keeper(post_id: UUID | None) -> str:
    return directory.post(post_id).person_name if post_id else ""


def _made_by(key: str, actor: Actor) -> CaseFile | None:
    """Return what the same form has made already."""
    return CaseFile.objects.filter(agency_id=actor.own_agency, key=key).first()


def _begin(row: CaseFile, actor: Actor, *, now: datetime) -> None:
    row.state = CaseFileState.OPEN
    row.started_on = row.started_on or local_day(now)
    if row.keeper_id is None:
        row.keeper_id, row.unit_id = actor.own_post, row.unit_id or actor.unit_id


def _write(row: CaseFile, facts: CaseFileFacts, actor: Actor, *, now: datetime) -> None:
    """Put what is written of a file into its row. Raises what the facts are turned down with."""
    for name in _WRITTEN:
        value = getattr(facts, name)
        if name in _LONGEST:
            value = clean_line(value)[: _LONGEST[name]]
        setattr(row, name, value)
    if not row.notation:
        raise errors.NotationMissing()
    if row.retention not in set(Retention):
        raise errors.RetentionUnknown()
    _require_year(row.year, now=now)
    today = local_day(now)
    if row.started_on is not None and not _FIRST_YEAR <= row.started_on.year <= today.year:
        raise errors.YearUnlikely(first=_FIRST_YEAR, last=today.year)
    if row.started_on is not None and row.started_on > today:
        raise errors.DaysReversed(
            day=f"{row.started_on:%d/%m/%Y}", first="—", last=f"{today:%d/%m/%Y}"
        )
    _require_there(row, actor, now=now)
    row.place = rules.place_of(row.notation)
    row.search_text = fold(f"{row.notation} {row.heading} {row.title}")


def _require_year(year: int, *, now: datetime) -> None:
    last = local_day(now).year + 1
    if not _FIRST_YEAR <= year <= last:
        raise errors.YearUnlikely(first=_FIRST_YEAR, last=last)


def _require_there(row: CaseFile, actor: Actor, *, now: datetime) -> None:
    """Raise KeeperUnknown for a unit or a post that the agency does not have today."""
    today = local_day(now)
    if row.unit_id is not None:
        units = directory.units_of(actor.own_agency, on=today)
        if row.unit_id not in {one.id for one in units}:
            raise errors.KeeperUnknown()
    if row.keeper_id is not None:
        posts = directory.posts_of_agency(actor.own_agency, on=today)
        if row.keeper_id not in {one.id for one in posts}:
            raise errors.KeeperUnknown()


def _keep(row: CaseFile) -> None:
    """Save a file whose notation, or the key of whose form, may be taken. Raises NotationTaken."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        same = Q(year=row.year, notation=row.notation) | Q(key=row.key)
        other = CaseFile.objects.filter(same, agency_id=row.agency_id).exclude(pk=row.pk).first()
        if other is None:
            raise
        raise errors.NotationTaken(
            notation=row.notation, year=row.year, title=other.title or "—"
        ) from None
