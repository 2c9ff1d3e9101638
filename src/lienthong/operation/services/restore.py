"""Restore: a backup into an empty installation, nothing touched before all of it was checked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.operation.errors import (
    BackupDamaged,
    BackupNotFound,
    BackupOfAnother,
    BackupUnreadable,
    DatabaseNewer,
    InstallationNotEmpty,
)
from lienthong.operation.rules import Manifest, ManifestWrong, Part, read_manifest
from lienthong.operation.services import copy_database, pool
from lienthong.operation.services.back_up import (
    CONTENTS,
    DATABASE,
    GENERATIONS,
    LOCK_SECONDS,
    MANIFEST,
    SEALS,
)
from lienthong.operation.services.locking import only_one

# Stands in the folder while a restore is under way: only the same one may go on in what it left.
MARK = "restoring"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; problems: codes of what the contents' keys lack now."""

    manifest: Manifest
    generation: str
    problems: tuple[str, ...]


def restore(folder: Path, *, generation: str = "", now: datetime, say: Say) -> Restored:
    """Restore a generation, the newest if none is named; return what it was.

    Every file is checked against its digest before anything is written. An interrupted restore is
    finished by the same one again. say: told each step. Raises BackupNotFound, BackupUnreadable,
    BackupDamaged, BackupOfAnother, DatabaseNewer, InstallationNotEmpty, AlreadyRunning.
    """
    with only_one("restore", seconds=LOCK_SECONDS):
        source = _chosen(folder, generation)
        manifest = _manifest(source)
        _require_fitting(manifest)
        _require_empty(source.name, now=now)
        say("checking")
        _check_all(folder, source, manifest)
        with _marked(source.name):
            say("contents")
            _put_contents(folder, source, manifest, now=now)
            say("database")
            _put_database(source, manifest)
            say("upgrade")
            call_command("migrate", verbosity=0, interactive=False)
            blob_services.import_seals(folder / SEALS)
    health = blobs.health()
    return Restored(manifest, source.name, tuple(one.code for one in health.problems))


def _chosen(folder: Path, generation: str) -> Path:
    found = sorted(path for path in (folder / GENERATIONS).glob("[0-9]*") if path.is_dir())
    named = [path for path in found if generation in {"", path.name}]
    if not named:
        raise BackupNotFound(folder=str(folder))
    return named[-1]


def _manifest(source: Path) -> Manifest:
    try:
        return read_manifest((source / MANIFEST).read_bytes())
    except (OSError, ManifestWrong):
        raise BackupUnreadable(folder=str(source)) from None


def _require_fitting(manifest: Manifest) -> None:
    found = (manifest.installation, manifest.database)
    expected = (settings.LIENTHONG_INSTALLATION, copy_database.kind())
    if found != expected:
        raise BackupOfAnother(found=", ".join(found), expected=", ".join(expected))
    loader = MigrationLoader(None)
    ours = {".".join(step) for step in loader.disk_migrations}
    unknown = [step for step in manifest.steps if step not in ours and _is_of_ours(step, loader)]
    if unknown:
        raise DatabaseNewer(step=unknown[0])


def _is_of_ours(step: str, loader: MigrationLoader) -> bool:
    return step.split(".", maxsplit=1)[0] in loader.migrated_apps


def _require_empty(generation: str, *, now: datetime) -> None:
    mark = Path(settings.LIENTHONG_HOME) / MARK
    if mark.exists() and mark.read_text() == generation:
        _drop_tables()
        return
    soon = now + timedelta(days=36_500)
    if connection.introspection.table_names() or not blob_services.is_store_empty(now=soon):
        raise InstallationNotEmpty


def _drop_tables() -> None:
    """Clear what an interrupted restore has left; contents that it put back are right already."""
    if connection.vendor != "postgresql":
        connection.close()
        Path(str(connection.settings_dict["NAME"])).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


def _check_all(folder: Path, source: Path, manifest: Manifest) -> None:
    for part in manifest.parts:
        pool.check(_below(source, part), part)
    for content in _contents(source, manifest):
        pool.check(pool.place(folder, content.path), content)
    if not (folder / SEALS).is_file():
        raise BackupDamaged(file=SEALS)


def _below(source: Path, part: Part) -> Path:
    path = (source / part.path).resolve()
    if not path.is_relative_to(source.resolve()):
        raise BackupDamaged(file=part.path[:80])
    return path


def _contents(source: Path, manifest: Manifest) -> Iterator[Part]:
    missing = set(manifest.missing)
    return (one for one in pool.listed(source / CONTENTS) if one.path not in missing)


@contextmanager
def _marked(generation: str) -> Iterator[None]:
    mark = Path(settings.LIENTHONG_HOME) / MARK
    mark.write_text(generation)
    yield
    mark.unlink()


def _put_contents(folder: Path, source: Path, manifest: Manifest, *, now: datetime) -> None:
    workshop = Path(settings.LIENTHONG_HOME) / "workshop"
    workshop.mkdir(mode=0o700, exist_ok=True)
    for content in _contents(source, manifest):
        copy = workshop / f"restore-{uuid4().hex}"
        try:
            with pool.place(folder, content.path).open("rb") as file:
                pool.copied(file, copy)
            blob_services.put_back(copy, content.path, now=now)
        finally:
            copy.unlink(missing_ok=True)


def _put_database(source: Path, manifest: Manifest) -> None:
    if connection.vendor == "postgresql":
        _make_tables(manifest.steps)
    copy_database.copy_in(source / DATABASE)


def _make_tables(steps: tuple[str, ...]) -> None:
    """Make the tables as they were at the backup: exactly its steps; `migrate` does the rest."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    keys = {(step.split(".", 1)[0], step.split(".", 1)[1]) for step in steps}
    taken = keys & graph.nodes.keys()
    # A step that another one of them stands on comes by itself.
    last = [key for key in taken if not any(c.key in taken for c in graph.node_map[key].children)]
    executor.migrate(sorted(last))
