"""Back up: one moment of the database and every content that it names, while all go on working.

The folder of backups holds `generations/NAME/` (database, list of contents, manifest and the
ledger's signature on it), one store `contents/` that all generations share, and two files that
each backup replaces: `seals.jsonl`, the wrapped keys of the contents, and `erasures.jsonl`, what
ended for good. So what has been destroyed, erased or revoked since does not come back with an
older generation. The master keys and the ledger's private key are in none of them.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.blobs.types import KeptFile
from lienthong.kernel import disk
from lienthong.kernel.progress import Tell, nobody
from lienthong.ledger import queries as ledger
from lienthong.ledger import services as ledger_services
from lienthong.ledger.errors import KeyLost
from lienthong.ledger.rules.given.published import head_json
from lienthong.operation.errors import (
    BackupDamaged,
    BackupFolderUnusable,
    DatabaseNotMigrated,
)
from lienthong.operation.models import Backup
from lienthong.operation.queries import schema_state
from lienthong.operation.rules import Manifest
from lienthong.operation.services import copy_database, pool, signed_lines
from lienthong.operation.services.endings import write_endings
from lienthong.operation.services.locking import only_one
from lienthong.operation.services.look_again import LookedAt, look_again
from lienthong.operation.services.snapshot import snapshot
from lienthong.operation.types import BackupCard

GENERATIONS, SEALS, ERASURES = "generations", "seals.jsonl", "erasures.jsonl"
MANIFEST, SIGNATURE = "manifest.json", "manifest.signed"
CONTENTS, DATABASE = "contents.jsonl", "database"
LOCK_SECONDS = 5
NAME = "%Y%m%dT%H%M%SZ"
# Names of damaged contents that the row of a backup keeps; the manifest has all.
NAMED = 20
ASKED = 500  # contents asked for in one statement


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was made.

    lost: contents that live and whose file was not where it should be. damaged: whose bytes are
    others, here and there. mended: copies that had gone bad and were made anew. is_signed: not
    so without the ledger's key.
    """

    card: BackupCard
    lost: tuple[str, ...]
    damaged: tuple[str, ...]
    mended: tuple[str, ...]
    is_signed: bool

    @property
    def is_whole(self) -> bool:
        return self.is_signed and not self.lost and not self.damaged


@dataclass(frozen=True, slots=True)
class _Copied:
    """What became of the contents: how many, their bytes, and which are not in the backup."""

    count: int
    size: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def back_up(folder: Path, *, clock: Callable[[], datetime], tell: Tell = nobody) -> BackupMade:
    """Make a backup below a folder and return it; it can be restored when this returns.

    Only contents that are not there yet are copied, each checked by its digest; of the others a
    share is read again. A content that is damaged or lost is named and left out. A backup that is
    interrupted leaves nothing that counts; the next one clears it. Raises AlreadyRunning,
    DatabaseNotMigrated, BackupFolderUnusable; InstallationChanged under a name that is not the
    ledger's, since nobody could restore it under the right one.
    """
    if not schema_state().fits:
        raise DatabaseNotMigrated
    ledger_services.require_own_name()
    started_at = clock()
    generations = _prepared(folder)
    with only_one("backup", seconds=LOCK_SECONDS):
        for left in generations.glob(".*"):
            shutil.rmtree(left)
        name = _free_name(generations, started_at)
        making = generations / f".{name}"
        making.mkdir(mode=0o700)
        manifest, looked_at = _write(making, folder, clock=clock, started_at=started_at, tell=tell)
        content = manifest.written()
        pool.write(making / MANIFEST, content)
        is_signed = _sign(making / SIGNATURE, content, at=started_at)
        pool.flush_tree(making)
        making.rename(generations / name)
        disk.flush_folder(generations)
        made = BackupMade(
            card=BackupCard(
                folder=str(generations / name),
                started_at=started_at,
                finished_at=max(clock(), started_at),
                contents=manifest.contents,
                size=manifest.content_bytes + sum(part.size for part in manifest.parts),
                manifest_digest=hashlib.sha256(content).hexdigest(),
            ),
            lost=living(manifest.missing),
            damaged=manifest.damaged,
            mended=looked_at.mended,
            is_signed=is_signed,
        )
        _remember(made)
    return made


def _free_name(generations: Path, moment: datetime) -> str:
    """Return the second of its start as a name, or the next one that no backup has."""
    while (generations / moment.strftime(NAME)).exists():
        moment += timedelta(seconds=1)
    return moment.strftime(NAME)


