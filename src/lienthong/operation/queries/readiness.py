"""Whether this process can do its work now: what a load balancer asks every few seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import Error

from lienthong.blobs import queries as blobs
from lienthong.blobs.errors import ContentFolderAway
from lienthong.jobs import queries as jobs
from lienthong.operation import errors
from lienthong.operation.queries.schema import schema_state
from lienthong.operation.queries.standing import disk_free, unplaced_age
from lienthong.operation.queries.troubles import trouble_of
from lienthong.operation.queries.writing import is_out_of_room, is_read_only

# A worker says every ten seconds that it lives.
WORKER_SILENT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Readiness:
    """problems: codes of what keeps this process from serving.

    concerns: codes of what others must mend; taking this process out of service would not help.
    """

    problems: tuple[str, ...]
    concerns: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.problems


def readiness(*, now: datetime) -> Readiness:
    """Look at the database, its tables, the disk, the folder, the workers and the ledger."""
    problems, concerns = _of_folder(), []
    try:
        state = schema_state()
        if state.unknown and not state.missing:
            problems.append(errors.DatabaseNewer.code)
        elif not state.fits:
            problems.append(errors.DatabaseNotMigrated.code)
        else:
            concerns = _of_work(now=now)
            problems += _of_contents()
        if is_read_only():
            problems.append(errors.DatabaseReadOnly.code)
        if is_out_of_room() and errors.DiskFull.code not in problems:
            problems.append(errors.DiskFull.code)
    except Error as error:
        problems.append((trouble_of(error) or errors.DatabaseAway).code)
    return Readiness(tuple(problems), tuple(concerns))


def _of_contents() -> list[str]:
    return [ContentFolderAway.code] if blobs.is_folder_away() else []


def _of_folder() -> list[str]:
    found = []
    try:
        with TemporaryFile(dir=Path(settings.LIENTHONG_HOME)) as trial:
            trial.write(b"0")
            trial.flush()
    except OSError:
        found.append("operation.folder-not-writable")
    if disk_free() < settings.LIENTHONG_LEAST_FREE:
        found.append(errors.DiskFull.code)
    return found


def _of_work(*, now: datetime) -> list[str]:
    found = []
    seen = jobs.worker_seen_at(now=now)
    if seen is None or now - seen > WORKER_SILENT:
        found.append("operation.no-worker")
    if unplaced_age(now=now) > settings.LIENTHONG_PROMISE_HOURS * 3600:
        found.append("operation.ledger-late")
    return found
