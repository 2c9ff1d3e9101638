"""Check a backup before anything of it is used: who wrote it, and that nothing of it is changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lienthong.kernel.progress import Tell, nobody
from lienthong.ledger import services as ledger
from lienthong.operation.errors import (
    BackupDamaged,
    BackupNotSigned,
    BackupRolledBack,
    BackupUnreadable,
    ContentsDamaged,
)
from lienthong.operation.rules import Manifest, ManifestWrong, Part, read_manifest
from lienthong.operation.services import pool, signed_lines
from lienthong.operation.services.back_up import (
    CONTENTS,
    ERASURES,
    MANIFEST,
    SEALS,
    SIGNATURE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A generation to restore, with the folder of backups that it shares contents with."""

    folder: Path
    generation: Path
    manifest: Manifest

    @property
    def count(self) -> int:
        return self.manifest.contents - len(self.manifest.missing)

    def contents(self) -> Iterator[Part]:
        """Walk the contents that should be in it."""
        missing = set(self.manifest.missing)
        listed = pool.listed(self.generation / CONTENTS)
        return (one for one in listed if one.path not in missing)


def opened(folder: Path, generation: Path, *, unsigned: bool) -> Source:
    """Return a generation whose manifest the ledger's key has signed.

    The manifest names the digest of every other file, so that this covers the database and the
    list of contents. unsigned: take one without signature too; a wrong one never. Raises
    BackupUnreadable, BackupNotSigned, NotVouched, KeyLost, BackupRolledBack.
    """
    try:
        content = (generation / MANIFEST).read_bytes()
        manifest = read_manifest(content)
        started_at = datetime.fromisoformat(manifest.started_at)
    except (OSError, ValueError, ManifestWrong):
        raise BackupUnreadable(folder=str(generation)) from None
    signature = generation / SIGNATURE
    if signature.exists():
        digest = hashlib.sha256(content).hexdigest()
        ledger.require_vouched(signature.read_bytes(), name=MANIFEST, digest=digest)
        for name in (SEALS, ERASURES):
            _require_newer(folder / name, started_at)
    elif not unsigned:
        raise BackupNotSigned(folder=str(generation))
    return Source(folder, generation, manifest)


def _require_newer(path: Path, started_at: datetime) -> None:
    """What ended must not come back by an old copy of the file that says so."""
    try:
        if signed_lines.signed_at(path) < started_at:
            raise BackupRolledBack(file=path.name)
    except FileNotFoundError:
        raise BackupDamaged(file=path.name) from None


def check_all(
    source: Source, *, left_out: Path, without_damaged: bool, tell: Tell = nobody
) -> frozenset[str]:
    """Check every file of a generation; return the contents that cannot be restored.

    Their names are written to the file `left_out`, one a line. Raises BackupDamaged for a part
    that nothing can do without, and ContentsDamaged for contents unless `without_damaged`.
    """
    for part in source.manifest.parts:
        pool.check(below(source.generation, part), part)
    if not (source.folder / SEALS).is_file():
        raise BackupDamaged(file=SEALS)
    damaged = frozenset(_damaged(source, tell))
    left_out.unlink(missing_ok=True)
    if damaged:
        left_out.write_text("".join(f"{name}\n" for name in sorted(damaged)))
        if not without_damaged:
            raise ContentsDamaged(count=len(damaged), first=min(damaged), list=str(left_out))
    return damaged


def below(generation: Path, part: Part) -> Path:
    """Return where a part of a generation lies. Raises BackupDamaged for one outside of it."""
    path = (generation / part.path).resolve()
    if not path.is_relative_to(generation.resolve()):
        raise BackupDamaged(file=part.path[:80])
    return path


def _damaged(source: Source, tell: Tell) -> Iterator[str]:
    for count, content in enumerate(source.contents(), 1):
        tell("contents checked", count, source.count)
        try:
            pool.check(pool.place(source.folder, content.path), content)
        except BackupDamaged:
            yield content.path
