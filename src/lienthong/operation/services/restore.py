"""Restore: a backup into an empty installation, nothing touched before all of it was checked."""

from collections.abc import Callable, Collection, Iterator
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

from lienthong.access import queries as access
from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.exchange import services as exchange
from lienthong.kernel.progress import Tell, nobody
from lienthong.operation.errors import (
    BackupNotFound,
    BackupOfAnother,
    DatabaseNewer,
    InstallationNotEmpty,
)
from lienthong.operation.queries.findings.machine import secret_key_changed
from lienthong.operation.rules import Manifest
from lienthong.operation.services import copy_database, pool, signed_lines
from lienthong.operation.services.back_up import (
    DATABASE,
    ERASURES,
    GENERATIONS,
    LOCK_SECONDS,
    SEALS,
    living,
)
from lienthong.operation.services.check_backup import Source, check_all, opened
from lienthong.operation.services.endings import Ended, end_again, record_restore
from lienthong.operation.services.locking import only_one

# Stands in the folder while a restore is under way: only the same one may go on in what it left.
MARK = "restoring"
# The contents that a restore had to leave out, one a line; stays for people to read.
LEFT_OUT = "restore-left-out.txt"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    lost: contents that the backup has not, though they live. left_out: those that are damaged in
    it. ended: what had ended since the backup and
    was ended again. problems: codes of what the keys lack now.
    """

    manifest: Manifest
    generation: str
    lost: tuple[str, ...]
    left_out: tuple[str, ...]
    ended: tuple[Ended, ...]
    problems: tuple[str, ...]


def restore(
    folder: Path,
    *,
    generation: str = "",
    without_damaged: bool = False,
    unsigned: bool = False,
    now: datetime,
    say: Say,
    tell: Tell = nobody,
) -> Restored:
    """Restore a generation, the newest if none is named; return what it was.

    Signature and every digest are checked before anything is written. What was erased, destroyed,
    revoked or closed since the backup is so again afterwards. An interrupted restore is finished
    by the same one again. without_damaged: leave out the contents that are damaged. unsigned: take
    a backup that nobody signed. say: told each step; tell: how far it is. Raises BackupNotFound,
    AlreadyRunning, BackupOfAnother, DatabaseNewer, InstallationNotEmpty, and as `opened` and
    `check_all`.
    """
    with only_one("restore", seconds=LOCK_SECONDS):
        source = opened(folder, _chosen(folder, generation), unsigned=unsigned)
        name = source.generation.name
        _require_fitting(source.manifest)
        _require_empty(name, now=now)
        say("checking")
        list_of_left_out = Path(settings.LIENTHONG_HOME) / LEFT_OUT
        left_out = check_all(
            source, left_out=list_of_left_out, without_damaged=without_damaged, tell=tell
        )
        with _marked(name):
            say("contents")
            _put_contents(source, left_out, now=now, tell=tell)
            say("database")
            _put_database(source, tell)
            say("upgrade")
            call_command("migrate", verbosity=0, interactive=False)
            exchange.skip_lost_places(now=now)
            blob_services.take_seals(signed_lines.read(folder / SEALS))
            say("endings")
            ended = end_again(folder / ERASURES, now=now)
            record_restore(name, ended, left_out=len(left_out), now=now)
    return Restored(
        manifest=source.manifest,
        generation=name,
        lost=living(source.manifest.missing),
        left_out=tuple(sorted(left_out)),
        ended=ended,
        problems=tuple(_problems()),
    )


def _problems() -> Iterator[str]:
    """Yield what the keys beside the restored tables lack."""
    yield from (one.code for one in blobs.health().problems)
    if access.is_secret_key_another():
        yield secret_key_changed().code


def _chosen(folder: Path, generation: str) -> Path:
    found = sorted(path for path in (folder / GENERATIONS).glob("[0-9]*") if path.is_dir())
    named = [path for path in found if generation in {"", path.name}]
    if not named:
        raise BackupNotFound(folder=str(folder))
    return named[-1]


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


@contextmanager
def _marked(generation: str) -> Iterator[None]:
    mark = Path(settings.LIENTHONG_HOME) / MARK
    mark.write_text(generation)
    yield
    mark.unlink()


def _put_contents(source: Source, left_out: Collection[str], *, now: datetime, tell: Tell) -> None:
    workshop = Path(settings.LIENTHONG_HOME) / "workshop"
    workshop.mkdir(mode=0o700, exist_ok=True)
    for count, content in enumerate(source.contents(), 1):
        tell("contents", count, source.count)
        if content.path in left_out:
            continue
        copy = workshop / f"restore-{uuid4().hex}"
        try:
            with pool.place(source.folder, content.path).open("rb") as file:
                pool.copied(file, copy)
            blob_services.put_back(copy, content.path, now=now)
        finally:
            copy.unlink(missing_ok=True)


def _put_database(source: Source, tell: Tell) -> None:
    if connection.vendor == "postgresql":
        _make_tables(source.manifest.steps)
    copy_database.copy_in(source.generation / DATABASE, tell=tell)


def _make_tables(steps: tuple[str, ...]) -> None:
    """Make the tables as they were at the backup: exactly its steps; `migrate` does the rest."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    keys = {(step.split(".", 1)[0], step.split(".", 1)[1]) for step in steps}
    taken = keys & graph.nodes.keys()
    # A step that another one of them stands on comes by itself.
    last = [key for key in taken if not any(c.key in taken for c in graph.node_map[key].children)]
    executor.migrate(sorted(last))
