"""Back up: one moment of the database and every content that it names, while all go on working.

The folder of backups holds `generations/NAME/` (database, list of contents, manifest), one store
`contents/` that all generations share, and `seals.jsonl`, the wrapped keys of the contents, which
each backup replaces: what has been destroyed since cannot be opened from any older generation.
The master keys and the ledger's private key are in none of them.
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
from lienthong.ledger import queries as ledger
from lienthong.ledger.rules.published import head_json
from lienthong.operation.errors import BackupFolderUnusable, DatabaseNotMigrated
from lienthong.operation.models import Backup
from lienthong.operation.queries import schema_state
from lienthong.operation.rules import Manifest
from lienthong.operation.services import copy_database, pool
from lienthong.operation.services.locking import only_one
from lienthong.operation.services.snapshot import snapshot
from lienthong.operation.types import BackupCard

GENERATIONS, SEALS = "generations", "seals.jsonl"
MANIFEST, CONTENTS, DATABASE = "manifest.json", "contents.jsonl", "database"
LOCK_SECONDS = 5
NAME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was made; missing: contents whose file was not where it should be."""

    card: BackupCard
    missing: tuple[str, ...]


def back_up(folder: Path, *, clock: Callable[[], datetime]) -> BackupMade:
    """Make a backup below a folder and return it; it can be restored when this returns.

    Only contents that are not there yet are copied, each checked by its digest. A backup that is
    interrupted leaves nothing that counts; the next one clears it. Raises AlreadyRunning,
    DatabaseNotMigrated, BackupFolderUnusable.
    """
    if not schema_state().fits:
        raise DatabaseNotMigrated
    started_at = clock()
    generations = _prepared(folder)
    with only_one("backup", seconds=LOCK_SECONDS):
        for left in generations.glob(".*"):
            shutil.rmtree(left)
        name = _free_name(generations, started_at)
        making = generations / f".{name}"
        making.mkdir(mode=0o700)
        manifest = _write(making, folder, started_at)
        content = manifest.written()
        pool.write(making / MANIFEST, content)
        pool.flush_tree(making)
        making.rename(generations / name)
        pool.flush_folder(generations)
        card = BackupCard(
            folder=str(generations / name),
            started_at=started_at,
            finished_at=max(clock(), started_at),
            contents=manifest.contents,
            size=manifest.content_bytes + sum(part.size for part in manifest.parts),
            manifest_digest=hashlib.sha256(content).hexdigest(),
        )
        _remember(card)
    return BackupMade(card, manifest.missing)


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


def _write(making: Path, folder: Path, started_at: datetime) -> Manifest:
    """Take the snapshot, then the contents that it names: they never change, and stay long."""
    (making / DATABASE).mkdir(mode=0o700)
    with snapshot():
        published = ledger.published_latest()
        taken = MigrationRecorder(connection).applied_migrations()
        copy_database.copy_out(making / DATABASE)
        _list_contents(making / CONTENTS)
    count, size, missing = _copy_contents(making / CONTENTS, folder)
    blob_services.export_seals(folder / SEALS)
    return Manifest(
        program=version("lienthong"),
        installation=settings.LIENTHONG_INSTALLATION,
        database=copy_database.kind(),
        started_at=started_at.isoformat(),
        steps=tuple(sorted(".".join(step) for step in taken)),
        parts=tuple(pool.part_of(path, making) for path in pool.files_below(making)),
        contents=count,
        content_bytes=size,
        missing=tuple(missing),
        head=None if published is None else head_json(published),
    )


def _list_contents(path: Path) -> None:
    with path.open("w", encoding="ascii") as file:
        for kept in _kept_files():
            line = {"name": kept.name, "sha256": kept.sealed_digest, "size": kept.sealed_size}
            file.write(json.dumps(line) + "\n")


def _kept_files() -> Iterator[KeptFile]:
    after = ""
    while page := blobs.kept_files(after=after):
        yield from page
        after = page[-1].digest


def _copy_contents(listed: Path, folder: Path) -> tuple[int, int, list[str]]:
    count, size, missing = 0, 0, []
    for content in pool.listed(listed):
        try:
            pool.keep(folder, content, blob_services.open_stored)
        except FileNotFoundError:
            # Destroyed since the snapshot, which is as it should be; or lost, which `check` says.
            missing.append(content.path)
        count, size = count + 1, size + content.size
    return count, size, missing


def _remember(card: BackupCard) -> None:
    Backup.objects.create(
        folder=card.folder,
        started_at=card.started_at,
        finished_at=card.finished_at,
        contents=card.contents,
        size=card.size,
        manifest_digest=card.manifest_digest,
    )