def _prepared(folder: Path) -> Path:
    """Make the folder of the backups ready; it is for the operator's eyes only."""
    home = Path(settings.LIENTHONG_HOME).resolve()
    if folder.resolve().is_relative_to(home / "blobs"):
        raise BackupFolderUnusable(folder=str(folder), reason="blobs")
    try:
        generations = folder / GENERATIONS
        generations.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / pool.CONTENTS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise BackupFolderUnusable(folder=str(folder), reason=error.strerror or "") from error
    return generations


def _write(
    making: Path,
    folder: Path,
    *,
    clock: Callable[[], datetime],
    started_at: datetime,
    tell: Tell,
) -> tuple[Manifest, LookedAt]:
    """Take the snapshot, then the contents that it names: they never change, and stay long."""
    (making / DATABASE).mkdir(mode=0o700)
    with snapshot():
        published = ledger.published_latest()
        taken = MigrationRecorder(connection).applied_migrations()
        copy_database.copy_out(making / DATABASE, tell=tell)
        total = _list_contents(making / CONTENTS)
    copied = _copy_contents(making / CONTENTS, folder, total=total, tell=tell)
    known = {*copied.missing, *copied.damaged}
    looked_at = look_again(folder, making / CONTENTS, known=known, clock=clock, tell=tell)
    signed_lines.write(folder / SEALS, blob_services.seal_lines(), at=clock())
    write_endings(folder / ERASURES, at=clock())
    manifest = Manifest(
        program=version("lienthong"),
        installation=settings.LIENTHONG_INSTALLATION,
        database=copy_database.kind(),
        started_at=started_at.isoformat(),
        steps=tuple(sorted(".".join(step) for step in taken)),
        parts=tuple(pool.part_of(path, making) for path in pool.files_below(making)),
        contents=copied.count,
        content_bytes=copied.size,
        missing=copied.missing,
        damaged=(*copied.damaged, *looked_at.damaged),
        head=None if published is None else head_json(published),
    )
    return manifest, looked_at


def _sign(path: Path, manifest: bytes, *, at: datetime) -> bool:
    """Put the ledger's signature beside a manifest; say whether its key was there to sign."""
    try:
        line = ledger_services.vouch(MANIFEST, hashlib.sha256(manifest).hexdigest(), at=at)
    except KeyLost:
        return False
    pool.write(path, line)
    return True


def _list_contents(path: Path) -> int:
    """Write a line for each content that lives; return how many."""
    count = 0
    with path.open("w", encoding="ascii") as file:
        for kept in _kept_files():
            line = {"name": kept.name, "sha256": kept.sealed_digest, "size": kept.sealed_size}
            file.write(json.dumps(line) + "\n")
            count += 1
    return count


def _kept_files() -> Iterator[KeptFile]:
    after = ""
    while page := blobs.kept_files(after=after):
        yield from page
        after = page[-1].digest


def _copy_contents(listed: Path, folder: Path, *, total: int, tell: Tell) -> _Copied:
    count, size, missing, damaged = 0, 0, list[str](), list[str]()
    for count, content in enumerate(pool.listed(listed), 1):
        try:
            pool.keep(folder, content, blob_services.open_stored)
        except FileNotFoundError:
            missing.append(content.path)
        except BackupDamaged:
            damaged.append(content.path)
        size += content.size
        tell("contents", count, total)
    pool.flush_names(folder)
    return _Copied(count, size, tuple(missing), tuple(damaged))


def living(missing: tuple[str, ...]) -> tuple[str, ...]:
    """Return those that live in the tables; the others were destroyed, by right."""
    found = list[str]()
    for start in range(0, len(missing), ASKED):
        names = missing[start : start + ASKED]
        kept = blobs.content_cards(name.partition("-")[0] for name in names)
        found += [name for name in names if name.partition("-")[0] in kept]
    return tuple(found)


def _remember(made: BackupMade) -> None:
    card = made.card
    Backup.objects.create(
        folder=card.folder,
        started_at=card.started_at,
        finished_at=card.finished_at,
        contents=card.contents,
        size=card.size,
        manifest_digest=card.manifest_digest,
        lost=len(made.lost),
        damaged=len(made.damaged),
        mended=len(made.mended),
        named=[*made.damaged, *made.lost][:NAMED],
        is_signed=made.is_signed,
    )
